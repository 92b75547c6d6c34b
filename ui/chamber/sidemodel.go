package chamber

import (
	"cmp"
	"image"
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
)

// sidePanel is what the right drawer shows; empty while it is shut.
type sidePanel string

// The panels.
const (
	panelNotes sidePanel = "notes"
	panelTray  sidePanel = "tray"
	panelVotes sidePanel = "votes"
)

// sideValue is the right drawer with its buttons.
type sideValue struct {
	Buttons []kit.TabItem
	Open    sidePanel
	Title   string
	Notes   notebook.NotesValue
	Tray    notebook.TrayValue
	Votes   votesValue
}

// sideModel is the right drawer: which panel is open, and of which papers notes are listed.
type sideModel struct {
	book    notebook.Notebook
	votes   Votes
	tray    *notebook.TrayModel
	read    *notebook.PagesRead
	changed func()

	open sidePanel
	only bool
	goal *noteGoal // a note that is to be brought on the screen
}

// noteGoal is a place of a paper.
type noteGoal struct {
	document string
	page     int
	at       image.Rectangle // 1/100 pt
}

// forget shuts the drawer: somebody else holds the tablet.
func (s *sideModel) forget() {
	s.open, s.only, s.goal, *s.read = "", false, nil, notebook.PagesRead{Bounds: s.read.Bounds}
}

// choose opens a panel, and shuts one that is open.
func (s *sideModel) choose(panel sidePanel) {
	s.open = frame.Pick(s.open == panel, "", panel)
	s.changed()
}

// close shuts the drawer.
func (s *sideModel) close() {
	s.open = ""
	s.changed()
}

// filter lists the notes of the open paper alone, or of all.
func (s *sideModel) filter(only bool) {
	s.only = only
	s.changed()
}

// value is the drawer at a moment, over an open paper.
func (s *sideModel) value(m *frame.Moment, document string) sideValue {
	value := sideValue{Open: s.open, Buttons: []kit.TabItem{{ID: string(panelNotes), Text: m.Words.Say("notebook.side.notes"), Icon: "note"}}}
	if some, fresh := s.tray.Waiting(m); some || s.open == panelTray {
		value.Buttons = append(value.Buttons, kit.TabItem{ID: string(panelTray), Text: m.Words.Say("notebook.side.tray"), Icon: "inbox", Mark: fresh})
	}
	value.Buttons = append(value.Buttons, kit.TabItem{ID: string(panelVotes), Text: m.Words.Say("notebook.side.votes"), Icon: "ballot"})
	switch s.open {
	case panelNotes:
		value.Title = m.Words.Say("notebook.list.title")
		value.Notes = s.notes(m, document)
	case panelTray:
		value.Title = m.Words.Say("notebook.tray.title")
		value.Tray = s.tray.Value(m, document)
	case panelVotes:
		value.Title = m.Words.Say("notebook.votes.title")
		value.Votes = votesOf(m, s.votes)
	}
	return value
}

func (s *sideModel) notes(m *frame.Moment, document string) notebook.NotesValue {
	value := notebook.NotesValue{Some: document != ""}
	value.Only = s.only && value.Some
	sentence, good, askable := notebook.AccessWords(m, s.book.NoteAccess(m.State.ID))
	if !good {
		value.Lock, value.Could = sentence, askable
	}
	for _, one := range s.written(m) {
		if !value.Only || one.Document.ID == document {
			value.Rows = append(value.Rows, notebook.NoteRow{
				Noted: one, Icon: notebook.NotedIcons[one.Kind], Kind: one.KindWords(m), When: notebook.WhenWords(one.At, m.Now), Words: one.Words(m),
				Paper: m.Words.Say("notebook.place", "paper", one.Document.Name(), "page", one.Page+1),
			})
		}
	}
	if len(value.Rows) == 0 {
		value.Empty = m.Words.Say(frame.Pick(value.Only, "notebook.list.empty.only", "notebook.list.empty"))
	}
	return value
}

// written is everything that the person wrote on papers that are to be seen, in the order of the agenda.
func (s *sideModel) written(m *frame.Moment) []notebook.Noted {
	pages := map[string][]notes.Page{}
	for _, page := range s.book.NotedPages(m.State.ID) {
		pages[page.Blob] = append(pages[page.Blob], page)
	}
	places := map[string]int{}
	for i, item := range m.State.Agenda() {
		places[item.ID] = i
	}
	documents := m.State.InOrder()
	slices.SortStableFunc(documents, func(a, b council.Document) int { return cmp.Compare(places[a.Item], places[b.Item]) })
	var all []notebook.Noted
	for _, document := range documents {
		for _, page := range pages[document.Blob] {
			all = append(all, s.read.On(m, s.book, document, page)...)
		}
		delete(pages, document.Blob) // of two papers with the same bytes, the first
	}
	return all
}
