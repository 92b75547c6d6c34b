package writing

import (
	"time"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// Drawings are strokes that are not finished: what others draw at this moment, and how the holder's are shown to
// others. It answers at once and may be called from any goroutine; what it hands out is never changed.
type Drawings interface {
	// Unfinished is what others draw on the pages of a paper.
	Unfinished(session, blob string) []notes.Drawing
	// WatchUnfinished has told called after that changed, until it is stopped; told must not call back.
	WatchUnfinished(told func()) (stop func())
	// ShowUnfinished shows a part of a stroke to those who see a layer of the holder's. It may be lost.
	ShowUnfinished(session, place string, part notes.Unfinished)
}

// showEvery is how often others are shown what is new of a stroke, at most.
const showEvery = 33 * time.Millisecond

// showing shows a stroke to others while it is drawn; nil where nobody else sees it.
type showing struct {
	model   *Model
	session string
	place   string
	part    notes.Unfinished // but for its points
	stroke  func() ink.Stroke
	told    int // points
	at      time.Time
	waiting func() bool // stops what shows the newest points soon
	ended   bool
}

// showTo begins to show a stroke on a page; nil where it is for the holder alone.
func (w *Model) showTo(page int, id string, stroke func() ink.Stroke) *showing {
	if w.drawings == nil || w.Sharing.own() {
		return nil
	}
	return &showing{model: w, session: w.session, place: w.Sharing.Place, stroke: stroke, part: notes.Unfinished{ID: id, Blob: w.blob, Page: page}}
}

// grown shows what came to the stroke, at once or a moment later.
func (s *showing) grown() {
	if s == nil || s.ended || s.waiting != nil {
		return
	}
	setting := s.model.setting
	if wait := showEvery - setting.Now().Sub(s.at); wait > 0 && wait <= showEvery {
		s.waiting = setting.After(wait, func() {
			setting.Post(func() {
				s.waiting = nil
				if !s.ended {
					s.show()
				}
			})
		})
		return
	}
	s.show()
}

func (s *showing) show() {
	stroke := s.stroke()
	part, err := notes.PartOf(s.part.ID, stroke, s.told)
	if err != nil {
		return // it has no point
	}
	s.told, s.at = len(stroke.Points), s.model.setting.Now()
	part.Blob, part.Page = s.part.Blob, s.part.Page
	s.model.drawings.ShowUnfinished(s.session, s.place, part)
}

// end is for when the stroke is finished: the mark takes its place.
func (s *showing) end() {
	if s == nil {
		return
	}
	s.ended = true
	if s.waiting != nil {
		s.waiting()
		s.waiting = nil
	}
}

// giveUp takes from others what they were shown.
func (s *showing) giveUp() {
	if s == nil || s.ended {
		return
	}
	s.end()
	if s.told > 0 {
		s.model.drawings.ShowUnfinished(s.session, s.place, s.part)
	}
}
