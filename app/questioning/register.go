package questioning

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Register (đăng ký chất vấn) hands a question in: typed, written by hand, or both. Who leads may do it for a deputy.
type Register struct {
	Of              // the new question's id is the command's
	Person   string `json:"person,omitempty"` // empty: the actor
	Official string `json:"official"`
	Text     string `json:"text,omitempty"`
	Ink      string `json:"ink,omitempty"`
}

func (a Register) do(l List, by Actor, bench Bench) ([]Question, error) {
	q := Question{ID: a.ID, Item: a.Item, Person: by.Person, Text: tidy(a.Text), Ink: a.Ink, Official: a.Official, State: Registered,
		Number: 1, RegisteredAt: bench.Now.UnixMilli()}
	other := a.Person != "" && a.Person != by.Person
	if other {
		q.Person, q.By = a.Person, by.Person
		if q.By == "" {
			q.By = "clerk"
		}
	}
	switch {
	case other && !by.Leads, !other && !by.Asks:
		return refuse(NotAllowed)
	case !isID(a.ID):
		return refuse(Unreadable)
	case l.at(a.ID) >= 0:
		return refuse(RegisteredAlready)
	case q.Person == "" || !bench.Asks(q.Person):
		return refuse(UnknownPerson)
	case len(l.Questions) >= maxQuestions:
		return refuse(TooMany)
	}
	if code := q.fault(bench); code != "" {
		return refuse(code)
	}
	if last := len(l.Questions); last > 0 {
		q.Number = l.Questions[last-1].Number + 1
	}
	return []Question{q}, nil
}

func (q Question) fault(bench Bench) string {
	switch {
	case q.Text == "" && q.Ink == "":
		return Empty
	case !within(q.Text, maxText), !within(q.Ink, maxReason):
		return TooLong
	case !bench.Official(q.Official), q.Official == q.Person:
		return UnknownOfficial
	}
	return ""
}

// Amend (sửa chất vấn) hands a question in anew that was returned or is not approved yet. Its number stays.
type Amend struct {
	Of
	Official string `json:"official"`
	Text     string `json:"text,omitempty"`
	Ink      string `json:"ink,omitempty"`
}

func (a Amend) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, code := l.own(a.ID, by, Registered, Returned)
	if code != "" {
		return refuse(code)
	}
	q.Official, q.Text, q.Ink, q.State, q.Reason = a.Official, tidy(a.Text), a.Ink, Registered, ""
	if code := q.fault(bench); code != "" {
		return refuse(code)
	}
	return []Question{q}, nil
}

// Withdraw (rút chất vấn) takes a question back that has not been put.
type Withdraw struct{ Of }

func (a Withdraw) do(l List, by Actor, _ Bench) ([]Question, error) {
	q, code := l.own(a.ID, by, Registered, Returned, Approved)
	if code != "" {
		return refuse(code)
	}
	q.State = Withdrawn
	return []Question{q}, nil
}

// own finds a question for an act of who asked it, or who leads.
func (l List) own(id string, by Actor, states ...State) (Question, string) {
	q, code := l.find(id, true, states...)
	if code != UnknownQuestion && !by.Leads && (by.Person == "" || by.Person != q.Person) {
		return q, NotAllowed
	}
	return q, code
}

// find finds a question for an act of who may, in one of the states.
func (l List) find(id string, may bool, states ...State) (Question, string) {
	q, ok := l.Question(id)
	switch {
	case !may:
		return q, NotAllowed
	case !ok:
		return q, UnknownQuestion
	case !slices.Contains(states, q.State):
		return q, WrongState
	}
	return q, ""
}

// Approve (duyệt chất vấn) lets a question be put.
type Approve struct{ Of }

func (a Approve) do(l List, by Actor, _ Bench) ([]Question, error) {
	q, code := l.find(a.ID, by.Approves, Registered)
	if code != "" {
		return refuse(code)
	}
	q.State = Approved
	return []Question{q}, nil
}

// Return (trả lại) sends a question back to who asked, with the reason.
type Return struct {
	Of
	Reason string `json:"reason"`
}

func (a Return) do(l List, by Actor, _ Bench) ([]Question, error) {
	q, code := l.find(a.ID, by.Approves, Registered, Approved)
	q.Reason = tidy(a.Reason)
	switch {
	case code != "":
		return refuse(code)
	case q.Reason == "":
		return refuse(Empty)
	case !within(q.Reason, maxReason):
		return refuse(TooLong)
	}
	q.State = Returned
	return []Question{q}, nil
}

func tidy(text string) string { return strings.TrimSpace(norm.NFC.String(text)) }
