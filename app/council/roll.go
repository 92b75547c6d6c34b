package council

import (
	"slices"
	"time"
)

// AttendanceState is one word of the roll. Written on disk: only ever add.
type AttendanceState string

// The words of the roll.
const (
	Present AttendanceState = "present" // có mặt
	Absent  AttendanceState = "absent"  // vắng không lý do
	Excused AttendanceState = "excused" // vắng có phép
	Left    AttendanceState = "left"    // ra về sớm
)

// Attendance (điểm danh) is one person's line in the roll.
type Attendance struct {
	Person string          `json:"person"`
	State  AttendanceState `json:"state"`
	At     int64           `json:"at"`               // milliseconds since 1970
	By     string          `json:"by,omitempty"`     // "self" or "clerk"
	Reason string          `json:"reason,omitempty"` // lý do vắng
	// Earlier is what was said of the person before, the oldest first: when they came late, went out and came back.
	Earlier []AttendanceMark `json:"earlier,omitempty"`
	Seq     uint64           `json:"-"`
}

// AttendanceMark is what the roll said of a person from a moment on.
type AttendanceMark struct {
	State  AttendanceState `json:"state"`
	At     int64           `json:"at"` // milliseconds since 1970
	Reason string          `json:"reason,omitempty"`
}

// mostEarlier is how much of what was said of one person is kept at hand; the log keeps all of it.
const mostEarlier = 100

// slip is how soon what was said is taken to have been a slip of the finger: it did not happen.
const slip = time.Minute

// after returns the line with what stood before it.
func (a Attendance) after(before Attendance) Attendance {
	a.Earlier = nil
	switch {
	case before.State == "":
		return a
	case before.State == a.State && before.Reason == a.Reason:
		a.At, a.Earlier = before.At, before.Earlier // said again, nothing began
	case a.At-before.At < slip.Milliseconds():
		a.Earlier = before.Earlier
	default:
		a.Earlier = append(slices.Clone(before.Earlier), AttendanceMark{before.State, before.At, before.Reason})
		a.Earlier = a.Earlier[max(0, len(a.Earlier)-mostEarlier):]
	}
	return a
}

// Stay is a time in which a person was present. To is 0 while they are.
type Stay struct{ From, To int64 }

// Stays are the times in which the person was present, one after the other.
func (a Attendance) Stays() []Stay {
	var stays []Stay
	for _, mark := range append(slices.Clone(a.Earlier), AttendanceMark{a.State, a.At, a.Reason}) {
		open := len(stays) > 0 && stays[len(stays)-1].To == 0
		switch {
		case mark.State == Present && !open:
			stays = append(stays, Stay{From: mark.At})
		case mark.State != Present && open:
			stays[len(stays)-1].To = mark.At
		}
	}
	return stays
}
