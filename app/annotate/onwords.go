package annotate

import (
	"image"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// yellow is the colour of highlights and notes that have none of their own.
const yellow ink.Colour = 0xffe066

// underlined is how thick the line under words is, in points, as app/notes bakes it.
const underlined = 1.3

// onPage is a rectangle of an anchor, in points as it is shown.
func onPage(r image.Rectangle) box {
	return box{float64(r.Min.X) / 100, float64(r.Min.Y) / 100, float64(r.Max.X) / 100, float64(r.Max.Y) / 100}
}

// union is the smallest box with all rectangles of an anchor.
func union(quads []image.Rectangle) box {
	var places []point
	for _, q := range quads {
		b := onPage(q)
		places = append(places, point{b.left, b.low}, point{b.right, b.high})
	}
	return around(1, places...)
}

// quadPoints are the corners of each rectangle as readers have them, whatever the standard says: upper left, upper
// right, lower left, lower right.
func (p pen) quadPoints(quads []image.Rectangle) array {
	var all array
	for _, q := range quads {
		b := onPage(q)
		for _, corner := range []point{{b.left, b.low}, {b.right, b.low}, {b.left, b.high}, {b.right, b.high}} {
			at := p.frame.paper(corner)
			all = append(all, numeral(at.x), numeral(at.y))
		}
	}
	return all
}

func (p pen) highlight(m notes.Mark) (dict, appearance) {
	c := m.Colour
	if c == 0 {
		c = yellow
	}
	a := appearance{multiplies: true, bounds: union(m.Anchor.Quads)}
	a.put("/M gs")
	a.colour(c)
	for _, q := range m.Anchor.Quads {
		b := onPage(q)
		a.put("%s %s %s %s re", numeral(b.left), numeral(b.low), numeral(b.wide()), numeral(b.tall()))
	}
	a.put("f")
	return dict{
		{"Subtype", name("Highlight")}, {"QuadPoints", p.quadPoints(m.Anchor.Quads)}, {"C", colourArray(c)},
		{"CA", numeral(markerCover)}, {"BM", name("Multiply")}, {"Contents", unicode(m.Anchor.Quote)},
	}, a
}

func (p pen) underline(m notes.Mark) (dict, appearance) {
	a := appearance{bounds: union(m.Anchor.Quads)}
	a.bounds.high += underlined
	a.colour(m.Colour)
	for _, q := range m.Anchor.Quads {
		b := onPage(q)
		a.put("%s %s %s %s re", numeral(b.left), numeral(b.high), numeral(b.wide()), numeral(underlined))
	}
	a.put("f")
	return dict{
		{"Subtype", name("Underline")}, {"QuadPoints", p.quadPoints(m.Anchor.Quads)}, {"C", colourArray(m.Colour)},
		{"Contents", unicode(m.Anchor.Quote)},
	}, a
}
