package seating

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// room is a plan of six seats in two rows of three, without tables.
func room(t *testing.T) Plan {
	t.Helper()
	base := usual()
	base.Measures.Table = 0
	plan, err := Rows{Base: base, Seats: 6, PerRow: 3}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func apply(t *testing.T, plan Plan, edits ...Edit) Plan {
	t.Helper()
	for _, edit := range edits {
		next, err := Apply(plan, edit)
		if err != nil {
			t.Fatalf("%+v: %v", edit, err)
		}
		plan = next
	}
	return plan
}

func drawEdit(t *rapid.T, plan Plan) Edit {
	ids := []string{"s999"}
	for _, seat := range plan.Seats {
		ids = append(ids, seat.ID)
	}
	seat := rapid.SampledFrom(ids)
	for _, object := range plan.Objects {
		ids = append(ids, object.ID)
	}
	some := rapid.SliceOfN(rapid.SampledFrom(ids), 0, 5).Draw(t, "ids")
	seats := rapid.SliceOfN(seat, 0, 5).Draw(t, "seats")
	at := Point{rapid.IntRange(-500, 9000).Draw(t, "x"), rapid.IntRange(-500, 9000).Draw(t, "y")}
	person := rapid.SampledFrom([]string{"an", "binh", "chi"})
	switch rapid.IntRange(0, 14).Draw(t, "edit") {
	case 0:
		return AddSeat{at, rapid.IntRange(-720, 720).Draw(t, "turn")}
	case 1:
		return AddObject{Object{Kind: rapid.SampledFrom(append([]ObjectKind{"sofa"}, objectKinds...)).Draw(t, "kind"), Point: at, Size: Size{800, 400}}}
	case 2:
		return Move{some, Point{rapid.IntRange(-3000, 3000).Draw(t, "dx"), rapid.IntRange(-3000, 3000).Draw(t, "dy")}}
	case 3:
		return Turn{some, rapid.IntRange(-720, 720).Draw(t, "degrees")}
	case 4:
		return Align{some, rapid.SampledFrom([]Edge{AlignRow, AlignColumn, Spread, "?"}).Draw(t, "by")}
	case 5:
		return Remove{some}
	case 6:
		return Renumber{seats, rapid.SampledFrom([]string{"", "A", "Ghế "}).Draw(t, "prefix"), rapid.IntRange(-1, 20).Draw(t, "first")}
	case 7:
		return Label{seat.Draw(t, "seat"), rapid.SampledFrom([]string{"", "1", "9", "một hai ba bốn năm"}).Draw(t, "label")}
	case 8:
		return Place{seat.Draw(t, "seat"), person.Draw(t, "person")}
	case 9:
		return Swap{seat.Draw(t, "seat"), seat.Draw(t, "other")}
	case 10:
		return Free{seats}
	case 11:
		return Fix{seats, rapid.Bool().Draw(t, "fixed")}
	case 12:
		return Block{seats, "A"}
	case 13:
		return Fill{Persons: []Person{{ID: "an", Name: "An"}, {ID: "chi", Name: "Chi"}}, By: ByName, Seats: seats}
	}
	return AddSeat{at, 0}
}

// Whatever is done can be taken back to the byte, and be done again; a refused edit changes nothing; no edit writes to
// the plan it was given; no person ever has two seats, no two seats one label, and no id comes twice.
func TestUndoRestores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template, _ := drawTemplate(t, 12)
		first, err := template.Plan()
		if err != nil {
			return
		}
		draft, seen := NewDraft(first), map[string]bool{}
		var steps [][]byte
		note := func() {
			body, err := Encode(draft.Plan)
			if err != nil {
				t.Fatal(err)
			}
			steps = append(steps, body)
		}
		note()
		for range rapid.IntRange(1, 30).Draw(t, "edits") {
			edit := drawEdit(t, draft.Plan)
			next, err := draft.Do(edit)
			if after, encodeErr := Encode(draft.Plan); encodeErr != nil || !bytes.Equal(after, steps[len(steps)-1]) {
				t.Fatalf("%+v wrote to the plan it was given", edit)
			}
			if refusal := (Refusal{}); err != nil && (!errors.As(err, &refusal) || !reflect.DeepEqual(next, draft)) {
				t.Fatalf("%+v: %v changed something", edit, err)
			} else if err != nil {
				continue
			}
			for _, seat := range draft.Plan.Seats {
				seen[seat.ID] = true
			}
			for _, seat := range next.Plan.Seats {
				if _, was := draft.Plan.Seat(seat.ID); !was && seen[seat.ID] {
					t.Fatalf("%s came again", seat.ID)
				}
			}
			for _, fault := range next.Plan.Check() {
				if fault.Code != Overlap && fault.Code != Outside {
					t.Fatalf("%+v left %+v", edit, fault)
				}
			}
			draft = next
			note()
		}
		for step := len(steps) - 2; step >= 0; step-- {
			if draft, err = draft.Undo(); err != nil {
				t.Fatal(err)
			}
			if body, _ := Encode(draft.Plan); !bytes.Equal(body, steps[step]) {
				t.Fatalf("step %d is not what it was", step)
			}
		}
		if _, err := draft.Undo(); !errors.Is(err, refuse(NothingToUndo)) || draft.CanUndo() {
			t.Fatal("there is more to take back than was done")
		}
		for step := 1; step < len(steps); step++ {
			if draft, err = draft.Redo(); err != nil {
				t.Fatal(err)
			}
			if body, _ := Encode(draft.Plan); !bytes.Equal(body, steps[step]) {
				t.Fatalf("step %d is not what it had been", step)
			}
		}
		if _, err := draft.Redo(); !errors.Is(err, refuse(NothingToRedo)) || draft.CanRedo() {
			t.Fatal("there is more to do again than was taken back")
		}
	})
}

