package link

import (
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

var far = wire.Snapshot{Audience: hall, To: change.Cursor{Place: 900, Running: change.Hash{9}}, Blob: "b", Size: 5}

func tell(s wire.Snapshot) Received { return Received{wire.Message{Snapshot: &s}} }

// A snapshot replaces what is held, leads the cursor on, and changes follow from there.
func TestSnapshot(t *testing.T) {
	d := newDevice(t, map[change.Audience]change.Cursor{hall: {Place: 3}})
	d.online(1, "an", hall)
	d.expect("it is fetched", tell(far), "fetchsnapshot")
	d.expect("and replaces", Snapped{Snapshot: far, OK: true, Facts: make([]change.Change, 2)}, "replace take hall 2 to 900; ack hall 900")
	d.expect("what follows", changes(batch(far.To, hall, 1)), "take hall 1 to 901; ack hall 901")
}

// Where it cannot be had the device comes back and asks for changes.
func TestSnapshotMissing(t *testing.T) {
	d := newDevice(t, nil)
	d.online(1, "an", hall)
	d.step(tell(far))
	d.expect("gives up", Snapped{Snapshot: far}, "hangup")
	d.step(Lost{})
	for d.step(Tick{}) != "dial" {
		d.now = d.now.Add(FirstRetry)
	}
	out := d.State.Step(Dialed{OK: true}, d.now, 0)
	if hello := out[len(out)-1].(Send).Message.Hello; !hello.Plain {
		t.Errorf("it does not ask for changes: %+v", hello)
	}
}

// One of an audience that may not be seen is neither fetched nor stored, also when the right went away
// while it was on its way.
func TestSnapshotNotAllowed(t *testing.T) {
	d := newDevice(t, nil)
	d.online(1, "an", clerks)
	d.expect("not asked for", tell(far), "")
	d.step(Received{wire.Message{Rights: &wire.Rights{Person: "an", Audiences: []change.Audience{clerks, hall}}}})
	d.step(tell(far))
	d.step(Received{wire.Message{Rights: &wire.Rights{Person: "an", Audiences: []change.Audience{clerks}}}})
	d.expect("not stored", Snapped{Snapshot: far, OK: true, Facts: make([]change.Change, 2)}, "")
}

// What was wiped is told once it is off the disk, unless it came back meanwhile.
func TestCleared(t *testing.T) {
	d := newDevice(t, map[change.Audience]change.Cursor{hall: {Place: 3}})
	d.step(Tick{})
	d.step(Dialed{OK: true})
	w := welcome(1, "an", clerks)
	w.Message.Welcome.Protocol = 2
	d.step(w)
	out := d.State.Step(Cleared{hall}, d.now, 0)
	if len(out) != 1 || out[0].(Send).Message.Wiped.Audience != hall {
		t.Errorf("%+v", out)
	}
}
