package seating

import (
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

var measures = rapid.Custom(func(t *rapid.T) Measures {
	chair := Size{rapid.IntRange(minChair, 900).Draw(t, "width"), rapid.IntRange(minChair, 900).Draw(t, "depth")}
	return Measures{
		Chair: chair, Gap: rapid.IntRange(leastGap, 400).Draw(t, "gap"),
		Pitch: rapid.IntRange(chair.Depth+800, chair.Depth+1500).Draw(t, "pitch"), Aisle: rapid.IntRange(0, 2500).Draw(t, "aisle"),
		Front: rapid.IntRange(0, 3000).Draw(t, "front"), Margin: rapid.IntRange(0, 1500).Draw(t, "margin"),
		Table: rapid.SampledFrom([]int{0, 300, 400}).Draw(t, "table"),
	}
})

var bases = rapid.Custom(func(t *rapid.T) Base {
	return Base{Measures: measures.Draw(t, "measures"), Lettered: rapid.Bool().Draw(t, "lettered"),
		Stage: Stage{rapid.IntRange(0, 9).Draw(t, "presidium"), rapid.Bool().Draw(t, "lectern"), rapid.Bool().Draw(t, "screen")}}
})

// drawTemplate returns any template and how many seats its plan must have.
func drawTemplate(t *rapid.T, most int) (Template, int) {
	base, seats := bases.Draw(t, "base"), rapid.IntRange(1, most).Draw(t, "seats")
	total := seats + base.Stage.Presidium
	switch rapid.IntRange(0, 4).Draw(t, "template") {
	case 0:
		return Rows{base, seats, rapid.IntRange(1, 30).Draw(t, "per row"), rapid.SliceOfN(rapid.IntRange(1, 30), 0, 4).Draw(t, "aisles")}, total
	case 1:
		blocks := Blocks{Base: base}
		for left := seats; left > 0; {
			block := BlockSize{letters(len(blocks.Blocks)), rapid.IntRange(1, left).Draw(t, "block"), rapid.IntRange(1, 20).Draw(t, "per row")}
			if len(blocks.Blocks) == 6 {
				block.Seats = left
			}
			blocks.Blocks = append(blocks.Blocks, block)
			left -= block.Seats
		}
		return blocks, total
	case 2:
		return U{base, seats, rapid.IntRange(0, seats).Draw(t, "across")}, total
	case 3:
		return Round{base, seats}, total
	}
	return Hall{base, seats, rapid.IntRange(1, 5).Draw(t, "blocks"), rapid.IntRange(60, 160).Draw(t, "arc"), rapid.IntRange(0, 8000).Draw(t, "radius")}, total
}

// A template that fits gives exactly as many seats as asked for, each with a label of its own, none in another's place
// and all in the room.
func TestTemplatesGiveSoundPlans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template, seats := drawTemplate(t, 200)
		plan, err := template.Plan()
		if refusal := (Refusal{}); errors.As(err, &refusal) && refusal.Code == RoomTooSmall && (refusal.Need.Width > MaxRoom || refusal.Need.Depth > MaxRoom) {
			return // a row of 200 chairs is longer than any room
		}
		if hall, is := template.(Hall); is && errors.Is(err, Refusal{Code: WrongMeasure}) && hall.Measures.Aisle > 1000 {
			return // the aisles leave no place
		}
		if err != nil {
			t.Fatalf("%+v: %v", template, err)
		}
		if len(plan.Seats) != seats {
			t.Fatalf("%d seats of %d", len(plan.Seats), seats)
		}
		if faults := plan.Check(); len(faults) > 0 {
			t.Fatalf("%+v: %+v", template, faults)
		}
		again, _ := template.Plan()
		if !reflect.DeepEqual(plan, again) {
			t.Fatal("the same template made another plan")
		}
		tight := withRoom(template, plan.Room)
		if exact, err := tight.Plan(); err != nil || !reflect.DeepEqual(exact, plan) {
			t.Fatalf("the room it asked for is not enough: %v", err)
		}
		if _, err := withRoom(template, Size{plan.Room.Width - 1, plan.Room.Depth}).Plan(); !reflect.DeepEqual(err, Refusal{RoomTooSmall, plan.Room}) {
			t.Fatalf("a smaller room: %v", err)
		}
		wide, err := withRoom(template, Size{plan.Room.Width + 1001, plan.Room.Depth + 500}).Plan()
		if err != nil && plan.Room.Width < MaxRoom-1001 && plan.Room.Depth < MaxRoom-500 {
			t.Fatal(err)
		} else if err == nil && len(wide.Check()) > 0 {
			t.Fatal(wide.Check())
		}
	})
}

func withRoom(template Template, room Size) Template {
	switch made := template.(type) {
	case Rows:
		made.Room = room
		return made
	case Blocks:
		made.Room = room
		return made
	case U:
		made.Room = room
		return made
	case Round:
		made.Room = room
		return made
	case Hall:
		made.Room = room
		return made
	}
	panic("a template that the test does not know")
}

