package seating

import (
	"math"
	"slices"
	"strconv"
)

// Edit is one thing that is done to a plan, as one step that is taken back as one.
type Edit interface {
	// apply is given a plan of its own to write to. Nothing of it is kept where it returns a refusal.
	apply(Plan) (Plan, error)
}

// Apply returns the plan after an edit; the plan it is given stays as it was. With a Refusal nothing changes.
func Apply(plan Plan, edit Edit) (Plan, error) {
	next, err := edit.apply(plan.clone())
	if err != nil {
		return plan, err
	}
	next = next.canonical()
	if code := next.broken(); code != "" {
		return plan, refuse(code)
	}
	return next, nil
}

// AddSeat puts a new seat into the room. Its label is the first number that is free.
type AddSeat struct {
	At   Point
	Turn int
}

func (a AddSeat) apply(p Plan) (Plan, error) {
	if !p.inside(a.At) {
		return p, refuse(Outside)
	}
	p.Last++
	p.Seats = append(p.Seats, Seat{ID: "s" + strconv.Itoa(p.Last), Label: p.freeLabel(), Point: a.At, Turn: wrap(a.Turn)})
	return p, nil
}

func (p Plan) freeLabel() string {
	for n := 1; ; n++ {
		label := strconv.Itoa(n)
		if !slices.ContainsFunc(p.Seats, func(seat Seat) bool { return seat.Label == label }) {
			return label
		}
	}
}

// AddObject puts a new object into the room. Its id is given to it.
type AddObject struct{ Object Object }

func (a AddObject) apply(p Plan) (Plan, error) {
	if !p.inside(a.Object.Point) {
		return p, refuse(Outside)
	}
	p.Last++
	a.Object.ID = "o" + strconv.Itoa(p.Last)
	p.Objects = append(p.Objects, a.Object)
	return p, nil
}

// Move moves seats and objects together, so that they keep their places among each other. A middle never leaves the
// room: what is outside cannot be touched any more.
type Move struct {
	IDs []string
	By  Point
}

func (m Move) apply(p Plan) (Plan, error) {
	if abs(m.By.X) > MaxRoom || abs(m.By.Y) > MaxRoom {
		return p, refuse(Outside)
	}
	return p.each(m.IDs, func(at *Point, _ *int) error {
		at.X, at.Y = at.X+m.By.X, at.Y+m.By.Y
		if !p.inside(*at) {
			return refuse(Outside)
		}
		return nil
	})
}

// Turn turns seats and objects about their common middle, as one thing; a single one turns on its place.
type Turn struct {
	IDs     []string
	Degrees int // clockwise
}

func (t Turn) apply(p Plan) (Plan, error) {
	middle, err := p.middle(t.IDs)
	if err != nil {
		return p, err
	}
	c, s := cosine(t.Degrees), sine(t.Degrees)
	return p.each(t.IDs, func(at *Point, turn *int) error {
		dx, dy := at.X-middle.X, at.Y-middle.Y
		at.X, at.Y = middle.X+half(2*(dx*c-dy*s)), middle.Y+half(2*(dx*s+dy*c))
		*turn = wrap(*turn + wrap(t.Degrees))
		if !p.inside(*at) {
			return refuse(Outside)
		}
		return nil
	})
}

// Edge is what things are aligned by.
type Edge string

// The edges.
const (
	AlignRow    Edge = "row"    // one line across the room
	AlignColumn Edge = "column" // one line away from the front
	Spread      Edge = "spread" // a row with equal distances between its ends
)

// Align puts seats and objects on one line: that of the first one named; Spread keeps both ends and evens out what is
// between them.
type Align struct {
	IDs []string
	By  Edge
}

func (a Align) apply(p Plan) (Plan, error) {
	if len(a.IDs) == 0 {
		return p, refuse(UnknownSeat)
	}
	first, err := p.middle(a.IDs[:1])
	if err != nil {
		return p, err
	}
	switch a.By {
	case AlignRow:
		return p.each(a.IDs, func(at *Point, _ *int) error { at.Y = first.Y; return nil })
	case AlignColumn:
		return p.each(a.IDs, func(at *Point, _ *int) error { at.X = first.X; return nil })
	case Spread:
		return a.spread(p)
	}
	return p, refuse(WrongMeasure)
}

func (a Align) spread(p Plan) (Plan, error) {
	var places []*Point
	if _, err := p.each(a.IDs, func(at *Point, _ *int) error { places = append(places, at); return nil }); err != nil {
		return p, err
	}
	slices.SortStableFunc(places, func(a, b *Point) int { return a.X - b.X })
	if len(places) > 2 {
		from, to := places[0].X, places[len(places)-1].X
		for i, at := range places {
			at.X = from + int(math.Round(float64((to-from)*i)/float64(len(places)-1)))
		}
	}
	return p, nil
}

// Remove takes seats and objects out of the room. Who sat there has no seat any more.
type Remove struct{ IDs []string }

func (r Remove) apply(p Plan) (Plan, error) {
	if _, err := p.each(r.IDs, func(*Point, *int) error { return nil }); err != nil {
		return p, err
	}
	gone := func(id string) bool { return slices.Contains(r.IDs, id) }
	p.Seats = slices.DeleteFunc(p.Seats, func(seat Seat) bool { return gone(seat.ID) })
	p.Objects = slices.DeleteFunc(p.Objects, func(object Object) bool { return gone(object.ID) })
	return p, nil
}

// Block says which block (khối) seats belong to; empty for none.
type Block struct {
	Seats []string
	Name  string
}

func (b Block) apply(p Plan) (Plan, error) {
	return p.eachSeat(b.Seats, func(seat *Seat) { seat.Block = b.Name })
}

// eachSeat does something to every seat that is named. Where one of them is none, p is not to be used.
func (p Plan) eachSeat(ids []string, do func(*Seat)) (Plan, error) {
	for _, id := range ids {
		i := p.seatAt(id)
		if i < 0 {
			return p, refuse(UnknownSeat)
		}
		do(&p.Seats[i])
	}
	return p, nil
}

// each does something to the place and the direction of everything named, once each.
func (p Plan) each(ids []string, do func(at *Point, turn *int) error) (Plan, error) {
	if len(ids) == 0 {
		return p, refuse(UnknownSeat)
	}
	for _, id := range unique(ids) {
		var err error
		if i := p.seatAt(id); i >= 0 {
			err = do(&p.Seats[i].Point, &p.Seats[i].Turn)
		} else if i := p.objectAt(id); i >= 0 {
			err = do(&p.Objects[i].Point, &p.Objects[i].Turn)
		} else {
			err = refuse(UnknownSeat)
		}
		if err != nil {
			return p, err
		}
	}
	return p, nil
}

// middle returns the middle of the smallest upright rectangle around these places.
func (p Plan) middle(ids []string) (Point, error) {
	var least, most Point
	first := true
	_, err := p.each(ids, func(at *Point, _ *int) error {
		if first {
			least, most, first = *at, *at, false
		}
		least, most = Point{min(least.X, at.X), min(least.Y, at.Y)}, Point{max(most.X, at.X), max(most.Y, at.Y)}
		return nil
	})
	return Point{(least.X + most.X) / 2, (least.Y + most.Y) / 2}, err
}

func (p Plan) inside(at Point) bool {
	return between(at.X, 0, p.Room.Width) && between(at.Y, 0, p.Room.Depth)
}
