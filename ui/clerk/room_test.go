package clerk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// fakeRoom is a room server in memory: every act is judged by the real rules and folded in, as the
// server and the seat do it.
type fakeRoom struct {
	mu       sync.Mutex
	now      time.Time
	standing people.Standing
	rules    []council.MajorityRule
	people   *people.State
	sessions map[string]*council.State
	heads    map[change.Stream]change.Head
	chosen   string
	here     map[string]bool
	watchers map[int]func()
	seq      uint64
	offline  bool // acts wait on this device
	hold     chan struct{}
	refuse   map[string]string // kind of command → code
	acts     []string
	retried  int
	codes    int
	owing    map[string]int
	papers   map[string]people.PaperCount
	reading  council.ReadingProgress
}

func newFakeRoom() *fakeRoom {
	now := time.Date(2026, 12, 18, 9, 26, 12, 0, time.FixedZone("ICT", 7*3600))
	return &fakeRoom{
		now: now, rules: council.DefaultRules, people: people.NewState(), sessions: map[string]*council.State{},
		heads: map[change.Stream]change.Head{}, here: map[string]bool{}, watchers: map[int]func(){}, refuse: map[string]string{},
		standing: people.Standing{Link: people.Online, Since: now, LastContact: now, Room: "HĐND phường Trường Vinh", Device: "Máy thư ký"},
	}
}

func (f *fakeRoom) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fakeRoom) Standing() people.Standing {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.standing
}

func (f *fakeRoom) Rules() []council.MajorityRule { return f.rules }
func (f *fakeRoom) Retry()                        { f.retried++ }

func (f *fakeRoom) Watch(told func()) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seq++
	id := int(f.seq)
	f.watchers[id] = told
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.watchers, id)
	}
}

// change changes the room and tells the watchers, with the lock held as the seat does.
func (f *fakeRoom) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
	for _, told := range f.watchers {
		told()
	}
}

func (f *fakeRoom) Session() *council.State {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.session()
}

func (f *fakeRoom) session() *council.State {
	if state := f.sessions[f.chosen]; state != nil {
		return state
	}
	for _, id := range f.ids() {
		return f.sessions[id]
	}
	return council.NewState("")
}

func (f *fakeRoom) ids() []string {
	ids := []string{}
	for id := range f.sessions {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (f *fakeRoom) Sessions() (known []*council.State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, id := range f.ids() {
		known = append(known, f.sessions[id])
	}
	return known
}

func (f *fakeRoom) Choose(session string) { f.change(func() { f.chosen = session }) }

func (f *fakeRoom) ReadingNow() council.ReadingProgress {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reading
}

// serve has the server itself write something down.
func (f *fakeRoom) serve(t testing.TB, kind string, body any) {
	t.Helper()
	if err := f.judge(change.Actor{Mode: string(people.ClerkMode)}, stream, kind, 0, body); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
}

func (f *fakeRoom) Persons() (all []people.Person) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, person := range f.people.Persons {
		all = append(all, person)
	}
	people.SortByName(all, func(p people.Person) string { return p.Name })
	return all
}

func (f *fakeRoom) Devices() (all []people.Device) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, device := range f.people.Devices {
		all = append(all, device)
	}
	slices.SortFunc(all, func(a, b people.Device) int { return cmp.Compare(a.Number, b.Number) })
	return all
}

func (f *fakeRoom) Holder(device string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.people.Persons[f.people.Holder(device)].Name
}

func (f *fakeRoom) Connected(device string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.here[device]
}

var clerkActor = change.Actor{Device: "clerk", Mode: string(people.ClerkMode)}

func (f *fakeRoom) DoIn(ctx context.Context, stream change.Stream, kind string, base uint64, body any) error {
	if hold := f.holding(); hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	f.mu.Lock()
	code, offline := f.refuse[kind], f.offline
	f.acts = append(f.acts, kind)
	f.mu.Unlock()
	switch {
	case code != "":
		return &people.Refusal{Code: code}
	case offline:
		return people.ErrQueued
	}
	return f.judge(clerkActor, stream, kind, base, body)
}

func (f *fakeRoom) holding() chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hold
}

