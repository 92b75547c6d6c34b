package room

import (
	"errors"

	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
)

// Status is how a room server fares (tình trạng máy chủ): for whoever looks after it, and their programs.
type Status struct {
	Name      string      `json:"name"`
	Epoch     uint32      `json:"epoch"`
	Devices   int         `json:"devices"` // that belong to the room
	Connected int         `json:"connected"`
	Duty      people.Duty `json:"duty"`
	// Fault is the key of the sentence on why nothing can be written at the moment; empty while all is well.
	Fault string `json:"fault,omitempty"`
	// Since is when that began, milliseconds since 1970; Failed how many groups of commands were not
	// committed since the server started.
	Since  int64  `json:"since,omitempty"`
	Failed uint64 `json:"failed"`
	// Unread is the key of the sentence on why something of the log cannot be given to devices; empty while all
	// of it can.
	Unread string `json:"unread,omitempty"`
	// Damaged are the hashes of papers whose bytes the disk changed.
	Damaged []string `json:"damaged,omitempty"`
	// Refused is what was refused since the server started, by reason.
	Refused map[hub.Reason]uint64 `json:"refused"`
}

// Status returns how the room fares now. From any goroutine.
func (r *Room) Status() Status {
	health := r.hub.Health()
	status := Status{Name: r.name, Epoch: r.hub.Epoch(), Connected: len(r.hub.Connected()), Duty: r.Duty(), Failed: health.Failed, Damaged: r.damage.all(), Refused: r.hub.Refused()}
	if !health.Since.IsZero() {
		status.Fault, status.Since = faultOf(health.Err, "server.cannot-write"), health.Since.UnixMilli()
	}
	if health.Unread != nil {
		status.Unread = faultOf(health.Unread, "server.cannot-read")
	}
	r.bench.mu.RLock()
	defer r.bench.mu.RUnlock()
	for _, device := range r.bench.people.Devices {
		if device.State == people.Approved {
			status.Devices++
		}
	}
	return status
}

// faultOf is the key of the sentence on an error of the disk.
func faultOf(err error, otherwise string) string {
	if fault, known := errors.AsType[*storage.Error](err); known {
		return "storage." + fault.Code
	}
	return otherwise
}
