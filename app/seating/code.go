package seating

// Codes of what is refused and of what is wrong with a plan. The sentence of each belongs under "refusal."+Code. On
// disk and wire: only ever add.
const (
	Unreadable      = "seating.unreadable"       // no plan, or one of another kind
	TooLarge        = "seating.too-large"        // more bytes than a plan can have
	TooManySeats    = "seating.too-many"         // more than MaxSeats
	TooManyObjects  = "seating.too-many-objects" // more than MaxObjects
	WrongMeasure    = "seating.measure"          // a length or a number that makes no sense
	TwiceNamed      = "seating.twice-named"      // one person twice among those to be seated
	RoomTooSmall    = "seating.room-too-small"   // the template needs a larger room
	TooLong         = "seating.too-long"         // a label or a title
	NoLabel         = "seating.no-label"         // a seat without one
	DuplicateLabel  = "seating.duplicate-label"  // two seats with one label
	DuplicateID     = "seating.duplicate-id"     // two things with one id
	DuplicatePerson = "seating.duplicate-person" // one person on two seats
	Outside         = "seating.outside"          // something reaches beyond the room
	Overlap         = "seating.overlap"          // two things in one place
	UnknownSeat     = "seating.unknown-seat"     // no such seat or object any more
	UnknownKind     = "seating.unknown-kind"     // an object of a kind that this program does not know
	Taken           = "seating.taken"            // somebody sits there
	TooFewSeats     = "seating.too-few"          // more persons than free seats
	NothingToUndo   = "seating.nothing-to-undo"
	NothingToRedo   = "seating.nothing-to-redo"
)

// Codes lists every code, so that a test can hold the sentences against them.
var Codes = []string{Unreadable, TooLarge, TooManySeats, TooManyObjects, WrongMeasure, TwiceNamed, RoomTooSmall, TooLong, NoLabel, DuplicateLabel,
	DuplicateID, DuplicatePerson, Outside, Overlap, UnknownSeat, UnknownKind, Taken, TooFewSeats, NothingToUndo, NothingToRedo}

// Refusal is why something cannot be done; nothing changed. It is an error whose sentence is found by its code.
type Refusal struct {
	Code string
	Need Size // with RoomTooSmall: the smallest room that would do
}

// Error returns the code.
func (r Refusal) Error() string { return r.Code }

func refuse(code string) error { return Refusal{Code: code} }
