package people

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/notes"
)

func locksOf(names ...string) notes.Locks {
	var locks notes.Locks
	for _, name := range names {
		locks = append(locks, notes.Lock{Public: bytes.Repeat([]byte(name), 32), By: notes.ByCard, Box: []byte(name)})
	}
	return locks
}

// The locks of a person are told to who holds a tablet as that person, grow by recovery sheets, and never shrink.
func TestLocks(t *testing.T) {
	r := furnished(t)
	r.must(desk, IssueCardKind, 0, Credential{Person: "anh", Code: "c", Card: "d", Locks: locksOf("b")})
	told := func(actor change.Actor) (notes.Locks, string) {
		_, answer := r.state.Judge(actor, change.Command{ID: "x", Kind: LocksKind, Stream: Stream}, r.now)
		var locks notes.Locks
		if len(answer.Once) > 0 && json.Unmarshal(answer.Once, &locks) != nil {
			t.Fatalf("%s", answer.Once)
		}
		return locks, answer.Code
	}
	for _, row := range []struct {
		name  string
		actor change.Actor
		want  notes.Locks
		code  string
	}{
		{"the holder", tablet("t1", "anh"), locksOf("b"), ""},
		{"another holder", tablet("t1", "duc"), nil, ""},
		{"nobody", tablet("t1", ""), nil, "not-allowed"},
		{"the desk", desk, nil, "not-allowed"},
		{"the screen", screen, nil, "not-allowed"},
	} {
		if got, code := told(row.actor); !reflect.DeepEqual(got, row.want) || code != row.code {
			t.Errorf("%s: %v %q", row.name, got, code)
		}
	}
	ask := func(actor change.Actor, locks notes.Locks) string {
		return r.ask(actor, AddLocksKind, 0, locks).Code
	}
	for _, row := range []struct {
		name  string
		actor change.Actor
		locks notes.Locks
		code  string
	}{
		{"by the desk", desk, locksOf("a", "b"), "not-allowed"},
		{"by who has no card", tablet("t1", "duc"), locksOf("a"), "not-allowed"},
		{"one that was there is gone", tablet("t1", "anh"), locksOf("a"), "notes.locks-changed"},
		{"another to write for", tablet("t1", "anh"), locksOf("b", "a"), "notes.locks-changed"},
		{"none", tablet("t1", "anh"), nil, "notes.locks-changed"},
		{"too many", tablet("t1", "anh"), make(notes.Locks, mostLocks+1), "command.unreadable"},
		{"one more before it", tablet("t1", "anh"), locksOf("a", "b"), ""},
		{"again", tablet("t1", "anh"), locksOf("a", "b"), ""},
	} {
		if code := ask(row.actor, row.locks); code != row.code {
			t.Errorf("%s: %q, want %q", row.name, code, row.code)
		}
	}
	if got, _ := told(tablet("t2", "anh")); !reflect.DeepEqual(got, locksOf("a", "b")) {
		t.Errorf("%v", got)
	}
	if c := r.state.Credentials["anh"]; c.Code != "c" || c.Card != "d" {
		t.Errorf("code and card are %+v", c)
	}
}
