package hub

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

const (
	hall    change.Audience = "council/s1/hall"
	members change.Audience = "council/s1/members"
	clerks  change.Audience = "council/s1/clerk"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// memory is a log that can be made to fail; what it has taken it keeps, as a disk does.
type memory struct {
	mu      sync.Mutex
	entries []change.Entry
	answers map[string]change.Answer
	groups  [][]change.Entry
	failing error // of the next commits
	unread  error // of Answered
}

func newMemory() *memory { return &memory{answers: map[string]change.Answer{}} }

func (m *memory) Commit(_ context.Context, entries []change.Entry, answers []Kept) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failing != nil {
		return m.failing
	}
	for _, kept := range answers {
		name := kept.Device + "/" + kept.Answer.ID
		if _, known := m.answers[name]; known {
			return errors.New("a second answer to " + name)
		}
		kept.Answer.Once = nil
		m.answers[name] = kept.Answer
	}
	m.entries = append(m.entries, entries...)
	m.groups = append(m.groups, entries)
	return nil
}

func (m *memory) Read(_ context.Context, audience change.Audience, after uint64, limit int) ([]change.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []change.Entry
	for _, e := range m.entries {
		if e.Audience == audience && e.Place > after && len(found) < limit {
			found = append(found, e)
		}
	}
	return found, nil
}

func (m *memory) Answered(_ context.Context, device, id string) (change.Answer, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	answer, known := m.answers[device+"/"+id]
	return answer, known, m.unread
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failing = err
}

// book is where the log stands.
func (m *memory) book() (map[change.Stream]change.Head, map[change.Audience]change.Cursor) {
	m.mu.Lock()
	defer m.mu.Unlock()
	streams, audiences := map[change.Stream]change.Head{}, map[change.Audience]change.Cursor{}
	for _, e := range m.entries {
		streams[e.Stream] = change.Head{Seq: e.Seq, Hash: e.Change.Hash()}
		audiences[e.Audience] = change.Cursor{Place: e.Place, Running: e.Running}
	}
	return streams, audiences
}

// facts is what a device with these audiences must hold.
func (m *memory) facts(audiences []change.Audience) map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	facts := map[string]string{}
	for _, e := range m.entries {
		for _, audience := range audiences {
			if e.Audience == audience {
				fold(facts, e.Change)
			}
		}
	}
	return facts
}

func fold(facts map[string]string, c change.Change) {
	name := string(c.Audience) + " " + c.Kind + " " + c.Key
	if c.TakenBack() {
		delete(facts, name)
	} else {
		facts[name] = string(c.Body)
	}
}

// note is the one thing the rules of these tests know: a fact with a text. Base must be the number
// of the fact as it stands, 0 for a new one.
type note struct {
	Audience change.Audience `json:"audience"`
	Key      string          `json:"key"`
	Text     string          `json:"text"`
}

func noteCommand(id string, base uint64, n note) change.Command {
	body, err := json.Marshal(n)
	if err != nil {
		panic(err) // a plain struct is always JSON
	}
	return change.Command{ID: id, Kind: "note", Stream: "council/s1", Base: base, Body: body}
}

// rules judges notes. Called from the writer's goroutine alone.
type rules struct {
	log      *memory
	facts    map[string]uint64 // key → number
	judged   map[string]int    // by command id
	forgot   int
	due      []change.Draft
	unfolded error // of Apply
	failing  map[string]bool
}

func newRules(log *memory) *rules {
	r := &rules{log: log, judged: map[string]int{}, failing: map[string]bool{}}
	r.read()
	return r
}

func (r *rules) read() {
	r.facts = map[string]uint64{}
	r.log.mu.Lock()
	defer r.log.mu.Unlock()
	for _, e := range r.log.entries {
		r.facts[e.Key] = e.Seq
	}
}

func (r *rules) Judge(_ context.Context, actor change.Actor, command change.Command, _ time.Time) ([]change.Draft, change.Answer) {
	r.judged[command.ID]++
	var n note
	switch {
	case r.failing[command.ID]:
		return nil, change.Answer{Outcome: change.Failed, Code: "server.cannot-read"}
	case command.Kind != "note" || json.Unmarshal(command.Body, &n) != nil:
		return nil, change.Refuse("command.unknown")
	case r.facts[n.Key] != command.Base:
		return nil, change.Refuse("stale")
	}
	body, err := json.Marshal(n.Text + actor.Person)
	if err != nil {
		return nil, change.Refuse("command.unreadable")
	}
	answer := change.Accept()
	answer.Once = json.RawMessage(`"once"`)
	return []change.Draft{{Stream: command.Stream, Kind: "note", Audience: n.Audience, Key: n.Key, Body: body}}, answer
}

func (r *rules) Apply(changes []change.Change) error {
	if r.unfolded != nil {
		return r.unfolded
	}
	for _, c := range changes {
		r.facts[c.Key] = c.Seq
	}
	return nil
}

func (r *rules) Due(time.Time) []change.Draft {
	due := r.due
	r.due = nil
	return due
}

func (r *rules) Forget([]change.Stream) {
	r.forgot++
	r.read()
}

// grants says what each device may see; a device nobody spoke of is refused.
type grants struct {
	mu sync.Mutex
	of map[string]Grant
}

func (g *grants) Grant(device string) Grant {
	g.mu.Lock()
	defer g.mu.Unlock()
	if grant, known := g.of[device]; known {
		return grant
	}
	return Grant{Code: "device.revoked"}
}

func (g *grants) set(device string, grant Grant) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.of == nil {
		g.of = map[string]Grant{}
	}
	g.of[device] = grant
}

func signature(message []byte) []byte { return append([]byte("ký "), message...) }

// newWriter is a writer on its own, without a goroutine: the test calls group.
func newWriter(log *memory, bench Bench, committed func([]change.Entry)) *writer {
	streams, audiences := log.book()
	w := &writer{log: log, bench: bench, streams: streams, audiences: audiences, now: func() time.Time { return noon },
		sign: signature, queue: make(chan submission, groupLimit), committed: committed, logger: quiet()}
	w.epoch.Store(1)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// entries makes entries of an audience that follow a cursor.
func entriesAfter(from change.Cursor, audience change.Audience, count int) []change.Entry {
	var head change.Head
	var made []change.Entry
	for range count {
		var c change.Change
		c, head = head.Append(change.Draft{Stream: "council/s1", Kind: "note", Audience: audience, Key: "k", Body: []byte(`"x"`)}, 1, 5)
		from = from.Next(c)
		made = append(made, change.Entry{Change: c, Place: from.Place, Running: from.Running})
	}
	return made
}

func hello(cursors map[change.Audience]change.Cursor) wire.Message {
	return wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol, Cursors: cursors}}
}
