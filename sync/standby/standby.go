// Package standby keeps a second server (máy chủ dự phòng) on which everything stands that the first has
// answered for, so that a person may have it take over when the first is gone.
//
// The primary ships its log batch by batch; the follower writes each to its disk and says so. Once the
// follower has everything it may take over, and from then on the primary answers nobody before both
// disks have it. Out of sight, the follower holds the answers up, until it is back or a person says that
// the primary goes on alone: that ends the follower's right.
//
// The cores are PrimaryState and FollowerState, pure functions of what happened and when; Primary and
// Follower around them own the sockets.
package standby

import (
	"time"

	"congso.vn/congso/app/change"
)

// Protocol is the version that this program speaks.
const Protocol = 1

// OutOfSight is how long a standby may say nothing, or owe its word on a batch, before people are told
// that answers wait for it.
const OutOfSight = 10 * time.Second

// beat is how often either side says at least something.
const beat = 2 * time.Second

// Phase is how the primary stands with its standby. On the wire: only ever add.
type Phase string

// The phases.
const (
	None     Phase = "none"     // there is no standby
	Catching Phase = "catching" // it takes the log over; nobody waits for it yet
	Attached Phase = "attached" // it has everything, and may take over
	Lost     Phase = "lost"     // it may take over and is out of sight: answers wait
	Alone    Phase = "alone"    // a person said to go on without it
)

// Duty is what people are told of a standby.
type Duty struct {
	Phase Phase  `json:"phase"`
	Since int64  `json:"since"`           // milliseconds since 1970, the server's clock
	Name  string `json:"name"`            // of the standby, as a device
	Fault string `json:"fault,omitempty"` // code of why the standby that asks is not taken
}

// Record is what the primary keeps of its standby on the disk, over every restart.
type Record struct {
	Bond  *Bond `json:"bond,omitempty"`
	Alone int64 `json:"alone,omitempty"` // since when a person had it go on alone, milliseconds since 1970
}

// Bond names the standby that may take over.
type Bond struct {
	Device    string   `json:"device"`
	Name      string   `json:"name"`
	Addresses []string `json:"addresses"` // where devices will find it
	Since     int64    `json:"since"`     // milliseconds since 1970
}

// Outfit is what a standby needs beside the log to speak for the room one day.
type Outfit struct {
	Room        string         `json:"room"` // its name
	Epochs      []change.Epoch `json:"epochs"`
	Certificate []byte         `json:"certificate,omitempty"` // for the standby's server key, where it asked
	Authority   []byte         `json:"authority"`             // the room's certificate (DER), never its key
	Secrets     []byte         `json:"secrets"`               // under which codes and cards are hashed
	Vault       []byte         `json:"vault,omitempty"`       // from which the keys of devices follow
	Safe        []byte         `json:"safe,omitempty"`        // opens what devices seal for the room
	Rules       []byte         `json:"rules,omitempty"`       // the office's own majorities
}

// The codes of what goes wrong between the two. On the wire and in words: only ever add.
const (
	Other    = "standby.other"    // another standby is bound or catching up
	Diverged = "standby.diverged" // the follower's log is not the beginning of the primary's
	Version  = "standby.version"  // the other side speaks another version
	Unequal  = "standby.unequal"  // what was said makes no sense
	Replaced = "standby.replaced" // the same standby connected anew
	Faulty   = "standby.faulty"   // a disk refused
	Revoked  = "device.revoked"
)