func TestDoingSomethingElseForgetsWhatWasTakenBack(t *testing.T) {
	draft := NewDraft(room(t))
	draft, _ = draft.Do(Remove{[]string{"s1"}})
	one, _ := draft.Undo()
	one, err := one.Do(Remove{[]string{"s2"}})
	if err != nil || one.CanRedo() {
		t.Errorf("redo after another edit: %v", err)
	}
	if back, err := draft.Undo(); err != nil || len(back.Plan.Seats) != 6 {
		t.Errorf("a draft that was kept is not what it was: %v", err)
	}
}

// Two people may go on from one draft: what one does is not in the other's past.
func TestDraftsThatPartDoNotShareTheirPast(t *testing.T) {
	draft := NewDraft(room(t))
	for range 5 { // a list that grew has room left over
		draft, _ = draft.Do(Swap{"s1", "s2"})
	}
	one, _ := draft.Do(Remove{[]string{"s1"}})
	one, _ = one.Do(Remove{[]string{"s3"}})
	two, _ := draft.Do(Remove{[]string{"s2"}})
	two, _ = two.Do(Remove{[]string{"s4"}})
	one, _ = one.Undo()
	two, _ = two.Undo()
	if _, has := one.Plan.Seat("s1"); has {
		t.Error("the past of one is that of the other")
	}
	if _, has := two.Plan.Seat("s2"); has {
		t.Error("the past of the other is that of one")
	}
}

func TestTheOldestStepsGo(t *testing.T) {
	draft := NewDraft(room(t))
	var err error
	for range mostSteps + 5 {
		if draft, err = draft.Do(Swap{"s1", "s2"}); err != nil {
			t.Fatal(err)
		}
	}
	undone := 0
	for ; draft.CanUndo(); undone++ {
		draft, _ = draft.Undo()
	}
	if undone != mostSteps {
		t.Errorf("%d steps were kept", undone)
	}
}

func TestEdits(t *testing.T) {
	plan := room(t)
	at := func(plan Plan, id string) Point { seat, _ := plan.Seat(id); return seat.Point }

	moved := apply(t, plan, Move{[]string{"s1", "s2", "s1"}, Point{100, -50}})
	if (at(moved, "s1") != Point{at(plan, "s1").X + 100, at(plan, "s1").Y - 50}) || at(moved, "s3") != at(plan, "s3") {
		t.Error("moving moves something else")
	}
	turned := apply(t, plan, Turn{[]string{"s1", "s2"}, 90})
	if a, b := at(turned, "s1"), at(turned, "s2"); a.X != b.X || b.Y-a.Y != at(plan, "s2").X-at(plan, "s1").X {
		t.Errorf("two seats turned about their middle stand at %v and %v", a, b)
	}
	if seat, _ := turned.Seat("s2"); seat.Turn != 90 {
		t.Errorf("it looks to %d", seat.Turn)
	}
	alone := apply(t, plan, Turn{[]string{"s1"}, -90})
	if seat, _ := alone.Seat("s1"); seat.Turn != 270 || seat.Point != at(plan, "s1") {
		t.Errorf("a seat turned on its place: %+v", seat)
	}
	if row := apply(t, plan, Align{[]string{"s4", "s1"}, AlignRow}); at(row, "s1").Y != at(plan, "s4").Y || at(row, "s4") != at(plan, "s4") {
		t.Error("not in a row with the first")
	}
	if column := apply(t, plan, Align{[]string{"s1", "s5"}, AlignColumn}); at(column, "s5").X != at(plan, "s1").X {
		t.Error("not in a column with the first")
	}
	spread := apply(t, plan, Move{[]string{"s2"}, Point{-200, 0}}, Align{[]string{"s3", "s2", "s1"}, Spread})
	if at(spread, "s2") != at(plan, "s2") || at(spread, "s3") != at(plan, "s3") {
		t.Error("not spread between the ends")
	}
	added := apply(t, plan, Remove{[]string{"s2"}}, AddSeat{Point{1500, 1500}, 370})
	if seat, known := added.Seat("s7"); !known || seat.Label != "2" || seat.Turn != 10 || len(added.Seats) != 6 {
		t.Errorf("added %+v", seat)
	}
	thing := apply(t, plan, AddObject{Object{Kind: Door, Point: Point{0, 1000}, Size: Size{100, 900}}})
	if len(thing.Objects) != 1 || thing.Objects[0].ID != "o7" {
		t.Errorf("added %+v", thing.Objects)
	}
	for _, row := range []struct {
		edit Edit
		code string
	}{
		{Move{[]string{"s1"}, Point{-9000, 0}}, Outside}, {Move{[]string{"s1", "s9"}, Point{}}, UnknownSeat}, {Move{}, UnknownSeat},
		{Move{[]string{"s1"}, Point{1 << 60, 0}}, Outside}, {AddSeat{Point{-1, 0}, 0}, Outside}, {AddObject{Object{Kind: Door, Point: Point{0, -1}, Size: Size{100, 100}}}, Outside},
		{AddObject{Object{Kind: "sofa", Size: Size{100, 100}}}, UnknownKind}, {AddObject{Object{Kind: Door, Size: Size{0, 100}}}, WrongMeasure},
		{Align{nil, AlignRow}, UnknownSeat}, {Align{[]string{"s1"}, "?"}, WrongMeasure}, {Remove{[]string{"s1", "o9"}}, UnknownSeat},
		{Renumber{[]string{"s1", "s9"}, "", 1}, UnknownSeat}, {Renumber{[]string{"s1"}, "", 2}, DuplicateLabel}, {Renumber{nil, "một hai ba bốn", 1}, TooLong},
		{Label{"s1", " "}, NoLabel}, {Label{"s1", " 2 "}, DuplicateLabel}, {Label{"s9", "2"}, UnknownSeat}, {Block{[]string{"o1"}, ""}, UnknownSeat},
	} {
		if after, err := Apply(plan, row.edit); !errors.Is(err, refuse(row.code)) || !reflect.DeepEqual(after, plan) {
			t.Errorf("%+v: %v, want %s", row.edit, err, row.code)
		}
	}
}

