package change

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func someDraft(t *rapid.T) Draft {
	body, err := json.Marshal(rapid.String().Draw(t, "body"))
	if err != nil {
		t.Fatal(err)
	}
	return Draft{
		Stream: "council/s1", Kind: rapid.SampledFrom([]string{"item", "poll", "ballot"}).Draw(t, "kind"),
		Audience: Audience(rapid.StringMatching(`council/s1/[a-z]{1,5}`).Draw(t, "audience")),
		Key:      rapid.String().Draw(t, "key"), Body: body,
	}
}

// Whatever one field is altered afterwards, the chain no longer follows.
func TestAlteredChangeBreaksChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var head Head
		var log []Change
		for range rapid.IntRange(2, 8).Draw(t, "length") {
			var c Change
			c, head = head.Append(someDraft(t), 1, rapid.Int64().Draw(t, "at"))
			log = append(log, c)
		}
		follow := func() error {
			var h Head
			for _, c := range log {
				var err error
				if h, err = h.Follow(c); err != nil {
					return err
				}
			}
			if h != head {
				return ErrBroken
			}
			return nil
		}
		if err := follow(); err != nil {
			t.Fatal(err)
		}
		victim := &log[rapid.IntRange(0, len(log)-1).Draw(t, "victim")]
		switch rapid.IntRange(0, 7).Draw(t, "field") {
		case 0:
			victim.Stream += "x"
		case 1:
			victim.Seq++
		case 2:
			victim.Epoch++
		case 3:
			victim.At++
		case 4:
			victim.Kind += "x"
		case 5:
			victim.Audience += "x"
		case 6:
			victim.Key += "x"
		case 7:
			victim.Body = append(victim.Body, ' ')
		}
		if err := follow(); !errors.Is(err, ErrBroken) {
			t.Fatal("an altered change went unnoticed")
		}
	})
}

// A letter moved from one field to the next must not give the same hash.
func TestFrameKeepsFieldsApart(t *testing.T) {
	a := Change{Kind: "ab", Audience: "c"}
	b := Change{Kind: "a", Audience: "bc"}
	if a.Hash() == b.Hash() {
		t.Error("fields run into each other")
	}
}

// A change crosses the wire as JSON and must come out with the same hash.
func TestHashSurvivesTheWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := Head{}.Append(someDraft(t), 3, 1234)
		data, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var back Change
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		// Keys that are not valid UTF-8 are not written by any rule; rapid's strings are valid.
		if back.Hash() != c.Hash() {
			t.Fatalf("hash changed: %q", data)
		}
	})
}

func TestReceiptCode(t *testing.T) {
	r := Receipt{Epoch: 1, Stream: "council/s1", Command: "c1", Seq: 7, At: 1000}
	code := r.Code()
	if len(code) != 9 || code[4] != '-' {
		t.Errorf("code %q", code)
	}
	other := r
	other.Seq = 8
	if other.Code() == code {
		t.Error("another place in the log has the same code")
	}
}
