package hub

import (
	"maps"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// heldIn returns what each connection was told of holdings.
func heldIn(outputs []any) map[Conn]wire.Holdings {
	all := map[Conn]wire.Holdings{}
	for _, output := range outputs {
		if send, ok := output.(Send); ok && send.Message.Holdings != nil {
			all[send.Conn] = *send.Message.Holdings
		}
	}
	return all
}

func TestHoldingsReachClerks(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := NewState("room", change.Epoch{Number: 1}, nil)
	greet := func(conn Conn, device string, protocol int, audiences ...change.Audience) map[Conn]wire.Holdings {
		t.Helper()
		s.Step(Opened{Conn: conn, Device: device, Grant: Grant{Mode: "x", Audiences: audiences}}, now)
		return heldIn(s.Step(Received{conn, wire.Message{Hello: &wire.Hello{Protocol: protocol}}}, now))
	}
	say := func(conn Conn, said wire.Holding) {
		t.Helper()
		if out := s.Step(Received{conn, wire.Message{Holding: &said}}, now); len(out) > 0 {
			t.Fatalf("answered with %v", out)
		}
	}
	greet(1, "clerk", wire.Protocol, managers)
	greet(2, "old clerk", 1, managers)
	greet(3, "tablet", wire.Protocol, "council/s1/members")
	greet(4, "other", wire.Protocol, "council/s1/members")
	half, whole := wire.Holding{Session: "s1", Have: 1, Want: 2, Bytes: 50, Total: 100}, wire.Holding{Session: "s1", Have: 2, Want: 2, Bytes: 100, Total: 100}
	say(3, half)
	say(3, whole)
	say(4, half)
	news := heldIn(s.Step(Tick{}, now))
	want := map[string]wire.Held{"tablet": {Holding: whole, At: now.UnixMilli()}, "other": {Holding: half, At: now.UnixMilli()}}
	if len(news) != 1 || !maps.Equal(news[1].Devices, want) || news[1].All {
		t.Fatalf("told %v, want the clerk alone to hear %v", news, want)
	}
	if news := heldIn(s.Step(Tick{}, now)); len(news) > 0 {
		t.Errorf("told again: %v", news)
	}
	// A device that is gone is remembered with the time of its word.
	s.Step(Closed{3}, now)
	later := now.Add(time.Hour)
	now = later
	if news := greet(5, "clerk", wire.Protocol, managers); !news[5].All || !maps.Equal(news[5].Devices, want) {
		t.Errorf("a clerk that comes later hears %v, want all of %v", news, want)
	}
	for _, lie := range []wire.Holding{{Have: 2, Want: 1}, {Have: -1}, {Bytes: 2, Total: 1}, {Session: string(make([]byte, 200))}} {
		say(4, lie)
	}
	if news := heldIn(s.Step(Tick{}, now)); len(news) > 0 {
		t.Errorf("what makes no sense is told: %v", news)
	}
	// One that belongs to the room no more is forgotten.
	s.Step(Granted{Conn: 4, Grant: Grant{Code: "device.revoked"}}, now)
	if news := greet(6, "clerk", wire.Protocol, managers); !slices.Equal(slices.Sorted(maps.Keys(news[6].Devices)), []string{"tablet"}) {
		t.Errorf("after a revocation: %v", news[6])
	}
}
