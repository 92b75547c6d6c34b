package seating

import (
	"testing"

	"pgregory.net/rapid"
)

func TestOverlap(t *testing.T) {
	chair := Size{500, 500}
	for _, row := range []struct {
		name string
		a, b ground
		want bool
	}{
		{"side by side", ground{Point{0, 0}, chair, 0, false}, ground{Point{500, 0}, chair, 0, false}, false},
		{"a millimetre is rounding", ground{Point{0, 0}, chair, 0, false}, ground{Point{499, 0}, chair, 0, false}, false},
		{"two are not", ground{Point{0, 0}, chair, 0, false}, ground{Point{498, 0}, chair, 0, false}, true},
		{"one upon the other", ground{Point{0, 0}, chair, 0, false}, ground{Point{0, 0}, chair, 45, false}, true},
		{"corner to side", ground{Point{0, 0}, chair, 45, false}, ground{Point{604, 0}, chair, 0, false}, false},
		{"corner into side", ground{Point{0, 0}, chair, 45, false}, ground{Point{600, 0}, chair, 0, false}, true},
		{"bounds meet, corners do not", ground{Point{0, 0}, chair, 45, false}, ground{Point{520, 520}, chair, 45, false}, false},
		{"two circles", ground{Point{0, 0}, chair, 0, true}, ground{Point{400, 300}, chair, 0, true}, false},
		{"two circles meet", ground{Point{0, 0}, chair, 0, true}, ground{Point{397, 300}, chair, 0, true}, true},
		{"chair at the corner of a circle's square", ground{Point{0, 0}, Size{1000, 1000}, 0, true}, ground{Point{610, 610}, chair, 0, false}, false},
		{"chair under a round table", ground{Point{0, 0}, Size{1000, 1000}, 0, true}, ground{Point{0, 740}, chair, 0, false}, true},
		{"chair before a round table", ground{Point{0, 0}, Size{1000, 1000}, 0, true}, ground{Point{0, 750}, chair, 0, false}, false},
	} {
		if row.a.overlaps(row.b) != row.want || row.b.overlaps(row.a) != row.want {
			t.Errorf("%s: %v and %v, want %v", row.name, row.a.overlaps(row.b), row.b.overlaps(row.a), row.want)
		}
	}
}

var grounds = rapid.Custom(func(t *rapid.T) ground {
	size := Size{rapid.IntRange(100, 3000).Draw(t, "width"), rapid.IntRange(100, 3000).Draw(t, "depth")}
	round := rapid.Bool().Draw(t, "round")
	if round {
		size.Depth = size.Width
	}
	return ground{Point{rapid.IntRange(0, 3000).Draw(t, "x"), rapid.IntRange(0, 3000).Draw(t, "y")}, size, rapid.IntRange(0, 359).Draw(t, "turn"), round}
})

// Two grounds overlap if there is a point that is well inside of both, and not if no point of a fine net is in both.
func TestOverlapIsWhatThePointsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := grounds.Draw(t, "a"), grounds.Draw(t, "b")
		shared, deep := false, false
		inner := func(g ground) ground { g.Width, g.Depth = g.Width-20, g.Depth-20; return g }
		outer := func(g ground) ground { g.Width, g.Depth = g.Width+60, g.Depth+60; return g }
		least, most := outer(a).bounds()
		for x := least.X; x <= most.X; x += 25 {
			for y := least.Y; y <= most.Y; y += 25 {
				at := Point{x, y}
				deep = deep || inner(a).distance(at) == 0 && inner(b).distance(at) == 0
				shared = shared || outer(a).distance(at) == 0 && outer(b).distance(at) == 0
			}
		}
		got := a.overlaps(b)
		if deep && !got || !shared && got || got != b.overlaps(a) {
			t.Fatalf("overlap %v and %v; a point deep inside both: %v, a point near both: %v", got, b.overlaps(a), deep, shared)
		}
	})
}

func TestBounds(t *testing.T) {
	if _, _, any := (Plan{}).Bounds(); any {
		t.Error("an empty room has bounds")
	}
	plan := Plan{Chair: Size{600, 400}, Seats: []Seat{{Point: Point{1000, 1000}}, {Point: Point{3000, 1000}, Turn: 90}},
		Objects: []Object{{Point: Point{2000, 2000}, Size: Size{1000, 1000}, Round: true}}}
	least, most, _ := plan.Bounds()
	if (least != Point{700, 700} || most != Point{3200, 2500}) {
		t.Errorf("bounds %v to %v", least, most)
	}
}

func TestNearest(t *testing.T) {
	plan := Plan{Chair: Size{500, 500}, Seats: []Seat{{ID: "s1", Point: Point{1000, 1000}}, {ID: "s2", Point: Point{1600, 1000}, Turn: 45}}}
	for _, row := range []struct {
		at    Point
		reach int
		want  string
	}{
		{Point{1000, 1000}, 0, "s1"}, {Point{1250, 1250}, 0, "s1"}, {Point{1252, 1252}, 0, ""}, {Point{1252, 1252}, 3, "s1"},
		{Point{1260, 1000}, 0, "s2"}, {Point{1249, 1000}, 100, "s1"}, {Point{1600, 1340}, 0, "s2"}, {Point{9000, 9000}, 500, ""},
		{Point{1600, 700}, 100, "s2"},
	} {
		seat, found := plan.Nearest(row.at, row.reach)
		if seat.ID != row.want || found != (row.want != "") {
			t.Errorf("at %v within %d: %q, want %q", row.at, row.reach, seat.ID, row.want)
		}
	}
}

// In a sound plan a touch on a seat means that seat.
func TestATouchOnASeatIsThatSeat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template, _ := drawTemplate(t, 60)
		plan, err := template.Plan()
		if err != nil {
			return
		}
		seat := rapid.SampledFrom(plan.Seats).Draw(t, "seat")
		at := Point{seat.X + rapid.IntRange(-100, 100).Draw(t, "dx"), seat.Y + rapid.IntRange(-100, 100).Draw(t, "dy")}
		if found, _ := plan.Nearest(at, 200); found.ID != seat.ID {
			t.Fatalf("a touch on %+v is taken for %+v", seat, found)
		}
	})
}
