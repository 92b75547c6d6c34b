package seating

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func sitting(plan Plan) []string {
	var persons []string
	for _, id := range plan.ReadingOrder() {
		seat, _ := plan.Seat(id)
		persons = append(persons, seat.Person)
	}
	return persons
}

func TestPlaceSwapFree(t *testing.T) {
	plan := apply(t, room(t), Place{"s1", "an"}, Place{"s2", "binh"}, Place{"s3", "an"}, Place{"s3", "an"})
	if got := sitting(plan); !slices.Equal(got, []string{"", "binh", "an", "", "", ""}) {
		t.Errorf("placed: %q", got)
	}
	if _, err := Apply(plan, Place{"s2", "an"}); !errors.Is(err, refuse(Taken)) {
		t.Errorf("a seat that is taken: %v", err)
	}
	if _, err := Apply(plan, Place{"s2", ""}); !errors.Is(err, refuse(Unreadable)) {
		t.Errorf("nobody: %v", err)
	}
	if got := sitting(apply(t, plan, Swap{"s2", "s3"}, Swap{"s1", "s3"})); !slices.Equal(got, []string{"binh", "an", "", "", "", ""}) {
		t.Errorf("swapped: %q", got)
	}
	if got := sitting(apply(t, plan, Free{[]string{"s2", "s4"}})); !slices.Equal(got, []string{"", "", "an", "", "", ""}) {
		t.Errorf("freed: %q", got)
	}
	seat, found := plan.SeatOf("an")
	if _, nobody := plan.SeatOf(""); seat.ID != "s3" || !found || nobody {
		t.Errorf("an sits on %q", seat.ID)
	}
	for _, edit := range []Edit{Place{"s9", "an"}, Swap{"s1", "s9"}, Free{[]string{"s9"}}, Fix{[]string{"s9"}, true}, Fill{By: ByName, Seats: []string{"s9"}}} {
		if _, err := Apply(plan, edit); !errors.Is(err, refuse(UnknownSeat)) {
			t.Errorf("%+v: %v", edit, err)
		}
	}
}

var council = []Person{
	{"p1", "Trần Thị Ánh", "Tổ 10", "Ủy viên"}, {"p2", "Lê Văn Đức", "Tổ 2", "Phó Chủ tịch"}, {"p3", "Nguyễn Văn An", "Tổ 2", ""},
	{"p4", "Đỗ Thị Dung", "", "chủ tịch"}, {"p5", "Lê Thị An", "Tổ 10", "Ủy viên"},
}

func TestFillOrders(t *testing.T) {
	plan := room(t)
	for _, row := range []struct {
		fill Fill
		want []string
	}{
		{Fill{Persons: council, By: ByName}, []string{"p5", "p3", "p1", "p4", "p2", ""}}, // An (Lê, Nguyễn), Ánh, Dung, Đức
		{Fill{Persons: council, By: ByPosition, Positions: []string{"Chủ tịch", "Phó chủ tịch"}}, []string{"p4", "p2", "p5", "p3", "p1", ""}},
		{Fill{Persons: council, By: ByGroup}, []string{"p3", "p2", "p5", "p1", "p4", ""}}, // Tổ 2, Tổ 10, those without
		{Fill{Persons: council[:2], By: ByName, Seats: []string{"s6", "s4"}}, []string{"", "", "", "p1", "", "p2"}},
	} {
		if got := sitting(apply(t, plan, row.fill)); !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, want %q", row.fill.By, got, row.want)
		}
	}
}

func TestGroupsHaveBlocksOfTheirOwn(t *testing.T) {
	plan := apply(t, room(t), Block{[]string{"s1"}, "A"}, Block{[]string{"s2", "s3"}, "B"}, Block{[]string{"s4", "s5", "s6"}, "C"})
	got := sitting(apply(t, plan, Fill{Persons: council, By: ByGroup}))
	if !slices.Equal(got, []string{"p4", "p3", "p2", "p5", "p1", ""}) { // Tổ 2 in B, Tổ 10 in C, the rest where there is room
		t.Errorf("seated %q", got)
	}
	large := append([]Person{{"p6", "Hồ Văn Tý", "Tổ 1", ""}, {"p7", "Hồ Văn Ba", "Tổ 1", ""}, {"p8", "Hồ Thị Tư", "Tổ 1", ""}, {"p9", "Hồ Thị Sáu", "Tổ 1", ""}}, council[1:3]...)
	got = sitting(apply(t, plan, Fill{Persons: large, By: ByGroup}))
	if !slices.Equal(got, []string{"p7", "p3", "p2", "p9", "p8", "p6"}) { // no block holds Tổ 1
		t.Errorf("seated %q", got)
	}
}

func TestFillRefuses(t *testing.T) {
	plan := apply(t, room(t), Fix{[]string{"s1", "s2"}, true})
	for code, fill := range map[string]Fill{
		TooFewSeats:  {Persons: council, By: ByName},
		TwiceNamed:   {Persons: []Person{council[0], council[0]}, By: ByName},
		WrongMeasure: {Persons: council[:1], By: "?"},
	} {
		if _, err := Apply(plan, fill); !errors.Is(err, refuse(code)) {
			t.Errorf("%v, want %s", err, code)
		}
	}
}

// Whoever is to be seated has one seat afterwards; fixed seats and those not named are as they were; and in which order
// the persons came makes no difference.
func TestFillSeatsEverybodyOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template, _ := drawTemplate(t, 30)
		plan, err := template.Plan()
		if err != nil {
			return
		}
		var persons []Person
		for n := range rapid.IntRange(0, len(plan.Seats)).Draw(t, "persons") {
			persons = append(persons, Person{strconv.Itoa(n), rapid.SampledFrom([]string{"Lê An", "Lê Ân", "Y", "Hồ Đào"}).Draw(t, "name"),
				rapid.SampledFrom([]string{"", "Tổ 1", "Tổ 2", "Tổ 11"}).Draw(t, "group"), rapid.SampledFrom([]string{"", "Chủ tịch"}).Draw(t, "position")})
		}
		for n, seat := range plan.Seats {
			if rapid.IntRange(0, 4).Draw(t, "fixed") == 0 {
				plan.Seats[n].Fixed = true
			}
			if at := rapid.IntRange(-3, len(persons)-1).Draw(t, "who"); at >= 0 {
				if had, has := plan.SeatOf(persons[at].ID); !has {
					plan.Seats[n].Person = persons[at].ID
				} else if had.ID == seat.ID {
					t.Fatal("a seat was filled twice")
				}
			}
		}
		fill := Fill{Persons: persons, By: rapid.SampledFrom([]Order{ByName, ByGroup, ByPosition}).Draw(t, "by"), Positions: []string{"Chủ tịch"}}
		after, err := Apply(plan, fill)
		if errors.Is(err, refuse(TooFewSeats)) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		for _, person := range persons {
			if _, seated := after.SeatOf(person.ID); !seated {
				t.Fatalf("%s stands", person.ID)
			}
		}
		taken := 0
		for n, seat := range after.Seats {
			if seat.Fixed && seat.Person != plan.Seats[n].Person {
				t.Fatal("a fixed seat changed")
			}
			if seat.Person != "" {
				taken++
			}
		}
		if taken != len(persons) {
			t.Fatalf("%d seats for %d persons", taken, len(persons))
		}
		fill.Persons = slices.Clone(persons)
		slices.Reverse(fill.Persons)
		if other, _ := Apply(plan, fill); !slices.Equal(sitting(other), sitting(after)) {
			t.Fatal("another order of persons seats them elsewhere")
		}
	})
}
