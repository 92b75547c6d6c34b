package reader

import (
	"context"
	"maps"
	"slices"
	"time"

	"congso.vn/congso/ui/frame"
)

// ReadingShelf keeps where the holder of the tablet was reading, sealed on this device. Both methods may wait and are
// called from goroutines of their own.
type ReadingShelf interface {
	// LoadReading gives what was kept of a session for the person who holds the tablet; nothing where there is
	// none, or none that opens.
	LoadReading(ctx context.Context, session string) (Reading, error)
	SaveReading(ctx context.Context, session string, reading Reading) error
}

// Reading is where a person was reading in the papers of one session, and how. It is kept on devices: only ever add.
type Reading struct {
	View      Viewing               `json:"view"`
	Places    map[string]Place      `json:"places,omitempty"`    // by document
	Bookmarks map[string][]Bookmark `json:"bookmarks,omitempty"` // by document, in the order of pages
}

// Place is how far somebody has read.
type Place struct {
	Page int     `json:"page"`           // 0 …
	Part float32 `json:"part,omitempty"` // how much of the page is above the screen
	Zoom int     `json:"zoom,omitempty"` // percent of the width; 0: as pages fit
}

// sane is the place with what cannot be left away.
func (p Place) sane() Place {
	p.Page = max(0, p.Page)
	if !(p.Part > -1 && p.Part < 2) { // the gap behind a page belongs to it
		p.Part = 0
	}
	if p.Zoom != 0 {
		p.Zoom = min(max(p.Zoom, leastZoom), mostZoom)
	}
	return p
}

// Bookmark is a page that somebody wants to find again.
type Bookmark struct {
	Page int   `json:"page"` // 0 …
	At   int64 `json:"at"`   // when it was set, milliseconds since 1970
}

// The most that is kept of one session.
const (
	mostPlaces    = 500
	mostBookmarks = 500 // of one paper
)

// SavePause is how long nothing has to happen before it is kept.
const SavePause = time.Second

// ShelfModel brings what was kept to the paper's model, and keeps what changes there.
type ShelfModel struct {
	Setting *frame.Setting
	Shelf   ReadingShelf // nil: nothing is kept
	Errands *frame.Errands
	Paper   *Model
	Changed func()

	session string
	loaded  bool
	waiting bool // something is to be kept
	unset   func() bool
	life    int
}

// Open turns to a session: what was kept of it comes, what changed in the one before is kept.
func (s *ShelfModel) Open(session string) {
	if s.Shelf == nil || session == s.session || session == "" {
		return
	}
	s.flush()
	if s.session != "" {
		s.Paper.Places, s.Paper.Marks = map[string]Place{}, map[string][]Bookmark{}
	}
	s.session, s.loaded = session, false
	s.life++
	life := s.life
	var kept Reading
	s.Errands.Run(func(ctx context.Context) (err error) {
		kept, err = s.Shelf.LoadReading(ctx, session)
		return err
	}, func(err error) {
		if life != s.life {
			return
		}
		s.loaded = true
		if err != nil {
			s.Setting.Report(err)
			return
		}
		s.Paper.recall(kept)
		s.Changed()
	})
}

// Forget lets go of everything; the person is no longer here.
func (s *ShelfModel) Forget() {
	s.rest()
	s.session, s.loaded, s.waiting = "", false, false
	s.life++
}

// rest stops waiting.
func (s *ShelfModel) rest() {
	if s.unset != nil {
		s.unset()
		s.unset = nil
	}
}

// Touch has kept what changed, when nothing changes any more for a moment.
func (s *ShelfModel) Touch() {
	if s.Shelf == nil {
		return
	}
	s.waiting = true
	s.rest()
	life := s.life
	s.unset = s.Setting.After(SavePause, func() {
		s.Setting.Post(func() {
			if life == s.life {
				s.unset = nil
				s.flush()
			}
		})
	})
}

// flush keeps what changed now.
func (s *ShelfModel) flush() {
	s.rest()
	if !s.waiting || s.session == "" {
		return
	}
	if !s.loaded {
		s.Touch() // what was kept is not here yet, and would be lost
		return
	}
	s.waiting = false
	session, kept := s.session, s.Paper.reading()
	s.Errands.Run(func(ctx context.Context) error { return s.Shelf.SaveReading(ctx, session, kept) }, func(err error) {
		if err != nil {
			s.Setting.Report(err)
		}
	})
}

// Close keeps what changed before the screen ends.
func (s *ShelfModel) Close() {
	s.rest()
	if s.Shelf == nil || !s.waiting || !s.loaded {
		return
	}
	s.waiting = false
	if err := s.Shelf.SaveReading(context.Background(), s.session, s.Paper.reading()); err != nil {
		s.Setting.Report(err)
	}
}

// reading is what is to be kept.
func (p *Model) reading() Reading {
	r := Reading{View: p.View, Places: maps.Clone(p.Places), Bookmarks: map[string][]Bookmark{}}
	for document := range r.Places {
		if len(r.Places) <= mostPlaces {
			break
		}
		delete(r.Places, document)
	}
	for document, marks := range p.Marks {
		if len(marks) > 0 {
			r.Bookmarks[document] = slices.Clone(marks)
		}
	}
	return r
}

// recall takes what was kept. Where somebody has begun to read meanwhile, that counts.
func (p *Model) recall(kept Reading) {
	p.Look(kept.View)
	for document, at := range kept.Places {
		if _, begun := p.Places[document]; !begun {
			p.Places[document] = at.sane()
		}
	}
	for document, marks := range kept.Bookmarks {
		for _, mark := range marks[:min(len(marks), mostBookmarks)] {
			if mark.Page >= 0 && !p.isMarked(document, mark.Page) {
				p.Marks[document] = append(p.Marks[document], mark)
			}
		}
		p.sortMarks(document)
	}
	p.turn++
}

// ToggleMark sets a bookmark on a page of the open paper, or takes it away.
func (p *Model) ToggleMark(page int) {
	if p.Document == "" {
		return
	}
	document, marks := p.Document, p.Marks[p.Document]
	if p.isMarked(document, page) {
		p.Marks[document] = slices.DeleteFunc(slices.Clone(marks), func(b Bookmark) bool { return b.Page == page })
	} else if len(marks) < mostBookmarks {
		p.Marks[document] = append(slices.Clone(marks), Bookmark{Page: page, At: p.setting.Now().UnixMilli()})
		p.sortMarks(document)
	}
	p.Touched()
	p.changed()
}

func (p *Model) isMarked(document string, page int) bool {
	return slices.ContainsFunc(p.Marks[document], func(b Bookmark) bool { return b.Page == page })
}

func (p *Model) sortMarks(document string) {
	slices.SortFunc(p.Marks[document], func(a, b Bookmark) int { return a.Page - b.Page })
}

// markedPages are the pages of a paper with bookmarks.
func (p *Model) markedPages(document string) map[int]bool {
	marked := map[int]bool{}
	for _, mark := range p.Marks[document] {
		marked[mark.Page] = true
	}
	return marked
}
