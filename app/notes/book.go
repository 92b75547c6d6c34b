package notes

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// Layer (lớp) is whose marks stand where: see the places in place.go.
type Layer struct{ Owner, Place string }

// Entry is a mark as it is shown.
type Entry struct {
	Mark
	Places []string // the layers of its author that it stands in, in order
	// OtherOf is the mark of which this one is another version ("bản khác"): both were made of one on two tablets
	// that did not know of each other. The newer one stands; the other stays, and says so.
	OtherOf string
}

// Page is one page of one paper.
type Page struct {
	Blob   string
	Number int
}

// Book (sổ ghi chú) is what the edits of all layers add up to. It is a union: it comes to the same in whichever
// order edits arrive, how they were split, and however often. What was removed stays away, also where its
// removal came first.
type Book struct {
	layers map[string]map[string]*sheet // by owner and place
	pages  map[Page]map[name]int        // how many layers a live mark stands in
	roots  map[name]map[string]bool

	revisions map[Page]uint64
}

// name is a mark of an author: nobody takes a mark of another's away, whatever id it is given.
type name struct{ owner, id string }

type sheet struct {
	marks   map[string]Mark
	removed map[string]bool
}

// NewBook returns an empty book.
func NewBook() *Book {
	return &Book{layers: map[string]map[string]*sheet{}, pages: map[Page]map[name]int{}, roots: map[name]map[string]bool{},
		revisions: map[Page]uint64{}}
}

// Revision is a number that rises whenever a mark comes to a page or leaves it: what was read of the page at the
// same revision is what it still says.
func (b *Book) Revision(page Page) uint64 { return b.revisions[page] }

// Apply folds one edit of a layer in. The author of its marks is the owner of the layer, who the room has seen to
// be the one who gave it, whatever the edit says.
func (b *Book) Apply(in Layer, e Edit) {
	if b.layers[in.Owner] == nil {
		b.layers[in.Owner] = map[string]*sheet{}
	}
	s := b.layers[in.Owner][in.Place]
	if s == nil {
		s = &sheet{marks: map[string]Mark{}, removed: map[string]bool{}}
		b.layers[in.Owner][in.Place] = s
	}
	for _, m := range e.Adds {
		m.Author = in.Owner
		known, is := s.marks[m.ID]
		if is && !before(m, known) {
			continue
		}
		if is {
			b.list(known, s, -1)
		}
		s.marks[m.ID] = m
		b.list(m, s, +1)
		root := name{in.Owner, m.Root()}
		if b.roots[root] == nil {
			b.roots[root] = map[string]bool{}
		}
		b.roots[root][m.ID] = true
	}
	for _, id := range e.Removes {
		if m, is := s.marks[id]; is {
			b.list(m, s, -1)
		}
		s.removed[id] = true
	}
}

// before decides which of two marks counts that some fault gave one id: the same one everywhere.
func before(m, known Mark) bool {
	one, _ := json.Marshal(m) // plain structs: it cannot fail
	other, _ := json.Marshal(known)
	return bytes.Compare(one, other) < 0
}

// list counts a mark of a sheet on its page, if it is live there.
func (b *Book) list(m Mark, s *sheet, by int) {
	if s.removed[m.ID] {
		return
	}
	page, n := Page{m.Anchor.Blob, m.Anchor.Page}, name{m.Author, m.ID}
	b.revisions[page]++
	if b.pages[page] == nil {
		b.pages[page] = map[name]int{}
	}
	if b.pages[page][n] += by; b.pages[page][n] == 0 {
		delete(b.pages[page], n)
	}
	if len(b.pages[page]) == 0 {
		delete(b.pages, page)
	}
}

// Pages returns the pages that have marks, by paper and number.
func (b *Book) Pages() []Page {
	var pages []Page
	for page := range b.pages {
		pages = append(pages, page)
	}
	SortPages(pages)
	return pages
}

// SortPages orders pages by paper and number.
func SortPages(pages []Page) {
	slices.SortFunc(pages, func(a, b Page) int {
		return cmp.Or(strings.Compare(a.Blob, b.Blob), cmp.Compare(a.Number, b.Number))
	})
}

// On returns the marks of a page in the order of their making.
func (b *Book) On(page Page) []Entry {
	entries := make([]Entry, 0, len(b.pages[page]))
	for n := range b.pages[page] {
		if entry, live := b.entry(n); live && entry.Anchor.Blob == page.Blob && entry.Anchor.Page == page.Number {
			entries = append(entries, entry)
		}
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(later(a.Mark, b.Mark), strings.Compare(a.Author, b.Author))
	})
	return entries
}

// Mark returns a mark, also one that is removed.
func (b *Book) Mark(owner, id string) (entry Entry, live, known bool) {
	if entry, live = b.entry(name{owner, id}); live {
		return entry, true, true
	}
	for _, s := range b.layers[owner] {
		if m, is := s.marks[id]; is && (!known || before(m, entry.Mark)) {
			entry, known = Entry{Mark: m}, true
		}
	}
	return entry, false, known
}

// entry is a mark as it is shown, and false where it is shown nowhere.
func (b *Book) entry(n name) (Entry, bool) {
	m, places := b.standing(n)
	if len(places) == 0 {
		return Entry{}, false
	}
	entry := Entry{Mark: m, Places: places}
	lineage := b.roots[name{n.owner, m.Root()}]
	if len(lineage) < 2 {
		return entry, true
	}
	winner := m
	for id := range lineage {
		if other, in := b.standing(name{n.owner, id}); len(in) > 0 && other.Root() == m.Root() && later(other, winner) > 0 {
			winner = other
		}
	}
	if winner.ID != m.ID {
		entry.OtherOf = winner.ID
	}
	return entry, true
}

// standing returns a mark with the places where it is live, in order.
func (b *Book) standing(n name) (mark Mark, places []string) {
	for place, s := range b.layers[n.owner] {
		if m, is := s.marks[n.id]; is && !s.removed[n.id] {
			if len(places) == 0 || before(m, mark) {
				mark = m
			}
			places = append(places, place)
		}
	}
	slices.Sort(places)
	return mark, places
}

// later orders marks by clock, then id.
func later(a, b Mark) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) }
