package ink

import "math"

// Moved returns the stroke moved by 1/100 pt; false where it would leave what is allowed.
func (s Stroke) Moved(dx, dy int32) (Stroke, bool) {
	return s.altered(func(x, y float64) (float64, float64) { return x + float64(dx), y + float64(dy) })
}

// Scaled returns the stroke larger or smaller by a factor (above 0) around a place; its width goes along. False
// where it would leave what is allowed.
func (s Stroke) Scaled(factor float64, aroundX, aroundY int32) (Stroke, bool) {
	ax, ay := float64(aroundX), float64(aroundY)
	scaled, ok := s.altered(func(x, y float64) (float64, float64) { return ax + (x-ax)*factor, ay + (y-ay)*factor })
	width := math.Round(float64(s.Width) * factor)
	if !ok || !(factor > 0) || width > MaxWidth {
		return s, false
	}
	scaled.Width = max(1, int32(width))
	return scaled, true
}

// Recoloured returns the stroke in another colour.
func (s Stroke) Recoloured(colour Colour) Stroke {
	s.Colour = colour
	return s
}

func (s Stroke) altered(to func(x, y float64) (float64, float64)) (Stroke, bool) {
	points := make([]Point, len(s.Points))
	for i, p := range s.Points {
		x, y := to(float64(p.X), float64(p.Y))
		x, y = math.Round(x), math.Round(y)
		if !(math.Abs(x) <= MaxCoordinate && math.Abs(y) <= MaxCoordinate) {
			return s, false
		}
		p.X, p.Y = int32(x), int32(y)
		points[i] = p
	}
	s.Points = points
	return s, true
}
