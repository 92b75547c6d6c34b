package chamber

import (
	"image"
	"time"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// gesture is what goes on under a finger, from down to up. Places are those of the page that it began on, in 1/100 pt,
// and may lie beyond it.
type gesture interface {
	move(at image.Point)
	up()
	cancel()
}

// down begins to write where a finger came down; false where there is nothing to write.
func (w *writeModel) down(place penPlace) bool {
	if !w.can() || w.blob == "" || w.tool == handTool {
		return false
	}
	w.up()
	switch w.tool {
	case penTool, markerTool:
		w.gesture = newPenStroke(w, place)
	case eraserTool:
		w.gesture = newRubbing(w, place)
	case lassoTool:
		w.gesture = newRoping(w, place)
	case highlightTool, underlineTool:
		w.gesture = newReadingOver(w, place)
	case textTool, agreeTool, reviewTool:
		w.gesture = &tapping{w, place}
	}
	return w.gesture != nil
}

func (w *writeModel) move(at image.Point) {
	if w.gesture != nil {
		w.gesture.move(at)
	}
}

// up ends what goes on under the finger, and keeps it.
func (w *writeModel) up() {
	if g := w.gesture; g != nil {
		w.gesture = nil
		g.up()
	}
}

// cancel ends it and keeps nothing.
func (w *writeModel) cancel() {
	if g := w.gesture; g != nil {
		w.gesture = nil
		g.cancel()
	}
}

// penStroke is a stroke being drawn with pen or marker.
type penStroke struct {
	model *writeModel
	place penPlace
	began time.Time
	live  *ink.Live
	shown *liveStroke
}

func newPenStroke(w *writeModel, place penPlace) *penStroke {
	s := &penStroke{model: w, place: place}
	s.begin(place.At)
	return s
}

func (s *penStroke) begin(at image.Point) {
	w := s.model
	tool, width := ink.Pen, penWidths[w.width]
	if w.tool == markerTool {
		tool, width = ink.Marker, markerWidth
	}
	s.began = w.setting.Now()
	s.live = ink.NewLive(tool, w.colour(), width, s.place.Scale)
	s.shown = w.stroke.begin(s.place.Page, float64(s.place.Size.X)/100*s.place.Scale)
	s.add(at)
}

func (s *penStroke) add(at image.Point) {
	at = s.place.inside(at)
	millis := s.model.setting.Now().Sub(s.began).Milliseconds()
	point := ink.Point{X: int32(at.X), Y: int32(at.Y), Millis: uint32(min(max(millis, 0), ink.MaxMillis))}
	if tiles := s.live.Add(point); len(tiles) > 0 {
		s.model.stroke.extend(s.shown, tiles)
	}
}

func (s *penStroke) move(at image.Point) {
	s.add(at)
	if s.live.Full() {
		s.up()
		s.begin(at)
	}
}

func (s *penStroke) up() {
	w := s.model
	stroke := ink.Thin(s.live.Stroke(), ink.Thinness)
	data, err := ink.Encode(stroke)
	if err != nil { // it had no point, or a clock went back
		s.cancel()
		return
	}
	at := w.book.NoteMoment()
	m := w.mark(notes.Ink, w.anchor(s.place.Page), at)
	m.Colour, m.Stroke = stroke.Colour, data
	w.stroke.settle(s.shown, m.ID)
	w.keep([]*notes.Drawn{drawn(m, w.sharing.places())}, nil, at)
}

func (s *penStroke) cancel() { s.model.stroke.settle(s.shown, "") }
