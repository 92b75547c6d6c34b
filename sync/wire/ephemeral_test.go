package wire

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func ephemeral(change func(*Ephemeral)) Message {
	e := Ephemeral{Stream: "council/s1", Place: "all", ID: "019aa000-0000-7000-8000-000000000001", Body: json.RawMessage(`{"page":1}`)}
	change(&e)
	return Message{Ephemeral: &e}
}

// What is missing a name or longer than it may be is no message at all.
func TestEphemeralIsBounded(t *testing.T) {
	long := func(length int) json.RawMessage { return json.RawMessage(`"` + strings.Repeat("x", length-2) + `"`) }
	for what, c := range map[string]struct {
		change func(*Ephemeral)
		good   bool
	}{
		"as it should be":   {func(*Ephemeral) {}, true},
		"the longest":       {func(e *Ephemeral) { e.Body = long(MaxEphemeral) }, true},
		"too long":          {func(e *Ephemeral) { e.Body = long(MaxEphemeral + 1) }, false},
		"no stream":         {func(e *Ephemeral) { e.Stream = "" }, false},
		"no place":          {func(e *Ephemeral) { e.Place = "" }, false},
		"no id":             {func(e *Ephemeral) { e.ID = "" }, false},
		"a place too long":  {func(e *Ephemeral) { e.Place = strings.Repeat("x", 201) }, false},
		"an id too long":    {func(e *Ephemeral) { e.ID = strings.Repeat("x", 201) }, false},
		"an author as long": {func(e *Ephemeral) { e.Author = strings.Repeat("x", 201) }, false},
	} {
		data, err := Encode(ephemeral(c.change))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(data); (err == nil) != c.good || err != nil && !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := Decode([]byte(`{"ephemeral":{"stream":"s","place":"all","id":"x"}}`)); !errors.Is(err, ErrMalformed) {
		t.Errorf("without a body: %v", err)
	}
}
