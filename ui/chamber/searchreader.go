package chamber

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/search"
)

// trailValue is the band over the papers while a search goes on in them.
type trailValue struct {
	Shown    bool
	Text     string // "“thoat nuoc”"
	Note     string // "chỗ 2/9 trong tài liệu này"
	Back, On bool   // there is a place before, and one after
}

// enterPlace opens what was found, in the agenda and in its paper.
func (s *searchModel) enterPlace(place search.Place) {
	s.remember()
	s.giveUp()
	s.shots.want(nil) // the reader's pages come before all others
	s.pickRow(place)
	s.up, s.kept, s.entering, s.goal = false, true, &place, nil
	if place.Session != s.setting.Room.Session().ID {
		s.sessions.Choose(place.Session)
	}
	s.changed()
}

// enterChosen opens the chosen row.
func (s *searchModel) enterChosen() {
	if s.chosen != (search.Place{}) {
		s.enterPlace(s.chosen)
	}
}

// searchAgenda is the choice of item and paper that a search turns to what was found.
type searchAgenda interface {
	// at brings the choice up to the moment and returns the open item and paper.
	at(m *moment) (item, paper string)
	// chooseItem opens an item.
	chooseItem(m *moment, item string)
	// choosePaper opens a paper of the open item.
	choosePaper(document string)
}

// searchPlaces keeps where each paper is read.
type searchPlaces interface {
	// begin has a paper begin at the top of a page when it is opened next.
	begin(document string, page int)
}

// searchPages are the pages of the open paper.
type searchPages interface {
	// shows tells whether a paper is open and laid out.
	shows(document string) bool
	// goTo brings a page to the top of the screen.
	goTo(page int)
	// reveal brings a part of a page on the screen.
	reveal(page int, box markBox)
}

// enter turns agenda and papers to what was opened, once its session is the one that is shown.
func (s *searchModel) enter(m *moment, agenda searchAgenda, places searchPlaces) {
	if s.entering == nil || s.entering.Session != m.state.ID {
		return
	}
	place := *s.entering
	s.entering = nil
	agenda.at(m)
	if _, there := m.state.Items[place.Item]; !there {
		return
	}
	agenda.chooseItem(m, place.Item)
	if place.Document == "" {
		return
	}
	agenda.choosePaper(place.Document)
	if place.Page < 0 {
		return
	}
	places.begin(place.Document, place.Page)
	s.reading, s.read = markAt{place.Page, s.place}, place.Blob
	s.goal = &searchGoal{document: place.Document, at: s.reading}
}

// trail is the band over the open paper.
func (s *searchModel) trail(m *moment, shown council.Document) trailValue {
	if !s.kept || s.up {
		return trailValue{}
	}
	if s.read != shown.Blob {
		s.read, s.reading = shown.Blob, markAt{-1, 0}
	}
	s.mark()
	value := trailValue{Shown: true, Text: m.words.Say("search.trail", "typed", s.answer.typed)}
	marks, known := s.marks[s.read]
	count := marks.count()
	index := -1
	if places := len(marks[s.reading.Page].Places); s.reading.Page >= 0 && places > 0 {
		s.reading.Place = min(s.reading.Place, places-1)
		index = marks.index(s.reading)
	}
	switch {
	case !known || shown.ID == "":
	case count == 0:
		value.Note = m.words.Say("search.trail.none")
	case index < 0:
		value.Note = m.words.Say("search.trail.count", "count", count)
	default:
		value.Note = m.words.Say("search.trail.at", "place", index+1, "count", count)
	}
	value.Back, value.On = index > 0, index < count-1
	return value
}

// walk goes to the next place of the open paper, or the one before.
func (s *searchModel) walk(document string, by int) {
	marks := s.marks[s.read]
	index := -1
	if _, on := marks[s.reading.Page]; on {
		index = marks.index(s.reading)
	}
	at, ok := marks.nth(index + by)
	if !ok {
		return
	}
	s.reading = at
	s.goal = &searchGoal{document: document, at: at, there: true}
	s.changed()
}

// marked is where a page of the open paper answers, and which of these places was gone to; -1 for none.
func (s *searchModel) marked(page int) (places []markPlace, chosen int) {
	if !s.kept || s.up {
		return nil, -1
	}
	places = s.marks[s.read][page].Places
	if page != s.reading.Page {
		return places, -1
	}
	return places, s.reading.Place
}

// bring shows the place that was gone to, once the paper is open and its words are known.
func (s *searchModel) bring(paper searchPages) {
	goal := s.goal
	if goal == nil || !paper.shows(goal.document) {
		return
	}
	if !goal.there {
		paper.goTo(goal.at.Page)
		goal.there = true
	}
	marks, known := s.marks[s.read]
	if !known {
		return
	}
	s.goal = nil
	if places := marks[goal.at.Page].Places; goal.at.Place < len(places) {
		paper.reveal(goal.at.Page, places[goal.at.Place].around())
	}
}
