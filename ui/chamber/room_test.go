package chamber

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// saigon is the zone the tests tell times in.
var saigon = time.FixedZone("+07", 7*3600)

// at is a time of the day of the session.
func at(hour, minute, second int) time.Time {
	return time.Date(2026, 12, 18, hour, minute, second, 0, saigon)
}

// story writes a session as a log of changes.
type story struct {
	t     *testing.T
	state *council.State
	seq   uint64
	now   time.Time
}

const sessionID = "s1"

func newStory(t *testing.T) *story {
	return &story{t: t, state: council.NewState(sessionID), now: at(7, 30, 0)}
}

func (s *story) write(kind, key string, body any) *story {
	s.t.Helper()
	s.seq++
	c := change.Change{Stream: people.CouncilStream(s.state.ID), Seq: s.seq, Epoch: 1, At: s.now.UnixMilli(), Kind: kind, Key: key}
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			s.t.Fatal(err)
		}
		c.Body = data
	}
	s.state = s.state.Clone()
	if err := s.state.Apply(c); err != nil {
		s.t.Fatal(err)
	}
	return s
}

func (s *story) session(change func(*council.Session)) *story {
	session := s.state.Session
	change(&session)
	return s.write(council.SessionKind, s.state.ID, session)
}

func (s *story) poll(id string, change func(*council.Poll)) *story {
	poll := s.state.Polls[id]
	poll.ID = id
	change(&poll)
	return s.write(council.PollKind, id, poll)
}

func (s *story) present(person string) *story {
	return s.write(council.AttendanceKind, person, council.Attendance{Person: person, State: council.Present, At: s.now.UnixMilli(), By: "self"})
}

const me = "p1"

var names = []string{
	"Nguyễn Thị Phương Thảo Nguyên", "Lê Hoàng Hiệp Phạm Thị Minh Khuê", "H’Mai Niê", "Ksor H’Blăm Êban Mlô",
	"Trần Thị Ngọc", "Đặng Quốc Bảo", "Phan Thị Hồng Nhung",
}

// sitting is a session of thirty deputies with eight items, the fourth under way, 28 present.
func sitting(t *testing.T) *story {
	s := newStory(t)
	s.session(func(v *council.Session) {
		*v = council.Session{
			ID: sessionID, Title: "Kỳ họp thứ Ba", Office: "HĐND phường Trường Vinh", Term: "Khóa II, nhiệm kỳ 2026–2031",
			Body: council.PeoplesCouncil, Place: "Hội trường tầng 2", StartsAt: at(8, 0, 0).UnixMilli(), Total: 30,
			State: council.SessionOpen, Current: "i4", OpenedAt: at(8, 2, 0).UnixMilli(),
		}
	})
	titles := []string{
		"Khai mạc kỳ họp", "Kinh tế – xã hội năm 2026", "Thu, chi ngân sách", "Kế hoạch đầu tư công năm 2027",
		"Chất vấn và trả lời chất vấn", "Mức chi hỗ trợ tổ dân phố", "Bầu bổ sung Ủy viên UBND", "Thông qua nghị quyết",
	}
	for i, title := range titles {
		item := council.Item{ID: "i" + string(rune('1'+i)), Order: i + 1, Title: title, State: council.ItemComing}
		switch {
		case i < 3:
			item.State = council.ItemDone
		case i == 3:
			item.State = council.ItemCurrent
		default:
			item.StartsAt = at(9, 45, 0).Add(time.Duration(i-4) * 30 * time.Minute).UnixMilli()
		}
		s.write(council.ItemKind, item.ID, item)
	}
	papers := []struct{ item, short, title string }{
		{"i4", "Tờ trình 214", "Tờ trình về Kế hoạch đầu tư công năm 2027"}, {"i4", "Dự thảo nghị quyết", ""},
		{"i4", "Báo cáo thẩm tra", ""}, {"i4", "Phụ lục", ""}, {"i5", "Báo cáo giải trình", ""}, {"i5", "Danh sách chất vấn", ""},
		{"i6", "Tờ trình 219", ""}, {"i6", "Dự thảo", ""}, {"i8", "Dự thảo nghị quyết kỳ họp", ""},
	}
	for i, paper := range papers {
		id := "d" + string(rune('1'+i))
		s.write(council.DocumentKind, id, council.Document{
			ID: id, Item: paper.item, Order: i, Title: paper.title, Short: paper.short, Revision: 1, Blob: "blob" + id, Size: 4_000_000, Pages: 6,
		})
	}
	for i := range 30 {
		id := "p" + string(rune('1'+i%9))
		if i >= 9 {
			id = "q" + string(rune('a'+i))
		}
		s.write(council.DeputyKind, id, council.Deputy{Person: id, Name: names[i%len(names)], Group: "Tổ đại biểu số 3", Position: "Đại biểu HĐND", Seat: i + 1, Voting: true})
		if i < 28 {
			s.present(id)
		}
	}
	return s
}

