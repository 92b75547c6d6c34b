// Package council holds the rules of a council session: meetings, agenda, papers, roll, polls and
// ballots. It knows no clock, no network, no disk and no screen; times, ids and hashes arrive as
// parameters.
//
// State is what a log of changes adds up to. Judge decides what a command changes; Apply folds a
// change in. The room server judges; every device folds, and judges only to refuse at once what
// the server would refuse anyway.
package council

import "congso.vn/congso/app/people"

// Kinds of facts in a council stream. Written on disk: only ever add.
const (
	SessionKind    = "session"
	ItemKind       = "item"
	DocumentKind   = "document"
	DeputyKind     = "deputy"
	AttendanceKind = "attendance"
	PollKind       = "poll"
	BallotKind     = "ballot"
	CastKind       = "cast"
	TallyKind      = "tally"
	ResultKind     = "result"
	RollKind       = "roll"
	ReadingKind    = "reading"
	OriginalKind   = "original"
	CheckKind      = "check"
	IssueKind      = "issue"
	ListKind       = "list"   // of speakers: speaking.Setup, by item
	SpeechKind     = "speech" // speaking.Entry
)

// IsProceeding reports whether a fact of this kind is the session itself going on: its agenda, its votes. The
// roll, papers, what is read of them and what is written on them go on beside it, by the thousand.
func IsProceeding(kind string) bool {
	switch kind {
	case SessionKind, ItemKind, PollKind, BallotKind, CastKind, TallyKind, ResultKind, RollKind:
		return true
	}
	return false
}

// SessionState is where a session stands. Written on disk: only ever add.
type SessionState string

// The states of a session.
const (
	SessionPrepared SessionState = "prepared" // đang chuẩn bị
	SessionOpen     SessionState = "open"     // đang họp
	SessionClosed   SessionState = "closed"   // đã bế mạc
)

// Session (kỳ họp, phiên họp) is one sitting of a council (HĐND) or committee (UBND).
type Session struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`          // "Kỳ họp thứ Ba"
	Office   string       `json:"office"`         // "Hội đồng nhân dân phường Trường Vinh"
	Superior string       `json:"superior"`       // the office above, for the head of papers
	Term     string       `json:"term,omitempty"` // "Khóa II, nhiệm kỳ 2026–2031"
	Body     Body         `json:"body"`           //
	Place    string       `json:"place,omitempty"`
	Locality string       `json:"locality,omitempty"` // place name before a date on paper
	StartsAt int64        `json:"starts_at"`          // planned, milliseconds since 1970
	Total    int          `json:"total"`              // deputies the body has by law, present or not; 0: as many as stand on the roster
	Chair    string       `json:"chair,omitempty"`    // person id of the chair (chủ tọa)
	Numerals Numerals     `json:"numerals,omitempty"` // how items are numbered
	State    SessionState `json:"state"`
	Current  string       `json:"current,omitempty"` // item under way
	OpenedAt int64        `json:"opened_at,omitempty"`
	ClosedAt int64        `json:"closed_at,omitempty"`
	Seq      uint64       `json:"-"` // of the change that last wrote it
}

// Deputy (đại biểu) is one person's place on the roster of a session.
type Deputy struct {
	Person   string      `json:"person"`
	Name     string      `json:"name"`
	Group    string      `json:"group,omitempty"`    // tổ đại biểu
	Position string      `json:"position,omitempty"` // chức vụ
	Seat     int         `json:"seat,omitempty"`     // 1 …; 0: none given
	Role     people.Role `json:"role,omitempty"`     // what they are in this session; empty: a delegate
	Teller   bool        `json:"teller,omitempty"`   // ủy viên Ban kiểm phiếu
	Voting   bool        `json:"voting"`             // counts for quorum and votes; false for guests
	Seq      uint64      `json:"-"`
}
