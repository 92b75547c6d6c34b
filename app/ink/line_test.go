package ink

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Thinned, a line is nowhere further from where it was than is promised, either way.
func TestThinningKeepsToItsBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStroke(t)
		tolerance := rapid.Float64Range(0, 500).Draw(t, "tolerance")
		thin := Thin(s, tolerance)
		if len(thin.Points) > len(s.Points) || len(thin.Points) == 0 || !thin.Valid() {
			t.Fatalf("%d of %d points", len(thin.Points), len(s.Points))
		}
		before, after := broken(s), broken(thin)
		check := func(n Node, line []Node) {
			if d := away(n.X, n.Y, line); d > tolerance+3 {
				t.Fatalf("%v is %.2f away", n, d)
			}
		}
		walk(before, func(n Node) { check(n, after) })
		for _, n := range after {
			check(n, before)
		}
		first, last := s.Points[0], s.Points[len(s.Points)-1]
		if thin.Points[0] != first || thin.Points[len(thin.Points)-1].Millis != last.Millis {
			t.Fatalf("from %v to %v", thin.Points[0], thin.Points[len(thin.Points)-1])
		}
	})
}

func TestThinningAStraightLineLeavesItsEnds(t *testing.T) {
	s := Stroke{Tool: Pen, Width: 100}
	for i := range 400 {
		s.Points = append(s.Points, Point{X: int32(i * 8), Y: int32(i * 4), Millis: uint32(i)})
	}
	if thin := Thin(s, 1); len(thin.Points) != 2 {
		t.Errorf("%d points", len(thin.Points))
	}
}

// A smoothed line goes through its points in their order, and does not stray further from the broken line than
// the segments are long.
func TestSmoothLinesGoThroughTheirPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStroke(t)
		line := Smooth(s, 1)
		next, longest := 0, 0.0
		for i, p := range s.Points {
			for next < len(line) && (line[next].X != float64(p.X) || line[next].Y != float64(p.Y)) {
				next++
			}
			if next == len(line) {
				t.Fatalf("misses point %d", i)
			}
			if i > 0 {
				longest = max(longest, math.Hypot(float64(p.X-s.Points[i-1].X), float64(p.Y-s.Points[i-1].Y)))
			}
		}
		chords := broken(s)
		for _, n := range line {
			if d := away(n.X, n.Y, chords); d > longest/2+1 {
				t.Fatalf("%v strays by %.1f, segments are %.1f at most", n, d, longest)
			}
			if n.Radius < 0.35*float64(s.Width)-1e-9 || n.Radius > 0.65*float64(s.Width)+1e-9 {
				t.Fatalf("width %v of %v", 2*n.Radius, s.Width)
			}
		}
	})
}

// The coarser line is within its flatness of the finest.
func TestFlatteningKeepsToItsBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStroke(t)
		flatness := rapid.Float64Range(2, 60).Draw(t, "flatness")
		coarse := Smooth(s, flatness)
		for _, n := range Smooth(s, 0.5) {
			if d := away(n.X, n.Y, coarse); d > flatness+0.5 {
				t.Fatalf("%.2f away", d)
			}
		}
	})
}

func TestWidthFollowsTheSpeed(t *testing.T) {
	at := func(perMilli int32, tool Tool) float64 {
		s := Stroke{Tool: tool, Width: 100}
		for i := range int32(20) {
			s.Points = append(s.Points, Point{X: i * perMilli * 10, Millis: uint32(i * 10)})
		}
		line := Smooth(s, 1)
		return 2 * line[len(line)/2].Radius
	}
	for _, row := range []struct {
		speed int32
		want  float64
	}{{Ordinary, 100}, {3 * Ordinary, 85}, {1, 70 + 60/1.05}} {
		if got := at(row.speed, Pen); math.Abs(got-row.want) > 0.01 {
			t.Errorf("speed %d: %v, want %v", row.speed, got, row.want)
		}
		if got := at(row.speed, Marker); got != 100 {
			t.Errorf("a marker is %v wide", got)
		}
	}
}

func BenchmarkThinAndEncode(b *testing.B) {
	s := hand(5000, 5000, 200, 1)
	for b.Loop() {
		if _, err := Encode(Thin(s, Thinness)); err != nil {
			b.Fatal(err)
		}
	}
}
