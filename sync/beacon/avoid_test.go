package beacon

import (
	"slices"
	"testing"
	"time"
)

// An address where nobody speaks any more is left out for a while, unless there is nothing else.
func TestAvoid(t *testing.T) {
	f := NewFinder(Pin{}, true)
	f.Set(Last, FromLast("a:1", "b:1")...)
	at := func(when time.Time) []string {
		f.mu.Lock()
		defer f.mu.Unlock()
		var addresses []string
		for _, c := range f.spared(merge(f.pin, f.given[Last]), when) {
			addresses = append(addresses, c.Address)
		}
		return addresses
	}
	f.Avoid("a:1")
	if got := at(time.Now()); !slices.Equal(got, []string{"b:1"}) {
		t.Errorf("avoided: %v", got)
	}
	if got := f.Candidates(); len(got) != 1 {
		t.Errorf("candidates: %v", got)
	}
	f.Avoid("b:1")
	if got := at(time.Now()); len(got) != 2 {
		t.Errorf("nothing else: %v", got)
	}
	if got := at(time.Now().Add(avoidFor)); len(got) != 2 {
		t.Errorf("after a while: %v", got)
	}
}
