package council

import (
	"time"

	"congso.vn/congso/app/change"
)

// VoteState is how far one's own ballot has come, as the screen shows it.
type VoteState string

// The states of one's own ballot.
const (
	VoteNone     VoteState = ""         // not voted
	VoteWaiting  VoteState = "waiting"  // CHƯA GỬI: on this device, not acknowledged
	VoteReceived VoteState = "received" // the server's receipt is here
	VoteRefused  VoteState = "refused"  // not counted
)

// Vote is one's own ballot in a poll as this device knows it.
type Vote struct {
	State   VoteState
	Choice  Choice
	Since   time.Time       // when it was chosen here, this device's clock
	Code    string          // why refused
	Receipt *change.Receipt // when received
}

// PaperState is how much of a document's bytes a device has.
type PaperState struct {
	Have     bool
	Received int64 // bytes so far
	Waiting  bool  // the room serves others first; nothing is wrong
	Removed  bool  // it was here and went to keep the disk free; it comes again when it is opened
	Err      string
}
