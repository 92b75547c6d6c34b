package wire

import (
	"bytes"
	"errors"
	"testing"

	"congso.vn/congso/app/change"
)

func TestOneFieldAMessage(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", "null", `{"ping":{},"pong":{}}`, `{"hello":5}`, `{"other":{}}`} {
		if _, err := Decode([]byte(text)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Decode(bytes.Repeat([]byte(" "), MaxMessage+1)); !errors.Is(err, ErrMalformed) {
		t.Error("a message over the limit was taken")
	}
}

func FuzzDecode(f *testing.F) {
	first, _ := change.Head{}.Append(change.Draft{Stream: "people", Kind: "device", Audience: "people/clerk", Key: "d1", Body: []byte(`{"name":"Máy 1"}`)}, 1, 5)
	for _, m := range []Message{
		{Hello: &Hello{Protocol: 1, Cursors: map[change.Audience]change.Cursor{"a": {Place: 3}}}},
		{Changes: &Changes{Audience: "people/clerk", Changes: []change.Change{first}}},
		{Command: &change.Command{ID: "x", Kind: "ballot.cast", Body: []byte(`{"poll":"p"}`)}},
		{Bye: &Bye{Code: "slow"}},
		ephemeral(func(e *Ephemeral) { e.Author = "p1" }),
		{Holding: &Holding{Session: "s1", Have: 1, Want: 2, Bytes: 3, Total: 4}},
		{Holdings: &Holdings{All: true, Devices: map[string]Held{"d1": {Holding: Holding{Session: "s1"}, At: 5}}}},
	} {
		data, err := Encode(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data)
		if err != nil {
			return
		}
		again, err := Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(again); err != nil {
			t.Fatalf("%q does not survive: %v", again, err)
		}
	})
}
