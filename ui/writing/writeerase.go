package writing

import (
	"image"
	"math"
	"slices"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/pageview"
)

// rubbing is an eraser being drawn over a page: whole strokes that it touches go, or the parts that it touches.
type rubbing struct {
	model  *Model
	place  pageview.PenPlace
	last   image.Point
	parts  bool
	shapes map[string]*ink.Shape
	gone   []*notes.Drawn          // of the notebook
	pieces map[string]*notes.Drawn // what is left of them
	at     notes.Moment
}

func newRubbing(w *Model, place pageview.PenPlace) *rubbing {
	r := &rubbing{model: w, place: place, last: place.At, parts: w.eraser == TouchedParts,
		shapes: map[string]*ink.Shape{}, pieces: map[string]*notes.Drawn{}, at: w.book.NoteMoment()}
	r.Move(place.At)
	return r
}

// Move is part of gesture.
func (r *rubbing) Move(at image.Point) {
	from := r.last
	r.last = at
	reach := int(math.Ceil(eraserReach))
	way := image.Rect(min(from.X, at.X)-reach, min(from.Y, at.Y)-reach, max(from.X, at.X)+reach+1, max(from.Y, at.Y)+reach+1)
	var cut, left []*notes.Drawn
	for _, m := range r.model.Pages.On(r.place.Page) {
		if !r.model.Own(m) || !m.Bounds.Overlaps(way) {
			continue
		}
		switch m.Kind {
		case notes.Ink:
			if r.parts {
				pieces, touched := m.Stroke.Cut(ink.Sweep{AX: int32(from.X), AY: int32(from.Y), BX: int32(at.X), BY: int32(at.Y), Radius: eraserReach})
				if touched {
					cut = append(cut, m)
					left = append(left, r.remains(m, pieces)...)
				}
			} else if r.shape(m).Crosses(int32(from.X), int32(from.Y), int32(at.X), int32(at.Y), eraserReach/2) {
				cut = append(cut, m)
			}
		case notes.Highlight, notes.Underline, notes.Stamped:
			if slices.ContainsFunc(m.Anchor.Quads, func(quad image.Rectangle) bool { return at.In(quad) }) {
				cut = append(cut, m)
			}
		}
	}
	for _, m := range cut {
		if r.pieces[m.ID] != nil {
			delete(r.pieces, m.ID)
			r.model.Pages.take(m)
		} else {
			r.gone = append(r.gone, m)
			r.model.Pages.hide(m)
		}
	}
	for _, m := range left {
		r.pieces[m.ID] = m
		r.model.Pages.Add(m)
	}
}

func (r *rubbing) shape(m *notes.Drawn) *ink.Shape {
	if r.shapes[m.ID] == nil {
		r.shapes[m.ID] = ink.NewShape(m.Stroke)
	}
	return r.shapes[m.ID]
}

// remains makes marks of what an eraser left of one. They are new: what replaces a mark is one mark.
func (r *rubbing) remains(m *notes.Drawn, pieces []ink.Stroke) []*notes.Drawn {
	var left []*notes.Drawn
	for _, piece := range pieces {
		data, err := ink.Encode(piece)
		if err != nil {
			continue
		}
		other := r.model.Mark(notes.Ink, m.Anchor, r.at)
		other.Colour, other.Stroke = piece.Colour, data
		left = append(left, Drawn(other, m.Places))
	}
	return left
}

// Up is part of gesture.
func (r *rubbing) Up() {
	var left []*notes.Drawn
	for _, m := range r.pieces {
		left = append(left, m)
	}
	slices.SortFunc(left, func(a, b *notes.Drawn) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
	r.model.Keep(left, r.gone, r.at)
}

// Cancel is part of gesture.
func (r *rubbing) Cancel() {
	for _, m := range r.pieces {
		r.model.Pages.take(m)
	}
	r.model.Pages.take(r.gone...)
}