func (f *fakeRoom) Do(ctx context.Context, kind string, base uint64, body any) error {
	return f.DoIn(ctx, people.CouncilStream(f.Session().ID), kind, base, body)
}

// judge decides a command by the real rules and folds what it changes.
func (f *fakeRoom) judge(actor change.Actor, stream change.Stream, kind string, base uint64, body any) (err error) {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	f.change(func() {
		f.seq++
		command := change.Command{ID: fmt.Sprint("c", f.seq), Kind: kind, Stream: stream, Base: base, Body: data}
		var drafts []change.Draft
		var answer change.Answer
		if id, isCouncil := people.SessionOf(stream); isCouncil {
			state := f.sessions[id]
			if state == nil {
				state = council.NewState(id)
			}
			bench := council.Bench{Now: f.now, Rules: f.rules, HasBlob: func(string) bool { return true }}
			drafts, answer = state.Judge(actor, command, bench)
			f.fold(drafts)
			if next := f.sessions[id]; next != nil {
				f.fold(next.Clone().Due(bench))
			}
		} else {
			drafts, answer = f.people.Judge(actor, command, f.now)
			f.fold(drafts)
		}
		if answer.Outcome == change.Refused {
			err = &people.Refusal{Code: answer.Code, Body: answer.Body}
		}
	})
	return err
}

func (f *fakeRoom) fold(drafts []change.Draft) {
	for _, draft := range drafts {
		if draft.Personal != nil { // as a clerk's device reads it: opened
			draft.Body = opened(draft.Body, draft.Personal.Fields)
		}
		one, head := f.heads[draft.Stream].Append(draft, 1, f.now.UnixMilli())
		f.heads[draft.Stream] = head
		id, isCouncil := people.SessionOf(draft.Stream)
		var err error
		if isCouncil {
			state := council.NewState(id)
			if before := f.sessions[id]; before != nil {
				state = before.Clone()
			}
			err = state.Apply(one)
			f.sessions[id] = state
		} else {
			f.people = f.people.Clone()
			err = f.people.Apply(one)
		}
		if err != nil {
			panic(err)
		}
	}
}

// pass lets time go by, and what time alone brings about happen.
func (f *fakeRoom) pass(gone time.Duration) {
	f.change(func() {
		f.now = f.now.Add(gone)
		f.standing.LastContact = f.now
		for _, id := range f.ids() {
			f.fold(f.sessions[id].Clone().Due(council.Bench{Now: f.now, Rules: f.rules}))
		}
	})
}

func (f *fakeRoom) Ask(_ context.Context, kind string, body any) (json.RawMessage, error) {
	f.mu.Lock()
	code, offline := f.refuse[kind], f.offline
	f.acts = append(f.acts, kind)
	f.mu.Unlock()
	switch {
	case offline:
		return nil, errors.Join(people.ErrOffline, errors.New("no route"))
	case code != "":
		return nil, &people.Refusal{Code: code}
	case kind == people.GoAloneKind:
		return nil, nil
	case kind == people.InviteKind:
		return json.Marshal(people.Invited{Text: "congso://pair?v=1&p=47800&t=" + strings.Repeat("K7M2", 12), Expires: f.Now().Add(5 * time.Minute).UnixMilli()})
	case kind == people.IssueCardKind:
		id := body.(people.Pointing).ID
		f.mu.Lock()
		defer f.mu.Unlock()
		if _, known := f.people.Persons[id]; !known {
			return nil, &people.Refusal{Code: "person.unknown"}
		}
		f.codes++
		return json.Marshal(people.Card{Person: id, Code: fmt.Sprintf("%08d", 40213377+f.codes*731), Card: "congso:card:" + id})
	}
	return nil, fmt.Errorf("asked for %s", kind)
}

// must has an act done for a test to stand on.
func (f *fakeRoom) must(t testing.TB, stream change.Stream, kind string, base uint64, body any) {
	t.Helper()
	if err := f.judge(clerkActor, stream, kind, base, body); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
}

