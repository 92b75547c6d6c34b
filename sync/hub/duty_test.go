package hub

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Everyone hears where another server may be one day; how the standby stands is for those who manage the
// room.
func TestAnnounced(t *testing.T) {
	r := newRoom(nil)
	r.greet(1, "d1", delegate("an", hall), nil)
	r.greet(2, "d2", Grant{Mode: "clerk", Audiences: []change.Audience{managers}}, nil)
	r.step(Opened{Conn: 3, Device: "d3", Grant: delegate("chi", hall)})
	r.step(Received{3, wire.Message{Hello: &wire.Hello{Protocol: 1}}})
	duty, servers := wire.Duty{Standby: "attached", Name: "Máy 9"}, []string{"10.0.0.2:7443"}
	want := []any{
		Send{Conn: 1, Message: wire.Message{Servers: &wire.Servers{Addresses: servers}}, Shared: 1},
		Send{Conn: 2, Message: wire.Message{Servers: &wire.Servers{Addresses: servers}}, Shared: 1},
		Send{Conn: 2, Message: wire.Message{Duty: &duty}, Shared: 2},
	}
	if out := r.step(Announced{duty, servers}); !reflect.DeepEqual(out, want) {
		t.Errorf("%+v, want %+v", out, want)
	}
	lost := wire.Duty{Standby: "lost", Name: "Máy 9"}
	if out := r.step(Announced{lost, servers}); !reflect.DeepEqual(out, []any{Send{Conn: 2, Message: wire.Message{Duty: &lost}, Shared: 2}}) {
		t.Errorf("lost: %+v", out)
	}
	out := r.greet(4, "d4", Grant{Mode: "clerk", Audiences: []change.Audience{managers}}, nil)
	told := slices.ContainsFunc(out, func(one any) bool {
		return reflect.DeepEqual(one, Send{Conn: 4, Message: wire.Message{Duty: &lost}, Shared: 2})
	})
	if said := out[0].(Send).Message.Welcome.Servers; !reflect.DeepEqual(said, servers) || !told {
		t.Errorf("who comes later: %+v", out)
	}
}

// A server that begins an epoch sends everyone off to meet it before it answers anything more.
func TestBegun(t *testing.T) {
	r := newRoom(nil)
	r.greet(1, "d1", delegate("an", hall), nil)
	began := change.Epoch{Number: r.Epoch.Number + 2, Server: r.Epoch.Server}
	if out := r.step(Begun{began}); !reflect.DeepEqual(out, []any{Close{Conn: 1, Code: "alone", Epoch: &began}}) {
		t.Errorf("%+v", out)
	}
	r.step(Closed{1})
	r.step(Opened{Conn: 2, Device: "d1", Grant: delegate("an", hall)})
	if out := r.step(Received{2, hello(nil)}); !reflect.DeepEqual(out[0].(Send).Message.Welcome.Proof, &began) {
		t.Errorf("welcomed in %+v", out[0])
	}
	if out := r.step(Begun{change.Epoch{Number: began.Number - 1}}); out != nil {
		t.Errorf("a lower one: %+v", out)
	}
}

// stuck is a log whose commits wait until somebody lets them go.
type stuck struct {
	*memory
	entered chan struct{}
	release chan error
}

func (s *stuck) Commit(ctx context.Context, entries []change.Entry, answers []Kept) error {
	s.entered <- struct{}{}
	if err := <-s.release; err != nil {
		return err
	}
	return s.memory.Commit(ctx, entries, answers)
}

// A command that goes aside is done while the writer waits. What follows is written in the epoch that it
// began; what was held back is told nobody, nor anything after it.
func TestAside(t *testing.T) {
	log := &stuck{newMemory(), make(chan struct{}), make(chan error)}
	var s *served
	s = serveWith(t, log.memory, func(c *Config) {
		c.Log = log
		c.Aside = func(command change.Command) func(context.Context, change.Actor) change.Answer {
			if command.Kind != "alone" {
				return nil
			}
			return func(_ context.Context, actor change.Actor) change.Answer {
				if actor.Mode != "clerk" {
					return change.Refuse("not-allowed")
				}
				s.Begin(change.Epoch{Number: 40, Server: "a"})
				return change.Accept()
			}
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	answers := make(chan change.Answer, 4)
	submit := func(id string) {
		answer, err := s.Submit(ctx, change.Actor{Device: "d1", Mode: "clerk"}, noteCommand(id, 0, note{hall, id, "x"}))
		if err != nil {
			t.Error(err)
		}
		answers <- answer
	}
	go submit("a")
	<-log.entered
	for mode, want := range map[string]change.Outcome{"delegate": change.Refused, "clerk": change.Accepted} {
		answer, err := s.Submit(ctx, change.Actor{Mode: mode}, change.Command{ID: "go", Kind: "alone"})
		if err != nil || answer.Outcome != want || answer.ID != "go" {
			t.Errorf("%s while the writer waits: %+v %v", mode, answer, err)
		}
	}
	v := s.greet("d9", delegate("an", hall))
	v.say(wire.Message{Command: &change.Command{ID: "w", Kind: "alone"}})
	if m := v.hear(); m.Answer == nil || m.Answer.ID != "w" || m.Answer.Code != "not-allowed" {
		t.Errorf("over the wire: %+v", m)
	}
	log.release <- nil
	if answer := <-answers; answer.Outcome != change.Accepted {
		t.Errorf("%+v", answer)
	}
	go submit("b")
	<-log.entered
	log.release <- fmt.Errorf("the end: %w", ErrHeld)
	if answer := <-answers; answer.Outcome != change.Failed {
		t.Errorf("held back: %+v", answer)
	}
	submit("c") // does not reach the log
	if answer := <-answers; answer.Outcome != change.Failed {
		t.Errorf("after what was held back: %+v", answer)
	}
	if n := len(log.entries); n != 1 {
		t.Errorf("%d entries", n)
	}
}
