package speaking

// State is where a request stands. Written on disk: only ever add.
type State string

// The states of a request. The last four are for good.
const (
	Asked     State = "asked"     // chờ chủ tọa duyệt
	Waiting   State = "waiting"   // đang chờ đến lượt
	Skipped   State = "skipped"   // được mời nhưng vắng: keeps its number, and may come back
	Speaking  State = "speaking"  // đang phát biểu
	Paused    State = "paused"    // tạm dừng
	Ended     State = "ended"     // đã phát biểu
	Refused   State = "refused"   // không được duyệt
	Withdrawn State = "withdrawn" // đã rút
	Cleared   State = "cleared"   // danh sách được xóa khi người này còn chờ
)

// Entry is one request to speak, and the speech that came of it. It is one fact and is never removed: what a person
// withdrew still stands there. Written on disk: only ever add.
type Entry struct {
	ID       string `json:"id"`   // of the command that asked
	Item     string `json:"item"` // whose list it stands on
	Number   int    `json:"number"`
	Person   string `json:"person"`          // who is to speak
	Group    string `json:"group,omitempty"` // tổ đại biểu of the person when the request came
	Kind     Kind   `json:"kind"`
	Category string `json:"category,omitempty"` // of a point of order
	Question string `json:"question,omitempty"` // of an answer: the entry that it answers
	Note     string `json:"note,omitempty"`     // what it will be about, in the person's words
	By       string `json:"by,omitempty"`       // who entered it for the person: a person, or Desk
	State    State  `json:"state"`
	Reason   string `json:"reason,omitempty"`     // why it was refused
	AskedAt  int64  `json:"asked_at"`             // these times are milliseconds since 1970, the server's clock
	Settled  int64  `json:"settled_at,omitempty"` // when it was approved, refused, withdrawn or cleared
	Pin      int    `json:"pin,omitempty"`        // the place that the chair gave it, 1 …; 0: none
	Waits    string `json:"waits,omitempty"`      // of a paused speech: the interposed question that it waits for
	Timing
}

// Desk stands in Entry.By for a clerk of whom no person is known.
const Desk = "clerk"

// Key is the key of the fact.
func (e Entry) Key() string { return e.Item + "/" + e.ID }

// Open reports whether the request still waits to be approved or to be called.
func (e Entry) Open() bool { return e.State == Asked || e.State == Waiting || e.State == Skipped }

// OnFloor reports whether the speech has begun and not ended.
func (e Entry) OnFloor() bool { return e.State == Speaking || e.State == Paused }

// Held reports whether the speech has begun, whether or not it has ended.
func (e Entry) Held() bool { return e.OnFloor() || e.State == Ended }
