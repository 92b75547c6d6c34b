package questioning

import (
	"slices"
	"time"

	"congso.vn/congso/app/speaking"
)

// Put (mời nêu chất vấn) has a question asked: its first round begins, and whatever round was under way ends. Several may be
// put before the first is answered, as sessions do it.
type Put struct{ Of }

func (a Put) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, code := l.find(a.ID, by.Leads, Approved)
	if code != "" {
		return refuse(code)
	}
	q.State, q.AskedAt = Asked, bench.Now.UnixMilli()
	return l.begin(q, Asking, q.Person, bench), nil
}

// Begin starts a further round about a question that was put, and ends the one under way. Who is questioned answers in
// person (Nghị quyết 594/NQ-UBTVQH15: no delegating); only who asked follows up; debate is about an answer, by any
// deputy. There is neither before the first answer.
type Begin struct {
	Of
	Kind   RoundKind `json:"kind"`
	Person string    `json:"person,omitempty"` // of a debate; else who it is follows from the kind
}

func (a Begin) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, code := l.find(a.ID, by.Leads, Asked, Answered)
	if code != "" {
		return refuse(code)
	}
	person := map[RoundKind]string{Answering: q.Official, FollowUp: q.Person, Debate: a.Person}[a.Kind]
	switch {
	case person == "", a.Kind != Answering && !q.answered():
		return refuse(WrongRound)
	case a.Person != "" && a.Person != person:
		return refuse(NotDelegated)
	case a.Kind == Debate && (!bench.Asks(person) || person == q.Official):
		return refuse(UnknownPerson)
	case len(q.Rounds) >= maxRounds:
		return refuse(TooMany)
	}
	return l.begin(q, a.Kind, person, bench), nil
}

// begin ends the round under way, whosever it is, and begins one of q.
func (l List) begin(q Question, kind RoundKind, person string, bench Bench) []Question {
	var written []Question
	for _, other := range l.Questions {
		if _, open := other.Open(); open && other.ID != q.ID {
			written = append(written, other.ended(bench))
		}
	}
	q = q.ended(bench)
	round := Round{Kind: kind, Person: person, Timing: speaking.Timing{Allotted: bench.seconds(kind)}.Begun(bench.Now)}
	q.Rounds = append(slices.Clone(q.Rounds), round)
	return append(written, q)
}

// ended returns the question with no round under way.
func (q Question) ended(bench Bench) Question {
	round, open := q.Open()
	if !open {
		return q
	}
	round.Timing, round.Ended = round.Halted(bench.Now), true
	if round.Kind == Answering {
		q.State = Answered
	}
	return q.with(round)
}

// with returns the question with its last round changed.
func (q Question) with(round Round) Question {
	q.Rounds = slices.Clone(q.Rounds)
	q.Rounds[len(q.Rounds)-1] = round
	return q
}

// under finds the round under way of a question.
func (l List) under(id string, may bool) (Question, Round, string) {
	q, code := l.find(id, may, Asked, Answered)
	round, open := q.Open()
	if code == "" && !open {
		code = NoRound
	}
	return q, round, code
}

// Pause (tạm dừng) stops the clock of the round under way.
type Pause struct{ Of }

func (a Pause) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, round, code := l.under(a.ID, by.Leads)
	switch {
	case code != "":
		return refuse(code)
	case !round.Running():
		return refuse(WrongState)
	}
	round.Timing = round.Halted(bench.Now)
	return []Question{q.with(round)}, nil
}

// Resume (tiếp tục) lets it run on.
type Resume struct{ Of }

func (a Resume) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, round, code := l.under(a.ID, by.Leads)
	switch {
	case code != "":
		return refuse(code)
	case round.Running():
		return refuse(WrongState)
	}
	round.Timing = round.Begun(bench.Now)
	return []Question{q.with(round)}, nil
}

// End (kết thúc lượt) ends the round under way. A question is answered when a round of answering ends.
type End struct{ Of }

func (a End) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, _, code := l.under(a.ID, by.Leads)
	if code != "" {
		return refuse(code)
	}
	return []Question{q.ended(bench)}, nil
}

// Extend adds one of speaking.Extensions to the round under way. The chair alone may.
type Extend struct {
	Of
	Seconds int `json:"seconds"`
}

func (a Extend) do(l List, by Actor, _ Bench) ([]Question, error) {
	q, round, code := l.under(a.ID, by.Chair)
	if code != "" {
		return refuse(code)
	}
	extended, ok := round.Extended(a.Seconds)
	if !ok {
		return refuse(WrongNumber)
	}
	round.Timing = extended
	return []Question{q.with(round)}, nil
}

// Undertake (ghi lời hứa) writes down what the official promised, and by when.
type Undertake struct {
	Of
	Promise string `json:"promise"` // its id
	Text    string `json:"text"`
	Due     string `json:"due"` // 2006-01-02, today or later
}

func (a Undertake) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, code := l.find(a.ID, by.Leads, Asked, Answered, Closed)
	text := tidy(a.Text)
	_, err := time.Parse(time.DateOnly, a.Due)
	switch {
	case code != "":
		return refuse(code)
	case !isID(a.Promise):
		return refuse(Unreadable)
	case q.promise(a.Promise) >= 0:
		return refuse(UnknownPromise)
	case text == "":
		return refuse(Empty)
	case !within(text, maxText):
		return refuse(TooLong)
	case err != nil || a.Due < bench.Now.Format(time.DateOnly):
		return refuse(WrongNumber)
	case len(q.Promises) >= maxPromises:
		return refuse(TooMany)
	}
	q.Promises = append(slices.Clone(q.Promises), Promise{ID: a.Promise, Text: text, Due: a.Due, At: bench.Now.UnixMilli()})
	return []Question{q}, nil
}

func (q Question) promise(id string) int {
	return slices.IndexFunc(q.Promises, func(p Promise) bool { return p.ID == id })
}

// Keep (đã thực hiện) says that a promise was kept.
type Keep struct {
	Of
	Promise string `json:"promise"`
}

func (a Keep) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, code := l.find(a.ID, by.Leads, Asked, Answered, Closed)
	at := q.promise(a.Promise)
	switch {
	case code != "":
		return refuse(code)
	case at < 0:
		return refuse(UnknownPromise)
	case q.Promises[at].KeptAt != 0:
		return refuse(WrongState)
	}
	q.Promises = slices.Clone(q.Promises)
	q.Promises[at].KeptAt = bench.Now.UnixMilli()
	return []Question{q}, nil
}

// Close (kết thúc chất vấn) ends a question with the word of who asked: said on their tablet, or told to who leads. Without
// an answer it can only be left to one in writing.
type Close struct {
	Of
	Verdict Verdict `json:"verdict"`
}

func (a Close) do(l List, by Actor, bench Bench) ([]Question, error) {
	q, code := l.own(a.ID, by, Approved, Asked, Answered)
	switch {
	case code != "":
		return refuse(code)
	case a.Verdict != Satisfied && a.Verdict != Unsatisfied && a.Verdict != InWriting:
		return refuse(Unreadable)
	case a.Verdict == InWriting && !by.Leads:
		return refuse(NotAllowed)
	case a.Verdict != InWriting && !q.answered():
		return refuse(NotAnswered)
	}
	q = q.ended(bench)
	q.State, q.Verdict, q.ClosedAt = Closed, a.Verdict, bench.Now.UnixMilli()
	return []Question{q}, nil
}
