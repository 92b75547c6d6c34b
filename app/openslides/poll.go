package openslides

// Poll (cuộc biểu quyết) is one vote with what it came to.
type Poll struct {
	ID          int
	Subject     Reference
	Title       string
	Description []string
	Openness    string
	Method      string
	State       string
	Base        string // of 100 %: "Y", "YN", "YNA", "N", "valid", "cast", "entitled", "entitled_present", "disabled"; empty: not said

	MinVotes, MaxVotes, MaxPerOption      int // 0: not said
	GlobalYes, GlobalNo, GlobalAbstention bool
	Valid, Invalid, Cast                  Amount
	Global                                *Option // for or against all options at once
	Options                               []Option
	EntitledRoles                         []string // who may vote
	Entitled                              []Entitled
	Voted                                 []int // persons
}

// Opennesses of polls: OpenSlides' types, or, in newer exports, visibilities.
const (
	ByHand    = "by-hand"   // entered by hand: "analog", "manually"
	ByName    = "named"     // who voted how is known and shown
	Nameless  = "anonymous" // names and votes are kept apart: "pseudoanonymous", "open"
	Encrypted = "secret"    // "cryptographic", "secret"
)

// Methods of polls beside "Y", "N", "YN" and "YNA": those of newer exports that have no such letters.
const (
	MethodScore = "score" // points for each option
	MethodSTV   = "stv"   // ranks
)

// States of polls.
const (
	Created   = "created"
	Started   = "started"
	Finished  = "finished"
	Published = "published"
)

// Option is one of the things voted on, with its numbers.
type Option struct {
	ID               int
	Text             string
	About            Reference // a motion, or a list of candidates
	Person           int       // a candidate; 0: none
	Candidates       []int     // of a list of candidates, in order
	Yes, No, Abstain Amount
	Votes            []Ballot // in a poll by name only
}

// Ballot (phiếu) is what one person chose, in a poll by name.
type Ballot struct {
	Person int    // whose vote it is; 0: no longer known
	CastBy int    // who cast it, where another person did; 0: the same
	Choice string // "Y", "N" or "A"
	Weight Amount
}

// Entitled is one person who was entitled to vote when the poll was closed.
type Entitled struct {
	Person      int
	Present     bool
	Voted       bool
	DelegatedTo int // 0: nobody
}
