package speaking

import (
	"cmp"
	"slices"
)

// List is the list of speakers of one item. It is never written to: With returns another.
type List struct {
	Setup   Setup
	Entries []Entry // by number: in the order in which the server received them
}

// Written is what an act writes: the facts that change, whole.
type Written struct {
	Setup   *Setup // nil: as it was
	Entries []Entry
}

// NewList puts a list together from its facts, in whatever order they come. Without a setup (its Item is empty) the usual
// options hold.
func NewList(item string, setup Setup, entries ...Entry) List {
	if setup.Item == "" {
		setup = Setup{Item: item, Options: UsualOptions()}
	}
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID)) })
	return List{setup, entries}
}

// With returns the list after something was written.
func (l List) With(written Written) List {
	setup := l.Setup
	if written.Setup != nil {
		setup = *written.Setup
	}
	entries := slices.Clone(l.Entries)
	for _, e := range written.Entries {
		if at := slices.IndexFunc(entries, func(o Entry) bool { return o.ID == e.ID }); at >= 0 {
			entries[at] = e
		} else {
			entries = append(entries, e)
		}
	}
	return NewList(l.Setup.Item, setup, entries...)
}

// Entry finds a request by its id.
func (l List) Entry(id string) (Entry, bool) {
	at := slices.IndexFunc(l.Entries, func(e Entry) bool { return e.ID == id })
	if at < 0 {
		return Entry{}, false
	}
	return l.Entries[at], true
}

// in returns the requests in a state, by number.
func (l List) in(state State) []Entry {
	var found []Entry
	for _, e := range l.Entries {
		if e.State == state {
			found = append(found, e)
		}
	}
	return found
}

// Pending are the requests that the chair has still to approve, by number.
func (l List) Pending() []Entry { return l.in(Asked) }

// Away are those who were called and did not come, by number.
func (l List) Away() []Entry { return l.in(Skipped) }

// Floor returns who has the floor, speaking or paused, and below it the speech that is interrupted meanwhile. Either
// may be nobody: its ID is empty then.
func (l List) Floor() (top, below Entry) {
	for _, e := range l.Entries {
		switch {
		case !e.OnFloor():
		case top.ID == "":
			top = e
		case e.Kind.aside():
			top, below = e, top
		default:
			below = e
		}
	}
	return top, below
}

// nth is the how manieth speech of its kind on this item an entry's would be for its person.
func (l List) nth(e Entry) int {
	n := 1
	for _, other := range l.Entries {
		if other.Person == e.Person && other.Kind.slot() == e.Kind.slot() && other.Held() && other.ID != e.ID {
			n++
		}
	}
	return n
}