var majority = council.DefaultRules[0]

// voting opens a poll on the fourth item that closes at a time; zero for a poll closed by hand.
func (s *story) voting(closes time.Time) *story {
	s.poll("v1", func(v *council.Poll) {
		v.Item, v.Question, v.Form = "i4", "Thông qua Nghị quyết về Kế hoạch đầu tư công năm 2027", council.Approval
		v.Openness, v.Rule, v.State = council.OpenVote, majority, council.PollStarted
		v.OpenedAt, v.Total, v.Present, v.Quorum = closes.Add(-time.Minute).UnixMilli(), 30, 28, 20
		v.ClosesAt = closes.UnixMilli()
		if closes.IsZero() {
			v.OpenedAt, v.ClosesAt = at(9, 40, 0).UnixMilli(), 0
		}
	})
	return s.write(council.TallyKind, "v1", council.Tally{Poll: "v1", Count: council.Count{Total: 30, Present: 28, Received: 9}})
}

// fakeRoom stands in for the seat, the papers and the looks.
type fakeRoom struct {
	mu       sync.Mutex
	standing people.Standing
	state    *council.State
	others   []*council.State
	rules    []council.MajorityRule
	told     func()
	vote     council.Vote
	look     frame.Look

	signIn, signOut, attend, cast func() error
	entered                       []string
	casts                         []council.Choice
	attends, signOuts, retries    int
	chosen                        string
	load                          map[string]council.PaperState
	wanted                        []string
	lapsed                        []people.Unsent
	again                         func(command string) error
}

func (f *fakeRoom) Lapsed() []people.Unsent { f.mu.Lock(); defer f.mu.Unlock(); return f.lapsed }

func (f *fakeRoom) Shown(command string) {
	f.change(func() {
		f.lapsed = slices.DeleteFunc(slices.Clone(f.lapsed), func(act people.Unsent) bool { return act.Command == command })
	})
}

func (f *fakeRoom) Again(_ context.Context, command string) error { return f.again(command) }

func (f *fakeRoom) Standing() people.Standing     { f.mu.Lock(); defer f.mu.Unlock(); return f.standing }
func (f *fakeRoom) Session() *council.State       { f.mu.Lock(); defer f.mu.Unlock(); return f.state }
func (f *fakeRoom) Rules() []council.MajorityRule { return f.rules }
func (f *fakeRoom) Watch(told func()) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = told
	return func() { f.mu.Lock(); defer f.mu.Unlock(); f.told = nil }
}

// change changes the room as a goroutine of the link does, and tells the watcher with the lock held.
func (f *fakeRoom) change(change func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.mu.Lock()
		defer f.mu.Unlock()
		change()
		if f.told != nil {
			f.told()
		}
	}()
	<-done
}

func (f *fakeRoom) Person() (council.Deputy, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.standing.Person == "" {
		return council.Deputy{}, false
	}
	if deputy, ok := f.state.Deputies[f.standing.Person]; ok {
		return deputy, true
	}
	return council.Deputy{Person: f.standing.Person}, true
}

func (f *fakeRoom) SignIn(_ context.Context, text string) error {
	f.mu.Lock()
	f.entered = append(f.entered, text)
	f.mu.Unlock()
	return f.signIn()
}

func (f *fakeRoom) SignOut(context.Context) error {
	f.mu.Lock()
	f.signOuts++
	f.mu.Unlock()
	return f.signOut()
}

func (f *fakeRoom) Attend(context.Context) error {
	f.mu.Lock()
	f.attends++
	f.mu.Unlock()
	return f.attend()
}

func (f *fakeRoom) Cast(_ context.Context, _ string, choice council.Choice) error {
	f.mu.Lock()
	f.casts = append(f.casts, choice)
	f.mu.Unlock()
	return f.cast()
}

func (f *fakeRoom) Vote(string) council.Vote { f.mu.Lock(); defer f.mu.Unlock(); return f.vote }

func (f *fakeRoom) Sessions() []*council.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.state.Exists() {
		return f.others
	}
	return append([]*council.State{f.state}, f.others...)
}

