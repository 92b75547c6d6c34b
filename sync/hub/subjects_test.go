package hub

import (
	"reflect"
	"slices"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Keys of subjects go to who sees what is sealed under them, and to nobody else; who comes later is told of
// all there are, so that what was forgotten meanwhile goes too.
func TestSubjectsGoToClerksAlone(t *testing.T) {
	clerk := Grant{Mode: "clerk", Audiences: []change.Audience{managers}}
	r := newRoom(nil)
	told := func(outputs []any) map[Conn]wire.Subjects {
		to := map[Conn]wire.Subjects{}
		for _, output := range outputs {
			if send, is := output.(Send); is && send.Message.Subjects != nil {
				to[send.Conn] = *send.Message.Subjects
			}
		}
		return to
	}
	if got := told(r.greet(1, "d1", clerk, nil)); len(got) != 0 {
		t.Errorf("a room without keys tells %+v", got)
	}
	r.greet(2, "d2", delegate("an", hall), nil)
	r.step(Opened{Conn: 3, Device: "d3", Grant: clerk})
	r.step(Received{3, wire.Message{Hello: &wire.Hello{Protocol: 1}}})
	two := wire.Subjects{Keys: change.Keys{"an": {1}, "binh": {2}}}
	if got := told(r.step(Keyed{two})); !reflect.DeepEqual(got, map[Conn]wire.Subjects{1: two}) {
		t.Errorf("told %+v", got)
	}
	gone := wire.Subjects{Forgotten: []string{"an"}}
	if got := told(r.step(Keyed{gone})); !reflect.DeepEqual(got, map[Conn]wire.Subjects{1: gone}) {
		t.Errorf("told %+v", got)
	}
	want := wire.Subjects{All: true, Keys: change.Keys{"binh": {2}}}
	if got := told(r.greet(4, "d4", clerk, nil)); !reflect.DeepEqual(got, map[Conn]wire.Subjects{4: want}) {
		t.Errorf("who comes later: %+v", got)
	}
	if got := told(r.greet(5, "d5", delegate("binh", hall), nil)); len(got) != 0 {
		t.Errorf("a delegate is told %+v", got)
	}
	r.step(Keyed{wire.Subjects{All: true, Keys: change.Keys{"chi": {3}}}})
	if known := r.Subjects; len(known) != 1 || !slices.Equal(known["chi"], []byte{3}) {
		t.Errorf("%d keys are known", len(known))
	}
}