func TestNoMoreThanTheLimit(t *testing.T) {
	base := usual()
	base.Measures.Table = 0
	plan, err := Rows{Base: base, Seats: MaxSeats, PerRow: 25}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(plan, AddSeat{Point{10, 10}, 0}); !errors.Is(err, refuse(TooManySeats)) {
		t.Errorf("seat 501: %v", err)
	}
	for range MaxObjects {
		plan = apply(t, plan, AddObject{Object{Kind: Door, Size: Size{10, 10}}})
	}
	if _, err := Apply(plan, AddObject{Object{Kind: Door, Size: Size{10, 10}}}); !errors.Is(err, refuse(TooManyObjects)) {
		t.Errorf("one object more: %v", err)
	}
}

func TestReadingOrder(t *testing.T) {
	plan := Plan{Chair: Size{500, 500}, Seats: []Seat{
		{ID: "s1", Point: Point{3000, 1000}}, {ID: "s2", Point: Point{1000, 1240}}, {ID: "s3", Point: Point{2000, 1100}}, // one row, drawn by hand
		{ID: "s4", Point: Point{500, 1250}}, {ID: "s5", Point: Point{400, 3000}},
	}}
	if order := plan.ReadingOrder(); !reflect.DeepEqual(order, []string{"s2", "s3", "s1", "s4", "s5"}) {
		t.Errorf("read as %v", order)
	}
	if order := plan.ReadingOrder("s1", "s9", "s2"); !reflect.DeepEqual(order, []string{"s2", "s1"}) {
		t.Errorf("some are read as %v", order)
	}
	numbered := apply(t, room(t), Label{"s6", "99"}, Renumber{[]string{"s6", "s1"}, "B", 7})
	first, _ := numbered.Seat("s1")
	second, _ := numbered.Seat("s6")
	if first.Label != "B7" || second.Label != "B8" {
		t.Errorf("numbered %s and %s", first.Label, second.Label)
	}
}

func TestSnap(t *testing.T) {
	plan := Plan{Chair: Size{500, 500}, Seats: []Seat{{ID: "s1", Point: Point{1000, 1000}}, {ID: "s2", Point: Point{2030, 3000}}, {ID: "s3", Point: Point{1990, 5000}}}}
	for _, row := range []struct {
		ids         []string
		by          Point
		grid, reach int
		want        Point
	}{
		{[]string{"s1"}, Point{960, 120}, 50, 30, Point{990, 100}},         // in line with s3 across, on the grid in depth
		{[]string{"s1", "s3"}, Point{1020, 120}, 50, 30, Point{1030, 100}}, // s3 goes along, so s2 it is
		{[]string{"s1"}, Point{900, 120}, 50, 30, Point{900, 100}},         // nothing near
		{[]string{"s1"}, Point{907, 123}, 0, 30, Point{907, 123}},          // no grid
		{[]string{"s1"}, Point{960, 120}, 0, 29, Point{960, 120}},          // out of reach by one
		{[]string{"s9"}, Point{907, 123}, 50, 30, Point{907, 123}},
	} {
		if got := plan.Snap(row.ids, row.by, row.grid, row.reach); got != row.want {
			t.Errorf("%v by %v: %v, want %v", row.ids, row.by, got, row.want)
		}
	}
}
