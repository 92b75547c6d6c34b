package notes

import (
	"image"
	"math"

	"congso.vn/congso/app/ink"
)

// Drawn (nét đã dựng) is a mark made ready to be drawn. It never changes, and may be read from any goroutine.
type Drawn struct {
	Entry
	Stroke ink.Stroke      // of ink
	Bounds image.Rectangle // what it covers of its page, 1/100 pt; empty for one that nothing is known of
}

// Draw makes a mark ready.
func Draw(e Entry) *Drawn {
	d := &Drawn{Entry: e}
	if e.Kind == Ink {
		stroke, err := ink.Decode(e.Mark.Stroke)
		if err != nil {
			return d
		}
		d.Stroke, d.Bounds = stroke, stroke.Bounds()
		return d
	}
	for _, quad := range e.Anchor.Quads {
		d.Bounds = d.Bounds.Union(quad)
	}
	if e.Kind == Underline {
		d.Bounds.Max.Y += underlined
	}
	return d
}

// underlined is how thick the line under words is, 1/100 pt.
const underlined = 130

// Bake draws marks on the picture of a page, of which scale pixels are a point, as ink.Bake draws strokes: what is
// marked lies under what is written. Sticky notes and stamps are not drawn: see Signs.
func Bake(dst *image.RGBA, marks []*Drawn, scale float64, clip image.Rectangle) {
	var strokes []ink.Stroke
	for _, m := range marks {
		switch {
		case !m.Meets(scale, clip):
		case m.Kind == Highlight:
			ink.Shade(dst, m.Anchor.Quads, m.Colour, scale, clip)
		case m.Kind == Ink:
			strokes = append(strokes, m.Stroke)
		}
	}
	ink.Bake(dst, strokes, scale, clip)
	for _, m := range marks {
		if m.Kind == Underline && m.Meets(scale, clip) {
			lines := make([]image.Rectangle, len(m.Anchor.Quads))
			for i, quad := range m.Anchor.Quads {
				lines[i] = image.Rect(quad.Min.X, quad.Max.Y, quad.Max.X, quad.Max.Y+underlined)
			}
			ink.Fill(dst, lines, m.Colour, scale, clip)
		}
	}
}

// Signs draws where sticky notes and stamps lie, for pictures too small to be read: an area in their colour.
func Signs(dst *image.RGBA, marks []*Drawn, scale float64, clip image.Rectangle) {
	for _, m := range marks {
		if (m.Kind == Sticky || m.Kind == Stamped) && m.Meets(scale, clip) {
			ink.Fill(dst, m.Anchor.Quads, m.Colour, scale, clip)
		}
	}
}

// Covers returns the pixels that the mark may touch on a picture of which scale pixels are a point.
func (d *Drawn) Covers(scale float64) image.Rectangle {
	if d.Bounds.Empty() {
		return image.Rectangle{}
	}
	b := d.Bounds
	return image.Rect(
		int(math.Floor(float64(b.Min.X)*scale/100))-2, int(math.Floor(float64(b.Min.Y)*scale/100))-2,
		int(math.Ceil(float64(b.Max.X)*scale/100))+2, int(math.Ceil(float64(b.Max.Y)*scale/100))+2)
}

// Meets reports whether the mark may touch a part of such a picture.
func (d *Drawn) Meets(scale float64, part image.Rectangle) bool {
	return d.Covers(scale).Overlaps(part)
}
