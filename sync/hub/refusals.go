package hub

import (
	"errors"
	"maps"
	"strings"
	"sync"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
)

// Reason is why something that came in was refused. What is counted under it is read by people who look
// after the room and by their programs: only ever add.
type Reason string

// The reasons.
const (
	BadFrame        Reason = "bad-frame"        // bytes that are no message of ours
	OutOfPlace      Reason = "out-of-place"     // a message that may not come here: before the greeting, twice, without an id
	TooLarge        Reason = "too-large"        // more than a device may say at once
	TooFast         Reason = "too-fast"         // more than a device may say in a while: it was read more slowly
	ForgedCommand   Reason = "forged-command"   // in another's name, or what the device may not do
	RepeatedCommand Reason = "repeated-command" // was answered before: replayed, or its answer was lost
	StrangeLayer    Reason = "strange-layer"    // something passing for a layer that the device may not write in, or that nobody else sees
	StrangeCursor   Reason = "strange-cursor"   // of an audience that the device may not see, or a place in another history
	WrongEpoch      Reason = "wrong-epoch"      // the device follows another server than this one
	FalseEpoch      Reason = "false-epoch"      // a claim of a higher epoch that nobody of this room signed
	WrongDevice     Reason = "wrong-device"     // revoked, or not approved
	WithheldPaper   Reason = "withheld-paper"   // asked for, and not for this device or not here
	ForgedPaper     Reason = "forged-paper"     // handed in under a hash that is not its
	DamagedPaper    Reason = "damaged-paper"    // asked for, and its bytes were changed on the disk: not sent
)

// Reasons lists every reason there is.
var Reasons = []Reason{BadFrame, OutOfPlace, TooLarge, TooFast, ForgedCommand, RepeatedCommand, StrangeLayer, StrangeCursor, WrongEpoch, FalseEpoch, WrongDevice, WithheldPaper, ForgedPaper, DamagedPaper}

// Refused: something that a device said was not taken, and nothing else comes of it; the core's output.
type Refused struct {
	Device string
	Reason Reason
}

// Refusals counts what was refused since the server started. The zero value counts nothing yet; nil is not
// counted in. Safe for use from any goroutine.
type Refusals struct {
	mu     sync.Mutex
	counts map[Reason]uint64
}

// Count adds one.
func (r *Refusals) Count(reason Reason) {
	if r == nil || reason == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.counts == nil {
		r.counts = map[Reason]uint64{}
	}
	r.counts[reason]++
}

// Counts returns how often each reason applied.
func (r *Refusals) Counts() map[Reason]uint64 {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.counts)
}

// ofClose is why a connection is sent away; empty where nothing was wrong with what it said.
func ofClose(code string) Reason {
	switch {
	case code == "protocol":
		return OutOfPlace
	case code == "epoch":
		return WrongEpoch
	case strings.HasPrefix(code, "device."):
		return WrongDevice
	}
	return ""
}

// ofAnswer is why a command was refused; empty where it was for a reason that anybody may meet, as that a poll
// is closed.
func ofAnswer(answer change.Answer) Reason {
	if answer.Outcome != change.Refused {
		return ""
	}
	switch {
	case answer.Code == "not-allowed", answer.Code == "person.changed", strings.HasPrefix(answer.Code, "command."):
		return ForgedCommand
	case strings.HasPrefix(answer.Code, "device."):
		return WrongDevice
	}
	return ""
}

// ofRead is why a connection could not be read on.
func ofRead(err error) Reason {
	if errors.Is(err, websocket.ErrMessageTooBig) {
		return TooLarge
	}
	return ""
}

// Refused returns what was refused since the hub was made. From any goroutine.
func (h *Hub) Refused() map[Reason]uint64 { return h.config.Refusals.Counts() }
