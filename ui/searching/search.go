package searching

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// mostSearches are remembered of one person.
const mostSearches = 6

// Model is one person's search (tìm kiếm): what is typed, what was found, which place is chosen, and,
// when a paper was opened at a place, the marks and the way back. All of it is forgotten with the person.
type Model struct {
	setting  *frame.Setting
	searches pageview.Searches
	sessions frame.Sessions
	errands  *frame.Errands
	changed  func()
	Shots    *pageview.Shots

	Up      bool   // the screen is shown
	Kept    bool   // a place was opened: its marks stay in the papers
	Field   bool   // the field is to get the keyboard
	Typed   string // what stands in the field
	Recent  []string
	unset   func() bool        // of the pause after a key
	Cancel  context.CancelFunc // of the question under way
	turn    int
	Working bool
	Fault   string
	Answer  SearchAnswer
	others  bool // sessions other than the one shown are looked at
	Chosen  search.Place
	place   int // of the chosen page's
	Marks   map[string]pageview.PaperMarks
	Marking string
	life    int      // of the marks
	seen    []string // papers whose rows are on the screen

	entering *search.Place // opened, and not shown yet
	goal     *searchGoal
	reading  pageview.MarkAt // the place of the open paper that was looked at last
	read     string          // the bytes of that paper
}

// SearchAnswer is what was found for a text.
type SearchAnswer struct {
	Typed   string
	Results search.Results
	at      time.Time
	state   *council.State // the session at that time
}

// searchGoal is a place of an open paper that is to be brought on the screen.
type searchGoal struct {
	document string
	at       pageview.MarkAt
	there    bool // the page is there, the place is not
}

// NewModel makes the search of nobody yet; changed is told after each change of what it shows.
func NewModel(setting *frame.Setting, searches pageview.Searches, sessions frame.Sessions, papers pageview.Papers, pages pageview.Pages, errands *frame.Errands, changed func()) *Model {
	return &Model{
		setting: setting, searches: searches, sessions: sessions, errands: errands, changed: changed,
		Shots: pageview.NewShots(pages, papers, setting.Post, errands, changed), Marks: map[string]pageview.PaperMarks{},
	}
}

// Open brings the screen up, with the field ready to be typed in. Where a place was opened before, it shows
// what was found then.
func (s *Model) Open() {
	s.Up, s.Field = true, true
	s.changed()
}

// Back brings the results up again.
func (s *Model) Back() {
	s.Up, s.goal, s.entering = true, nil, nil
	s.changed()
}

// Close ends the search: no marks stay, and the next one begins empty.
func (s *Model) Close() {
	s.remember()
	s.end()
	s.changed()
}

// end drops what was typed and found.
func (s *Model) end() {
	s.giveUp()
	s.Up, s.Kept, s.Field, s.Typed, s.Fault, s.others = false, false, false, "", "", false
	s.Answer, s.Chosen, s.place, s.seen = SearchAnswer{}, search.Place{}, 0, nil
	s.entering, s.goal, s.reading, s.read = nil, nil, pageview.MarkAt{}, ""
	s.dropMarks()
	s.Shots.Forget()
}

// Forget drops everything of the person who held the tablet.
func (s *Model) Forget() {
	s.end()
	s.Recent = nil
}

// Rest gives up what is under way.
func (s *Model) Rest() {
	s.giveUp()
	s.Marking = ""
	s.Shots.Forget()
}

// giveUp no longer waits for an answer.
func (s *Model) giveUp() {
	s.turn++
	if s.unset != nil {
		s.unset()
		s.unset = nil
	}
	if s.Cancel != nil {
		s.Cancel()
		s.Cancel = nil
	}
	s.Working = false
}

func (s *Model) dropMarks() {
	s.Marks, s.Marking = map[string]pageview.PaperMarks{}, ""
	s.life++
}

// Typing takes what stands in the field now. It is looked for when the keys rest; until then the last answer
// stands.
func (s *Model) Typing(text string) {
	if text == s.Typed {
		return
	}
	s.Typed = text
	s.giveUp()
	if search.Parse(text).Empty() {
		s.take(SearchAnswer{Typed: text})
		return
	}
	turn := s.turn
	s.unset = s.setting.After(pageview.TypingPause, func() {
		s.setting.Post(func() {
			if turn == s.turn {
				s.unset = nil
				s.ask(true)
			}
		})
	})
	s.changed()
}

// Again types one of the last searches anew.
func (s *Model) Again(text string) {
	s.Typing(text)
	s.Submit()
}

// Submit looks at once, without waiting for more keys.
func (s *Model) Submit() {
	s.remember()
	if s.unset != nil {
		s.giveUp()
		s.ask(true)
	}
}

