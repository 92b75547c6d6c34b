package chamber

import (
	"cmp"
	"image"
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
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
	Notes   notesValue
	Tray    trayValue
	Votes   votesValue
}

// notesValue is the list of what the person wrote.
type notesValue struct {
	Lock  string // why some of it is not shown, or none can be written; empty: nothing is wrong
	Could bool   // a card or sheet may change that
	Only  bool   // of the open paper alone
	Some  bool   // a paper is open, so that the list can be of it alone
	Rows  []noteRow
	Empty string
}

// noteRow is one card of the list.
type noteRow struct {
	Noted noted
	Icon  string
	Paper string // "Tờ trình 214, trang 3"
	Kind  string // "12 nét bút"
	When  string
	Words string
}

// sideModel is the right drawer: which panel is open, and of which papers notes are listed.
type sideModel struct {
	book    Notebook
	votes   Votes
	tray    *trayModel
	bounds  markBounds
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
func (s *sideModel) forget() { s.open, s.only, s.goal = "", false, nil }

// choose opens a panel, and shuts one that is open.
func (s *sideModel) choose(panel sidePanel) {
	s.open = pick(s.open == panel, "", panel)
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
func (s *sideModel) value(m *moment, document string) sideValue {
	value := sideValue{Open: s.open, Buttons: []kit.TabItem{{ID: string(panelNotes), Text: m.words.Say("notebook.side.notes"), Icon: "note"}}}
	if some, fresh := s.tray.waiting(m); some || s.open == panelTray {
		value.Buttons = append(value.Buttons, kit.TabItem{ID: string(panelTray), Text: m.words.Say("notebook.side.tray"), Icon: "inbox", Mark: fresh})
	}
	value.Buttons = append(value.Buttons, kit.TabItem{ID: string(panelVotes), Text: m.words.Say("notebook.side.votes"), Icon: "ballot"})
	switch s.open {
	case panelNotes:
		value.Title = m.words.Say("notebook.list.title")
		value.Notes = s.notes(m, document)
	case panelTray:
		value.Title = m.words.Say("notebook.tray.title")
		value.Tray = s.tray.value(m, document)
	case panelVotes:
		value.Title = m.words.Say("notebook.votes.title")
		value.Votes = votesOf(m, s.votes)
	}
	return value
}

func (s *sideModel) notes(m *moment, document string) notesValue {
	value := notesValue{Some: document != ""}
	value.Only = s.only && value.Some
	sentence, good, askable := accessWords(m, s.book.NoteAccess(m.state.ID))
	if !good {
		value.Lock, value.Could = sentence, askable
	}
	for _, one := range s.written(m) {
		if !value.Only || one.Document.ID == document {
			value.Rows = append(value.Rows, noteRow{
				Noted: one, Icon: notedIcons[one.Kind], Kind: one.kindWords(m), When: whenWords(one.At, m.now), Words: one.words(m),
				Paper: m.words.Say("notebook.place", "paper", one.Document.Name(), "page", one.Page+1),
			})
		}
	}
	if len(value.Rows) == 0 {
		value.Empty = m.words.Say(pick(value.Only, "notebook.list.empty.only", "notebook.list.empty"))
	}
	return value
}

// written is everything that the person wrote on papers that are to be seen, in the order of the agenda.
func (s *sideModel) written(m *moment) []noted {
	pages := map[string][]notes.Page{}
	for _, page := range s.book.NotedPages(m.state.ID) {
		pages[page.Blob] = append(pages[page.Blob], page)
	}
	documents := m.state.InOrder()
	slices.SortStableFunc(documents, func(a, b council.Document) int {
		return cmp.Compare(m.state.Number(a.Item), m.state.Number(b.Item))
	})
	var all []noted
	for _, document := range documents {
		for _, page := range pages[document.Blob] {
			all = append(all, s.bounds.notedOn(document, page, s.book.NotesOn(m.state.ID, page), m.person.Person)...)
		}
		delete(pages, document.Blob) // of two papers with the same bytes, the first
	}
	return all
}
