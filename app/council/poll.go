package council

import "time"

// PollState is where a poll stands. Written on disk: only ever add.
type PollState string

// The states of a poll, as OpenSlides names them.
const (
	PollCreated   PollState = "created"
	PollStarted   PollState = "started"
	PollFinished  PollState = "finished"
	PollPublished PollState = "published"
)

// Openness is who learns how a person voted. Written on disk: only ever add.
type Openness string

// The kinds of openness.
const (
	OpenVote  Openness = "open"  // công khai: not shown on screens; the administrator can read it
	NamedVote Openness = "named" // ghi tên: shown with names once published
)

// ClosingNotice is how long before it happens the closing of a poll is announced.
const ClosingNotice = 5 * time.Second

// Poll (cuộc biểu quyết) is one question put to the deputies.
type Poll struct {
	ID       string       `json:"id"`
	Item     string       `json:"item"`
	Order    int          `json:"order"`
	Question string       `json:"question"`
	Form     string       `json:"form"`
	Openness Openness     `json:"openness"`
	Rule     MajorityRule `json:"rule"`
	Seconds  int          `json:"seconds"` // how long it stays open; 0: until it is closed by hand
	Running  bool         `json:"running"` // the hall shows counts by choice while it runs
	Replace  bool         `json:"replace"` // a ballot may be replaced while it runs
	State    PollState    `json:"state"`

	OpenedAt    int64  `json:"opened_at,omitempty"` // milliseconds since 1970, as all times here
	ClosesAt    int64  `json:"closes_at,omitempty"` // after this nothing counts; 0: not yet known
	ClosedAt    int64  `json:"closed_at,omitempty"`
	PublishedAt int64  `json:"published_at,omitempty"`
	Total       int    `json:"total,omitempty"`   // deputies by law, fixed at opening
	Present     int    `json:"present,omitempty"` // voting deputies present at opening
	Quorum      int    `json:"quorum,omitempty"`  // presence needed at opening
	Seq         uint64 `json:"-"`
}

// TakesBallots reports whether a ballot committed at now counts.
func (p Poll) TakesBallots(now time.Time) bool {
	return p.State == PollStarted && (p.ClosesAt == 0 || now.UnixMilli() < p.ClosesAt)
}

// Ballot (phiếu) is one person's choice. Key: poll + "/" + voter.
type Ballot struct {
	Poll    string `json:"poll"`
	Voter   string `json:"voter"`
	Choice  Choice `json:"choice"`
	Command string `json:"command"` // id of the command that cast it
	Device  string `json:"device"`
	Seq     uint64 `json:"-"`
	Epoch   uint32 `json:"-"`
	At      int64  `json:"-"` // milliseconds since 1970
}

// Cast says that a person has voted, not how.
type Cast struct {
	Poll  string `json:"poll"`
	Voter string `json:"voter"`
}

// Tally is the running count of a poll. Yes, No and Abstain stay 0 where the poll hides them.
type Tally struct {
	Poll string `json:"poll"`
	Count
}

// Result (kết quả) is what a closed poll came to; the chair's and the clerks' until it is published.
type Result struct {
	Poll string `json:"poll"`
	Count
	Verdict
	ClosedAt int64  `json:"closed_at"`
	Seq      uint64 `json:"-"`
}

// Roll is who voted how in a named poll, published with its result.
type Roll struct {
	Poll    string            `json:"poll"`
	Choices map[string]Choice `json:"choices"` // by person id
}

func ballotKey(poll, voter string) string { return poll + "/" + voter }
