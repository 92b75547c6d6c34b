package chamber

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
)

// Searches looks for words in agendas and papers on this device, with the room and without it. Both methods
// may take a while and are called from goroutines of their own, with a context that the next key ends.
type Searches interface {
	Find(ctx context.Context, typed string) (search.Results, error)
	// Words is what a paper says, false where that is not here.
	Words(ctx context.Context, blob string) (papertext.Text, bool, error)
}

// How words are looked for.
const (
	typingPause = 120 * time.Millisecond // after a key, before it is looked
	lookAgain   = 2 * time.Second        // while papers are being read, or the session goes on
)

// mostSearches are remembered of one person.
const mostSearches = 6

// searchModel is one person's search (tìm kiếm): what is typed, what was found, which place is chosen, and,
// when a paper was opened at a place, the marks and the way back. All of it is forgotten with the person.
type searchModel struct {
	setting  *Setting
	searches Searches
	sessions Sessions
	errands  *errands
	changed  func()
	shots    *shots

	up      bool   // the screen is shown
	kept    bool   // a place was opened: its marks stay in the papers
	field   bool   // the field is to get the keyboard
	typed   string // what stands in the field
	recent  []string
	unset   func() bool        // of the pause after a key
	cancel  context.CancelFunc // of the question under way
	turn    int
	working bool
	fault   string
	answer  searchAnswer
	others  bool // sessions other than the one shown are looked at
	chosen  search.Place
	place   int // of the chosen page's
	marks   map[string]paperMarks
	marking string
	life    int      // of the marks
	seen    []string // papers whose rows are on the screen

	entering *search.Place // opened, and not shown yet
	goal     *searchGoal
	reading  markAt // the place of the open paper that was looked at last
	read     string // the bytes of that paper
}

// searchAnswer is what was found for a text.
type searchAnswer struct {
	typed   string
	results search.Results
	at      time.Time
	state   *council.State // the session at that time
}

// searchGoal is a place of an open paper that is to be brought on the screen.
type searchGoal struct {
	document string
	at       markAt
	there    bool // the page is there, the place is not
}

func newSearchModel(setting *Setting, searches Searches, sessions Sessions, papers Papers, pages Pages, errands *errands, changed func()) *searchModel {
	return &searchModel{
		setting: setting, searches: searches, sessions: sessions, errands: errands, changed: changed,
		shots: newShots(pages, papers, setting.Post, errands, changed), marks: map[string]paperMarks{},
	}
}

// open brings the screen up, with the field ready to be typed in. Where a place was opened before, it shows
// what was found then.
func (s *searchModel) open() {
	s.up, s.field = true, true
	s.changed()
}

// back brings the results up again.
func (s *searchModel) back() {
	s.up, s.goal, s.entering = true, nil, nil
	s.changed()
}

// close ends the search: no marks stay, and the next one begins empty.
func (s *searchModel) close() {
	s.remember()
	s.end()
	s.changed()
}

// end drops what was typed and found.
func (s *searchModel) end() {
	s.giveUp()
	s.up, s.kept, s.field, s.typed, s.fault, s.others = false, false, false, "", "", false
	s.answer, s.chosen, s.place, s.seen = searchAnswer{}, search.Place{}, 0, nil
	s.entering, s.goal, s.reading, s.read = nil, nil, markAt{}, ""
	s.dropMarks()
	s.shots.forget()
}

// forget drops everything of the person who held the tablet.
func (s *searchModel) forget() {
	s.end()
	s.recent = nil
}

// rest gives up what is under way.
func (s *searchModel) rest() {
	s.giveUp()
	s.marking = ""
	s.shots.forget()
}

// giveUp no longer waits for an answer.
func (s *searchModel) giveUp() {
	s.turn++
	if s.unset != nil {
		s.unset()
		s.unset = nil
	}
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	s.working = false
}

func (s *searchModel) dropMarks() {
	s.marks, s.marking = map[string]paperMarks{}, ""
	s.life++
}

// typing takes what stands in the field now. It is looked for when the keys rest; until then the last answer
// stands.
func (s *searchModel) typing(text string) {
	if text == s.typed {
		return
	}
	s.typed = text
	s.giveUp()
	if search.Parse(text).Empty() {
		s.take(searchAnswer{typed: text})
		return
	}
	turn := s.turn
	s.unset = s.setting.After(typingPause, func() {
		s.setting.Post(func() {
			if turn == s.turn {
				s.unset = nil
				s.ask(true)
			}
		})
	})
	s.changed()
}

// again types one of the last searches anew.
func (s *searchModel) again(text string) {
	s.typing(text)
	s.submit()
}

// submit looks at once, without waiting for more keys.
func (s *searchModel) submit() {
	s.remember()
	if s.unset != nil {
		s.giveUp()
		s.ask(true)
	}
}

