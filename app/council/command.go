package council

// Kinds of commands. On the wire and in outboxes: only ever add.
const (
	CreateSession    = "session.create"
	EditSession      = "session.edit"
	OpenSession      = "session.open"
	CloseSession     = "session.close"
	ImportSession    = "session.import"
	RemoveSession    = "session.remove" // of a rehearsal, and of nothing else
	PutItem          = "item.put"
	MoveItem         = "item.move"
	RemoveItem       = "item.remove"
	StartItem        = "item.start"
	PutDocument      = "document.put"
	WithdrawDocument = "document.withdraw"
	PutDeputy        = "deputy.put"
	RemoveDeputy     = "deputy.remove"
	SetAttendance    = "attendance.set"
	Attend           = "attendance.self"
	CreatePoll       = "poll.create"
	EditPoll         = "poll.edit"
	RemovePoll       = "poll.remove"
	OpenPoll         = "poll.open"
	ClosePoll        = "poll.close"
	PublishPoll      = "poll.publish"
	CastBallot       = "ballot.cast"
)

// Pointing is the body of a command about one thing and nothing more: an item to start or remove,
// a document to withdraw, a poll to open, close or publish, a deputy to remove.
type Pointing struct {
	ID string `json:"id"`
}

// Casting is the body of CastBallot. The voter is the person signed in, never said by the device.
type Casting struct {
	Poll   string `json:"poll"`
	Choice Choice `json:"choice"`
}

// PollDraft is the body of CreatePoll and EditPoll. Rule is the id of a row of the table.
type PollDraft struct {
	ID       string   `json:"id"`
	Item     string   `json:"item"`
	Question string   `json:"question"`
	Form     string   `json:"form"`
	Openness Openness `json:"openness"`
	Rule     string   `json:"rule"`
	Seconds  int      `json:"seconds"`
	Running  bool     `json:"running"`
	Replace  bool     `json:"replace"`
}

// Import is the body of ImportSession: a whole session at once, taken entirely or not at all.
type Import struct {
	Session   Session     `json:"session"`
	Items     []Item      `json:"items"`
	Documents []Document  `json:"documents"`
	Deputies  []Deputy    `json:"deputies"`
	Polls     []PollDraft `json:"polls"`
}

// Stale is what the asker of a refused edit is told: the value that stands now.
type Stale struct {
	Kind    string `json:"kind"`
	Current any    `json:"current"`
	Seq     uint64 `json:"seq"`
}
