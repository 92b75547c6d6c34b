package standby

import (
	"reflect"
	"testing"
	"time"

	"congso.vn/congso/app/change"
)

func welcome(may bool) Received {
	return Received{Message{Welcome: &Welcome{May: may, Outfit: Outfit{Epochs: []change.Epoch{{Number: 7}}}}}}
}

func following(t *testing.T, may bool) *FollowerState {
	t.Helper()
	s := &FollowerState{At: at(3), May: may, Epoch: 7}
	if out := s.Step(Tick{}, noon); !reflect.DeepEqual(out, []any{Dial{}}) {
		t.Fatalf("starts with %+v", out)
	}
	s.Step(Dialed{OK: true}, noon)
	s.Step(welcome(may), noon)
	if !s.Connected() {
		t.Fatal("not connected")
	}
	return s
}

// What is told, and what comes of it.
func TestFollowing(t *testing.T) {
	outfit := Equip{Outfit{Epochs: []change.Epoch{{Number: 7}}}}
	ship := func(after int, numbers ...int) Received {
		m := &Ship{After: uint64(after)}
		for _, n := range numbers {
			m.Batches = append(m.Batches, change.Batch{Number: uint64(n)})
		}
		return Received{Message{Ship: m}}
	}
	right := func(may bool, epoch uint32) Received { return Received{Message{Duty: &Right{may, epoch}}} }
	for _, c := range []struct {
		what  string
		may   bool
		input any
		want  []any
		then  bool // may take over
	}{
		{"batches that follow", false, ship(3, 4, 5), []any{Store{3, []change.Batch{{Number: 4}, {Number: 5}}}}, false},
		{"batches again", false, ship(1, 2, 3), []any{Speak{Message{Ack: &Ack{at(3)}}}}, false},
		{"batches with a gap", false, ship(4, 5), []any{HangUp{Unequal}, Changed{}}, false},
		{"no batches", false, ship(4), []any{Speak{Message{Ack: &Ack{at(3)}}}}, false},
		{"may take over", false, right(true, 7), []any{Mark{true}, Changed{}}, true},
		{"of another epoch", false, right(true, 9), []any{HangUp{Unequal}, Changed{}}, false},
		{"may again", true, right(true, 7), nil, true},
		{"may not", true, right(false, 7), []any{Mark{false}, Changed{}}, false},
		{"alive", true, Received{Message{Alive: &Alive{}}}, nil, true},
		{"a second welcome", false, welcome(false), []any{HangUp{Unequal}, Changed{}}, false},
		{"sent away", true, Received{Message{Bye: &Bye{Code: Other}}}, []any{Changed{}, HangUp{}, Changed{}}, true},
		{"the disk refuses", true, Stored{Code: Faulty}, []any{Changed{}, HangUp{Faulty}, Changed{}}, true},
		{"the logs went apart", true, Stored{Code: Diverged}, []any{Changed{}, HangUp{Diverged}, Changed{}}, true},
		{"stored", false, Stored{At: at(4)}, []any{Speak{Message{Ack: &Ack{at(4)}}}}, false},
		{"cut", true, Cut{}, []any{Changed{}}, true},
	} {
		s := following(t, c.may)
		if out := s.Step(c.input, noon); !reflect.DeepEqual(out, c.want) {
			t.Errorf("%s: %+v, want %+v", c.what, out, c.want)
		}
		if s.May != c.then {
			t.Errorf("%s: may %v", c.what, s.May)
		}
	}
	// The right goes before newer epochs come: a stop in between must not leave both.
	s := &FollowerState{At: at(3), May: true, Epoch: 5}
	s.Step(Tick{}, noon)
	s.Step(Dialed{OK: true}, noon)
	if out := s.Step(welcome(false), noon); !reflect.DeepEqual(out, []any{Mark{false}, outfit, Changed{}}) {
		t.Errorf("comes back without its right: %+v", out)
	}
	// Before the welcome nothing counts.
	s = &FollowerState{At: at(3)}
	s.Step(Tick{}, noon)
	s.Step(Dialed{OK: true}, noon)
	if out := s.Step(ship(3, 4), noon); !reflect.DeepEqual(out, []any{HangUp{Unequal}, Changed{}}) {
		t.Errorf("batches before the welcome: %+v", out)
	}
}

// A follower tries again soon, and less often where it was refused; it says that it is there.
func TestFollowerTime(t *testing.T) {
	s := following(t, false)
	if out := s.Step(Tick{}, noon.Add(beat)); !reflect.DeepEqual(out, []any{Speak{Message{Ack: &Ack{at(3)}}}}) {
		t.Errorf("a beat: %+v", out)
	}
	if out := s.Step(Tick{}, noon.Add(silence+time.Second)); !reflect.DeepEqual(out, []any{HangUp{}, Changed{}}) {
		t.Errorf("silence: %+v", out)
	}
	now := noon.Add(silence + 3*time.Second)
	if out := s.Step(Tick{}, now); !reflect.DeepEqual(out, []any{Dial{}}) {
		t.Errorf("again: %+v", out)
	}
	if out := s.Step(Tick{}, now.Add(time.Minute)); out != nil {
		t.Errorf("a second dial at once: %+v", out)
	}
	s.Step(Dialed{Code: "device.pending"}, now)
	if out := s.Step(Tick{}, now.Add(refusedTry-time.Millisecond)); out != nil || s.Code != "device.pending" {
		t.Errorf("too soon after a refusal: %+v %s", out, s.Code)
	}
	if out := s.Step(Tick{}, now.Add(refusedTry)); !reflect.DeepEqual(out, []any{Dial{}}) {
		t.Errorf("after a refusal: %+v", out)
	}
}
