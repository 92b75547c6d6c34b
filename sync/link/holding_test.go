package link

import (
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

func TestHoldingIsSaidSeldomAndAnew(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := NewState(change.Epoch{}, nil, nil)
	said := func(outputs []any) (all []wire.Holding) {
		for _, output := range outputs {
			if send, ok := output.(Send); ok && send.Message.Holding != nil {
				all = append(all, *send.Message.Holding)
			}
		}
		return all
	}
	join := func(protocol int) {
		s.Step(Tick{}, now, 0)
		s.Step(Dialed{OK: true}, now, 0)
		s.Step(Received{wire.Message{Welcome: &wire.Welcome{Protocol: protocol, Epoch: 1, Now: now.UnixMilli()}}}, now, 0)
	}
	// over ticks for a while, and has a paper come in with every tick.
	over := func(d time.Duration, grows bool) (all []wire.Holding) {
		for end := now.Add(d); now.Before(end); now = now.Add(250 * time.Millisecond) {
			if grows {
				s.Step(Holding{wire.Holding{Session: "s1", Want: 100, Have: int(now.UnixMilli() / 250 % 100)}}, now, 0)
			}
			s.Step(Received{wire.Message{Pong: &wire.Pong{}}}, now, 0)
			all = append(all, said(s.Step(Tick{}, now, 0))...)
		}
		return all
	}
	s.Step(Holding{wire.Holding{Session: "s1", Have: 1, Want: 2}}, now, 0)
	join(wire.Protocol)
	if all := over(5*time.Second, false); len(all) != 1 || all[0].Have != 1 {
		t.Errorf("said %v, want it once", all)
	}
	if all := over(20*time.Second, true); len(all) < 8 || len(all) > 10 {
		t.Errorf("said %d times in 20 s, want every 2 s", len(all))
	}
	over(5*time.Second, false)
	s.Step(Lost{}, now, 0)
	now = now.Add(10 * time.Second)
	join(wire.Protocol)
	if all := over(5*time.Second, false); len(all) != 1 {
		t.Errorf("said %v after a connection was lost, want it once more", all)
	}
	s.Step(Lost{}, now, 0)
	now = now.Add(10 * time.Second)
	join(1)
	if all := over(5*time.Second, true); len(all) != 0 {
		t.Errorf("said %v to a server that does not know the message", all)
	}
	out := s.Step(Received{wire.Message{Holdings: &wire.Holdings{Devices: map[string]wire.Held{"d": {At: 3}}}}}, now, 0)
	if held, ok := out[0].(Held); !ok || held.Devices["d"].At != 3 {
		t.Errorf("what the room tells becomes %v", out)
	}
}
