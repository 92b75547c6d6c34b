package ink

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// What is left of a stroke lies where it lay, out of the eraser's reach, and nothing else is gone.
func TestCutKeepsWhatWasNotTouched(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStroke(t)
		s.Tool = Marker // of one width: what the speed does to pens is looked at below
		line := Smooth(s, 1)
		n := line[rapid.IntRange(0, len(line)-1).Draw(t, "node")]
		by := Sweep{AX: int32(n.X) + rapid.Int32Range(-900, 900).Draw(t, "ax"), AY: int32(n.Y) + rapid.Int32Range(-900, 900).Draw(t, "ay"), Radius: rapid.Float64Range(1, 900).Draw(t, "radius")}
		by.BX, by.BY = by.AX+rapid.Int32Range(-2000, 2000).Draw(t, "bx"), by.AY+rapid.Int32Range(-2000, 2000).Draw(t, "by")
		from := func(n Node) float64 {
			return math.Sqrt(squareTo(n.X, n.Y, float64(by.AX), float64(by.AY), float64(by.BX), float64(by.BY))) - by.Radius - n.Radius
		}
		pieces, touched := s.Cut(by)
		var left [][]Node
		for _, piece := range pieces {
			if !piece.Valid() || piece.Points[0].Millis != 0 || piece.Tool != s.Tool || piece.Colour != s.Colour || piece.Width != s.Width {
				t.Fatalf("%+v", piece)
			}
			left = append(left, Smooth(piece, 1))
			walk(left[len(left)-1], func(n Node) {
				if d := away(n.X, n.Y, line); d > CutTolerance {
					t.Fatalf("left %.1f beside the stroke", d)
				}
				if touched && from(n) < -CutTolerance {
					t.Fatalf("left %.1f within the eraser", -from(n))
				}
			})
		}
		met, run, length := false, []Node(nil), 0.0
		check := func() {
			if length > crumb+2*CutTolerance {
				for _, n := range run {
					nearest := math.Inf(1)
					for _, piece := range left {
						nearest = min(nearest, away(n.X, n.Y, piece))
					}
					if nearest > CutTolerance {
						t.Fatalf("%v is gone, %.1f away from what is left and %.1f from the eraser", n, nearest, from(n))
					}
				}
			}
			run, length = nil, 0
		}
		walk(line, func(n Node) {
			met = met || from(n) < -1
			if from(n) > CutTolerance {
				if len(run) > 0 {
					length += math.Hypot(n.X-run[len(run)-1].X, n.Y-run[len(run)-1].Y)
				}
				run = append(run, n)
			} else {
				check()
			}
		})
		check()
		if met && !touched {
			t.Fatal("touched and not cut")
		}
	})
}

func TestCutAcross(t *testing.T) {
	s := Stroke{Tool: Marker, Width: 100, Points: []Point{{}, {X: 10_000, Millis: 1000}}}
	pieces, touched := s.Cut(Sweep{AX: 5000, AY: -3000, BX: 5000, BY: 3000, Radius: 200})
	if !touched || len(pieces) != 2 {
		t.Fatalf("%+v", pieces)
	}
	first, second := pieces[0].Points, pieces[1].Points
	if first[len(first)-1].X != 4750 || second[0].X != 5250 || second[0].Millis != 0 || second[len(second)-1].Millis != 475 {
		t.Errorf("%v, %v", first, second)
	}
	if pieces, touched := s.Cut(Sweep{AX: 0, AY: 400, BX: 10_000, BY: 400, Radius: 200}); touched || len(pieces) != 1 {
		t.Errorf("beside it: %+v", pieces)
	}
	if pieces, touched := s.Cut(Sweep{AX: 0, AY: 0, BX: 10_000, BY: 0, Radius: 200}); !touched || len(pieces) != 0 {
		t.Errorf("along it: %+v", pieces)
	}
	dot := Stroke{Tool: Pen, Width: 100, Points: []Point{{X: 5}}}
	if pieces, touched := dot.Cut(Sweep{AX: 20, Radius: 1}); !touched || len(pieces) != 0 {
		t.Errorf("a dot: %+v", pieces)
	}
	if pieces, touched := dot.Cut(Sweep{AX: 100, BX: 100, Radius: 1}); touched || len(pieces) != 1 {
		t.Errorf("beside a dot: %+v", pieces)
	}
	if pieces, touched := (Stroke{}).Cut(Sweep{Radius: 1}); touched || len(pieces) != 1 {
		t.Errorf("nothing: %+v", pieces)
	}
}

// A stroke of many points is cut into strokes that may be kept.
func TestPiecesKeepTheLimit(t *testing.T) {
	s := Stroke{Tool: Pen, Width: 20}
	for i := range MaxPoints {
		s.Points = append(s.Points, Point{X: int32(math.Cos(float64(i)) * float64(i) * 2), Y: int32(math.Sin(float64(i)) * float64(i) * 2), Millis: uint32(i * 10)})
	}
	pieces, touched := s.Cut(Sweep{Radius: 5000})
	if !touched || len(pieces) < 2 {
		t.Fatalf("%d pieces", len(pieces))
	}
	for _, piece := range pieces {
		if !piece.Valid() {
			t.Errorf("%d points", len(piece.Points))
		}
	}
}

func TestCutPensKeepTheirWidth(t *testing.T) {
	s := hand(0, 0, 100, 3)
	line := Smooth(s, 1)
	pieces, _ := s.Cut(Sweep{AX: s.Points[50].X, AY: s.Points[50].Y, BX: s.Points[50].X, BY: s.Points[50].Y, Radius: 150})
	if len(pieces) < 2 {
		t.Fatalf("%d pieces", len(pieces))
	}
	for _, piece := range pieces {
		for _, n := range Smooth(piece, 1) {
			near, was := math.Inf(1), 0.0
			for _, m := range line {
				if d := math.Hypot(m.X-n.X, m.Y-n.Y); d < near {
					near, was = d, m.Radius
				}
			}
			if math.Abs(n.Radius-was) > 0.12*float64(s.Width) {
				t.Fatalf("%.1f wide, was %.1f", 2*n.Radius, 2*was)
			}
		}
	}
}

func BenchmarkCut(b *testing.B) {
	s := Thin(hand(0, 0, 200, 3), Thinness)
	by := Sweep{AX: s.Points[10].X, AY: s.Points[10].Y, BX: s.Points[10].X + 300, BY: s.Points[10].Y, Radius: 150}
	for b.Loop() {
		s.Cut(by)
	}
}
