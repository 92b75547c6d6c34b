// Package questioning holds the questions that deputies put to officials (chất vấn) on one agenda item: registered, approved
// or returned, put, answered, followed up and debated in rounds with clocks of their own, promises with their due dates, and
// how each ended. It knows no clock, no disk and no screen.
//
// Each Question is one fact. An Act is done by Do, which returns the questions that change or a Refusal; List.With folds
// them in.
package questioning

import (
	"time"

	"congso.vn/congso/app/speaking"
)

// State is where a question stands. Written on disk: only ever add.
type State string

// The states of a question.
const (
	Registered State = "registered" // đã đăng ký, chờ duyệt
	Returned   State = "returned"   // trả lại kèm lý do; may be amended
	Withdrawn  State = "withdrawn"  // đã rút
	Approved   State = "approved"   // đã duyệt
	Asked      State = "asked"      // đã nêu tại phiên họp
	Answered   State = "answered"   // đã trả lời
	Closed     State = "closed"     // đã kết thúc
)

// Verdict is how a question ended. Written on disk: only ever add.
type Verdict string

// The verdicts.
const (
	Satisfied   Verdict = "satisfied"   // đại biểu đồng ý với nội dung trả lời
	Unsatisfied Verdict = "unsatisfied" // chưa đồng ý
	InWriting   Verdict = "in_writing"  // trả lời bằng văn bản sau
)

// RoundKind is what is done in a round. Written on disk: only ever add.
type RoundKind string

// The kinds of rounds.
const (
	Asking    RoundKind = "question"  // nêu chất vấn
	Answering RoundKind = "answer"    // trả lời
	FollowUp  RoundKind = "follow_up" // hỏi lại, by who asked
	Debate    RoundKind = "debate"    // tranh luận về nội dung trả lời, by any deputy
)

// Round is one person's turn about a question.
type Round struct {
	Kind   RoundKind `json:"kind"`
	Person string    `json:"person"`
	Ended  bool      `json:"ended,omitempty"` // else it runs or is paused
	speaking.Timing
}

// Promise (lời hứa) is what an official undertook.
type Promise struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Due    string `json:"due"`               // 2006-01-02
	At     int64  `json:"at"`                // when it was written down, milliseconds since 1970
	KeptAt int64  `json:"kept_at,omitempty"` // 0: not yet
}

// Question (chất vấn) is one fact; it is never removed. Written on disk: only ever add.
type Question struct {
	ID           string    `json:"id"` // of the command that registered it
	Item         string    `json:"item"`
	Number       int       `json:"number"` // in the order in which the server received them
	Person       string    `json:"person"` // who asks
	By           string    `json:"by,omitempty"`
	Text         string    `json:"text,omitempty"`
	Ink          string    `json:"ink,omitempty"` // where it was written by hand: the hash of the strokes
	Official     string    `json:"official"`      // người bị chất vấn
	State        State     `json:"state"`
	Reason       string    `json:"reason,omitempty"`    // why it was returned
	RegisteredAt int64     `json:"registered_at"`       // milliseconds since 1970, as are those below
	AskedAt      int64     `json:"asked_at,omitempty"`  //
	ClosedAt     int64     `json:"closed_at,omitempty"` //
	Verdict      Verdict   `json:"verdict,omitempty"`   // when closed
	Rounds       []Round   `json:"rounds,omitempty"`    // in the order in which they began; only the last may be open
	Promises     []Promise `json:"promises,omitempty"`  //
}

// Key is the key of the fact.
func (q Question) Key() string { return q.Item + "/" + q.ID }

// Open returns the round that is not over; false where there is none.
func (q Question) Open() (Round, bool) {
	if last := len(q.Rounds) - 1; last >= 0 && !q.Rounds[last].Ended {
		return q.Rounds[last], true
	}
	return Round{}, false
}

// answered reports whether a round of answering began.
func (q Question) answered() bool {
	for _, round := range q.Rounds {
		if round.Kind == Answering {
			return true
		}
	}
	return false
}

// Limit is one row of the table of times, in seconds; 0: without limit.
type Limit struct {
	Kind    RoundKind `json:"kind"`
	Seconds int       `json:"seconds"`
	Clause  string    `json:"clause,omitempty"`
}

// DefaultLimits is the table as the program brings it; an office enters its council's own. The rows are the National
// Assembly's, by analogy: Nội quy kỳ họp Quốc hội, issued with Nghị quyết 71/2022/QH15, điều 19 (question one minute, each
// answer three, debate two). The minutes are from memory of that article; its order of proceeding (khoản 2) was read.
var DefaultLimits = []Limit{
	{Asking, 60, article}, {Answering, 180, article}, {FollowUp, 60, article}, {Debate, 120, article},
}

const article = "Nội quy ban hành kèm theo Nghị quyết 71/2022/QH15, Điều 19"

// Warning is how long before its end a round is warned; one that is not longer, when a third of it is left.
const Warning = speaking.DefaultWarning

// Showing is what the hall sees.
type Showing struct {
	Question Question
	Round    Round // the one under way, else the last
	Clock    speaking.Clock
	Waiting  int // approved questions that have not been put
}

// Showing returns the question with the round under way, else that which had the last one; false before the first.
func (l List) Showing(now time.Time) (Showing, bool) {
	var s Showing
	for _, q := range l.Questions {
		if q.State == Approved {
			s.Waiting++
		}
		if len(q.Rounds) == 0 {
			continue
		}
		if last := q.Rounds[len(q.Rounds)-1]; s.Question.ID == "" || !last.Ended || s.Round.Ended && last.StartedAt() > s.Round.StartedAt() {
			s.Question, s.Round = q, last
		}
	}
	s.Clock = s.Round.Clock(now, Warning)
	return s, s.Question.ID != ""
}
