package chamber

import (
	"image"
	"strings"

	"congso.vn/congso/app/notes"
)

// The extents of what is put on a page by a tap, 1/100 pt.
var (
	noteSize  = image.Pt(2400, 2400)
	stampSize = image.Pt(11_000, 3_200)
)

// The colours of notes and stamps.
const (
	noteColour   = markerColour
	agreeColour  = 0x1E7B4F
	reviewColour = 0x8A5A00
)

// tapping is a finger that puts a note or a stamp where it is lifted.
type tapping struct {
	model *writeModel
	place penPlace
}

func (t *tapping) move(at image.Point) { t.place.At = t.place.inside(at) }

func (t *tapping) cancel() {}

func (t *tapping) up() {
	w := t.model
	switch w.tool {
	case agreeTool, reviewTool:
		w.stamp(t.place, w.tool == agreeTool)
	case textTool:
		for _, m := range w.pages.on(t.place.Page) {
			if m.Kind == notes.Sticky && t.place.At.In(m.Bounds.Inset(-600)) {
				w.readNote(m)
				return
			}
		}
		w.newNote(t.place)
	}
}

// around is an area of a size around a place, on the page.
func (p penPlace) around(size image.Point) image.Rectangle {
	corner := p.At.Sub(size.Div(2))
	corner.X = max(0, min(corner.X, p.Size.X-size.X))
	corner.Y = max(0, min(corner.Y, p.Size.Y-size.Y))
	return image.Rectangle{Min: corner, Max: corner.Add(size)}
}

func (w *writeModel) stamp(place penPlace, agree bool) {
	at := w.book.NoteMoment()
	m := w.mark(notes.Stamped, w.anchor(place.Page), at)
	m.Stamp, m.Colour = notes.Review, reviewColour
	if agree {
		m.Stamp, m.Colour = notes.Agree, agreeColour
	}
	m.Anchor.Quads = []image.Rectangle{place.around(stampSize)}
	w.keep([]*notes.Drawn{drawn(m, w.sharing.places())}, nil, at)
}

// newNote asks for the words of a note that is to lie at a place.
func (w *writeModel) newNote(place penPlace) {
	anchor := w.anchor(place.Page)
	anchor.Quads = []image.Rectangle{place.around(noteSize)}
	w.ask(writeAsk{At: &place, Taken: func(text string) {
		text = strings.TrimSpace(text)
		if text == "" || anchor.Blob != w.blob {
			return
		}
		at := w.book.NoteMoment()
		m := w.mark(notes.Sticky, anchor, at)
		m.Text, m.Colour = text, noteColour
		w.keep([]*notes.Drawn{drawn(m, w.sharing.places())}, nil, at)
	}})
}

// readNote shows a note; its author writes it anew or takes it away.
func (w *writeModel) readNote(note *notes.Drawn) {
	question := writeAsk{Note: note}
	if w.own(note) {
		question.Taken = func(text string) {
			text = strings.TrimSpace(text)
			if text == "" || text == note.Text {
				return
			}
			at := w.book.NoteMoment()
			m := note.Mark.Instead(w.newID(), at)
			m.Text = text
			w.keep([]*notes.Drawn{drawn(m, note.Places)}, []*notes.Drawn{note}, at)
		}
		question.Removed = func() { w.keep(nil, []*notes.Drawn{note}, w.book.NoteMoment()) }
	}
	w.ask(question)
}

// touched opens the note that a finger touched while it turns pages.
func (w *writeModel) touched(id string, page int) {
	for _, m := range w.pages.on(page) {
		if m.ID == id && m.Kind == notes.Sticky {
			w.readNote(m)
			return
		}
	}
}
