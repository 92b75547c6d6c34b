package writing

import (
	"image"
	"strings"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/pageview"
)

// The extents of what is put on a page by a tap, 1/100 pt.
var (
	NoteSize  = image.Pt(2400, 2400)
	stampSize = image.Pt(11_000, 3_200)
)

// The colours of notes and stamps.
const (
	NoteColour   = markerColour
	agreeColour  = 0x1E7B4F
	reviewColour = 0x8A5A00
)

// tapping is a finger that puts a note or a stamp where it is lifted.
type tapping struct {
	model *Model
	place pageview.PenPlace
}

// Move is part of gesture.
func (t *tapping) Move(at image.Point) { t.place.At = t.place.Inside(at) }

// Cancel is part of gesture.
func (t *tapping) Cancel() {}

// Up is part of gesture.
func (t *tapping) Up() {
	w := t.model
	switch w.Tool {
	case AgreeTool, ReviewTool:
		w.stamp(t.place, w.Tool == AgreeTool)
	case TextTool:
		for _, m := range w.Pages.On(t.place.Page) {
			if m.Kind == notes.Sticky && t.place.At.In(m.Bounds.Inset(-600)) {
				w.readNote(m)
				return
			}
		}
		w.newNote(t.place)
	}
}

func (w *Model) stamp(place pageview.PenPlace, agree bool) {
	at := w.book.NoteMoment()
	m := w.Mark(notes.Stamped, w.Anchor(place.Page), at)
	m.Stamp, m.Colour = notes.Review, reviewColour
	if agree {
		m.Stamp, m.Colour = notes.Agree, agreeColour
	}
	m.Anchor.Quads = []image.Rectangle{place.Around(stampSize)}
	w.Keep([]*notes.Drawn{Drawn(m, w.Sharing.places())}, nil, at)
}

// newNote asks for the words of a note that is to lie at a place.
func (w *Model) newNote(place pageview.PenPlace) {
	anchor := w.Anchor(place.Page)
	anchor.Quads = []image.Rectangle{place.Around(NoteSize)}
	w.Ask(Ask{At: &place, Taken: func(text string) {
		text = strings.TrimSpace(text)
		if text == "" || anchor.Blob != w.blob {
			return
		}
		at := w.book.NoteMoment()
		m := w.Mark(notes.Sticky, anchor, at)
		m.Text, m.Colour = text, NoteColour
		w.Keep([]*notes.Drawn{Drawn(m, w.Sharing.places())}, nil, at)
	}})
}

// readNote shows a note; its author writes it anew or takes it away.
func (w *Model) readNote(note *notes.Drawn) {
	question := Ask{Note: note}
	if w.Own(note) {
		question.Taken = func(text string) {
			text = strings.TrimSpace(text)
			if text == "" || text == note.Text {
				return
			}
			at := w.book.NoteMoment()
			m := note.Mark.Instead(w.newID(), at)
			m.Text = text
			w.Keep([]*notes.Drawn{Drawn(m, note.Places)}, []*notes.Drawn{note}, at)
		}
		question.Removed = func() { w.Keep(nil, []*notes.Drawn{note}, w.book.NoteMoment()) }
	}
	w.Ask(question)
}

// Touched opens the note that a finger touched while it turns pages.
func (w *Model) Touched(id string, page int) {
	for _, m := range w.Pages.On(page) {
		if m.ID == id && m.Kind == notes.Sticky {
			w.readNote(m)
			return
		}
	}
}
