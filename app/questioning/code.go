package questioning

// Codes of what is refused. The sentence of each stands under "refusal."+Code. On disk and wire: only ever add.
const (
	Unreadable        = "questioning.unreadable"
	NotAllowed        = "questioning.not-allowed"
	UnknownQuestion   = "questioning.unknown"
	UnknownOfficial   = "questioning.unknown-official" // nobody who can be questioned here, or who asks
	UnknownPerson     = "questioning.unknown-person"   // nobody who may question
	UnknownPromise    = "questioning.unknown-promise"  // no such promise, or one that is there already
	Empty             = "questioning.empty"            // neither text nor ink, or no reason
	TooLong           = "questioning.too-long"
	TooMany           = "questioning.too-many"
	RegisteredAlready = "questioning.registered-already"
	WrongState        = "questioning.state"         // it does not stand so that this can be done
	WrongRound        = "questioning.round"         // this round cannot come now
	NotDelegated      = "questioning.not-delegated" // who is questioned answers in person
	NoRound           = "questioning.no-round"      // nothing is under way
	WrongNumber       = "questioning.number"        // no extension, or no date, or one that has passed
	NotAnswered       = "questioning.not-answered"  // nobody can be satisfied yet
)

// Codes lists every code.
var Codes = []string{Unreadable, NotAllowed, UnknownQuestion, UnknownOfficial, UnknownPerson, UnknownPromise, Empty, TooLong,
	TooMany, RegisteredAlready, WrongState, WrongRound, NotDelegated, NoRound, WrongNumber, NotAnswered}

// Refusal is why an act cannot be done; nothing changed. It is an error whose sentence is found by its code.
type Refusal struct{ Code string }

// Error returns the code.
func (r Refusal) Error() string { return r.Code }

func refuse(code string) ([]Question, error) { return nil, Refusal{code} }
