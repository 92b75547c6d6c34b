package speaking

// Codes of what is refused. The sentence of each stands under "refusal."+Code. On disk and wire: only ever add.
const (
	Unreadable        = "speaking.unreadable"         // no act, or one of another kind
	NotAllowed        = "speaking.not-allowed"        // only the chair, or who leads, or who asked
	UnknownPerson     = "speaking.unknown-person"     // not one of the session
	UnknownKind       = "speaking.unknown-kind"       // a kind of speech that this program does not know
	UnknownCategory   = "speaking.unknown-category"   // a point of order needs one of the categories, and nothing else has one
	UnknownOrder      = "speaking.unknown-order"      // an order that this program does not know
	UnknownEntry      = "speaking.unknown"            // no such request
	UnknownQuestion   = "speaking.unknown-question"   // an answer needs a question of somebody else
	UnknownGroup      = "speaking.unknown-group"      // the group has no budget
	WrongNumber       = "speaking.number"             // a length or number that makes no sense
	TooLong           = "speaking.too-long"           // a text
	TooMany           = "speaking.too-many"           // requests, limits, budgets or categories
	AskedAlready      = "speaking.asked-already"      // the same request came before
	WaitingAlready    = "speaking.waiting-already"    // the person waits for that already
	ListClosed        = "speaking.closed"             // đã khóa danh sách
	ClosedAlready     = "speaking.closed-already"     //
	OpenAlready       = "speaking.open-already"       //
	NotPresent        = "speaking.not-present"        // only who is present may speak
	NobodySpeaks      = "speaking.nobody-speaks"      // nobody has the floor, or not somebody else
	NobodyWaits       = "speaking.nobody-waits"       // nobody who waits is present
	NotApproved       = "speaking.not-approved"       // the chair has not approved it
	NotAsked          = "speaking.not-asked"          // it does not wait to be approved
	NotWaiting        = "speaking.not-waiting"        // it has begun, or is settled
	NotSkipped        = "speaking.not-skipped"        // it was not skipped
	NotOnFloor        = "speaking.not-on-floor"       // it has not begun, or has ended
	PausedAlready     = "speaking.paused-already"     //
	RunningAlready    = "speaking.running-already"    //
	Busy              = "speaking.busy"               // somebody else speaks
	Interrupted       = "speaking.interrupted"        // a speech is interrupted and goes on first
	InterposedAlready = "speaking.interposed-already" // one question at a time
	NotMovable        = "speaking.not-movable"        // questions and answers have their place
	NoOverrun         = "speaking.no-overrun"         // the group has time left
)

// Codes lists every code, so that a test can hold the sentences against them.
var Codes = []string{Unreadable, NotAllowed, UnknownPerson, UnknownKind, UnknownCategory, UnknownOrder, UnknownEntry,
	UnknownQuestion, UnknownGroup, WrongNumber, TooLong, TooMany, AskedAlready, WaitingAlready, ListClosed, ClosedAlready,
	OpenAlready, NotPresent, NobodySpeaks, NobodyWaits, NotApproved, NotAsked, NotWaiting, NotSkipped, NotOnFloor,
	PausedAlready, RunningAlready, Busy, Interrupted, InterposedAlready, NotMovable, NoOverrun}

// Refusal is why an act cannot be done; nothing changed. It is an error whose sentence is found by its code.
type Refusal struct{ Code string }

// Error returns the code.
func (r Refusal) Error() string { return r.Code }

func refuse(code string) (Written, error) { return Written{}, Refusal{code} }
