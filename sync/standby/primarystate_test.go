package standby

import (
	"reflect"
	"testing"
	"time"

	"congso.vn/congso/app/change"
)

var noon = time.UnixMilli(1_700_000_000_000)

// desk drives a primary's core.
type desk struct {
	*testing.T
	*PrimaryState
	now time.Time
}

func (d *desk) step(input any) []any {
	out := d.Step(input, d.now)
	for _, one := range out {
		switch o := one.(type) {
		case Bind:
			out = append(out, d.step(Kept(o))...)
		case Free:
			out = append(out, d.step(Kept(o))...)
		}
	}
	return out
}

func (d *desk) expect(what string, got []any, want ...any) {
	d.Helper()
	if len(got) == 0 && len(want) == 0 {
		return
	}
	if !reflect.DeepEqual(got, want) {
		d.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

func (d *desk) pass(by time.Duration) []any {
	d.now = d.now.Add(by)
	return d.step(Tick{})
}

func at(n int) change.Position { return change.Position{Batch: uint64(n), Change: int64(10 * n)} }

func arrival(conn Conn, device string, n int) Arrived {
	return Arrived{Conn: conn, Device: device, Name: "Máy " + device, Addresses: []string{"10.0.0.2:7443"}, At: at(n)}
}

// attached is a primary of so many batches whose standby b has them all.
func attached(t *testing.T, batches int) *desk {
	d := &desk{t, NewPrimaryState(Record{}, uint64(batches), noon), noon}
	d.step(arrival(1, "b", batches))
	if d.Duty().Phase != Attached || d.Record.Bond == nil {
		t.Fatalf("not attached: %+v", d.Duty())
	}
	return d
}

// Nobody waits for a standby that catches up; from the moment it has everything everybody does.
func TestAttaching(t *testing.T) {
	d := &desk{t, NewPrimaryState(Record{}, 5, noon), noon}
	if duty := d.Duty(); duty.Phase != None {
		t.Errorf("%+v", duty)
	}
	catching := Duty{Phase: Catching, Name: "Máy b", Since: noon.UnixMilli()}
	d.expect("arrives", d.step(arrival(1, "b", 2)), Greet{1, false}, Fetch{1, 2}, Tell{catching})
	d.expect("a beat while batches are on the way", d.step(Acked{1, at(2)}))
	d.expect("a commit meanwhile", d.step(Committed{6}))
	if !d.Secured(6) {
		t.Error("somebody waits for a standby that is not attached")
	}
	d.expect("more is to come", d.step(Acked{1, at(5)}), Fetch{1, 5})
	bond := &Bond{Device: "b", Name: "Máy b", Addresses: []string{"10.0.0.2:7443"}, Since: noon.UnixMilli()}
	out := d.step(Acked{1, at(6)})
	d.expect("has everything", out[:1], Bind{Record{Bond: bond}})
	if d.Duty().Phase != Attached || d.Safe != at(6) {
		t.Errorf("%+v, safe %+v", d.Duty(), d.Safe)
	}
	d.expect("a commit", d.step(Committed{7}), Fetch{1, 6})
	if d.Secured(7) {
		t.Error("answered before both disks have it")
	}
	d.expect("it is on both", d.step(Acked{1, at(7)}))
	if !d.Secured(7) {
		t.Error("not answered though both disks have it")
	}
}

// Out of sight for ten seconds, and not before: people are told.
func TestOutOfSight(t *testing.T) {
	d := attached(t, 3)
	d.pass(time.Second)
	d.step(Acked{1, at(3)})
	d.step(Left{1})
	d.pass(8 * time.Second)
	if d.Duty().Phase != Attached {
		t.Errorf("told after eight seconds: %+v", d.Duty())
	}
	d.step(Committed{4})
	if d.Secured(4) {
		t.Error("answered though the standby may take over without it")
	}
	lost := Duty{Phase: Lost, Name: "Máy b", Since: noon.Add(time.Second).UnixMilli()}
	d.expect("ten seconds", d.pass(2*time.Second), Tell{lost})
	if d.Secured(4) {
		t.Error("answered because people were told")
	}
	// It comes back by itself.
	d.expect("back", d.step(arrival(2, "b", 3)), Greet{2, true}, Fetch{2, 3})
	out := d.step(Acked{2, at(4)})
	if d.Duty().Phase != Attached || !d.Secured(4) || !reflect.DeepEqual(out[0], Allow{2}) {
		t.Errorf("back with everything: %+v, %+v", d.Duty(), out)
	}
}

// A standby that is there and does not write is as good as away.
func TestStuckDisk(t *testing.T) {
	d := attached(t, 3)
	d.step(Committed{4})
	for range 11 {
		d.pass(time.Second)
		d.step(Acked{1, at(3)})
	}
	if d.Duty().Phase != Lost {
		t.Errorf("%+v", d.Duty())
	}
	d.pass(11 * time.Second) // and then says nothing
	d.expect("commits go nowhere", d.step(Committed{5}))
}

// Going alone is for a standby that is out of sight. It ends its right, and everything is answered.
func TestGoingAlone(t *testing.T) {
	d := attached(t, 3)
	d.expect("while it is there", d.step(GoAlone{}))
	d.step(Left{1})
	d.step(Committed{4})
	d.pass(OutOfSight)
	out := d.step(GoAlone{})
	d.expect("frees", out[:1], Free{Record{Alone: d.now.UnixMilli()}})
	if d.Duty().Phase != Alone || !d.Secured(4) || d.Record.Bond != nil {
		t.Errorf("%+v", d.Duty())
	}
	d.expect("comes back", d.step(arrival(2, "b", 3))[:2], Greet{2, false}, Fetch{2, 3})
	d.step(Committed{5})
	if !d.Secured(5) {
		t.Error("waits for a standby that may not take over")
	}
	d.step(Acked{2, at(5)})
	if d.Duty().Phase != Attached || d.Record.Alone != 0 {
		t.Errorf("caught up again: %+v %+v", d.Duty(), d.Record)
	}
}

// A restart does not forget who may take over.
func TestRestart(t *testing.T) {
	before := attached(t, 3)
	d := &desk{t, NewPrimaryState(before.Record, 4, noon), noon}
	if d.Secured(4) || d.Secured(1) || d.Duty().Phase != Attached {
		t.Errorf("answers by itself: %+v", d.Duty())
	}
	d.pass(OutOfSight)
	if d.Duty().Phase != Lost {
		t.Errorf("%+v", d.Duty())
	}
	d.expect("another standby", d.step(arrival(1, "c", 3)), Drop{1, Other})
	d.step(arrival(2, "b", 4))
	if !d.Secured(4) || d.Duty().Phase != Attached {
		t.Errorf("%+v", d.Duty())
	}
}

// Revoking the standby's device takes its right, attached or not.
func TestRevoked(t *testing.T) {
	d := attached(t, 3)
	d.expect("another's", d.step(Forbidden{"x"}))
	out := d.step(Forbidden{"b"})
	d.expect("revoked", out[:2], Free{Record{Alone: noon.UnixMilli()}}, Drop{1, Revoked})
	if d.Record.Bond != nil {
		t.Error("still bound")
	}
	d.step(arrival(2, "c", 0))
	d.expect("while it catches up", d.step(Forbidden{"c"})[:1], Drop{2, Revoked})
}

// What cannot be is turned away, and people hear of it.
func TestTurnedAway(t *testing.T) {
	d := &desk{t, NewPrimaryState(Record{}, 3, noon), noon}
	d.expect("ahead of us", d.step(arrival(1, "b", 4)), Drop{1, Unequal})
	told := Duty{Phase: None, Name: "Máy b", Fault: Diverged, Since: noon.UnixMilli()}
	d.expect("another log", d.step(TurnedAway{Device: "b", Name: "Máy b", Code: Diverged}), Tell{told})
	d.step(arrival(2, "b", 2))
	if d.Duty().Fault != "" {
		t.Errorf("still told: %+v", d.Duty())
	}
	d.expect("a second one", d.step(arrival(3, "c", 2)), Drop{3, Other})
	d.expect("the same anew", d.step(arrival(4, "b", 2)), Drop{2, Replaced}, Greet{4, false}, Fetch{4, 2})
	d.expect("of the old connection", d.step(Acked{2, at(3)}))
	d.expect("more than there is", d.step(Acked{4, at(9)})[:1], Drop{4, Unequal})
	d.step(arrival(5, "b", 2))
	d.expect("beats", d.pass(2*time.Second), Say{5, Message{Alive: &Alive{}}})
	d.expect("silent", d.pass(9 * time.Second)[:1], Drop{5, "silent"})
}
