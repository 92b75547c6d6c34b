package seat

import (
	"encoding/json"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// Passer sends what is worth seeing now and may be lost. It never waits.
type Passer interface {
	Pass(stream change.Stream, place, id string, body json.RawMessage)
}

// ShowUnfinished shows a part of what the holder is drawing to those who see a layer of theirs, where the room is
// there; else it is lost. Of what is for the holder alone nothing leaves the device.
func (s *Seat) ShowUnfinished(session, place string, part notes.Unfinished) {
	if _, one := notes.WithWhom(place); place != notes.All && !one || s.config.Passer == nil {
		return
	}
	s.mu.Lock()
	shown := s.standing.Person != "" && s.standing.Link == people.Online
	s.mu.Unlock()
	if !shown {
		return
	}
	if body, err := part.Body(); err == nil {
		s.config.Passer.Pass(people.CouncilStream(session), place, part.ID, body)
	}
}

// Passing notes a part of what somebody else is drawing, or the holder on another tablet. What is nothing of the
// kind is left out.
func (s *Seat) Passing(stream change.Stream, author string, body json.RawMessage) {
	session, is := people.SessionOf(stream)
	part, stroke, err := notes.ReadUnfinished(body)
	if !is || err != nil || author == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.standing.Person == "" {
		return
	}
	if n := s.notebooks[session]; n != nil {
		if _, _, finished := n.book.Mark(author, part.ID); finished {
			return // it was overtaken by the mark
		}
	}
	drawn := s.underway[session]
	if drawn == nil {
		drawn = notes.NewUnderway()
		s.underway[session] = drawn
	}
	if drawn.Take(author, part, stroke, s.config.Now().UnixMilli()) {
		s.tellUnfinished()
	}
}

// Unfinished returns what others draw at this moment on the pages of a paper.
func (s *Seat) Unfinished(session, blob string) []notes.Drawing {
	s.mu.Lock()
	defer s.mu.Unlock()
	if drawn := s.underway[session]; drawn != nil {
		return drawn.On(blob)
	}
	return nil
}

// ExpireUnfinished lets go what was neither continued nor finished for too long. It is to be called every second.
func (s *Seat) ExpireUnfinished() {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := false
	for _, drawn := range s.underway {
		changed = drawn.Expire(s.config.Now().UnixMilli()) || changed
	}
	if changed {
		s.tellUnfinished()
	}
}

// WatchUnfinished has told called after what others draw changed, as Watch does for everything else.
func (s *Seat) WatchUnfinished(told func()) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.nextID
	s.nextID++
	s.drawers[id] = told
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.drawers, id)
	}
}

// finish takes the strokes out that an edit brings as marks. s.mu is held.
func (s *Seat) finish(session, author string, edit notes.Edit) {
	drawn := s.underway[session]
	if drawn == nil {
		return
	}
	changed := false
	for _, m := range edit.Adds {
		if m.Kind == notes.Ink {
			changed = drawn.End(author, m.ID, s.config.Now().UnixMilli()) || changed
		}
	}
	if changed {
		s.tellUnfinished()
	}
}

// dropUnfinished is for when another person holds the device, or something may not be seen any more. s.mu is held.
func (s *Seat) dropUnfinished() {
	if len(s.underway) > 0 {
		s.underway = map[string]*notes.Underway{}
		s.tellUnfinished()
	}
}

// tellUnfinished calls those who watch what others draw. s.mu is held.
func (s *Seat) tellUnfinished() {
	for _, told := range s.drawers {
		told()
	}
}
