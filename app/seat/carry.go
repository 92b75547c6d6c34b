package seat

import (
	"context"
	"image"
	"slices"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// Carry notes what became of marks on earlier issues of the papers of a session; NotesOn shows them where they are
// now. Nobody changes what is given.
func (s *Seat) Carry(session string, carried notes.Carried) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.notebooks[session]
	if n == nil {
		return // given back meanwhile
	}
	n.carried = carried
	n.carries++
	s.tell()
}

// Tray returns the holder's marks of a session that found no place on the papers as they stand.
func (s *Seat) Tray(session string) []notes.Left {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.notebooks[session]
	if n == nil {
		return nil
	}
	var left []notes.Left
	for _, one := range n.carried.Left {
		if one.Author == s.standing.Person && n.stands(one.Entry) {
			left = append(left, one)
		}
	}
	return left
}

// CarryPending reports whether marks on an earlier issue of a paper wait to be carried: the words of either issue
// are not here yet.
func (s *Seat) CarryPending(session, blob string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.notebooks[session]
	return n != nil && n.carried.Pending[blob]
}

// stands reports whether a mark is still where it was when it was carried.
func (n *notebook) stands(e notes.Entry) bool {
	_, live, _ := n.book.Mark(e.Author, e.ID)
	return live
}

// with are the marks of a page and those that were carried there.
func (n *notebook) with(page notes.Page, entries []notes.Entry) []notes.Entry {
	for _, e := range n.carried.Pages[page] {
		if n.stands(e) {
			entries = append(entries, e)
		}
	}
	return entries
}

// pages are those that something is written on, or was carried to, by paper and number.
func (n *notebook) pages() []notes.Page {
	pages := n.book.Pages()
	for page := range n.carried.Pages {
		if !slices.Contains(pages, page) && len(n.with(page, nil)) > 0 {
			pages = append(pages, page)
		}
	}
	notes.SortPages(pages)
	return pages
}

// PlaceNotes puts marks of the holder at another place, as one act: on names paper, page and what the page shows.
// *people.Refusal where they would lie beyond the page. Else as WriteNotes.
func (s *Seat) PlaceNotes(ctx context.Context, session string, marks []notes.Entry, on notes.Anchor, by image.Point) error {
	act, ok := notes.Replaced(marks, on, by, s.config.NewID, s.NoteMoment())
	if !ok {
		return &people.Refusal{Code: "notes.beyond"}
	}
	return s.WriteNotes(ctx, session, act...)
}

// RemoveNotes takes marks of the holder away, as one act that UndoNotes takes back. Else as WriteNotes.
func (s *Seat) RemoveNotes(ctx context.Context, session string, marks []notes.Entry) error {
	return s.WriteNotes(ctx, session, notes.Removed(marks, s.config.NewID, s.NoteMoment())...)
}

// CarryAgain is Carry for what was carried before, where the notebook was built anew since and has forgotten it. It
// tells nobody where it has not.
func (s *Seat) CarryAgain(session string, carried notes.Carried) {
	s.mu.Lock()
	n := s.notebooks[session]
	forgotten := n != nil && n.carried.Pages == nil
	s.mu.Unlock()
	if forgotten {
		s.Carry(session, carried)
	}
}
