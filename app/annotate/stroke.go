package annotate

import (
	"math"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

const (
	flatness = 4    // 1/100 pt by which a drawn line may be from its curve
	widths   = 0.05 // points by which drawn widths differ at least
)

func isMarker(m notes.Mark) bool {
	s, err := ink.Decode(m.Stroke)
	return err == nil && s.Tool == ink.Marker
}

// ink is a stroke: the line as it is smoothed on the screen, of the widths that it has there.
func (p pen) ink(s ink.Stroke) (dict, appearance) {
	a := appearance{multiplies: s.Tool == ink.Marker}
	if a.multiplies {
		a.put("/M gs")
	}
	a.colour(s.Colour)
	line := ink.Smooth(s, flatness)
	reach := 0.0
	var places []point
	for _, n := range line {
		places = append(places, point{n.X / 100, n.Y / 100})
		reach = max(reach, n.Radius/100)
	}
	a.bounds = around(reach+0.5, places...)
	if len(places) == 1 {
		a.circle(places[0], reach)
	} else {
		a.put("1 J 1 j")
		a.line(places, line)
	}
	var list array
	for _, one := range s.Points {
		at := p.frame.paper(point{float64(one.X) / 100, float64(one.Y) / 100})
		list = append(list, numeral(at.x), numeral(at.y))
	}
	if len(list) == 2 {
		list = append(list, list...) // some readers want a line
	}
	about := dict{
		{"Subtype", name("Ink")}, {"InkList", array{list}}, {"C", colourArray(s.Colour)},
		{"BS", dict{{"Type", name("Border")}, {"W", numeral(float64(s.Width) / 100)}, {"S", name("S")}}},
	}
	if a.multiplies {
		about = append(about, entry{"CA", numeral(markerCover)}, entry{"BM", name("Multiply")})
	}
	return about, a
}

// line draws a line whose width changes as pieces of one width each, round at their ends.
func (a *appearance) line(places []point, line []ink.Node) {
	width := func(i int) float64 { // of the stretch to i
		return max(widths, math.Round((line[i-1].Radius+line[i].Radius)/100/widths)*widths)
	}
	now := -1.0
	for i := 1; i < len(places); i++ {
		if w := width(i); w != now {
			if now >= 0 {
				a.put("S")
			}
			now = w
			a.put("%s w", numeral(w))
			a.at("m", places[i-1])
		}
		a.at("l", places[i])
	}
	a.put("S")
}
