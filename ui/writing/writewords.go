package writing

import (
	"image"
	"math"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/pageview"
)

// readingOver is a finger that goes over words to mark them.
type readingOver struct {
	model *Model
	place pageview.PenPlace
	paper notes.Paper
	first int // word that it began on
	shown *notes.Drawn
	at    notes.Moment
}

// newReadingOver begins at the word under a finger. Nil where the words of the page are not known.
func newReadingOver(w *Model, place pageview.PenPlace) gesture {
	if w.TextOf != w.blob || place.Page >= len(w.text.Pages) || w.text.Pages[place.Page].Bare() {
		w.Learn()
		w.Ask(Ask{Reason: w.setting.Words.Say("write.words.none")})
		return nil
	}
	leaves := make([]papertext.Page, place.Page+1)
	leaves[place.Page] = w.text.Pages[place.Page]
	r := &readingOver{model: w, place: place, paper: notes.PaperOf(w.blob, papertext.Text{Pages: leaves}), at: w.book.NoteMoment()}
	r.first = r.word(place.At)
	r.Move(place.At)
	return r
}

// word is the number of the word nearest to a place: lines count for more than what is beside.
func (r *readingOver) word(at image.Point) int {
	best, least := 0, math.Inf(1)
	for i, word := range r.paper.Leaves[r.place.Page].Words {
		dx := max(word.Rect.Min.X-at.X, at.X-word.Rect.Max.X, 0)
		dy := max(word.Rect.Min.Y-at.Y, at.Y-word.Rect.Max.Y, 0)
		if apart := math.Hypot(float64(dx), 4*float64(dy)); apart < least {
			best, least = i, apart
		}
	}
	return best
}

// Move is part of gesture.
func (r *readingOver) Move(at image.Point) {
	w, last := r.model, r.word(at)
	anchor, ok := notes.Quote(r.paper, r.place.Page, min(r.first, last), max(r.first, last)+1)
	if !ok || r.shown != nil && r.shown.Anchor.Quote == anchor.Quote && len(r.shown.Anchor.Quads) == len(anchor.Quads) {
		return
	}
	kind := notes.Highlight
	if w.Tool == UnderlineTool {
		kind = notes.Underline
	}
	m := w.Mark(kind, anchor, r.at)
	m.Colour = w.colour()
	r.Cancel()
	r.shown = Drawn(m, w.Sharing.places())
	w.Pages.Add(r.shown)
}

// Up is part of gesture.
func (r *readingOver) Up() {
	if r.shown != nil {
		r.model.Keep([]*notes.Drawn{r.shown}, nil, r.at)
	}
}

// Cancel is part of gesture.
func (r *readingOver) Cancel() {
	if r.shown != nil {
		r.model.Pages.take(r.shown)
	}
}