// vote has a deputy vote.
func (f *fakeRoom) vote(t testing.TB, session, poll, person string, choice council.Choice) {
	t.Helper()
	actor := change.Actor{Device: "tablet." + person, Mode: string(people.DelegateMode), Person: person}
	if err := f.judge(actor, people.CouncilStream(session), council.CastBallot, 0, council.Casting{Poll: poll, Choice: choice}); err != nil {
		t.Fatalf("vote of %s: %v", person, err)
	}
}

// did tells how often an act was asked for.
func (f *fakeRoom) did(kind string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	count := 0
	for _, act := range f.acts {
		if act == kind {
			count++
		}
	}
	return count
}

// faults is an error that speaks.
type faults []string

func (f faults) Error() string       { return strings.Join(f, "; ") }
func (f faults) Sentences() []string { return f }

// fakePacks imports when it is told to.
type fakePacks struct {
	path     chan string
	progress chan [2]int64
	end      chan error
	remarks  []string
}

func newFakePacks() *fakePacks {
	return &fakePacks{path: make(chan string, 1), progress: make(chan [2]int64), end: make(chan error)}
}

func (f *fakePacks) Import(ctx context.Context, path string, progress func(done, total int64)) ([]string, error) {
	f.path <- path
	for {
		select {
		case share := <-f.progress:
			progress(share[0], share[1])
		case err := <-f.end:
			return f.remarks, err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// fakeUploads takes files when it is told to.
type fakeUploads struct {
	progress chan [2]int64
	stage    chan UploadStage
	original *council.Original // that comes with what is uploaded
	end      chan error
}

func newFakeUploads() *fakeUploads {
	return &fakeUploads{progress: make(chan [2]int64), stage: make(chan UploadStage), end: make(chan error)}
}

var someHash = strings.Repeat("ab", 32)

func (f *fakeUploads) Upload(ctx context.Context, _ string, progress func(UploadProgress)) (Uploaded, error) {
	for {
		select {
		case share := <-f.progress:
			progress(UploadProgress{Stage: UploadSending, Done: share[0], Total: share[1]})
		case stage := <-f.stage:
			progress(UploadProgress{Stage: stage})
		case err := <-f.end:
			return Uploaded{Blob: someHash, Size: 1 << 20, Pages: 12, Original: f.original}, err
		case <-ctx.Done():
			return Uploaded{}, ctx.Err()
		}
	}
}

// fakeOriginals notes which originals were saved.
type fakeOriginals struct {
	mu    sync.Mutex
	saved []council.Original
	fail  error
}

func (f *fakeOriginals) SaveOriginal(_ context.Context, original council.Original) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saved = append(f.saved, original)
	return "/home/thuky/Downloads/" + original.Name, f.fail
}

// fakeSheets notes what was printed.
type fakeSheets struct {
	mu     sync.Mutex
	fail   error
	made   []string
	cards  []people.Card
	opened []string
}

func (f *fakeSheets) make(what string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return "", f.fail
	}
	f.made = append(f.made, what)
	return "/tmp/" + what + ".pdf", nil
}

func (f *fakeSheets) Cards(cards []people.Card) (string, error) {
	path, err := f.make("cards")
	if err == nil {
		f.mu.Lock()
		f.cards = cards
		f.mu.Unlock()
	}
	return path, err
}
func (f *fakeSheets) Result(poll string) (string, error) { return f.make("result-" + poll) }
func (f *fakeSheets) Attendance() (string, error)        { return f.make("attendance") }
func (f *fakeSheets) Open(path string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.opened = append(f.opened, path)
	return nil
}

type fakeLooks struct{ look Look }

func (f *fakeLooks) Look() Look        { return f.look }
func (f *fakeLooks) SetLook(look Look) { f.look = look }

type fakePicker struct{ path string }

func (f *fakePicker) Pick(_ []string, picked func(string)) { picked(f.path) }

type fakeClipboard struct{ text string }

func (f *fakeClipboard) SetContent(text string) { f.text = text }

// opened is a fact with its sealed fields among the others.
func opened(body, fields json.RawMessage) json.RawMessage {
	all := map[string]json.RawMessage{}
	if err := errors.Join(json.Unmarshal(body, &all), json.Unmarshal(fields, &all)); err != nil {
		panic(err)
	}
	data, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return data
}
