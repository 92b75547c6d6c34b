package ink

import "math"

// Node is a place on a smoothed line, with half the width of the ink there; all in 1/100 pt.
type Node struct{ X, Y, Radius float64 }

// HitFlatness is how exactly strokes are smoothed to be hit and cut: 0.02 pt.
const HitFlatness = 2

// Smooth returns the line through the points of the stroke: a centripetal Catmull-Rom curve (Yuksel, Schaefer,
// Keyser: Parameterization and applications of Catmull-Rom curves, 2011), which makes no loops and no cusps
// within a segment. It is flattened so that no place of the curve is further than flatness (1/100 pt) from
// the line. A stroke of one place gives one node; one of no points gives none.
//
// The curve between two points follows from them and one more on either side: points that are added later change
// nothing before the last two segments, but for the width within 20 ms of the end.
func Smooth(s Stroke, flatness float64) []Node {
	return smooth(s, flatness, nil)
}

// smooth calls at with the number of the point and of its node, for each that has one of its own.
func smooth(s Stroke, flatness float64, at func(point, node int)) []Node {
	places := distinct(s)
	if len(places) == 0 {
		return nil
	}
	if at == nil {
		at = func(int, int) {}
	}
	line := make([]Node, 1, 4*len(places))
	line[0] = places[0].Node
	at(places[0].point, 0)
	for i := range len(places) - 1 {
		before, after := places[max(i-1, 0)], places[min(i+2, len(places)-1)]
		line = flatten(line, before.Node, places[i].Node, places[i+1].Node, after.Node, flatness)
		at(places[i+1].point, len(line)-1)
	}
	return line
}

// place is a point that is not where the one before is.
type place struct {
	Node
	point int
}

// distinct returns the places of a stroke with their widths.
func distinct(s Stroke) []place {
	places := make([]place, 0, len(s.Points))
	radii := radii(s)
	for i, p := range s.Points {
		if i > 0 && p.X == s.Points[i-1].X && p.Y == s.Points[i-1].Y {
			continue
		}
		places = append(places, place{Node{float64(p.X), float64(p.Y), radii[i]}, i})
	}
	return places
}

// flatten appends the curve from b to c, without b. a and d are the points beside.
func flatten(line []Node, a, b, c, d Node, flatness float64) []Node {
	b1, b2 := controls(a, b, c, d)
	// Wang 1984: a cubic of n chords is within 3/4 · m / n² of them, m the largest second difference.
	bend := max(math.Hypot(b.X-2*b1.X+b2.X, b.Y-2*b1.Y+b2.Y), math.Hypot(b1.X-2*b2.X+c.X, b1.Y-2*b2.Y+c.Y))
	steps := int(min(64, math.Ceil(math.Sqrt(0.75*bend/flatness))))
	for i := 1; i < steps; i++ {
		t := float64(i) / float64(steps)
		u := 1 - t
		w0, w1, w2, w3 := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		line = append(line, Node{w0*b.X + w1*b1.X + w2*b2.X + w3*c.X, w0*b.Y + w1*b1.Y + w2*b2.Y + w3*c.Y, b.Radius*u + c.Radius*t})
	}
	return append(line, c)
}

// controls are those of the Bézier curve that is the Catmull-Rom segment from b to c.
func controls(a, b, c, d Node) (Node, Node) {
	d1, d2, d3 := math.Hypot(b.X-a.X, b.Y-a.Y), math.Hypot(c.X-b.X, c.Y-b.Y), math.Hypot(d.X-c.X, d.Y-c.Y)
	r1, r2, r3 := math.Sqrt(d1), math.Sqrt(d2), math.Sqrt(d3)
	// At an end of the stroke the curve sets out for the next point.
	b1 := Node{X: b.X + (c.X-b.X)/3, Y: b.Y + (c.Y-b.Y)/3}
	b2 := Node{X: c.X - (c.X-b.X)/3, Y: c.Y - (c.Y-b.Y)/3}
	if d1 > 0 {
		k, by := 2*d1+3*r1*r2+d2, 3*r1*(r1+r2)
		b1.X, b1.Y = (d1*c.X-d2*a.X+k*b.X)/by, (d1*c.Y-d2*a.Y+k*b.Y)/by
	}
	if d3 > 0 {
		k, by := 2*d3+3*r3*r2+d2, 3*r3*(r3+r2)
		b2.X, b2.Y = (d3*b.X-d2*d.X+k*c.X)/by, (d3*b.Y-d2*d.Y+k*c.Y)/by
	}
	return b1, b2
}

// Ordinary is the speed, in 1/100 pt a millisecond (70 mm/s), at which a pen draws its own width.
const Ordinary = 20.0

// span is how many milliseconds before and after a point its speed is taken over, at least.
const span = 20

// radii returns half the width at each point. No pen tells its pressure here, so it follows from the speed v:
//
//	width(v) = Width · (0.7 + 0.6 / (1 + v/Ordinary))
//
// 1.3 of it at rest, 1 at the ordinary speed, 0.7 for a flick. v is the length of the broken line over the
// points around, as far as there are, that lie 20 ms or more away, divided by the time. Where no time passed,
// and for a marker, the width is the stroke's.
func radii(s Stroke) []float64 {
	half := float64(s.Width) / 2
	radii := make([]float64, len(s.Points))
	if s.Tool == Marker {
		for i := range radii {
			radii[i] = half
		}
		return radii
	}
	way := make([]float64, len(s.Points)) // from the first point
	for i := 1; i < len(way); i++ {
		p, q := s.Points[i-1], s.Points[i]
		way[i] = way[i-1] + math.Hypot(float64(q.X)-float64(p.X), float64(q.Y)-float64(p.Y))
	}
	from, to := 0, 0
	for i, p := range s.Points {
		for from+1 < i && p.Millis-s.Points[from+1].Millis >= span {
			from++
		}
		for to = max(to, i); to < len(way)-1 && s.Points[to].Millis-p.Millis < span; {
			to++
		}
		radii[i] = half
		if millis := s.Points[to].Millis - s.Points[from].Millis; millis > 0 {
			v := (way[to] - way[from]) / float64(millis)
			radii[i] = half * (0.7 + 0.6/(1+v/Ordinary))
		}
	}
	return radii
}
