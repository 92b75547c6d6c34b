package ink

import (
	"math"
	"math/rand/v2"

	"pgregory.net/rapid"
)

// hand writes something like a word: loops of a pen at a place, a point each ten milliseconds.
func hand(x, y float64, points int, seed uint64) Stroke {
	random := rand.New(rand.NewPCG(seed, 1))
	s := Stroke{Tool: Pen, Colour: 0x1a3f8f, Width: 120}
	phase, size := random.Float64()*6, 300+random.Float64()*300
	for i := range points {
		t := float64(i) * 0.16
		s.Points = append(s.Points, Point{
			X: int32(x + t*140 + size*math.Sin(2*t+phase)*0.6), Y: int32(y + size*math.Sin(t*2.3) + random.Float64()*4),
			Millis: uint32(i * 10),
		})
	}
	return s
}

func drawStroke(t *rapid.T) Stroke {
	tool := rapid.SampledFrom([]Tool{Pen, Marker}).Draw(t, "tool")
	s := Stroke{Tool: tool, Colour: Colour(rapid.Uint32Range(0, 0xffffff).Draw(t, "colour")), Width: rapid.Int32Range(1, 1500).Draw(t, "width")}
	step := rapid.Int32Range(1, 2000).Draw(t, "step")
	var x, y int32
	millis := uint32(0)
	for i := range rapid.IntRange(1, 40).Draw(t, "points") {
		x += rapid.Int32Range(-step, step).Draw(t, "dx")
		y += rapid.Int32Range(-step, step).Draw(t, "dy")
		if i > 0 {
			millis += rapid.Uint32Range(0, 40).Draw(t, "millis")
		}
		s.Points = append(s.Points, Point{x, y, rapid.Byte().Draw(t, "pressure"), millis})
	}
	return s
}

// away is how far a place is from a line.
func away(x, y float64, line []Node) float64 {
	nearest := math.Inf(1)
	for i := range line {
		p, q := line[max(i-1, 0)], line[i]
		nearest = min(nearest, squareTo(x, y, p.X, p.Y, q.X, q.Y))
	}
	return math.Sqrt(nearest)
}

// walk yields places along a line, no further apart than one unit.
func walk(line []Node, yield func(Node)) {
	for i := range line {
		p, q := line[max(i-1, 0)], line[i]
		steps := math.Ceil(math.Hypot(q.X-p.X, q.Y-p.Y)/20) + 1
		for k := 0.0; k <= steps; k++ {
			u := k / steps
			yield(Node{p.X + u*(q.X-p.X), p.Y + u*(q.Y-p.Y), p.Radius + u*(q.Radius-p.Radius)})
		}
	}
}

// broken is the line straight from point to point.
func broken(s Stroke) []Node {
	var line []Node
	for _, p := range s.Points {
		line = append(line, Node{X: float64(p.X), Y: float64(p.Y)})
	}
	return line
}
