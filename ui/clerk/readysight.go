package clerk

import "congso.vn/congso/ui/kit"

// readySight is what an office wants to know the evening before: papers on the tablets, the standby, how a
// rehearsal went, and what tablets still have to wipe.
type readySight struct {
	NoSession bool
	Session   string
	Papers    papersSight
	Standby   standbySight
	Rehearsal rehearsalSight
	Owing     []owingRow
}

// papersSight is how many tablets have all papers of the session.
type papersSight struct {
	Head, About string
	Share       float32
	All         bool // every tablet that told has everything
	Rows        []holdingRow
}

// holdingRow is one tablet that has not everything yet.
type holdingRow struct {
	ID, Number, Name, Text string
	Share                  float32
	Told, Connected        bool
}

// standbySight is how the server stands with its standby.
type standbySight struct {
	Title, About, Icon string
	Color              kit.Color
	Alone              bool // offers to go on alone
	Busy               bool
}

// rehearsalSight is the rehearsal: what it is to be, how far it is, how it went.
type rehearsalSight struct {
	Devices, Line string // that are chosen
	Why           string // why it cannot begin now
	Running       bool
	Stopping      bool
	Step          string
	Share         float32
	Report        reportSight
}

// reportSight is how a rehearsal went.
type reportSight struct {
	Shown    bool
	Ready    bool
	Verdict  string
	About    string
	Reasons  []string
	Rows     []figureRow
	Printing bool
}

// figureRow is what one step took.
type figureRow struct{ Step, Count, Middle, Late, Most string }

// owingRow is a tablet that may still hold what it may not see any more.
type owingRow struct{ ID, Number, Name, Text string }

// dutySight is the warning over every page when the server does not see its standby.
type dutySight struct {
	Text, Action string
	Busy         bool
}
