package searching

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// TrailValue is the band over the papers while a search goes on in them.
type TrailValue struct {
	Shown    bool
	Text     string // "“thoat nuoc”"
	Note     string // "chỗ 2/9 trong tài liệu này"
	Back, On bool   // there is a place before, and one after
}

// EnterPlace opens what was found, in the agenda and in its paper.
func (s *Model) EnterPlace(place search.Place) {
	s.remember()
	s.giveUp()
	s.Shots.Want(nil) // the reader's pages come before all others
	s.PickRow(place)
	s.Up, s.Kept, s.entering, s.goal = false, true, &place, nil
	if place.Session != s.setting.Room.Session().ID {
		s.sessions.Choose(place.Session)
	}
	s.changed()
}

// EnterChosen opens the chosen row.
func (s *Model) EnterChosen() {
	if s.Chosen != (search.Place{}) {
		s.EnterPlace(s.Chosen)
	}
}

// searchAgenda is the choice of item and paper that a search turns to what was found.
type searchAgenda interface {
	// at brings the choice up to the moment and returns the open item and paper.
	At(m *frame.Moment) (item, paper string)
	// chooseItem opens an item.
	ChooseItem(m *frame.Moment, item string)
	// choosePaper opens a paper of the open item.
	ChoosePaper(document string)
}

// searchPlaces keeps where each paper is read.
type searchPlaces interface {
	// begin has a paper begin at the top of a page when it is opened next.
	Begin(document string, page int)
}

// searchPages are the pages of the open paper.
type searchPages interface {
	// shows tells whether a paper is open and laid out.
	Shows(document string) bool
	// goTo brings a page to the top of the screen.
	GoTo(page int)
	// reveal brings a part of a page on the screen.
	Reveal(page int, box pageview.MarkBox)
}

// Enter turns agenda and papers to what was opened, once its session is the one that is shown.
func (s *Model) Enter(m *frame.Moment, agenda searchAgenda, places searchPlaces) {
	if s.entering == nil || s.entering.Session != m.State.ID {
		return
	}
	place := *s.entering
	s.entering = nil
	agenda.At(m)
	if _, there := m.State.Items[place.Item]; !there {
		return
	}
	agenda.ChooseItem(m, place.Item)
	if place.Document == "" {
		return
	}
	agenda.ChoosePaper(place.Document)
	if place.Page < 0 {
		return
	}
	places.Begin(place.Document, place.Page)
	s.reading, s.read = pageview.MarkAt{Page: place.Page, Place: s.place}, place.Blob
	s.goal = &searchGoal{document: place.Document, at: s.reading}
}

// Trail is the band over the open paper.
func (s *Model) Trail(m *frame.Moment, shown council.Document) TrailValue {
	if !s.Kept || s.Up {
		return TrailValue{}
	}
	if s.read != shown.Blob {
		s.read, s.reading = shown.Blob, pageview.MarkAt{Page: -1, Place: 0}
	}
	s.mark()
	value := TrailValue{Shown: true, Text: m.Words.Say("search.trail", "typed", s.Answer.Typed)}
	marks, known := s.Marks[s.read]
	count := marks.Count()
	index := -1
	if places := len(marks[s.reading.Page].Places); s.reading.Page >= 0 && places > 0 {
		s.reading.Place = min(s.reading.Place, places-1)
		index = marks.Index(s.reading)
	}
	switch {
	case !known || shown.ID == "":
	case count == 0:
		value.Note = m.Words.Say("search.trail.none")
	case index < 0:
		value.Note = m.Words.Say("search.trail.count", "count", count)
	default:
		value.Note = m.Words.Say("search.trail.at", "place", index+1, "count", count)
	}
	value.Back, value.On = index > 0, index < count-1
	return value
}

// Walk goes to the next place of the open paper, or the one before.
func (s *Model) Walk(document string, by int) {
	marks := s.Marks[s.read]
	index := -1
	if _, on := marks[s.reading.Page]; on {
		index = marks.Index(s.reading)
	}
	at, ok := marks.Nth(index + by)
	if !ok {
		return
	}
	s.reading = at
	s.goal = &searchGoal{document: document, at: at, there: true}
	s.changed()
}

// Marked is where a page of the open paper answers, and which of these places was gone to; -1 for none.
func (s *Model) Marked(page int) (places []pageview.MarkPlace, chosen int) {
	if !s.Kept || s.Up {
		return nil, -1
	}
	places = s.Marks[s.read][page].Places
	if page != s.reading.Page {
		return places, -1
	}
	return places, s.reading.Place
}

// Bring shows the place that was gone to, once the paper is open and its words are known.
func (s *Model) Bring(paper searchPages) {
	goal := s.goal
	if goal == nil || !paper.Shows(goal.document) {
		return
	}
	if !goal.there {
		paper.GoTo(goal.at.Page)
		goal.there = true
	}
	marks, known := s.Marks[s.read]
	if !known {
		return
	}
	s.goal = nil
	if places := marks[goal.at.Page].Places; goal.at.Place < len(places) {
		paper.Reveal(goal.at.Page, places[goal.at.Place].Around())
	}
}