// remember keeps what is typed among the last searches, if it found something.
func (s *searchModel) remember() {
	if s.typed != s.answer.typed || len(s.answer.results.Found) == 0 {
		return
	}
	s.recent = slices.DeleteFunc(s.recent, func(text string) bool { return text == s.typed })
	s.recent = append([]string{s.typed}, s.recent[:min(len(s.recent), mostSearches-1)]...)
}

// ask looks for what is typed. Only one question is under way; what it brings replaces the last answer.
func (s *searchModel) ask(told bool) {
	typed, state, turn := s.typed, s.setting.Room.Session(), s.turn
	within, cancel := context.WithCancel(context.Background())
	s.cancel, s.working = cancel, told
	var results search.Results
	s.errands.run(func(ctx context.Context) (err error) {
		defer context.AfterFunc(ctx, cancel)()
		results, err = s.searches.Find(within, typed)
		return err
	}, func(err error) {
		if turn != s.turn {
			return // more was typed meanwhile
		}
		cancel()
		s.cancel, s.working = nil, false
		if err != nil {
			s.fault = s.setting.sentence(err)
			s.answer = searchAnswer{typed: typed, at: s.setting.Now(), state: state}
			s.changed()
			return
		}
		s.take(searchAnswer{typed, results, s.setting.Now(), state})
	})
	s.changed()
}

// take shows an answer. What is chosen stays chosen where it was found again.
func (s *searchModel) take(answer searchAnswer) {
	before := s.answer
	s.answer, s.fault = answer, ""
	if before.typed != answer.typed {
		s.dropMarks()
		s.place = 0
	}
	maps.DeleteFunc(s.marks, func(_ string, marks paperMarks) bool { return marks == nil }) // its words may be here now
	if before.typed != answer.typed || !reflect.DeepEqual(before.results, answer.results) {
		s.choose()
		s.changed()
	} else if answer.typed == "" {
		s.changed()
	}
}

// follow looks again while papers are still being read, and when the session went on.
func (s *searchModel) follow(m *moment) {
	if s.typed == "" || s.typed != s.answer.typed || s.cancel != nil || s.unset != nil {
		return
	}
	news := s.answer.results.Waiting > 0 || s.fault != "" || m.state != s.answer.state
	if news && !m.now.Before(s.answer.at.Add(lookAgain)) && !search.Parse(s.typed).Empty() {
		s.ask(false)
	}
}

// shown are the found things of the sessions that are looked at.
func (s *searchModel) shown() []search.Found {
	here, elsewhere := s.split()
	if s.other(len(here), len(elsewhere)) {
		return elsewhere
	}
	return here
}

// split parts what was found in the session that is shown from what was found in others.
func (s *searchModel) split() (here, elsewhere []search.Found) {
	session := s.setting.Room.Session().ID
	for _, found := range s.answer.results.Found {
		if found.Session == session {
			here = append(here, found)
		} else {
			elsewhere = append(elsewhere, found)
		}
	}
	return here, elsewhere
}

// other tells whether other sessions are looked at: those that the person chose, or the only ones that answer.
func (s *searchModel) other(here, elsewhere int) bool {
	return elsewhere > 0 && (s.others || here == 0)
}

// scope looks at other sessions, or at the one that is shown.
func (s *searchModel) scope(others bool) {
	s.others = others
	s.choose()
	s.changed()
}

// choose keeps the chosen row where it is still there, and else takes the first.
func (s *searchModel) choose() {
	shown := s.shown()
	if slices.ContainsFunc(shown, func(found search.Found) bool { return found.Place == s.chosen }) {
		return
	}
	s.chosen, s.place = search.Place{}, 0
	if len(shown) > 0 {
		s.chosen = shown[0].Place
	}
}

// pickRow chooses a row.
func (s *searchModel) pickRow(place search.Place) {
	if s.chosen != place {
		s.chosen, s.place = place, 0
		s.changed()
	}
}

// step goes to the next place, or the one before, over pages and rows.
func (s *searchModel) step(by int) {
	if next := s.place + by; next >= 0 && next < s.placesOf(s.chosen) {
		s.place = next
		s.changed()
		return
	}
	shown := s.shown()
	at := slices.IndexFunc(shown, func(found search.Found) bool { return found.Place == s.chosen }) + by
	if at < 0 || at >= len(shown) {
		return
	}
	s.chosen, s.place = shown[at].Place, 0
	if by < 0 {
		s.place = max(0, s.placesOf(s.chosen)-1)
	}
	s.changed()
}

// placesOf is how many places a found page has, as far as that is known.
func (s *searchModel) placesOf(place search.Place) int {
	if place.Page < 0 {
		return 0
	}
	return len(s.marks[place.Blob][place.Page].Places)
}
