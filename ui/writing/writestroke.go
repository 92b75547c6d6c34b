package writing

import (
	"image"
	"time"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/pageview"
)

// gesture is what goes on under a finger, from down to up. Places are those of the page that it began on, in 1/100 pt,
// and may lie beyond it.
type gesture interface {
	Move(at image.Point)
	Up()
	Cancel()
}

// Down begins to write where a finger came down; false where there is nothing to write.
func (w *Model) Down(place pageview.PenPlace) bool {
	if !w.Can() || w.blob == "" || w.Tool == HandTool {
		return false
	}
	w.Up()
	switch w.Tool {
	case PenTool, MarkerTool:
		w.gesture = newPenStroke(w, place)
	case EraserTool:
		w.gesture = newRubbing(w, place)
	case LassoTool:
		w.gesture = newRoping(w, place)
	case HighlightTool, UnderlineTool:
		w.gesture = newReadingOver(w, place)
	case TextTool, AgreeTool, ReviewTool:
		w.gesture = &tapping{w, place}
	}
	return w.gesture != nil
}

// Move goes on with the stroke to a point of the page, in 1/100 pt.
func (w *Model) Move(at image.Point) {
	if w.gesture != nil {
		w.gesture.Move(at)
	}
}

// Up ends what goes on under the finger, and keeps it.
func (w *Model) Up() {
	if g := w.gesture; g != nil {
		w.gesture = nil
		g.Up()
	}
}

// Cancel ends it and keeps nothing.
func (w *Model) Cancel() {
	if g := w.gesture; g != nil {
		w.gesture = nil
		g.Cancel()
	}
}

// penStroke is a stroke being drawn with pen or marker.
type penStroke struct {
	model *Model
	place pageview.PenPlace
	began time.Time
	live  *ink.Live
	shown *pageview.LiveStroke
	id    string     // of the mark that it becomes
	shows *showing   // to others; nil: to nobody
	ink   ink.Colour // at night another one is on the screen
}

func newPenStroke(w *Model, place pageview.PenPlace) *penStroke {
	s := &penStroke{model: w, place: place}
	s.begin(place.At)
	return s
}

func (s *penStroke) begin(at image.Point) {
	w := s.model
	tool, width := ink.Pen, penWidths[w.width]
	if w.Tool == MarkerTool {
		tool, width = ink.Marker, markerWidth
	}
	s.began = w.setting.Now()
	s.ink = w.colour()
	s.live = ink.NewLive(tool, w.Others.shade(s.ink), width, s.place.Scale)
	s.id = w.newID()
	s.shows = w.showTo(s.place.Page, s.id, s.stroke)
	s.shown = w.Stroke.begin(s.place.Page, float64(s.place.Size.X)/100*s.place.Scale)
	s.add(at)
}

func (s *penStroke) add(at image.Point) {
	at = s.place.Inside(at)
	millis := s.model.setting.Now().Sub(s.began).Milliseconds()
	point := ink.Point{X: int32(at.X), Y: int32(at.Y), Millis: uint32(min(max(millis, 0), ink.MaxMillis))}
	if tiles := s.live.Add(point); len(tiles) > 0 {
		s.model.Stroke.extend(s.shown, tiles)
		s.shows.grown()
	}
}

// stroke is what was drawn so far.
func (s *penStroke) stroke() ink.Stroke {
	stroke := s.live.Stroke()
	stroke.Colour = s.ink
	return stroke
}

// Move is part of gesture.
func (s *penStroke) Move(at image.Point) {
	s.add(at)
	if s.live.Full() {
		s.Up()
		s.begin(at)
	}
}

// Up is part of gesture.
func (s *penStroke) Up() {
	w := s.model
	stroke := ink.Thin(s.stroke(), ink.Thinness)
	data, err := ink.Encode(stroke)
	if err != nil { // it had no point, or a clock went back
		s.Cancel()
		return
	}
	s.shows.end()
	at := w.book.NoteMoment()
	m := w.Mark(notes.Ink, w.Anchor(s.place.Page), at)
	m.ID = s.id // those who were shown it know it by that
	m.Colour, m.Stroke = stroke.Colour, data
	w.Stroke.settle(s.shown, m.ID)
	w.Keep([]*notes.Drawn{Drawn(m, w.Sharing.places())}, nil, at)
}

// Cancel is part of gesture.
func (s *penStroke) Cancel() {
	s.shows.giveUp()
	s.model.Stroke.settle(s.shown, "")
}
