package people

import "time"

// Link is how a device stands with its room server.
type Link string

// The states of the link.
const (
	Unpaired   Link = "unpaired"   // no room yet
	Waiting    Link = "waiting"    // chờ duyệt
	Connecting Link = "connecting" // never connected since start, still within the first seconds
	Online     Link = "online"
	Offline    Link = "offline"
	Rejected   Link = "rejected" // đã thu hồi: the room refuses this device
)

// Unsent (chưa gửi) is one act that the server has not answered yet.
type Unsent struct {
	Command string    // id
	Kind    string    // kind of command, "ballot.cast"
	About   string    // id of what it is about: a poll's, a person's
	Detail  string    // what was chosen
	Since   time.Time // when the person did it, this device's clock
	Sealed  bool      // đã niêm phong: of somebody who gave the device back; nobody here can read what it is
}

// Duty (trực dự phòng) is how the room server stands with its standby (máy chủ dự phòng).
type Duty struct {
	Standby string // one of the states below; empty: not told
	Since   int64  // milliseconds since 1970, the server's clock
	Name    string // of the standby, as a device
	Fault   string // code of why the standby that asks is not taken
}

// The states of a standby.
const (
	NoStandby       = "none"
	CatchingStandby = "catching" // takes everything over; nobody waits for it yet
	AttachedStandby = "attached" // has everything, and may take over
	LostStandby     = "lost"     // out of sight: ballots wait until it is back or a clerk has the server go on alone
	AloneStandby    = "alone"    // the server goes on without it
)

// Standing is what a device says about itself: always visible, never flattering.
type Standing struct {
	Link        Link
	Since       time.Time // since when the link stands so
	LastContact time.Time // when the server was last heard; zero: never
	Room        string    // the room's name, for display only
	Device      string    // the device's name, "Máy số 17"
	Person      string    // id of the person who holds it
	Unsent      []Unsent
	Duty        Duty          // how the server stands with its standby; for clerks, while connected
	Lag         time.Duration // device clock minus server clock at last contact
	Full        bool          // this device's disk takes no more
	Expired     bool          // what was here is gone, for the room was not heard for long; it comes back with it
}

// Now returns the server's time as this device best knows it: its own clock, corrected by the
// difference seen at last contact. A tablet that thinks it is 1970 still counts down right.
func (s Standing) Now(deviceClock time.Time) time.Time { return deviceClock.Add(-s.Lag) }
