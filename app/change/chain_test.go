package change

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawLog(t *rapid.T) (log []Change, head Head) {
	for range rapid.IntRange(1, 8).Draw(t, "length") {
		var c Change
		c, head = head.Append(someDraft(t), 1, rapid.Int64().Draw(t, "at"))
		log = append(log, c)
	}
	return log, head
}

// A log with one change left out, doubled or moved is not followed, and the head stays where it
// could be trusted.
func TestGapsAndSwapsAreNotFollowed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log, _ := drawLog(t)
		at := rapid.IntRange(0, len(log)-1).Draw(t, "at")
		var broken []Change
		switch rapid.SampledFrom([]string{"left out", "doubled", "swapped"}).Draw(t, "how") {
		case "left out":
			broken = append(append(broken, log[:at]...), log[at+1:]...)
			if at == len(log)-1 {
				return // the end of a log cannot be missed by following it
			}
		case "doubled":
			broken = append(append(append(broken, log[:at+1]...), log[at]), log[at+1:]...)
		default:
			if at == 0 {
				return
			}
			broken = append(broken, log...)
			broken[at-1], broken[at] = broken[at], broken[at-1]
		}
		var head Head
		for i, c := range broken {
			next, err := head.Follow(c)
			if err != nil {
				if !errors.Is(err, ErrBroken) || next != head || !strings.Contains(err.Error(), string(c.Stream)) {
					t.Fatalf("change %d: %v", i, err)
				}
				return
			}
			head = next
		}
		t.Fatal("a broken log was followed to its end")
	})
}

// Two readers who hold the same changes of an audience have the same cursor; who misses one, holds
// another or has them in another order does not.
func TestCursorTellsWhatIsHeld(t *testing.T) {
	walk := func(changes []Change) (cursor Cursor) {
		for _, c := range changes {
			cursor = cursor.Next(c)
		}
		return cursor
	}
	rapid.Check(t, func(t *rapid.T) {
		log, _ := drawLog(t)
		cursor := walk(log)
		if cursor.Place != uint64(len(log)) || walk(log) != cursor {
			t.Fatalf("%+v after %d changes", cursor, len(log))
		}
		at := rapid.IntRange(0, len(log)-1).Draw(t, "at")
		other := append([]Change{}, log...)
		other[at].Body = append(append(json.RawMessage{}, other[at].Body...), ' ')
		if walk(other) == cursor || walk(log[:len(log)-1]) == cursor {
			t.Fatal("another content has the same cursor")
		}
		if at > 0 {
			swapped := append([]Change{}, log...)
			swapped[at-1], swapped[at] = swapped[at], swapped[at-1]
			if walk(swapped).Running == cursor.Running {
				t.Fatal("another order has the same cursor")
			}
		}
	})
}

func TestHashText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := Head{}.Append(someDraft(t), 1, 1)
		var back Hash
		text, err := c.Hash().MarshalText()
		if err == nil {
			err = back.UnmarshalText(text)
		}
		if err != nil || back != c.Hash() || len(text) != 64 {
			t.Fatalf("%s %v", text, err)
		}
	})
	for _, text := range []string{"", "00", strings.Repeat("0", 63), strings.Repeat("0", 66), strings.Repeat("g", 64)} {
		var h Hash
		if err := h.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is read as a hash", text)
		}
	}
}

// What a receipt says is what is signed: no two receipts share a message.
func TestReceiptMessagesDiffer(t *testing.T) {
	draw := func(t *rapid.T, label string) Receipt {
		return Receipt{Epoch: rapid.Uint32Range(1, 2).Draw(t, label+" epoch"), Seq: rapid.Uint64Range(1, 3).Draw(t, label+" seq"), At: rapid.Int64Range(0, 2).Draw(t, label+" at"),
			Stream: Stream(rapid.StringMatching(`[a/]{0,3}`).Draw(t, label+" stream")), Command: rapid.StringMatching(`[a/]{0,3}`).Draw(t, label+" command")}
	}
	rapid.Check(t, func(t *rapid.T) {
		one, other := draw(t, "one"), draw(t, "other")
		same := one.Epoch == other.Epoch && one.Seq == other.Seq && one.At == other.At && one.Stream == other.Stream && one.Command == other.Command
		if (string(one.Message()) == string(other.Message())) != same || (one.Code() == other.Code()) != same {
			t.Fatalf("%+v\n%+v", one, other)
		}
		signed := one
		signed.Signature = []byte("x")
		if string(signed.Message()) != string(one.Message()) || signed.Code() != one.Code() {
			t.Fatal("the signature signs itself")
		}
		if strings.ContainsAny(one.Code(), "ILOU") {
			t.Fatalf("letters that look alike: %s", one.Code())
		}
	})
}

func TestAnswersAreSaidPlainly(t *testing.T) {
	for want, answer := range map[string]Answer{
		`{"id":"","outcome":"ok"}`:                           Accept(),
		`{"id":"","outcome":"refused","code":"poll.closed"}`: Refuse("poll.closed"),
	} {
		if got, err := json.Marshal(answer); err != nil || string(got) != want {
			t.Errorf("%s, want %s (%v)", got, want, err)
		}
	}
}
