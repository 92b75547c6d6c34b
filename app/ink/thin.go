package ink

import "math"

// Thinness is how far Thin may put ink from where the pen was: 0.12 pt, 0.04 mm.
const Thinness = 12

const (
	grid   = 4   // the grid, 1/100 pt, on which Thin puts points, counted from the first
	pieces = 512 // points that are looked at together: what bounds the time of a hostile stroke
)

// Thin returns the stroke with fewer points. Every point left out lies within tolerance (1/100 pt) of the
// segment between its kept neighbours (Douglas and Peucker 1973), and every kept one moves by at most 2 in x
// and in y onto a grid of 4: the broken lines before and after are nowhere further apart than tolerance + 3.
// First, last, and where the pen turned stay. Times and pressures of kept points stay: the speed between two is
// the mean of what it was. It takes O(n) time, with a factor of at most 512.
func Thin(s Stroke, tolerance float64) Stroke {
	if len(s.Points) < 2 {
		return s
	}
	kept := make([]bool, len(s.Points))
	for first := 0; first < len(s.Points); first += pieces {
		last := min(first+pieces, len(s.Points)-1)
		kept[first], kept[last] = true, true
		divide(s.Points, kept, first, last, tolerance)
	}
	origin := s.Points[0]
	var points []Point
	for i, p := range s.Points {
		if !kept[i] {
			continue
		}
		p.X, p.Y = snap(p.X, origin.X), snap(p.Y, origin.Y)
		if n := len(points); n > 0 && points[n-1].X == p.X && points[n-1].Y == p.Y && i < len(s.Points)-1 {
			continue
		}
		points = append(points, p)
	}
	s.Points = points
	return s
}

// snap puts a coordinate on the grid from the origin, never beyond what is allowed.
func snap(v, origin int32) int32 {
	snapped := origin + int32(math.Round(float64(v-origin)/grid))*grid
	if !inside(int64(snapped)) {
		return v
	}
	return snapped
}

// divide keeps the point that lies farthest from the segment, and looks at both sides of it.
func divide(points []Point, kept []bool, first, last int, tolerance float64) {
	for last-first > 1 {
		farthest, at := tolerance*tolerance, -1
		a, b := points[first], points[last]
		for i := first + 1; i < last; i++ {
			d := squareTo(float64(points[i].X), float64(points[i].Y), float64(a.X), float64(a.Y), float64(b.X), float64(b.Y))
			if d > farthest {
				farthest, at = d, i
			}
		}
		if at < 0 {
			return
		}
		kept[at] = true
		divide(points, kept, first, at, tolerance)
		first = at
	}
}

// squareTo is the square of the distance from (x, y) to the segment from a to b.
func squareTo(x, y, ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(1, max(0, ((x-ax)*dx+(y-ay)*dy)/length))
	}
	px, py := x-ax-t*dx, y-ay-t*dy
	return px*px + py*py
}
