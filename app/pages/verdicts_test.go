package pages

import (
	"testing"
	"time"
)

// A page that brought its worker down twice is left alone, each time longer, and tried again after that: it may have
// been somebody else's doing.
func TestVerdictsRunOut(t *testing.T) {
	now := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
	v, page := verdicts{}, place{"paper", 3}
	bad := func() bool { return v.on(page, now) != nil }
	v.note(page, CodeCrashed, now)
	if bad() {
		t.Fatal("bad after one failure")
	}
	for failure, rest := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute} {
		v.note(page, CodeCrashed, now)
		if now = now.Add(rest - time.Millisecond); !bad() {
			t.Errorf("failure %d: tried again too early", failure+2)
		}
		if v.on(place{"paper", 4}, now) != nil || v.on(place{"other", 3}, now) != nil {
			t.Error("another page is bad too")
		}
		if now = now.Add(time.Millisecond); bad() {
			t.Errorf("failure %d: never tried again", failure+2)
		}
	}
	for range 100 {
		v.note(page, CodeCrashed, now)
	}
	if now = now.Add(mostBad - time.Millisecond); !bad() {
		t.Error("tried again within the hour")
	}
	if now = now.Add(time.Millisecond); bad() {
		t.Error("bad for longer than an hour")
	}
	v.note(place{"paper", NoPage}, CodeTooSlow, now)
	v.note(place{"paper", NoPage}, CodeTooSlow, now)
	if !bad() {
		t.Error("a page of a document that is bad as such")
	}
	if v.forgive("paper"); bad() {
		t.Error("not forgiven")
	}
}
