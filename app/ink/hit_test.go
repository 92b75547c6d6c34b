package ink

import (
	"image"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What is hit is what lies on the ink, looked at place by place; and the grid answers as all strokes asked alone.
func TestHits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grid := NewGrid[int]()
		var shapes []*Shape
		for i := range rapid.IntRange(1, 5).Draw(t, "strokes") {
			s := drawStroke(t)
			grid.Add(i, s)
			shapes = append(shapes, NewShape(s))
		}
		if rapid.Bool().Draw(t, "taken out") {
			grid.Remove(0)
		}
		for range 10 {
			near := shapes[rapid.IntRange(0, len(shapes)-1).Draw(t, "near")]
			n := near.Line[rapid.IntRange(0, len(near.Line)-1).Draw(t, "node")]
			x := int32(n.X) + rapid.Int32Range(-1500, 1500).Draw(t, "x")
			y := int32(n.Y) + rapid.Int32Range(-1500, 1500).Draw(t, "y")
			bx, by := x+rapid.Int32Range(-3000, 3000).Draw(t, "bx"), y+rapid.Int32Range(-3000, 3000).Draw(t, "by")
			tolerance := rapid.Float64Range(0, 800).Draw(t, "tolerance")
			var hit, crossed []int
			for i, shape := range slices.Backward(shapes) {
				nearest, met := math.Inf(1), math.Inf(1)
				walk(shape.Line, func(n Node) {
					nearest = min(nearest, math.Hypot(n.X-float64(x), n.Y-float64(y))-n.Radius)
					met = min(met, math.Sqrt(squareTo(n.X, n.Y, float64(x), float64(y), float64(bx), float64(by)))-n.Radius)
				})
				is := shape.Hit(x, y, tolerance)
				if is != (nearest <= tolerance) && math.Abs(nearest-tolerance) > 400 {
					t.Fatalf("hit %v, %.1f away with %.1f", is, nearest, tolerance)
				}
				crosses := shape.Crosses(x, y, bx, by, tolerance)
				if met <= tolerance && !crosses || crosses && met > tolerance+400 {
					t.Fatalf("crosses %v, %.1f away with %.1f", crosses, met, tolerance)
				}
				if grid.known[i] != nil && is {
					hit = append(hit, i)
				}
				if grid.known[i] != nil && crosses {
					crossed = append(crossed, i)
				}
			}
			if got := grid.Hit(x, y, tolerance); !slices.Equal(got, hit) {
				t.Fatalf("hit %v, want %v", got, hit)
			}
			if got := grid.Crossing(x, y, bx, by, tolerance); !slices.Equal(got, crossed) {
				t.Fatalf("crossed %v, want %v", got, crossed)
			}
		}
	})
}

func TestEmptyGridHoldsNothing(t *testing.T) {
	grid := NewGrid[string]()
	far := Stroke{Tool: Pen, Width: 100, Points: []Point{{X: -MaxCoordinate}, {X: MaxCoordinate, Y: MaxCoordinate}}}
	grid.Add("a", hand(0, 0, 20, 1))
	grid.Add("far", far)
	grid.Add("a", hand(90_000, 0, 20, 1))
	if got := grid.In(image.Rect(0, -1000, 2000, 1000)); len(got) != 1 || got[0] != "far" {
		t.Errorf("where it was: %v", got)
	}
	if got := grid.In(image.Rect(-MaxCoordinate, -MaxCoordinate, MaxCoordinate, MaxCoordinate)); len(got) != 2 || got[0] != "a" {
		t.Errorf("all: %v", got)
	}
	grid.Remove("a")
	grid.Remove("far")
	grid.Remove("far")
	if len(grid.cells) > 0 || len(grid.wide) > 0 || grid.Len() > 0 {
		t.Errorf("left: %v %v", grid.cells, grid.wide)
	}
}

func TestLasso(t *testing.T) {
	square := Lasso{{X: 0, Y: 0}, {X: 100, Y: 0}, {X: 100, Y: 100}, {X: 0, Y: 100}}
	twice := append(slices.Clone(square), square...)
	eight := Lasso{{X: 0, Y: 0}, {X: 100, Y: 100}, {X: 100, Y: 0}, {X: 0, Y: 100}}
	half := Stroke{Points: []Point{{X: 10, Y: 50}, {X: 50, Y: 20}, {X: 150, Y: 50}, {X: 50, Y: -50}}}
	for _, row := range []struct {
		lasso Lasso
		share float64
		want  bool
	}{{square, 0.5, true}, {square, 0.51, false}, {twice, 0.5, true}, {eight, 0.25, true}, {eight, 0.5, false}, {square[:2], 0, false}, {nil, 0, false}} {
		if got := row.lasso.Holds(half, row.share); got != row.want {
			t.Errorf("%v by %v: %v", row.lasso, row.share, got)
		}
		slices.Reverse(row.lasso)
		if got := row.lasso.Holds(half, row.share); got != row.want {
			t.Errorf("the other way round, %v by %v: %v", row.lasso, row.share, got)
		}
	}
}

func TestAlteredStrokesAreOthers(t *testing.T) {
	s := hand(100, 100, 10, 1)
	first := s.Points[0]
	moved, ok := s.Moved(100, -50)
	if !ok || moved.Points[0].X != first.X+100 || moved.Points[0].Y != first.Y-50 || s.Points[0] != first {
		t.Errorf("moved %v from %v", moved.Points[0], first)
	}
	large, ok := s.Scaled(2, first.X, first.Y)
	if !ok || large.Points[0] != first || large.Width != 240 || large.Points[9].X-first.X != 2*(s.Points[9].X-first.X) {
		t.Errorf("scaled %v", large.Points[9])
	}
	if red := s.Recoloured(0xff0000); red.Colour != 0xff0000 || s.Colour == red.Colour {
		t.Error("recoloured")
	}
	if _, ok := s.Moved(MaxCoordinate, 0); ok {
		t.Error("moved off")
	}
	for _, factor := range []float64{0, -1, math.NaN(), math.Inf(1), 1000} {
		if _, ok := s.Scaled(factor, 0, 0); ok {
			t.Errorf("scaled by %v", factor)
		}
	}
}

// full is a page with so many strokes.
func full(n int) []Stroke {
	strokes := make([]Stroke, n)
	for i := range strokes {
		strokes[i] = Thin(hand(float64(i%12)*4700+2000, float64(i/12%150)*540+1500, 60, uint64(i)), Thinness)
	}
	return strokes
}

func TestTenThousandStrokesAnswerAHitAtOnce(t *testing.T) {
	grid := NewGrid[int]()
	strokes := full(10_000)
	for i, s := range strokes {
		grid.Add(i, s)
	}
	on := strokes[5000].Points[3]
	best := time.Hour
	for range 50 {
		began := time.Now()
		if len(grid.Hit(on.X, on.Y, 100)) == 0 {
			t.Fatal("nothing is hit")
		}
		best = min(best, time.Since(began))
	}
	if best > 5*time.Millisecond { // the race detector is slow; the benchmark is what measures
		t.Errorf("a hit takes %v", best)
	}
}

func BenchmarkHitAmong10000(b *testing.B) {
	grid := NewGrid[int]()
	strokes := full(10_000)
	for i, s := range strokes {
		grid.Add(i, s)
	}
	on := strokes[5000].Points[3]
	for b.Loop() {
		grid.Hit(on.X, on.Y, 100)
	}
}
