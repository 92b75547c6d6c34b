package ink

import (
	"image"
	"math"
)

// Shape is a stroke made ready to be hit: its smoothed line and what that fills.
type Shape struct {
	Stroke Stroke
	Line   []Node
	Bounds image.Rectangle
}

// NewShape makes a stroke ready.
func NewShape(s Stroke) *Shape {
	line := Smooth(s, HitFlatness)
	return &Shape{Stroke: s, Line: line, Bounds: boundsOf(line)}
}

// Hit reports whether a place lies on the ink, or within tolerance (1/100 pt) of it. It is exact to
// HitFlatness.
func (s *Shape) Hit(x, y int32, tolerance float64) bool {
	return s.Crosses(x, y, x, y, tolerance)
}

// Crosses reports whether the way of an eraser from a to b touches the ink, or comes within tolerance
// (1/100 pt) of it. It is exact to HitFlatness.
func (s *Shape) Crosses(ax, ay, bx, by int32, tolerance float64) bool {
	way := image.Rect(int(ax), int(ay), int(bx), int(by))
	if reach := int(math.Ceil(tolerance)); len(s.Line) == 0 ||
		way.Min.X-reach > s.Bounds.Max.X || way.Max.X+reach < s.Bounds.Min.X || way.Min.Y-reach > s.Bounds.Max.Y || way.Max.Y+reach < s.Bounds.Min.Y {
		return false
	}
	a, b := Node{X: float64(ax), Y: float64(ay)}, Node{X: float64(bx), Y: float64(by)}
	for i := range max(1, len(s.Line)-1) {
		p, q := s.Line[i], s.Line[min(i+1, len(s.Line)-1)]
		near := max(p.Radius, q.Radius) + tolerance
		if between(p, q, a, b) <= near*near {
			return true
		}
	}
	return false
}

// between is the square of the distance between the segments from p to q and from a to b.
func between(p, q, a, b Node) float64 {
	if (a != b) && (p != q) && side(p, q, a)*side(p, q, b) < 0 && side(a, b, p)*side(a, b, q) < 0 {
		return 0
	}
	return min(squareTo(a.X, a.Y, p.X, p.Y, q.X, q.Y), squareTo(b.X, b.Y, p.X, p.Y, q.X, q.Y),
		squareTo(p.X, p.Y, a.X, a.Y, b.X, b.Y), squareTo(q.X, q.Y, a.X, a.Y, b.X, b.Y))
}

// side is positive to one side of the line from p to q and negative to the other.
func side(p, q, r Node) float64 { return (q.X-p.X)*(r.Y-p.Y) - (q.Y-p.Y)*(r.X-p.X) }