// remember keeps what is typed among the last searches, if it found something.
func (s *Model) remember() {
	if s.Typed != s.Answer.Typed || len(s.Answer.Results.Found) == 0 {
		return
	}
	s.Recent = slices.DeleteFunc(s.Recent, func(text string) bool { return text == s.Typed })
	s.Recent = append([]string{s.Typed}, s.Recent[:min(len(s.Recent), mostSearches-1)]...)
}

// ask looks for what is typed. Only one question is under way; what it brings replaces the last answer.
func (s *Model) ask(told bool) {
	typed, state, turn := s.Typed, s.setting.Room.Session(), s.turn
	within, cancel := context.WithCancel(context.Background())
	s.Cancel, s.Working = cancel, told
	var results search.Results
	s.errands.Run(func(ctx context.Context) (err error) {
		defer context.AfterFunc(ctx, cancel)()
		results, err = s.searches.Find(within, typed)
		return err
	}, func(err error) {
		if turn != s.turn {
			return // more was typed meanwhile
		}
		cancel()
		s.Cancel, s.Working = nil, false
		if err != nil {
			s.Fault = s.setting.Sentence(err)
			s.Answer = SearchAnswer{Typed: typed, at: s.setting.Now(), state: state}
			s.changed()
			return
		}
		s.take(SearchAnswer{typed, results, s.setting.Now(), state})
	})
	s.changed()
}

// take shows an answer. What is chosen stays chosen where it was found again.
func (s *Model) take(answer SearchAnswer) {
	before := s.Answer
	s.Answer, s.Fault = answer, ""
	if before.Typed != answer.Typed {
		s.dropMarks()
		s.place = 0
	}
	maps.DeleteFunc(s.Marks, func(_ string, marks pageview.PaperMarks) bool { return marks == nil }) // its words may be here now
	if before.Typed != answer.Typed || !reflect.DeepEqual(before.Results, answer.Results) {
		s.choose()
		s.changed()
	} else if answer.Typed == "" {
		s.changed()
	}
}

// follow looks again while papers are still being read, and when the session went on.
func (s *Model) follow(m *frame.Moment) {
	if s.Typed == "" || s.Typed != s.Answer.Typed || s.Cancel != nil || s.unset != nil {
		return
	}
	news := s.Answer.Results.Waiting > 0 || s.Fault != "" || m.State != s.Answer.state
	if news && !m.Now.Before(s.Answer.at.Add(pageview.LookAgain)) && !search.Parse(s.Typed).Empty() {
		s.ask(false)
	}
}

// Shown are the found things of the sessions that are looked at.
func (s *Model) Shown() []search.Found {
	here, elsewhere := s.split()
	if s.other(len(here), len(elsewhere)) {
		return elsewhere
	}
	return here
}

// split parts what was found in the session that is shown from what was found in others.
func (s *Model) split() (here, elsewhere []search.Found) {
	session := s.setting.Room.Session().ID
	for _, found := range s.Answer.Results.Found {
		if found.Session == session {
			here = append(here, found)
		} else {
			elsewhere = append(elsewhere, found)
		}
	}
	return here, elsewhere
}

// other tells whether other sessions are looked at: those that the person chose, or the only ones that answer.
func (s *Model) other(here, elsewhere int) bool {
	return elsewhere > 0 && (s.others || here == 0)
}

// Scope looks at other sessions, or at the one that is shown.
func (s *Model) Scope(others bool) {
	s.others = others
	s.choose()
	s.changed()
}

// choose keeps the chosen row where it is still there, and else takes the first.
func (s *Model) choose() {
	shown := s.Shown()
	if slices.ContainsFunc(shown, func(found search.Found) bool { return found.Place == s.Chosen }) {
		return
	}
	s.Chosen, s.place = search.Place{}, 0
	if len(shown) > 0 {
		s.Chosen = shown[0].Place
	}
}

// PickRow chooses a row.
func (s *Model) PickRow(place search.Place) {
	if s.Chosen != place {
		s.Chosen, s.place = place, 0
		s.changed()
	}
}

// Step goes to the next place, or the one before, over pages and rows.
func (s *Model) Step(by int) {
	if next := s.place + by; next >= 0 && next < s.placesOf(s.Chosen) {
		s.place = next
		s.changed()
		return
	}
	shown := s.Shown()
	at := slices.IndexFunc(shown, func(found search.Found) bool { return found.Place == s.Chosen }) + by
	if at < 0 || at >= len(shown) {
		return
	}
	s.Chosen, s.place = shown[at].Place, 0
	if by < 0 {
		s.place = max(0, s.placesOf(s.Chosen)-1)
	}
	s.changed()
}

// placesOf is how many places a found page has, as far as that is known.
func (s *Model) placesOf(place search.Place) int {
	if place.Page < 0 {
		return 0
	}
	return len(s.Marks[place.Blob][place.Page].Places)
}
