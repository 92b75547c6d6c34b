package searching

import (
	"slices"
	"strings"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// searchStage is what the search screen shows under its field.
type searchStage uint8

const (
	searchHelp  searchStage = iota // nothing is typed
	searchFirst                    // nothing is answered yet
	searchNothing
	searchFaulty
	searchFound
)

// Value is everything the search screen draws.
type Value struct {
	Bar      frame.BarValue
	Band     frame.BandValue
	Typed    string
	Count    string // "17 trang trong 6 tài liệu"
	Working  bool
	Stage    searchStage
	Sentence string // of what was not found, or went wrong
	Advice   []string
	Recent   []string
	Here     string // "Kỳ họp này 17"
	Others   string // "Các kỳ trước 42"
	Other    bool   // those are looked at
	None     bool   // of others
	Rows     []searchRow
	Chosen   int
	Notes    string // what cannot be found yet
	Page     searchPage
}

// searchRow is one found page, paper or item.
type searchRow struct {
	Place   search.Place
	Number  string        // of an item
	Title   []search.Part // marked where the title answers
	Name    string        // the title in one
	Note    string        // "Nội dung 4 · trang 2, có 4 chỗ"
	Parts   []search.Part
	Scanned string
	Away    bool // the paper is not on this device
	Marks   []pageview.MarkPlace
	Aspect  float32
}

// searchPage is the chosen page at the right.
type searchPage struct {
	Place       search.Place
	Title, Note string
	Marks       []pageview.MarkPlace
	Chosen      int
	Aspect      float32
	Sentence    string // why there is no picture
	Retry       bool
	Back, On    bool // there is a place before, and one after
	Open        string
}

// Value is the search screen at a moment.
func (s *Model) Value(m *frame.Moment) Value {
	s.follow(m)
	value := Value{Bar: frame.BarOf(m), Typed: s.Typed, Working: s.Working, Recent: s.Recent, Chosen: -1}
	here, elsewhere := s.split()
	shown := here
	if value.Other = s.other(len(here), len(elsewhere)); value.Other {
		shown = elsewhere
	}
	switch {
	case search.Parse(s.Typed).Empty():
		value.Stage = searchHelp
		value.Advice = []string{m.Words.Say("search.help.marks"), m.Words.Say("search.help.quotes"), m.Words.Say("search.help.where")}
		return value
	case s.Fault != "":
		value.Stage, value.Sentence = searchFaulty, s.Fault
		return value
	case s.Answer.Typed == "":
		value.Stage = searchFirst
		return value
	case len(shown) == 0:
		value.Stage = searchNothing
		value.Sentence = m.Words.Say("search.nothing", "typed", s.Answer.Typed)
		value.Advice = []string{m.Words.Say("search.nothing.letters"), m.Words.Say("search.nothing.fewer")}
		value.Notes = s.notes(m)
		return value
	}
	value.Stage, value.Notes = searchFound, s.notes(m)
	value.Here = m.Words.Say("search.here", "count", len(here))
	value.Others = m.Words.Say("search.others", "count", len(elsewhere))
	value.None = len(elsewhere) == 0
	value.Count = s.count(m, shown)
	shelf := newShelf(s.sessions.Sessions(), m.State)
	for i, found := range shown {
		if found.Place == s.Chosen {
			value.Chosen = i
		}
		value.Rows = append(value.Rows, s.row(m, shelf, found))
	}
	if value.Chosen >= 0 {
		value.Page = s.page(m, value, shown)
	}
	return value
}

// count says how much was found.
func (s *Model) count(m *frame.Moment, shown []search.Found) string {
	pages := 0
	var papers []string
	for _, found := range shown {
		if found.Page < 0 {
			continue
		}
		pages++
		if id := found.Session + " " + found.Document; !slices.Contains(papers, id) {
			papers = append(papers, id)
		}
	}
	titles := ""
	if count := len(shown) - pages; count > 0 {
		titles = m.Words.Say("search.count.titles", "count", count)
	}
	if pages == 0 {
		return titles
	}
	return frame.Joined(titles, m.Words.Say("search.count", "pages", pages, "papers", len(papers)))
}

// notes says what may be there and cannot be found now.
func (s *Model) notes(m *frame.Moment) string {
	results := s.Answer.Results
	var notes []string
	if results.Waiting > 0 {
		unread := 0
		for _, session := range s.sessions.Sessions() {
			unread += len(session.Unread())
		}
		unread = min(unread, results.Waiting)
		away := results.Waiting - unread
		switch {
		case away == 0:
			notes = append(notes, m.Words.Say("search.waiting.unread", "count", unread))
		case unread == 0:
			notes = append(notes, m.Words.Say("search.waiting.away", "count", away))
		default:
			notes = append(notes, m.Words.Say("search.waiting.both", "count", results.Waiting, "unread", unread, "away", away))
		}
	}
	if results.Bare > 0 {
		notes = append(notes, m.Words.Say("search.bare", "count", results.Bare))
	}
	if results.More > 0 {
		notes = append(notes, m.Words.Say("search.more", "count", results.More))
	}
	return strings.Join(notes, "\n")
}

func (s *Model) row(m *frame.Moment, shelf shelf, found search.Found) searchRow {
	item, number := shelf.item(found.Place)
	row := searchRow{Place: found.Place, Number: number, Name: kit.KeepNumbers(shelf.title(found)), Parts: found.Parts}
	where := ""
	if number != "" {
		where = m.Words.Say("chamber.item", "number", number)
	}
	if session := shelf.sessions[found.Session]; session != nil && found.Session != m.State.ID {
		where = frame.Joined(session.Session.Title, where)
	}
	row.Title = []search.Part{{Text: row.Name}}
	if found.Page < 0 {
		row.Title, row.Parts = found.Parts, nil
	}
	switch {
	case found.Document == "":
		row.Note = frame.Joined(where, m.Words.Say("search.row.item"))
		return row
	case found.Page < 0:
		row.Note = frame.Joined(where, m.Words.Say("search.row.title"))
	default:
		marks, known := s.Marks[found.Blob][found.Page]
		row.Marks, row.Aspect = marks.Places, marks.Aspect
		note := m.Words.Say("search.row.page", "page", found.Page+1)
		if known {
			note = m.Words.Say("search.row.places", "page", found.Page+1, "count", len(marks.Places))
		}
		row.Note = frame.Joined(where, note)
	}
	if item.Title != "" && found.Page < 0 {
		row.Parts = []search.Part{{Text: item.Title}}
	}
	if found.Scanned {
		row.Scanned = m.Words.Say("search.row.scanned")
	}
	row.Away = !s.Shots.Papers.State(found.Blob).Have
	return row
}

func (s *Model) page(m *frame.Moment, value Value, shown []search.Found) searchPage {
	row := value.Rows[value.Chosen]
	page := searchPage{
		Place: row.Place, Title: row.Name, Marks: row.Marks, Aspect: row.Aspect, Chosen: min(s.place, max(0, len(row.Marks)-1)),
		Back: value.Chosen > 0 || s.place > 0, On: value.Chosen < len(value.Rows)-1 || s.place < len(row.Marks)-1,
	}
	switch {
	case row.Place.Document == "":
		page.Note, page.Open = row.Note, m.Words.Say("search.open.item", "number", row.Number)
		page.Sentence = s.papersIn(m, row.Place)
		return page
	case row.Place.Page < 0:
		page.Note, page.Open = row.Note, m.Words.Say("search.open.paper")
	case len(row.Marks) == 0:
		page.Note = m.Words.Say("search.page", "page", row.Place.Page+1)
		page.Open = m.Words.Say("search.open", "page", row.Place.Page+1)
	default:
		page.Note = m.Words.Say("search.page.place", "page", row.Place.Page+1, "place", page.Chosen+1, "count", len(row.Marks))
		page.Open = m.Words.Say("search.open", "page", row.Place.Page+1)
	}
	if code := s.Shots.Fault(row.Place.Blob, max(0, row.Place.Page)); code != "" {
		page.Sentence, page.Retry = m.Words.Say("paper.fault."+code), true
	} else if row.Away {
		page.Sentence = m.Words.Say("search.page.away")
	}
	return page
}

// papersIn says which papers an item has.
func (s *Model) papersIn(m *frame.Moment, place search.Place) string {
	for _, session := range append([]*council.State{m.State}, s.sessions.Sessions()...) {
		if session.ID != place.Session {
			continue
		}
		papers := session.Papers(place.Item)
		if len(papers) == 0 {
			break
		}
		sentence := m.Words.Say("search.page.item", "count", len(papers))
		for _, paper := range papers {
			sentence += "\n" + kit.KeepNumbers(paper.Name())
		}
		return sentence
	}
	return m.Words.Say("search.page.item.none")
}

// shelf finds the names of what was found.
type shelf struct {
	sessions map[string]*council.State
	numbers  map[string]map[string]string // by session and item
}

func newShelf(known []*council.State, shown *council.State) shelf {
	s := shelf{map[string]*council.State{}, map[string]map[string]string{}}
	for _, session := range append(slices.Clone(known), shown) {
		s.sessions[session.ID] = session
		s.numbers[session.ID] = session.Numbers()
	}
	return s
}

// item is the item of the agenda that something belongs to, and its number; empty for none.
func (s shelf) item(place search.Place) (council.Item, string) {
	session := s.sessions[place.Session]
	if session == nil {
		return council.Item{}, ""
	}
	return session.Items[place.Item], s.numbers[place.Session][place.Item]
}

// title is the whole name of what was found: tabs have short ones.
func (s shelf) title(found search.Found) string {
	if session := s.sessions[found.Session]; session != nil {
		if document := session.Documents[found.Document]; document.Title != "" {
			return document.Title
		}
	}
	return found.Title
}
