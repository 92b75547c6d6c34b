package seating

import (
	"slices"
	"unicode/utf8"
)

// Fault is one thing that is wrong with a plan, and where. A plan with faults can be kept and worked on; it should not
// be shown to a room.
type Fault struct {
	Code string   `json:"code"`
	IDs  []string `json:"ids,omitempty"` // of the seats and objects concerned, in the order of the plan
}

// Check returns everything that is wrong with a plan, what breaks it first.
func (p Plan) Check() []Fault {
	var faults []Fault
	if code := p.broken(); code != "" {
		return []Fault{{Code: code}}
	}
	found := func(code string, ids ...string) { faults = append(faults, Fault{code, ids}) }
	labels, persons := map[string]string{}, map[string]string{}
	for _, seat := range p.Seats {
		if seat.Label == "" {
			found(NoLabel, seat.ID)
		} else if first, twice := labels[seat.Label]; twice {
			found(DuplicateLabel, first, seat.ID)
		} else {
			labels[seat.Label] = seat.ID
		}
		if first, twice := persons[seat.Person]; twice && seat.Person != "" {
			found(DuplicatePerson, first, seat.ID)
		}
		persons[seat.Person] = seat.ID
	}
	return append(faults, p.placeFaults()...)
}

// placed is something on its ground, with what it may share it with.
type placed struct {
	id          string
	ground      ground
	least, most Point
	seat, solid bool
}

// placeFaults returns what stands outside the room or in another's place.
func (p Plan) placeFaults() []Fault {
	var faults []Fault
	all := make([]placed, 0, len(p.Seats)+len(p.Objects))
	add := func(id string, g ground, seat, solid bool) {
		least, most := g.bounds()
		if least.X < -slack || least.Y < -slack || most.X > p.Room.Width+slack || most.Y > p.Room.Depth+slack {
			faults = append(faults, Fault{Outside, []string{id}})
		}
		all = append(all, placed{id, g, least, most, seat, solid})
	}
	for _, seat := range p.Seats {
		add(seat.ID, p.groundOf(seat), true, true)
	}
	for _, object := range p.Objects {
		add(object.ID, object.ground(), false, object.Kind.solid())
	}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if !a.seat && !(a.solid && b.solid) { // things of the room may cross an aisle or a door's ground
				continue
			}
			if a.least.X < b.most.X && b.least.X < a.most.X && a.least.Y < b.most.Y && b.least.Y < a.most.Y && a.ground.overlaps(b.ground) {
				faults = append(faults, Fault{Overlap, []string{a.id, b.id}})
			}
		}
	}
	return faults
}

// broken returns why this is no plan that can be worked with; empty where it is one.
func (p Plan) broken() string {
	switch {
	case len(p.Seats) > MaxSeats:
		return TooManySeats
	case len(p.Objects) > MaxObjects:
		return TooManyObjects
	case utf8.RuneCountInString(p.Title) > MaxTitle || len(p.ID) > maxID:
		return TooLong
	case !between(p.Room.Width, minChair, MaxRoom) || !between(p.Room.Depth, minChair, MaxRoom) || !p.Chair.isChair() || !between(p.Last, 0, maxLast):
		return WrongMeasure
	case p.Picture != nil && (p.Picture.Blob == "" || len(p.Picture.Blob) > maxID):
		return Unreadable
	}
	ids := map[string]bool{}
	for _, seat := range p.Seats {
		switch {
		case seat.ID == "" || len(seat.ID) > maxID || len(seat.Person) > maxID:
			return Unreadable
		case ids[seat.ID]:
			return DuplicateID
		case utf8.RuneCountInString(seat.Label) > MaxLabel || utf8.RuneCountInString(seat.Block) > MaxTitle:
			return TooLong
		case !seat.inRange() || wrap(seat.Turn) != seat.Turn:
			return WrongMeasure
		}
		ids[seat.ID] = true
	}
	for _, object := range p.Objects {
		switch {
		case object.ID == "" || len(object.ID) > maxID:
			return Unreadable
		case ids[object.ID]:
			return DuplicateID
		}
		if code := object.broken(); code != "" {
			return code
		}
		ids[object.ID] = true
	}
	return ""
}

// broken returns why there can be no such object.
func (o Object) broken() string {
	switch {
	case !slices.Contains(objectKinds, o.Kind):
		return UnknownKind
	case utf8.RuneCountInString(o.Words) > MaxTitle:
		return TooLong
	case !o.inRange() || wrap(o.Turn) != o.Turn || !between(o.Width, minSide, MaxRoom) || !between(o.Depth, minSide, MaxRoom):
		return WrongMeasure
	}
	return ""
}

// inRange keeps sums of lengths far from overflowing; Check says whether something is in the room.
func (at Point) inRange() bool {
	return between(at.X, -MaxRoom, 2*MaxRoom) && between(at.Y, -MaxRoom, 2*MaxRoom)
}

func (s Size) isChair() bool {
	return between(s.Width, minChair, maxChair) && between(s.Depth, minChair, maxChair)
}

func between(n, least, most int) bool { return least <= n && n <= most }
