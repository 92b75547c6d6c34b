package hub

import (
	"bytes"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

func keyed(grant Grant, place, letter string) Grant {
	grant.Keys = change.Keys{place: bytes.Repeat([]byte(letter), 32)}
	return grant
}

// rightsTold returns the rights of the one message that has any, and the safe.
func rightsTold(t *testing.T, outputs []any) (rights wire.Rights, safe []byte) {
	t.Helper()
	for _, output := range outputs {
		if out, is := output.(Send); is && out.Message.Welcome != nil {
			return out.Message.Welcome.Rights, out.Message.Welcome.Safe
		} else if is && out.Message.Rights != nil {
			return *out.Message.Rights, nil
		}
	}
	t.Fatalf("nothing is told: %s", told(outputs))
	return
}

// Keys and safe are told with a welcome and with new rights, to devices that know what they are.
func TestKeysAreTold(t *testing.T) {
	for protocol := 1; protocol <= wire.Protocol; protocol++ {
		r := newRoom(nil)
		r.Safe = []byte("safe")
		grant := keyed(delegate("an", hall), hall.Place(), "k")
		r.step(Opened{Conn: 1, Device: "d", Grant: grant})
		rights, safe := rightsTold(t, r.step(Received{1, wire.Message{Hello: &wire.Hello{Protocol: protocol}}}))
		knows := protocol >= 2
		if (len(rights.Keys) == 1) != knows || (len(safe) > 0) != knows {
			t.Errorf("protocol %d: %v and safe %q", protocol, rights.Keys, safe)
		}
		rights, _ = rightsTold(t, r.step(Granted{Conn: 1, Grant: keyed(delegate("bình", hall), hall.Place(), "b")}))
		if (len(rights.Keys) == 1) != knows {
			t.Errorf("protocol %d: %v", protocol, rights.Keys)
		}
	}
}

// What a device keeps under another key from now on it is sent from the start; what it keeps as before it is not.
func TestAnotherKeyFollowsFromTheStart(t *testing.T) {
	at := change.Cursor{Place: 4, Running: change.Hash{1}}
	other := change.Audience("council/s2/hall")
	r := newRoom(map[change.Audience]change.Cursor{hall: at, other: at})
	grant := keyed(delegate("an", hall, other), hall.Place(), "k")
	grant.Keys[other.Place()] = bytes.Repeat([]byte("o"), 32)
	r.step(Opened{Conn: 1, Device: "d", Grant: grant})
	r.step(Received{1, wire.Message{Hello: &wire.Hello{Protocol: 2, Cursors: map[change.Audience]change.Cursor{hall: at, other: at}}}})
	next := keyed(delegate("an", hall, other), hall.Place(), "n")
	next.Keys[other.Place()] = grant.Keys[other.Place()]
	expect(t, "another key of one session", r.step(Granted{Conn: 1, Grant: next}), "1: rights an[hall council/s2/hall]; 1: fetch hall 0")
	expect(t, "the same keys", r.step(Granted{Conn: 1, Grant: next}), "")
}
