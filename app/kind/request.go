package kind

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/change"
)

// RequestWithin is how long after it was given a request still counts.
const RequestWithin = 60 * time.Second

// RequestRule is what a feature says of its requests.
type RequestRule struct {
	Stream   change.Stream
	Kind     string // of the facts; the commands are this with ".ask", ".withdraw" and ".settle" behind it
	Audience func(subject string) change.Audience
	Settles  func(actor change.Actor) bool // who may give the word, or pass somebody over
}

// Request (đăng ký phát biểu) is what one person asks for about one subject.
type Request struct {
	ID      string `json:"id"` // of the command that asked
	Subject string `json:"subject"`
	Person  string `json:"person"`
	Seq     uint64 `json:"-"` // its place in the order: that in which the server received them
	At      int64  `json:"-"` // when the server received it, milliseconds since 1970
}

// Asking is the body of a command about a request.
type Asking struct {
	Subject string `json:"subject"`
	ID      string `json:"id,omitempty"`     // to withdraw: the command that asked
	Person  string `json:"person,omitempty"` // to settle: whose request
}

// Requests are the requests that are open, in the order in which the server received them; what a device's
// clock says moves nobody forward. A person has at most one for each subject. One that waited on its
// device for longer than RequestWithin does not count any more, and the person is told.
type Requests struct {
	rule RequestRule
	open map[string]Request
}

// NewRequests returns no requests.
func NewRequests(rule RequestRule) *Requests {
	return &Requests{rule: rule, open: map[string]Request{}}
}

// Clone returns a copy.
func (r *Requests) Clone() *Requests { return &Requests{rule: r.rule, open: maps.Clone(r.open)} }

// Ask returns the command by which a person asks, for a device to give: it is told how long it counts.
func (r RequestRule) Ask(id, person, subject string) change.Command {
	return change.Command{ID: id, Kind: r.Kind + ".ask", Stream: r.Stream, Person: person,
		Within: RequestWithin.Milliseconds(), Body: encode(Asking{Subject: subject})}
}

// Judge decides a command. It is pure.
func (r *Requests) Judge(actor change.Actor, command change.Command, _ time.Time) ([]change.Draft, change.Answer) {
	drafts, answer := r.judge(actor, command)
	return verdict(command, drafts, answer)
}

func (r *Requests) judge(actor change.Actor, command change.Command) ([]change.Draft, change.Answer) {
	var asked Asking
	if err := json.Unmarshal(command.Body, &asked); err != nil || !isName(asked.Subject) {
		return nil, change.Refuse("command.unreadable")
	}
	switch command.Kind {
	case r.rule.Kind + ".ask":
		return r.ask(actor, command, asked)
	case r.rule.Kind + ".withdraw":
		if open, is := r.open[asked.Subject+"/"+actor.Person]; !is || open.ID != asked.ID {
			return nil, again() // what was asked since stays
		}
		return r.end(asked.Subject, actor.Person)
	case r.rule.Kind + ".settle":
		if !r.rule.Settles(actor) {
			return nil, change.Refuse("not-allowed")
		}
		if _, is := r.open[asked.Subject+"/"+asked.Person]; !is {
			return nil, change.Refuse("request.none")
		}
		return r.end(asked.Subject, asked.Person)
	}
	return nil, change.Refuse("command.unknown")
}

func (r *Requests) ask(actor change.Actor, command change.Command, asked Asking) ([]change.Draft, change.Answer) {
	// Whatever the device says of how long it counts: none counts longer than this.
	if within := RequestWithin.Milliseconds(); command.Within == 0 || command.Within > within {
		command.Within = within
	}
	switch {
	case !isName(actor.Person):
		return nil, change.Refuse("not-allowed")
	case command.Late():
		return nil, change.Refuse(change.Expired)
	}
	key := asked.Subject + "/" + actor.Person
	if _, is := r.open[key]; is {
		return nil, again()
	}
	request := Request{ID: command.ID, Subject: asked.Subject, Person: actor.Person}
	return []change.Draft{draft(r.rule.Stream, r.rule.Kind, r.rule.Audience(asked.Subject), key, request)}, change.Accept()
}

func (r *Requests) end(subject, person string) ([]change.Draft, change.Answer) {
	return []change.Draft{{Stream: r.rule.Stream, Kind: r.rule.Kind, Audience: r.rule.Audience(subject), Key: subject + "/" + person}}, change.Accept()
}

// Apply folds one change in; of another kind it is left alone.
func (r *Requests) Apply(c change.Change) error {
	if c.Kind != r.rule.Kind || c.Stream != r.rule.Stream {
		return nil
	}
	if c.TakenBack() {
		delete(r.open, c.Key)
		return nil
	}
	var request Request
	if err := json.Unmarshal(c.Body, &request); err != nil {
		return fmt.Errorf("kind: %s %d (%s %s): %w", c.Stream, c.Seq, c.Kind, c.Key, err)
	}
	request.Seq, request.At = c.Seq, c.At
	r.open[c.Key] = request
	return nil
}

// Open returns the requests about a subject, first come first.
func (r *Requests) Open(subject string) []Request {
	var open []Request
	for _, request := range r.open {
		if request.Subject == subject {
			open = append(open, request)
		}
	}
	slices.SortFunc(open, func(a, b Request) int { return cmp.Compare(a.Seq, b.Seq) })
	return open
}
