package speaking

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// Actor is who acts, as the server knows it. Chair and Clerk say what they are in this session; both lead the list, and
// what is the chair's alone is said at the act.
type Actor struct {
	Person string
	Chair  bool
	Clerk  bool
}

func (a Actor) leads() bool { return a.Chair || a.Clerk }

func (a Actor) name() string {
	if a.Person == "" {
		return Desk
	}
	return a.Person
}

// Member is what a list has to know of one of the session.
type Member struct {
	Group   string // tổ đại biểu; empty: none
	Present bool
}

// Bench is what an act and a queue need to know besides the list.
type Bench struct {
	Now    time.Time                          // the server's clock
	Member func(person string) (Member, bool) // false: not one of the session
	Past   Totals                             // of contributions to earlier items, where they are to count for the order; else nothing
}

func (b Bench) present(person string) bool {
	member, ok := b.Member(person)
	return ok && member.Present
}

// Act is one thing that can be done to a list. Its fields are the body of the command that asks for it.
type Act interface {
	About() string // the item whose list it is about
	do(l List, by Actor, bench Bench) (Written, error)
}

// OfList is the part that every act has.
type OfList struct {
	Item string `json:"item"`
}

// About returns the item.
func (o OfList) About() string { return o.Item }

// OfEntry is the part of an act about one request.
type OfEntry struct {
	OfList
	ID string `json:"id"`
}

// Do does an act, or returns a Refusal and nothing. It is pure: the same list, act, actor and bench write the same.
func Do(list List, act Act, by Actor, bench Bench) (Written, error) {
	if act.About() != list.Setup.Item || !isID(list.Setup.Item) {
		return refuse(Unreadable)
	}
	return act.do(list, by, bench)
}

// Kinds of commands. On the wire and in outboxes: only ever add.
const (
	AskCommand      = "speaking.ask"
	WithdrawCommand = "speaking.withdraw"
	ApproveCommand  = "speaking.approve"
	RefuseCommand   = "speaking.refuse"
	MoveCommand     = "speaking.move"
	SkipCommand     = "speaking.skip"
	RecallCommand   = "speaking.recall"
	StartCommand    = "speaking.start"
	PauseCommand    = "speaking.pause"
	ResumeCommand   = "speaking.resume"
	EndCommand      = "speaking.end"
	ExtendCommand   = "speaking.extend"
	CloseCommand    = "speaking.close"
	ReopenCommand   = "speaking.reopen"
	ClearCommand    = "speaking.clear"
	ArrangeCommand  = "speaking.arrange"
	GrantCommand    = "speaking.grant"
	ShareCommand    = "speaking.share"
)

// acts says how the body of each command is read.
var acts = map[string]func([]byte) (Act, error){
	AskCommand: read[Ask], WithdrawCommand: read[Withdraw], ApproveCommand: read[Approve], RefuseCommand: read[Refuse],
	MoveCommand: read[Move], SkipCommand: read[Skip], RecallCommand: read[Recall],
	StartCommand: read[Start], PauseCommand: read[Pause], ResumeCommand: read[Resume], EndCommand: read[End], ExtendCommand: read[Extend],
	CloseCommand: read[Close], ReopenCommand: read[Reopen], ClearCommand: read[Clear],
	ArrangeCommand: read[Arrange], GrantCommand: read[Grant], ShareCommand: read[Share],
}

// Commands lists the kinds of commands that ReadAct knows.
func Commands() []string {
	kinds := make([]string, 0, len(acts))
	for kind := range acts {
		kinds = append(kinds, kind)
	}
	return kinds
}

// ReadAct reads the body of a command of one of the kinds above.
func ReadAct(kind string, body []byte) (Act, error) {
	if reader, known := acts[kind]; known {
		return reader(body)
	}
	return nil, Refusal{Unreadable}
}

func read[A Act](body []byte) (Act, error) {
	var act A
	if err := json.Unmarshal(body, &act); err != nil {
		return nil, Refusal{Unreadable}
	}
	return act, nil
}

// isID reports whether a name may stand in a key.
func isID(id string) bool {
	return id != "" && len(id) <= 64 && !strings.ContainsAny(id, "/\x00") && utf8.ValidString(id)
}

func short(text string) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= maxText
}
