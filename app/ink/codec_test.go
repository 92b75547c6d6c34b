package ink

import (
	"bytes"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestStrokesComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStroke(t)
		data, err := Encode(s)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(data)
		if err != nil || !reflect.DeepEqual(back, s) {
			t.Fatalf("%v: %+v, want %+v", err, back, s)
		}
		if cut, err := Decode(data[:rapid.IntRange(0, len(data)-1).Draw(t, "cut")]); err == nil {
			t.Fatalf("truncated: %+v", cut)
		}
		if more, err := Decode(append(data, 0)); err == nil {
			t.Fatalf("with more behind: %+v", more)
		}
	})
}

func TestThinnedHandwritingTakesThreeBytesAPoint(t *testing.T) {
	points, bytes, drawn := 0, 0, 0
	for seed := range uint64(50) {
		s := hand(5000, 5000, 120, seed)
		drawn += len(s.Points)
		s = Thin(s, Thinness)
		data, err := Encode(s)
		if err != nil {
			t.Fatal(err)
		}
		points, bytes = points+len(s.Points), bytes+len(data)
	}
	t.Logf("%d points drawn, %d kept, %.2f bytes each", drawn, points, float64(bytes)/float64(points))
	if float64(bytes) > 3.5*float64(points) || points*5 > drawn*4 {
		t.Errorf("%d points drawn, %d kept, %d bytes", drawn, points, bytes)
	}
}

func TestStrokesBeyondTheLimits(t *testing.T) {
	good := Stroke{Tool: Pen, Width: 100, Points: []Point{{}, {X: 1, Millis: 1}}}
	for what, spoil := range map[string]func(*Stroke){
		"no tool":            func(s *Stroke) { s.Tool = "" },
		"another tool":       func(s *Stroke) { s.Tool = "brush" },
		"no width":           func(s *Stroke) { s.Width = 0 },
		"too wide":           func(s *Stroke) { s.Width = MaxWidth + 1 },
		"no points":          func(s *Stroke) { s.Points = nil },
		"too many points":    func(s *Stroke) { s.Points = make([]Point, MaxPoints+1) },
		"too far":            func(s *Stroke) { s.Points[1].X = MaxCoordinate + 1 },
		"too far left":       func(s *Stroke) { s.Points[1].Y = -MaxCoordinate - 1 },
		"time runs backward": func(s *Stroke) { s.Points[0].Millis = 5 },
		"no colour":          func(s *Stroke) { s.Colour = 1 << 24 },
		"begins late":        func(s *Stroke) { s.Points[0].Millis = 1 },
	} {
		s := good
		s.Points = append([]Point{}, good.Points...)
		spoil(&s)
		if data, err := Encode(s); err == nil {
			t.Errorf("%s: %x", what, data)
		}
	}
	if _, err := Encode(good); err != nil {
		t.Error(err)
	}
	claims := []byte{1, 'p', 0, 0, 0, 100, 0xa0, 0x9c, 1, 0, 0, 0} // says 20,000 points
	if allocated := testing.AllocsPerRun(10, func() { _, _ = Decode(claims) }); allocated > 1 {
		t.Errorf("a claimed length allocates: %v", allocated)
	}
}

func FuzzDecode(f *testing.F) {
	for seed := range uint64(3) {
		data, err := Encode(Thin(hand(100, 100, 30, seed), Thinness))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte{1, 'm', 1, 2, 3, 100, 0xa0, 0x9c, 1, 8})
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Decode(data)
		if err != nil {
			return
		}
		if !s.Valid() {
			t.Fatalf("%+v", s)
		}
		again, err := Encode(s)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := Decode(again); err != nil || !reflect.DeepEqual(s, back) {
			t.Fatalf("%v: %+v, want %+v", err, back, s)
		}
		if len(again) > len(data) && bytes.Equal(again, data) {
			t.Fatal("longer")
		}
		Smooth(s, HitFlatness)
	})
}
