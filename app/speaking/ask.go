package speaking

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Ask (đăng ký phát biểu) puts a person on the list. Who leads may ask for somebody else: for a person without a tablet. The
// place in the order is that in which the server received the request, whatever the device's clock says; how long a
// request may wait in an outbox is the command's (sixty seconds).
//
// Who was skipped and asks again comes back with the old request and its number.
type Ask struct {
	OfEntry         // the new request's: the command's
	Kind     Kind   `json:"kind"`
	Person   string `json:"person,omitempty"`   // empty: the actor
	Category string `json:"category,omitempty"` // of a point of order
	Question string `json:"question,omitempty"` // of an answer: the entry that it answers
	Note     string `json:"note,omitempty"`
}

func (a Ask) do(l List, by Actor, bench Bench) (Written, error) {
	e := Entry{ID: a.ID, Item: a.Item, Person: by.Person, Kind: a.Kind, Category: a.Category, Question: a.Question,
		Note: tidy(a.Note), State: Waiting, AskedAt: bench.Now.UnixMilli()}
	if a.Person != "" && a.Person != by.Person {
		if !by.leads() {
			return refuse(NotAllowed)
		}
		e.Person, e.By = a.Person, by.name()
	}
	if e.Person == "" {
		return refuse(UnknownPerson)
	}
	member, known := bench.Member(e.Person)
	_, twice := l.Entry(a.ID)
	switch {
	case !isID(a.ID):
		return refuse(Unreadable)
	case twice:
		return refuse(AskedAlready)
	case !a.Kind.known():
		return refuse(UnknownKind)
	case !known:
		return refuse(UnknownPerson)
	case !short(e.Note):
		return refuse(TooLong)
	case l.Setup.Closed && !by.Chair && !slices.Contains(l.Setup.AfterClose, a.Kind):
		return refuse(ListClosed)
	case l.Setup.PresentOnly && !member.Present:
		return refuse(NotPresent)
	}
	if code := l.fits(e); code != "" {
		return refuse(code)
	}
	for _, other := range l.Entries {
		if !other.Open() || other.Person != e.Person || other.Kind.slot() != e.Kind.slot() || other.Question != e.Question {
			continue
		}
		if other.State == Skipped {
			other.State = Waiting
			return Written{Entries: []Entry{other}}, nil
		}
		return refuse(WaitingAlready)
	}
	if len(l.Entries) >= maxEntries {
		return refuse(TooMany)
	}
	e.Group, e.Number = member.Group, 1
	if last := len(l.Entries); last > 0 {
		e.Number = l.Entries[last-1].Number + 1
	}
	if l.Setup.Approval && !by.Chair {
		e.State = Asked
	}
	return Written{Entries: []Entry{e}}, nil
}

// fits returns the code of why a new request has no place on the list, "" where it has one.
func (l List) fits(e Entry) string {
	ranked := e.Kind == PointOfOrder && len(l.Setup.Categories) > 0
	if ranked && l.Setup.rank(e.Category) == len(l.Setup.Categories) || !ranked && e.Category != "" {
		return UnknownCategory
	}
	question, found := l.Entry(e.Question)
	answerable := found && (question.Kind == Interposed || question.Kind == Intervention) && question.Person != e.Person &&
		(question.Open() || question.Held())
	if e.Kind == Answer && !answerable || e.Kind != Answer && e.Question != "" {
		return UnknownQuestion
	}
	if e.Kind == Interposed {
		top, below := l.Floor()
		if top.Kind.aside() {
			top = below // a further question to who is interrupted already
		}
		if top.ID == "" || top.Person == e.Person {
			return NobodySpeaks
		}
	}
	return ""
}

// Withdraw (rút đăng ký) takes a request back: one's own, or anybody's by who leads.
type Withdraw struct{ OfEntry }

func (a Withdraw) do(l List, by Actor, bench Bench) (Written, error) {
	e, ok := l.Entry(a.ID)
	switch {
	case !ok:
		return refuse(UnknownEntry)
	case !by.leads() && (by.Person == "" || e.Person != by.Person):
		return refuse(NotAllowed)
	case !e.Open():
		return refuse(NotWaiting)
	}
	return l.leave(e, Withdrawn, bench), nil
}

// Approve (duyệt) lets a request onto the list, at the place of its number.
type Approve struct{ OfEntry }

func (a Approve) do(l List, by Actor, bench Bench) (Written, error) {
	e, code := l.toSettle(a.ID, by)
	if code != "" {
		return refuse(code)
	}
	e.State, e.Settled = Waiting, bench.Now.UnixMilli()
	return Written{Entries: []Entry{e}}, nil
}

// Refuse (không duyệt) settles a request, with a reason for the person.
type Refuse struct {
	OfEntry
	Reason string `json:"reason,omitempty"`
}

func (a Refuse) do(l List, by Actor, bench Bench) (Written, error) {
	e, code := l.toSettle(a.ID, by)
	if code != "" {
		return refuse(code)
	}
	e.Reason = tidy(a.Reason)
	if !short(e.Reason) {
		return refuse(TooLong)
	}
	return l.leave(e, Refused, bench), nil
}

func (l List) toSettle(id string, by Actor) (Entry, string) {
	e, ok := l.Entry(id)
	switch {
	case !by.leads():
		return e, NotAllowed
	case !ok:
		return e, UnknownEntry
	case e.State != Asked:
		return e, NotAsked
	}
	return e, ""
}

// leave takes an open request off the list. Who was placed behind it by the chair moves up.
func (l List) leave(e Entry, to State, bench Bench) Written {
	written := Written{Entries: l.movedUp(e, bench)}
	e.State, e.Settled, e.Pin = to, bench.Now.UnixMilli(), 0
	written.Entries = append(written.Entries, e)
	return written
}

// tidy returns a text as it is kept: NFC, nothing around it.
func tidy(text string) string { return strings.TrimSpace(norm.NFC.String(text)) }
