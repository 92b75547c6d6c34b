package seating

import (
	"cmp"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"congso.vn/congso/app/people"
)

// Place seats a person, who leaves the seat they had. A seat that somebody has is refused: swap the two instead.
type Place struct{ Seat, Person string }

func (a Place) apply(p Plan) (Plan, error) {
	i := p.seatAt(a.Seat)
	switch {
	case i < 0:
		return p, refuse(UnknownSeat)
	case a.Person == "":
		return p, refuse(Unreadable)
	case p.Seats[i].Person != "" && p.Seats[i].Person != a.Person:
		return p, refuse(Taken)
	}
	for j := range p.Seats {
		if p.Seats[j].Person == a.Person {
			p.Seats[j].Person = ""
		}
	}
	p.Seats[i].Person = a.Person
	return p, nil
}

// Swap lets whoever sits on two seats change places; one of them may be empty.
type Swap struct{ Seat, Other string }

func (s Swap) apply(p Plan) (Plan, error) {
	i, j := p.seatAt(s.Seat), p.seatAt(s.Other)
	if i < 0 || j < 0 {
		return p, refuse(UnknownSeat)
	}
	p.Seats[i].Person, p.Seats[j].Person = p.Seats[j].Person, p.Seats[i].Person
	return p, nil
}

// Free empties seats.
type Free struct{ Seats []string }

func (f Free) apply(p Plan) (Plan, error) {
	return p.eachSeat(f.Seats, func(seat *Seat) { seat.Person = "" })
}

// Fix keeps seats as they are, with who sits there or empty, when Fill seats others; or lets them go again.
type Fix struct {
	Seats []string
	Fixed bool
}

func (f Fix) apply(p Plan) (Plan, error) {
	return p.eachSeat(f.Seats, func(seat *Seat) { seat.Fixed = f.Fixed })
}

// Order is by what persons are seated.
type Order string

// The orders. Within each, persons follow each other in the Vietnamese order of their names.
const (
	ByName     Order = "name"     // tên, theo vần
	ByGroup    Order = "group"    // tổ đại biểu: each together, in a block of its own where one has room
	ByPosition Order = "position" // chức vụ: the first of Positions in front
)

// Person is whom to seat.
type Person struct {
	ID, Name, Group, Position string
}

// Fill seats persons by a rule, in reading order. Fixed seats stay as they are, and who sits on one, or on a seat that
// is not named, keeps it. All others leave their seats first; nobody is left standing: with too few seats nothing
// changes.
type Fill struct {
	Persons   []Person
	By        Order
	Positions []string // precedence (thứ bậc) for ByPosition: the office's own list, the first before all
	Seats     []string // none named: all
}

func (f Fill) apply(p Plan) (Plan, error) {
	named := func(seat Seat) bool { return len(f.Seats) == 0 || slices.Contains(f.Seats, seat.ID) }
	for _, id := range f.Seats {
		if p.seatAt(id) < 0 {
			return p, refuse(UnknownSeat)
		}
	}
	seated := map[string]bool{}
	var open []string
	for i, seat := range p.Seats {
		if named(seat) && !seat.Fixed {
			p.Seats[i].Person = ""
			open = append(open, seat.ID)
		} else if seat.Person != "" {
			seated[seat.Person] = true
		}
	}
	persons, seen := []Person{}, map[string]bool{}
	for _, person := range f.Persons {
		if person.ID == "" || seen[person.ID] {
			return p, refuse(TwiceNamed)
		}
		seen[person.ID] = true
		if !seated[person.ID] {
			persons = append(persons, person)
		}
	}
	if len(persons) > len(open) {
		return p, refuse(TooFewSeats)
	}
	if len(open) > 0 {
		open = p.ReadingOrder(open...)
	}
	slices.SortFunc(persons, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) }) // one result, however they came
	people.SortByName(persons, func(person Person) string { return person.Name })
	switch f.By {
	case ByName:
	case ByPosition:
		slices.SortStableFunc(persons, func(a, b Person) int { return cmp.Compare(f.rank(a), f.rank(b)) })
	case ByGroup:
		p.seatGroups(persons, open)
		return p, nil
	default:
		return p, refuse(WrongMeasure)
	}
	p.seat(persons, open)
	return p, nil
}

// rank is a person's place in the precedence; who has no position in it follows all who have.
func (f Fill) rank(person Person) int {
	position := people.Fold(people.Clean(person.Position))
	for n, name := range f.Positions {
		if people.Fold(people.Clean(name)) == position {
			return n
		}
	}
	return len(f.Positions)
}

// seat puts each person on the seat of the same place in the list.
func (p Plan) seat(persons []Person, seats []string) {
	for n, person := range persons {
		p.Seats[p.seatAt(seats[n])].Person = person.ID
	}
}

// seatGroups gives each group a block of its own where one is large enough, the groups in their order and the blocks as
// they are read; groups that found none share what is left, one after the other.
func (p Plan) seatGroups(persons []Person, open []string) {
	groups := map[string][]Person{}
	var names []string
	for _, person := range persons {
		if groups[person.Group] == nil {
			names = append(names, person.Group)
		}
		groups[person.Group] = append(groups[person.Group], person)
	}
	vietnamese := collate.New(language.Vietnamese, collate.Numeric) // Tổ 2 before Tổ 10
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(compareEmptyLast(a, b), vietnamese.CompareString(a, b), cmp.Compare(a, b))
	})
	blocks := map[string][]string{}
	var blockNames []string
	for _, id := range open {
		seat, _ := p.Seat(id)
		if seat.Block != "" && blocks[seat.Block] == nil {
			blockNames = append(blockNames, seat.Block)
		}
		blocks[seat.Block] = append(blocks[seat.Block], id)
	}
	var rest []Person
	used := map[string]bool{}
	for _, name := range names {
		at := slices.IndexFunc(blockNames, func(block string) bool {
			return !used[block] && len(blocks[block]) >= len(groups[name])
		})
		if name == "" || at < 0 {
			rest = append(rest, groups[name]...)
			continue
		}
		used[blockNames[at]] = true
		p.seat(groups[name], blocks[blockNames[at]])
	}
	left := slices.DeleteFunc(slices.Clone(open), func(id string) bool { seat, _ := p.Seat(id); return seat.Person != "" })
	p.seat(rest, left)
}

// compareEmptyLast puts those without a group behind all groups.
func compareEmptyLast(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	}
	return 0
}
