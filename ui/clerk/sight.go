package clerk

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
)

// sight is everything the desktop shows. Of the pages only the one that is shown is filled in.
type sight struct {
	Page     page
	Bar      barSight
	Notice   noticeSight
	Sessions sessionsSight
	Prepare  prepareSight
	People   peopleSight
	Devices  devicesSight
	Ready    readySight
	Run      runSight
	Duty     dutySight
	Form     formSight
	Clash    clashSight
	Asked    askedSight
	Remarks  remarksSight
}

// barSight is the bar at the top.
type barSight struct {
	Title, Under string
	Page         page
	Waiting      bool // a device waits for approval
	Link         string
	LinkColor    kit.Color
	Offline      bool
	Unsent       string
	UnsentOld    bool // waiting for more than three seconds
	Working      string
	Clock        string
	Dark         bool
	Language     string
}

// noticeSight is the message at the foot.
type noticeSight struct {
	Serial int // of the message; 0: none
	Kind   kit.StripKind
	Icon   string
	Text   string
	Action string
}

// askedSight is a question before something that cannot be undone.
type askedSight struct {
	Serial          int // 0: none
	Title, Sentence string
	Confirm         string
	Icon            string
}

// button is one act that stands in a row or a card.
type button struct {
	Text, Icon, Key string
	Kind            kit.Kind
	Deed            deedName
	ID              string
	Busy            bool
	Why             string // why it is out of use
}

// sessionsSight is the list of sessions with what is being imported.
type sessionsSight struct {
	Empty    bool
	Sessions []sessionRow
	Import   importSight
}

type sessionRow struct {
	ID, Title, Office, When, Counts string
	State                           string
	StateKind                       kit.ChipKind
	Shown, Closed                   bool
}

// importSight is one session pack on its way.
type importSight struct {
	Shown               bool
	Name, Progress      string
	Share               float32
	Unknown             bool // how much there is in all is not known yet
	Running, Done       bool
	Title               string
	Faults, Remarks     []string
	Taken               string
	Kind                kit.StripKind
	FaultsAre, NotesAre string
}

// itemRow is one item of the agenda.
type itemRow struct {
	ID, Number, Title, Note string
	State                   council.ItemState
	Selected                bool
	Depth                   int      // how many items it belongs to, one in the other
	Lock                    bool     // it is internal or hidden, and has no number
	Ways                    []string // how the chosen item may be moved
	Busy                    bool
}

// prepareSight is the preparation of a session.
type prepareSight struct {
	NoSession bool
	Closed    bool
	Items     []itemRow
	Item      itemHead
	Papers    []paperRow
	Uploads   []uploadRow
	Polls     []pollCard
	Session   string
}

type itemHead struct {
	Exists           bool
	ID, Above, Title string
	Presenter        string
	Removable        bool
	Why              string // why it cannot be removed
	ReadOnly         bool
	HasRules         bool
}

type paperRow struct {
	ID, Name, Title, About, Audience string
	Withdrawn, ReadOnly              bool
	Pending                          bool
	Remarks                          string // what opens what the server remarks of it; "" where it has nothing to say
	Graver                           bool   // of these is one more than a hint
	Reading                          readingSight
	Original                         string // what saves the office paper that it was made from; "" where there is none
}

type uploadRow struct {
	ID, Name, Progress string
	Share              float32
	Unknown            bool // how long it takes is not known
	Faults             []string
	Running            bool
}

// pollCard is one poll with what can be done about it.
type pollCard struct {
	ID, Question string
	State        string
	StateKind    kit.ChipKind
	Lines        []string
	Verdict      string
	VerdictKind  kit.StripKind
	Tally        kit.Tally
	Counted      bool
	Buttons      []button
}

// runSight is the session while it runs.
type runSight struct {
	NoSession bool
	Items     []itemRow
	About     string // of the agenda
	Item      itemHead
	Chips     []chipSight
	Next      nextAct
	Live      liveSight
	Polls     []pollCard
	MayAdd    bool
	Side      string // "roll" or "voters"
	Head      rollHead
	Roll      []rollRow
	Voters    []voterTile
}

type chipSight struct{ Text, Audience string }

// nextAct is the one thing to do next.
type nextAct struct {
	Act    string // "next act"
	Text   string
	Hint   string
	Button button
}

// liveSight is the poll that takes ballots now.
type liveSight struct {
	Poll, Question, About string
	Clock, ClockNote      string
	Urgent                bool
	Counts                string
	Tally                 kit.Tally
}

// rollHead is the count of those present.
type rollHead struct {
	Title              string
	Count, Total       int
	Need               int
	Quorum             string
	Met                bool
	Voting             bool // a poll runs, and the side can show who has voted
	Voted, Entitled    int
	Missing            string
	ReadOnly, Unmarked bool
}

type rollRow struct {
	Person, Name, Note, Seat string
	State                    council.AttendanceState
	Pending, ReadOnly        bool
	Guest                    bool
}

type voterTile struct {
	Person, Name, Seat string
	Voted              bool
}

// peopleSight is the table of persons.
type peopleSight struct {
	Empty    bool
	Session  bool
	Count    string
	Groups   []string
	Group    string
	Rows     []personRow
	NoMatch  string
	Cards    cardsSight
	ReadOnly bool
}

type personRow struct {
	ID, Name, Position, Group, Seat, Kind string
	OnRoster, Chair                       bool
	Issued                                bool
	ReadOnly                              bool
	Busy                                  bool
	Contact                               string // phone, mail, birth, where this device may read them
	Erased                                string // when what was personal was erased; "" where it was not
	Erasable                              bool
}

// cardsSight is the codes that were just issued and are said once.
type cardsSight struct {
	Shown             bool
	Title, Progress   string
	Share             float32
	Running, Printing bool
	Fault             string
	Rows              []cardRow
	Printed           string
}

type cardRow struct{ Name, Code string }

// devicesSight is the room's machines.
type devicesSight struct {
	Count   string
	Waiting []waitingRow
	Rows    []deviceRow
	Mode    string
	Wait    bool
	Busy    bool
	Invite  inviteSight
}

type waitingRow struct {
	ID, Name, Mode, Digits string
	Busy                   bool
}

type deviceRow struct {
	ID, Number, Name, Mode, Holder, Seen string
	Connected, Revoked, This             bool
}

type inviteSight struct {
	Text, Left, For string
	Expired         bool
}

// clashSight is an edit that met another's: both values side by side.
type clashSight struct {
	Serial int // 0: none
	Title  string
	Rows   []clashRow
	Busy   bool
}

type clashRow struct {
	Label, Mine, Theirs string
	Differs             bool
}
