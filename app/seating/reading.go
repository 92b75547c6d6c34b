package seating

import (
	"cmp"
	"slices"
	"strconv"
)

// ReadingOrder returns the ids of these seats (all, where none are named) as a page is read: row by row from the front,
// in each row from the left. Seats whose middles are less than half a chair apart in depth stand in one row. A seat that
// is not in the plan is left out.
func (p Plan) ReadingOrder(ids ...string) []string {
	var seats []Seat
	for _, seat := range p.Seats {
		if len(ids) == 0 || slices.Contains(ids, seat.ID) {
			seats = append(seats, seat)
		}
	}
	slices.SortFunc(seats, func(a, b Seat) int {
		return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X), byID(a.ID, b.ID))
	})
	order := make([]string, 0, len(seats))
	for from := 0; from < len(seats); {
		to := from + 1
		for to < len(seats) && 2*(seats[to].Y-seats[from].Y) < p.Chair.Depth {
			to++
		}
		row := seats[from:to]
		slices.SortFunc(row, func(a, b Seat) int {
			return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y), byID(a.ID, b.ID))
		})
		for _, seat := range row {
			order = append(order, seat.ID)
		}
		from = to
	}
	return order
}

// Renumber gives seats new labels in reading order: prefix and a running number from First. None named: all.
type Renumber struct {
	Seats  []string
	Prefix string
	First  int
}

func (r Renumber) apply(p Plan) (Plan, error) {
	if r.First < 0 || r.First > 9999 {
		return p, refuse(WrongMeasure)
	}
	order := p.ReadingOrder(r.Seats...)
	if len(r.Seats) > 0 && len(order) != len(unique(r.Seats)) {
		return p, refuse(UnknownSeat)
	}
	for n, id := range order {
		p.Seats[p.seatAt(id)].Label = r.Prefix + strconv.Itoa(r.First+n)
	}
	return p, p.labelFault()
}

// Label gives one seat another label.
type Label struct{ Seat, Label string }

func (l Label) apply(p Plan) (Plan, error) {
	i := p.seatAt(l.Seat)
	if i < 0 {
		return p, refuse(UnknownSeat)
	}
	p.Seats[i].Label = l.Label
	return p, p.labelFault()
}

// labelFault refuses two seats with one label: people are shown to their seats by it.
func (p Plan) labelFault() error {
	seen := map[string]bool{}
	for _, seat := range p.canonical().Seats {
		switch {
		case seat.Label == "":
			return refuse(NoLabel)
		case seen[seat.Label]:
			return refuse(DuplicateLabel)
		}
		seen[seat.Label] = true
	}
	return nil
}

func unique(ids []string) []string {
	sorted := slices.Sorted(slices.Values(ids))
	return slices.Compact(sorted)
}
