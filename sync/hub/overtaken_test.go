package hub

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

var higher = change.Epoch{Number: 4, Server: "b"}

// A device that proves a higher epoch silences the room: nobody is greeted any more, all are told who
// speaks now.
func TestOvertaken(t *testing.T) {
	r := newRoom(nil)
	r.greet(1, "d1", delegate("an", hall), nil)
	r.step(Opened{Conn: 2, Device: "d2", Grant: delegate("bình", hall)})
	claim := wire.Message{Hello: &wire.Hello{Protocol: 2, Epoch: 4, Proof: &higher}}
	out := r.step(Received{2, claim})
	if !reflect.DeepEqual(out, []any{Prove{higher}, Close{Conn: 2, Code: "epoch"}}) {
		t.Fatalf("a claim: %+v", out)
	}
	if r.State.Overtaken != nil {
		t.Fatal("believed without proof")
	}
	out = r.step(Overtaken{higher})
	if !reflect.DeepEqual(out, []any{Close{1, "epoch", &higher}, Close{2, "epoch", &higher}}) {
		t.Fatalf("those who are here: %+v", out)
	}
	r.step(Opened{Conn: 3, Device: "d3", Grant: delegate("chi", hall)})
	out = r.step(Received{3, hello(nil)})
	if len(out) != 1 || out[0].(Close).Epoch == nil {
		t.Fatalf("who comes later: %+v", out)
	}
	r.step(Overtaken{change.Epoch{Number: 2, Server: "c"}})
	if r.State.Overtaken.Number != higher.Number {
		t.Errorf("a lower epoch counts: %+v", r.State.Overtaken)
	}
}

// A device that this server does not know may bring the proof too: the other server let it in.
func TestOvertakenByStranger(t *testing.T) {
	r := newRoom(nil)
	r.step(Opened{Conn: 1, Device: "d1", Grant: Grant{Code: "device.pending"}})
	claim := wire.Message{Hello: &wire.Hello{Protocol: 2, Epoch: 4, Proof: &higher}}
	if out := r.step(Received{1, claim}); !reflect.DeepEqual(out, []any{Prove{higher}, Close{Conn: 1, Code: "epoch"}}) {
		t.Errorf("%+v", out)
	}
}

// Two servers that went apart from each other do not believe each other, though the numbers are the same.
func TestSameNumberOfAnother(t *testing.T) {
	r := newRoom(nil)
	r.step(Opened{Conn: 1, Device: "d1", Grant: delegate("an", hall)})
	twin := change.Epoch{Number: 3, Server: "b"}
	if out := r.step(Received{1, wire.Message{Hello: &wire.Hello{Protocol: 2, Epoch: 3, Proof: &twin}}}); len(out) != 2 || !reflect.DeepEqual(out[0], Prove{twin}) {
		t.Errorf("%+v", out)
	}
}

// A false claim changes nothing; a true one ends every command as failed, so that devices keep it.
func TestSilenced(t *testing.T) {
	told := 0
	s := serveWith(t, newMemory(), func(c *Config) {
		c.Verify = func(e change.Epoch) error {
			if e.Number == 9 {
				return errors.New("forged")
			}
			return nil
		}
		c.Overtaken = func(change.Epoch) { told++ }
	})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	submit := func() change.Answer {
		answer, err := s.Submit(ctx, change.Actor{Mode: "clerk"}, change.Command{ID: "x", Kind: "note", Stream: "s", Body: []byte(`"x"`)})
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	s.Prove(change.Epoch{Number: 9, Server: "b"})
	if answer := submit(); answer.Code == "server.overtaken" || told != 0 {
		t.Fatalf("a forged epoch is believed: %+v", answer)
	}
	s.Prove(higher)
	if answer := submit(); answer.Outcome != change.Failed || answer.Code != "server.overtaken" || told != 1 {
		t.Errorf("%+v, told %d times", answer, told)
	}
}
