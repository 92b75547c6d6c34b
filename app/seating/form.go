package seating

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"congso.vn/congso/app/people"
)

// maxBytes is more than the largest plan needs: 500 seats with the longest words.
const maxBytes = 1 << 20

// maxLast is the greatest number an id is made of.
const maxLast = 1_000_000_000

// Encode returns the plan's one canonical form: seats and objects by id, texts in NFC. Two equal plans have equal
// bytes. A plan that is broken beyond work is refused.
func Encode(plan Plan) ([]byte, error) {
	plan = plan.canonical()
	if code := plan.broken(); code != "" {
		return nil, refuse(code)
	}
	body, err := json.Marshal(plan)
	if err != nil {
		return nil, err
	}
	if len(body) > maxBytes {
		return nil, refuse(TooLarge)
	}
	return body, nil
}

// Decode reads a plan in any order of its parts. What is wrong in the plan itself (an overlap, two seats with one
// label) is no reason to refuse it: Check tells.
func Decode(body []byte) (Plan, error) {
	if len(body) > maxBytes {
		return Plan{}, refuse(TooLarge)
	}
	var plan Plan
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(&plan); err != nil {
		return Plan{}, refuse(Unreadable)
	}
	if decoder.More() {
		return Plan{}, refuse(Unreadable)
	}
	plan = plan.canonical()
	if code := plan.broken(); code != "" {
		return Plan{}, refuse(code)
	}
	return plan, nil
}

// canonical returns the plan as Encode writes it.
func (p Plan) canonical() Plan {
	p = p.clone()
	p.Title = people.Clean(p.Title)
	for i := range p.Seats {
		seat := &p.Seats[i]
		seat.Label, seat.Block, seat.Turn = people.Clean(seat.Label), people.Clean(seat.Block), wrap(seat.Turn)
	}
	for i := range p.Objects {
		object := &p.Objects[i]
		object.Words, object.Turn = people.Clean(object.Words), wrap(object.Turn)
		if object.Round {
			object.Depth = object.Width
		}
	}
	slices.SortStableFunc(p.Seats, func(a, b Seat) int { return byID(a.ID, b.ID) })
	slices.SortStableFunc(p.Objects, func(a, b Object) int { return byID(a.ID, b.ID) })
	for _, seat := range p.Seats {
		p.Last = max(p.Last, numberOf(seat.ID))
	}
	for _, object := range p.Objects {
		p.Last = max(p.Last, numberOf(object.ID))
	}
	if p.Seats == nil {
		p.Seats = []Seat{}
	}
	if len(p.Objects) == 0 {
		p.Objects = nil
	}
	return p
}

// numberOf returns the number that an id was made of; 0 for ids that were made elsewhere.
func numberOf(id string) int {
	if len(id) < 2 || id[0] != 's' && id[0] != 'o' {
		return 0
	}
	n, err := strconv.Atoi(id[1:])
	if err != nil || n > maxLast {
		return 0
	}
	return n
}

// byID puts s9 before s10: shorter ids first.
func byID(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }
