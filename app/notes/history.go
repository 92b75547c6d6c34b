package notes

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Placed is an edit with the place of its layer.
type Placed struct {
	Place string
	Edit  Edit
}

// History (lịch sử) undoes and redoes what one person did, on whichever tablet and paper, act by act. It keeps
// nothing of its own: it follows from the person's edits, in whichever order they arrive, and so survives that
// a tablet is switched off or lost.
type History struct {
	owner string
	book  *Book
	acts  map[string]*act
	done  []*act // to be undone, the last at the end; nil with stale
	back  []*act // to be redone
	last  *act   // of those played
	stale bool
}

// act is all parts that are known of one act.
type act struct {
	id      string
	at      Moment
	inverts string
	adds    map[string][]string // ids by place
	removes map[string][]string
}

// NewHistory returns the history of a person over a book, which shall have every edit that the history has.
func NewHistory(owner string, book *Book) *History {
	return &History{owner: owner, book: book, acts: map[string]*act{}, stale: true}
}

// Apply takes an edit of the person in; what it adds and removes the book knows.
func (h *History) Apply(place string, e Edit) {
	a := h.acts[e.ActID()]
	known := a != nil
	if !known {
		a = &act{id: e.ActID(), at: e.At, adds: map[string][]string{}, removes: map[string][]string{}}
		h.acts[a.id] = a
	}
	at, inverts := a.at, a.inverts
	if e.At.Compare(a.at) < 0 {
		a.at = e.At
	}
	a.inverts = max(a.inverts, e.Inverts)
	if _, is := a.adds[place]; !is {
		a.adds[place] = nil // an act that came to nothing is inverted like any other
	}
	for _, m := range e.Adds {
		a.adds[place] = insert(a.adds[place], m.ID)
	}
	for _, id := range e.Removes {
		a.removes[place] = insert(a.removes[place], id)
	}
	switch {
	case h.stale:
	case !known && (h.last == nil || order(h.last, a) < 0): // as a person goes on writing: nothing is sorted anew
		h.play(a)
	case !known || a.at != at || a.inverts != inverts:
		h.stale = true
	}
}

// order is that in which acts were done.
func order(a, b *act) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.id, b.id)) }

// insert puts an id into a sorted list, once.
func insert(ids []string, id string) []string {
	at, is := slices.BinarySearch(ids, id)
	if is {
		return ids
	}
	return slices.Insert(ids, at, id)
}

// settle plays the acts in their order: a new one may be undone, and ends what could be redone; one that inverts
// another takes it off its pile and lies on the other. Of two tablets that inverted the same act the second
// changes nothing.
func (h *History) settle() {
	if !h.stale {
		return
	}
	h.done, h.back, h.last, h.stale = nil, nil, nil, false
	for _, a := range slices.SortedFunc(maps.Values(h.acts), order) {
		h.play(a)
	}
}

// play takes the act that comes after all others.
func (h *History) play(a *act) {
	h.last = a
	is := func(other *act) bool { return other.id == a.inverts }
	if a.inverts == "" {
		h.done, h.back = append(h.done, a), nil
	} else if i := slices.IndexFunc(h.done, is); i >= 0 {
		h.done, h.back = slices.Delete(h.done, i, i+1), append(h.back, a)
	} else if i := slices.IndexFunc(h.back, is); i >= 0 {
		h.back, h.done = slices.Delete(h.back, i, i+1), append(h.done, a)
	}
}

// CanUndo reports whether there is something to undo, CanRedo whether to redo.
func (h *History) CanUndo() bool { h.settle(); return len(h.done) > 0 }

// CanRedo reports whether there is something to redo.
func (h *History) CanRedo() bool { h.settle(); return len(h.back) > 0 }

// Undo returns the edits that take the last act back, one for each place it touched, parts of one new act; none
// where there is nothing to undo. They count once they are applied, to the book and here. What the act added is
// removed, with all that is the same by an undo of an undo; what it removed comes again under a new id.
func (h *History) Undo(newID func() string, at Moment) []Placed {
	h.settle()
	if len(h.done) == 0 {
		return nil
	}
	return h.invert(h.done[len(h.done)-1], newID, at)
}

// Redo returns the edits that take the last undo back.
func (h *History) Redo(newID func() string, at Moment) []Placed {
	h.settle()
	if len(h.back) == 0 {
		return nil
	}
	return h.invert(h.back[len(h.back)-1], newID, at)
}

func (h *History) invert(a *act, newID func() string, at Moment) []Placed {
	places := slices.Concat(slices.Collect(maps.Keys(a.adds)), slices.Collect(maps.Keys(a.removes)))
	slices.Sort(places)
	var edits []Placed
	again := map[string]string{} // the same mark in two places comes again as one
	id := newID()
	for _, place := range slices.Compact(places) {
		e := Edit{ID: id, Act: id, At: at, Inverts: a.id}
		if len(edits) > 0 {
			e.ID = newID()
		}
		e.Removes = h.same(place, a.adds[place])
		for _, removed := range a.removes[place] {
			m, _, known := h.book.Mark(h.owner, removed)
			if !known || slices.Contains(a.adds[place], removed) {
				continue // nobody ever saw it here
			}
			original := m.original()
			if again[original] == "" {
				again[original] = newID()
			}
			if !slices.ContainsFunc(e.Adds, func(other Mark) bool { return other.ID == again[original] }) { // the same may have been there twice
				e.Adds = append(e.Adds, m.Mark.restored(again[original], at))
			}
		}
		edits = append(edits, Placed{place, e})
	}
	return edits
}

// same returns the given marks, and all live ones of the place that are the same.
func (h *History) same(place string, ids []string) []string {
	all := slices.Clone(ids)
	for _, id := range ids {
		m, _, known := h.book.Mark(h.owner, id)
		if !known {
			continue
		}
		for other := range h.book.roots[name{h.owner, m.Root()}] {
			o, in := h.book.standing(name{h.owner, other})
			if o.original() == m.original() && slices.Contains(in, place) {
				all = insert(all, other)
			}
		}
	}
	return all
}
