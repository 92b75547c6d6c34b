package chamber

import (
	"image"
	"slices"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
)

// selection is what the lasso chose on one page.
type selection struct {
	page  int
	size  image.Point // of the page, 1/100 pt
	marks []*notes.Drawn
	by    image.Point // how far it is being moved
}

// selectionValue is what is shown of it.
type selectionValue struct {
	Count int
	Page  int
	Box   markBox
}

// bounds is what holds all that is chosen.
func (s *selection) bounds() (box image.Rectangle) {
	for _, m := range s.marks {
		box = box.Union(m.Bounds)
	}
	return box.Add(s.by)
}

func (s *selection) value() selectionValue {
	if len(s.marks) == 0 {
		return selectionValue{}
	}
	box, wide, high := s.bounds(), float32(s.size.X), float32(s.size.Y)
	return selectionValue{len(s.marks), s.page, markBox{
		float32(box.Min.X) / wide, float32(box.Min.Y) / high, float32(box.Max.X) / wide, float32(box.Max.Y) / high}}
}

// follow lets go of what is not on the page any more.
func (s *selection) follow(w *writeModel) {
	if len(s.marks) == 0 {
		return
	}
	there := map[string]bool{}
	for _, m := range w.pages.on(s.page) {
		there[m.ID] = true
	}
	s.marks = slices.DeleteFunc(s.marks, func(m *notes.Drawn) bool { return !there[m.ID] })
}

// roping is a lasso being drawn, or what it chose being moved.
type roping struct {
	model  *writeModel
	place  penPlace
	moving bool
	live   *ink.Live
	shown  *liveStroke
}

// nearChosen is how far beside what is chosen a finger still takes hold of it, 1/100 pt.
const nearChosen = 800

func newRoping(w *writeModel, place penPlace) *roping {
	r := &roping{model: w, place: place}
	box := w.chosen.bounds()
	if len(w.chosen.marks) > 0 && w.chosen.page == place.Page && place.At.In(box.Inset(-nearChosen)) {
		r.moving = true
		return r
	}
	w.chosen = selection{}
	w.stroke.choose(selectionValue{})
	slate := kit.LightPalette().Tones[kit.Slate]
	r.live = ink.NewLive(ink.Pen, ink.Colour(slate.R)<<16|ink.Colour(slate.G)<<8|ink.Colour(slate.B), 120, place.Scale)
	r.shown = w.stroke.begin(place.Page, float64(place.Size.X)/100*place.Scale)
	r.move(place.At)
	return r
}

func (r *roping) move(at image.Point) {
	w := r.model
	if r.moving {
		by, box := at.Sub(r.place.At), w.chosen.bounds().Sub(w.chosen.by)
		// What is moved stays on its page.
		by.X = min(max(by.X, -box.Min.X), max(r.place.Size.X-box.Max.X, -box.Min.X))
		by.Y = min(max(by.Y, -box.Min.Y), max(r.place.Size.Y-box.Max.Y, -box.Min.Y))
		w.chosen.by = by
		w.stroke.choose(w.chosen.value())
		return
	}
	at = r.place.inside(at)
	if tiles := r.live.Add(ink.Point{X: int32(at.X), Y: int32(at.Y)}); len(tiles) > 0 {
		w.stroke.extend(r.shown, tiles)
	}
}

func (r *roping) up() {
	w := r.model
	if r.moving {
		by := w.chosen.by
		w.chosen.by = image.Point{}
		if by != (image.Point{}) {
			w.alter(func(m notes.Mark, d *notes.Drawn) (notes.Mark, bool) { return moved(m, d, by) })
		}
		w.changed()
		return
	}
	w.stroke.settle(r.shown, "")
	rope := ink.Lasso(r.live.Stroke().Points)
	w.chosen = selection{page: r.place.Page, size: r.place.Size}
	for _, m := range w.pages.on(r.place.Page) {
		if w.own(m) && roped(rope, m) {
			w.chosen.marks = append(w.chosen.marks, m)
		}
	}
	w.changed()
}

func (r *roping) cancel() {
	if r.shown != nil {
		r.model.stroke.settle(r.shown, "")
	}
	r.model.chosen.by = image.Point{}
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

// recolour gives what is chosen another colour.
func (w *writeModel) recolour(colour ink.Colour) {
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
func (w *writeModel) alter(how func(notes.Mark, *notes.Drawn) (notes.Mark, bool)) {
	w.alterInto(nil, how)
}

// alterInto is alter into other layers; nil for the same.
func (w *writeModel) alterInto(places []string, how func(notes.Mark, *notes.Drawn) (notes.Mark, bool)) {
	at := w.book.NoteMoment()
	var adds, removes, chosen []*notes.Drawn
	for _, d := range w.chosen.marks {
		other, is := how(d.Mark.Instead(w.newID(), at), d)
		if !is {
			chosen = append(chosen, d)
			continue
		}
		into := places
		if into == nil {
			into = d.Places
		}
		made := drawn(other, into)
		adds, removes, chosen = append(adds, made), append(removes, d), append(chosen, made)
	}
	w.chosen.marks = chosen
	w.keep(adds, removes, at)
}

// discard takes what is chosen away.
func (w *writeModel) discard() {
	gone := w.chosen.marks
	w.chosen = selection{}
	w.keep(nil, gone, w.book.NoteMoment())
	w.changed()
}

// letGo chooses nothing.
func (w *writeModel) letGo() {
	w.chosen = selection{}
	w.changed()
}
