package writing

import (
	"image"
	"slices"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// selection is what the lasso chose on one page.
type selection struct {
	page  int
	size  image.Point // of the page, 1/100 pt
	Marks []*notes.Drawn
	by    image.Point // how far it is being moved
}

// Bounds is what holds all that is chosen.
func (s *selection) Bounds() (box image.Rectangle) {
	for _, m := range s.Marks {
		box = box.Union(m.Bounds)
	}
	return box.Add(s.by)
}

func (s *selection) value() pageview.SelectionValue {
	if len(s.Marks) == 0 {
		return pageview.SelectionValue{}
	}
	box, wide, high := s.Bounds(), float32(s.size.X), float32(s.size.Y)
	return pageview.SelectionValue{Count: len(s.Marks), Page: s.page, Box: pageview.MarkBox{
		Left: float32(box.Min.X) / wide, Top: float32(box.Min.Y) / high, Right: float32(box.Max.X) / wide, Bottom: float32(box.Max.Y) / high}}
}

// follow lets go of what is not on the page any more.
func (s *selection) follow(w *Model) {
	if len(s.Marks) == 0 {
		return
	}
	there := map[string]bool{}
	for _, m := range w.Pages.On(s.page) {
		there[m.ID] = true
	}
	s.Marks = slices.DeleteFunc(s.Marks, func(m *notes.Drawn) bool { return !there[m.ID] })
}

// roping is a lasso being drawn, or what it chose being moved.
type roping struct {
	model  *Model
	place  pageview.PenPlace
	moving bool
	live   *ink.Live
	shown  *pageview.LiveStroke
}

// nearChosen is how far beside what is chosen a finger still takes hold of it, 1/100 pt.
const nearChosen = 800

func newRoping(w *Model, place pageview.PenPlace) *roping {
	r := &roping{model: w, place: place}
	box := w.Chosen.Bounds()
	if len(w.Chosen.Marks) > 0 && w.Chosen.page == place.Page && place.At.In(box.Inset(-nearChosen)) {
		r.moving = true
		return r
	}
	w.Chosen = selection{}
	w.Stroke.choose(pageview.SelectionValue{})
	slate := kit.LightPalette().Tones[kit.Slate]
	r.live = ink.NewLive(ink.Pen, ink.Colour(slate.R)<<16|ink.Colour(slate.G)<<8|ink.Colour(slate.B), 120, place.Scale)
	r.shown = w.Stroke.begin(place.Page, float64(place.Size.X)/100*place.Scale)
	r.Move(place.At)
	return r
}

// Move is part of gesture.
func (r *roping) Move(at image.Point) {
	w := r.model
	if r.moving {
		by, box := at.Sub(r.place.At), w.Chosen.Bounds().Sub(w.Chosen.by)
		// What is moved stays on its page.
		by.X = min(max(by.X, -box.Min.X), max(r.place.Size.X-box.Max.X, -box.Min.X))
		by.Y = min(max(by.Y, -box.Min.Y), max(r.place.Size.Y-box.Max.Y, -box.Min.Y))
		w.Chosen.by = by
		w.Stroke.choose(w.Chosen.value())
		return
	}
	at = r.place.Inside(at)
	if tiles := r.live.Add(ink.Point{X: int32(at.X), Y: int32(at.Y)}); len(tiles) > 0 {
		w.Stroke.extend(r.shown, tiles)
	}
}

// Up is part of gesture.
func (r *roping) Up() {
	w := r.model
	if r.moving {
		by := w.Chosen.by
		w.Chosen.by = image.Point{}
		if by != (image.Point{}) {
			w.alter(func(m notes.Mark, d *notes.Drawn) (notes.Mark, bool) { return moved(m, d, by) })
		}
		w.changed()
		return
	}
	w.Stroke.settle(r.shown, "")
	rope := ink.Lasso(r.live.Stroke().Points)
	w.Chosen = selection{page: r.place.Page, size: r.place.Size}
	for _, m := range w.Pages.On(r.place.Page) {
		if w.Own(m) && roped(rope, m) {
			w.Chosen.Marks = append(w.Chosen.Marks, m)
		}
	}
	w.changed()
}

// Cancel is part of gesture.
func (r *roping) Cancel() {
	if r.shown != nil {
		r.model.Stroke.settle(r.shown, "")
	}
	r.model.Chosen.by = image.Point{}
	r.model.changed()
}

// mostly is the share of a mark that lies inside the lasso to be chosen.
const mostly = 0.6

// roped reports whether a lasso holds a mark: of what has no points, the middle.
func roped(rope ink.Lasso, m *notes.Drawn) bool {
	if m.Kind == notes.Ink {
		return rope.Holds(m.Stroke, mostly)
	}
	middle := m.Bounds.Min.Add(m.Bounds.Max).Div(2)
	return !m.Bounds.Empty() && rope.Holds(ink.Stroke{Points: []ink.Point{{X: int32(middle.X), Y: int32(middle.Y)}}}, 1)
}

// moved is a mark at another place; false for those that lie on words and stay with them.
func moved(m notes.Mark, d *notes.Drawn, by image.Point) (notes.Mark, bool) {
	switch m.Kind {
	case notes.Ink:
		stroke, ok := d.Stroke.Moved(int32(by.X), int32(by.Y))
		if !ok {
			return m, false
		}
		data, err := ink.Encode(stroke)
		m.Stroke = data
		return m, err == nil
	case notes.Highlight, notes.Underline:
		return m, false
	}
	quads := make([]image.Rectangle, len(m.Anchor.Quads))
	for i, quad := range m.Anchor.Quads {
		quads[i] = quad.Add(by)
	}
	m.Anchor.Quads = quads
	return m, true
}

// Recolour gives what is chosen another colour.
func (w *Model) Recolour(colour ink.Colour) {
	w.alter(func(m notes.Mark, d *notes.Drawn) (notes.Mark, bool) {
		if m.Colour == colour {
			return m, false
		}
		m.Colour = colour
		if m.Kind == notes.Ink {
			data, err := ink.Encode(d.Stroke.Recoloured(colour))
			m.Stroke = data
			return m, err == nil
		}
		return m, true
	})
	w.changed()
}

// alter puts others in the place of what is chosen, as one act and in the same layers; what stays as it is stays
// chosen.
func (w *Model) alter(how func(notes.Mark, *notes.Drawn) (notes.Mark, bool)) {
	w.alterInto(nil, how)
}

// alterInto is alter into other layers; nil for the same.
func (w *Model) alterInto(places []string, how func(notes.Mark, *notes.Drawn) (notes.Mark, bool)) {
	at := w.book.NoteMoment()
	var adds, removes, chosen []*notes.Drawn
	for _, d := range w.Chosen.Marks {
		other, is := how(d.Mark.Instead(w.newID(), at), d)
		if !is {
			chosen = append(chosen, d)
			continue
		}
		into := places
		if into == nil {
			into = d.Places
		}
		made := Drawn(other, into)
		adds, removes, chosen = append(adds, made), append(removes, d), append(chosen, made)
	}
	w.Chosen.Marks = chosen
	w.Keep(adds, removes, at)
}

// Discard takes what is chosen away.
func (w *Model) Discard() {
	gone := w.Chosen.Marks
	w.Chosen = selection{}
	w.Keep(nil, gone, w.book.NoteMoment())
	w.changed()
}

// LetGo chooses nothing.
func (w *Model) LetGo() {
	w.Chosen = selection{}
	w.changed()
}