func usual() Base { return Base{Measures: UsualMeasures} }

func TestTheLargestHall(t *testing.T) {
	m := UsualMeasures
	m.Table, m.Pitch = 0, 1000
	hall := Hall{Base: Base{Measures: m, Stage: Stage{Presidium: 9, Lectern: true, Screen: true}, Lettered: true}, Seats: 491, Blocks: 4, Arc: 120}
	plan, err := hall.Plan()
	if err != nil || len(plan.Seats) != MaxSeats || len(plan.Check()) > 0 {
		t.Fatalf("%d seats, %v, %v", len(plan.Seats), plan.Check(), err)
	}
	hall.Seats++
	if _, err := hall.Plan(); !errors.Is(err, refuse(TooManySeats)) {
		t.Errorf("501 seats: %v", err)
	}
}

// Who sits where looks where they should: rows and arcs to the front, rings inward, the presidium at the room.
func TestSeatsLookAtWhatTheyShould(t *testing.T) {
	base := usual()
	base.Stage.Presidium = 1
	for _, row := range []struct {
		name     string
		template Template
		turns    []int // in the order of ids
	}{
		{"rows", Rows{Base: base, Seats: 3, PerRow: 2}, []int{0, 0, 0, 180}},
		{"U", U{Base: base, Seats: 3, Across: 1}, []int{90, 180, 270, 180}},
		{"round", Round{Base: base, Seats: 4}, []int{180, 270, 0, 90, 180}},
		{"hall", Hall{Base: base, Seats: 3, Blocks: 3, Arc: 90}, []int{30, 0, 330, 180}},
	} {
		plan, err := row.template.Plan()
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		for i, seat := range plan.Seats {
			if seat.Turn != row.turns[i] {
				t.Errorf("%s: seat %s at %v looks to %d, want %d", row.name, seat.ID, seat.Point, seat.Turn, row.turns[i])
			}
		}
		middle, _ := plan.Seat("s1")
		if stage, _ := plan.SeatOf(""); stage.ID != "" {
			t.Error("nobody sits somewhere")
		}
		for _, seat := range plan.Seats {
			if seat.Label == presidium+"1" && seat.Y >= middle.Y {
				t.Errorf("%s: the presidium sits behind the first seat", row.name)
			}
		}
	}
}

func TestAislesStayFree(t *testing.T) {
	plan, err := Rows{Base: usual(), Seats: 20, PerRow: 10, AislesAfter: []int{3, 7, 10, 30}}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	aisles := 0
	for _, object := range plan.Objects {
		if object.Kind == Aisle {
			aisles++
			if object.Width != UsualMeasures.Aisle {
				t.Errorf("an aisle of %d", object.Width)
			}
		}
	}
	third, fourth := plan.Seats[2], plan.Seats[3]
	if aisles != 2 || fourth.X-third.X != UsualMeasures.Aisle+UsualMeasures.Chair.Width {
		t.Errorf("%d aisles, %d from seat to seat across one", aisles, fourth.X-third.X)
	}
}

func TestTemplatesRefuseNonsense(t *testing.T) {
	low := usual()
	low.Measures.Pitch = 900 // no place for the table
	tight := usual()
	tight.Measures.Gap = 0
	for _, row := range []struct {
		template Template
		code     string
	}{
		{Rows{Base: usual(), Seats: 0, PerRow: 5}, WrongMeasure},
		{Rows{Base: usual(), Seats: 5, PerRow: 0}, WrongMeasure},
		{Rows{Base: usual(), Seats: 5, PerRow: 5, AislesAfter: []int{0}}, WrongMeasure},
		{Rows{Base: low, Seats: 5, PerRow: 5}, WrongMeasure},
		{Rows{Base: tight, Seats: 5, PerRow: 5}, WrongMeasure},
		{Blocks{Base: low, Blocks: []BlockSize{{"A", 4, 2}}}, WrongMeasure},
		{Blocks{Base: usual()}, WrongMeasure},
		{Blocks{Base: usual(), Blocks: []BlockSize{{"A", 300, 20}, {"B", 201, 20}}}, TooManySeats},
		{U{Base: usual(), Seats: 3, Across: 4}, WrongMeasure},
		{Hall{Base: usual(), Seats: 3, Blocks: 0, Arc: 90}, WrongMeasure},
		{Hall{Base: usual(), Seats: 3, Blocks: 1, Arc: 180}, WrongMeasure},
		{Round{Base: usual(), Seats: 501}, TooManySeats},
	} {
		if _, err := row.template.Plan(); !errors.Is(err, refuse(row.code)) {
			t.Errorf("%+v: %v, want %s", row.template, err, row.code)
		}
	}
}

func TestLetters(t *testing.T) {
	for row, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := letters(row); got != want {
			t.Errorf("row %d is %s, want %s", row, got, want)
		}
	}
}
