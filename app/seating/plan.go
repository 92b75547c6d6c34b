// Package seating holds the seat plan (sơ đồ chỗ ngồi) of a room as a plain value: where every seat and every thing in
// the room stands, which person sits where, how a plan is made from a template, changed, taken back and checked. It
// draws nothing and keeps nothing: which colour a seat has is its caller's, and so is where the plan is stored.
//
// Lengths are millimetres. The room is seen from above with its front, where the podium is, at the top: x grows to the
// right, y grows away from the front. Directions are degrees clockwise; 0 looks to the front.
package seating

import "slices"

// What a plan holds at most. 500 is what the office's largest hall seats.
const (
	MaxSeats   = 500
	MaxObjects = 200
	MaxLabel   = 12  // letters of a seat's label
	MaxTitle   = 200 // letters of a title or of an object's words
	maxID      = 64  // bytes

	MaxRoom  = 100_000 // the longest wall
	minSide  = 10      // the smallest thing: a door's leaf seen from above
	minChair = 300
	maxChair = 1500
)

// Point is a place in the room.
type Point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// Size is how much ground something takes, before it is turned.
type Size struct {
	Width int `json:"width"`
	Depth int `json:"depth"`
}

// Plan (sơ đồ chỗ ngồi) is one room with its seats. A plan is changed by making another: what is handed out is never
// written to. Written on disk: only ever add.
type Plan struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Room    Size     `json:"room"`
	Chair   Size     `json:"chair"` // the ground that each seat takes
	Seats   []Seat   `json:"seats"` // in canonical order: by id
	Objects []Object `json:"objects,omitempty"`
	Picture *Picture `json:"picture,omitempty"` // what the plan is drawn over
	Last    int      `json:"last"`              // the greatest number an id was made of; no id comes twice, also after it was removed
}

// Seat (chỗ ngồi) is a place for one person.
type Seat struct {
	ID     string `json:"id"`
	Label  string `json:"label"` // what stands on the seat; unlike any other label of the plan
	Point         // its middle
	Turn   int    `json:"turn,omitempty"`  // where who sits there looks to, 0 to 359
	Block  string `json:"block,omitempty"` // khối: seats that belong together
	Person string `json:"person,omitempty"`
	Fixed  bool   `json:"fixed,omitempty"` // stays as it is when others are seated by a rule
}

// ObjectKind is what an object of the room is. Written on disk: only ever add.
type ObjectKind string

// The kinds of objects.
const (
	Podium ObjectKind = "podium" // bục
	Table  ObjectKind = "table"  // bàn
	Door   ObjectKind = "door"   // cửa
	Aisle  ObjectKind = "aisle"  // lối đi, kept free
	Screen ObjectKind = "screen" // màn hình hội trường
)

var objectKinds = []ObjectKind{Podium, Table, Door, Aisle, Screen}

// solid reports whether two things of this kind cannot stand in one place.
func (k ObjectKind) solid() bool { return k == Podium || k == Table || k == Screen }

// Object is a thing in the room. No seat stands on the ground of one.
type Object struct {
	ID    string     `json:"id"`
	Kind  ObjectKind `json:"kind"`
	Point            // its middle
	Size             // before it is turned
	Turn  int        `json:"turn,omitempty"`
	Round bool       `json:"round,omitempty"` // a circle as wide as its width
	Words string     `json:"words,omitempty"` // what stands on it
}

// Picture is a drawing or photograph that the plan lies over, stretched over the whole room.
type Picture struct {
	Blob string `json:"blob"` // hash of its bytes
}

// Seat returns the seat of that id.
func (p Plan) Seat(id string) (Seat, bool) {
	if i := p.seatAt(id); i >= 0 {
		return p.Seats[i], true
	}
	return Seat{}, false
}

// SeatOf returns where a person sits.
func (p Plan) SeatOf(person string) (Seat, bool) {
	i := slices.IndexFunc(p.Seats, func(seat Seat) bool { return person != "" && seat.Person == person })
	if i < 0 {
		return Seat{}, false
	}
	return p.Seats[i], true
}

func (p Plan) seatAt(id string) int {
	return slices.IndexFunc(p.Seats, func(seat Seat) bool { return seat.ID == id })
}

func (p Plan) objectAt(id string) int {
	return slices.IndexFunc(p.Objects, func(object Object) bool { return object.ID == id })
}

// clone returns a plan that can be written to without the first one changing.
func (p Plan) clone() Plan {
	p.Seats = slices.Clone(p.Seats)
	p.Objects = slices.Clone(p.Objects)
	if p.Picture != nil {
		picture := *p.Picture
		p.Picture = &picture
	}
	return p
}