func (f *fakeRoom) Choose(session string) { f.chosen = session }

func (f *fakeRoom) State(blob string) council.PaperState {
	if state, set := f.load[blob]; set {
		return state
	}
	return council.PaperState{Have: true}
}

func (f *fakeRoom) Want(blob string)        { f.wanted = append(f.wanted, blob) }
func (f *fakeRoom) Look() frame.Look        { return f.look }
func (f *fakeRoom) SetLook(look frame.Look) { f.look = look }

// hand is a clock moved by hand; what was asked for runs when its time has come.
type hand struct {
	mu     sync.Mutex
	time   time.Time
	alarms map[int]alarm
	next   int
}

type alarm struct {
	at time.Time
	do func()
}

func (h *hand) now() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.time }

func (h *hand) after(wait time.Duration, do func()) func() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	id := h.next
	h.next++
	h.alarms[id] = alarm{h.time.Add(wait), do}
	return func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		_, there := h.alarms[id]
		delete(h.alarms, id)
		return there
	}
}

// pass lets time pass alarm by alarm; drain runs what they post.
func (h *hand) pass(length time.Duration, drain func()) {
	until := h.now().Add(length)
	for {
		h.mu.Lock()
		first := -1
		for id, one := range h.alarms {
			if !one.at.After(until) && (first < 0 || one.at.Before(h.alarms[first].at)) {
				first = id
			}
		}
		if first < 0 {
			h.time = until
			h.mu.Unlock()
			drain()
			return
		}
		one := h.alarms[first]
		delete(h.alarms, first)
		if one.at.After(h.time) {
			h.time = one.at
		}
		h.mu.Unlock()
		one.do()
		drain()
	}
}

// bench is a screen under test with all it stands on.
type bench struct {
	*fakeRoom
	t        *testing.T
	hand     *hand
	loop     *kittest.Loop
	pages    *fakePages
	searches *fakeSearches
	notebook *fakeNotebook
	notes    *fakeNotes
	exports  *fakeExports
	window   fyne.Window
	shelf    *fakeShelf
	early    pageview.Pages // in place of pages, where a test has it
	reported []error
	delegate *Delegate
}

func newBench(t *testing.T, state *council.State, now time.Time) *bench {
	nothing := func() error { return nil }
	return &bench{
		t: t, loop: kittest.NewLoop(), hand: &hand{time: now, alarms: map[int]alarm{}}, pages: newFakePages(), searches: newFakeSearches(), notebook: newFakeNotebook(), notes: newFakeNotes(), exports: newFakeExports(),
		shelf: &fakeShelf{kept: map[string]reader.Reading{}},
		fakeRoom: &fakeRoom{
			state: state, rules: council.DefaultRules, signIn: nothing, signOut: nothing, attend: nothing, cast: nothing,
			standing: people.Standing{Link: people.Online, Since: now.Add(-time.Hour), LastContact: now, Room: "Phòng họp tầng 2", Device: "Máy số 17", Person: me},
			load:     map[string]council.PaperState{}, look: frame.Look{Language: assets.Vietnamese},
		},
	}
}

func (b *bench) setting() frame.Setting {
	return frame.Setting{
		Room: b.fakeRoom, Words: assets.LoadWords(assets.Vietnamese), Post: b.loop.Post, Now: b.hand.now, After: b.hand.after,
		Report: func(err error) string { b.reported = append(b.reported, err); return "A1B2" },
	}
}

// open makes the delegate's screen.
func (b *bench) open() *Delegate {
	pages := pageview.Pages(b.pages)
	if b.early != nil {
		pages = b.early
	}
	b.delegate = NewDelegate(DelegateConfig{
		Setting: b.setting(), Holder: b.fakeRoom, Votes: b.fakeRoom, Sessions: b.fakeRoom, Lapses: b.fakeRoom,
		Retry: func() { b.retries++ }, Papers: b.fakeRoom, Pages: pages, Looks: b.fakeRoom, Searches: b.searches, Notebook: b.notebook, Exports: b.exports, Shelf: b.shelf,
		Marks: b.notes, NoteWriter: b.notes, Drawings: b.notes, NewID: b.notes.newID,
	})
	return b.delegate
}

// settle runs all that is posted.
func (b *bench) settle() { b.loop.Drain() }

// pass lets time pass.
func (b *bench) pass(length time.Duration) { b.hand.pass(length, b.settle) }

// turn changes the room and draws.
func (b *bench) turn(change func()) {
	b.change(change)
	b.settle()
}
