package power

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// member is a delegate's device with the real link, over real TLS; its disk is this process's memory.
type member struct {
	id, person string
	link       *link.Link

	mu      sync.Mutex
	phase   link.Phase
	sent    map[string]change.Command
	answers map[string]change.Answer
	heard   map[change.Stream]map[uint64]change.Hash // of every change that was told, its hash
	changed *sync.Cond
}

func newMember(identity *trust.Identity, person, address string) *member {
	m := &member{id: identity.Device(), person: person, sent: map[string]change.Command{}, answers: map[string]change.Answer{}, heard: map[change.Stream]map[uint64]change.Hash{}}
	m.changed = sync.NewCond(&m.mu)
	to := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&tls.Dialer{Config: identity.TLS()}).DialContext(ctx, "tcp", address)
	}}}
	m.link = link.New(link.Config{
		Dial: func(ctx context.Context) (*websocket.Conn, error) {
			ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: to})
			return ws, err
		},
		Store: m, Watcher: m, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	})
	return m
}

func (m *member) Take(context.Context, link.Batch) error      { return nil }
func (m *member) Wipe(context.Context, change.Audience) error { return nil }
func (m *member) Settle(context.Context, change.Answer) error { return nil }
func (m *member) Keep(context.Context, link.Kept) ([]change.Command, error) {
	return nil, nil
}
func (m *member) Present(wire.Presence)        {}
func (m *member) tell(do func())               { m.mu.Lock(); do(); m.changed.Broadcast(); m.mu.Unlock() }
func (m *member) Settled(answer change.Answer) { m.tell(func() { m.answers[answer.ID] = answer }) }
func (m *member) Standing(s link.Standing)     { m.tell(func() { m.phase = s.Phase }) }
func (m *member) Changed(_ change.Audience, changes []change.Change) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range changes {
		if m.heard[c.Stream] == nil {
			m.heard[c.Stream] = map[uint64]change.Hash{}
		}
		m.heard[c.Stream][c.Seq] = c.Hash()
	}
}

// cast sends a ballot; the number makes its id.
func (m *member) cast(number int, poll string, choice council.Choice) string {
	id := fmt.Sprintf("%s-%d", m.person, number)
	command := change.Command{ID: id, Kind: council.CastBallot, Stream: stream, Person: m.person, Body: packed(council.Casting{Poll: poll, Choice: choice})}
	m.tell(func() { m.sent[id] = command })
	m.link.Send(command)
	return id
}

// until waits for something that holds of the member.
func (m *member) until(t testing.TB, what string, holds func() bool) bool {
	timeout := time.AfterFunc(30*time.Second, func() { m.tell(func() {}) })
	defer timeout.Stop()
	began := time.Now()
	m.mu.Lock()
	defer m.mu.Unlock()
	for !holds() {
		if time.Since(began) > 30*time.Second {
			t.Errorf("%s: never %s: phase %d, %d sent, %d answered", m.person, what, m.phase, len(m.sent), len(m.answers))
			return false
		}
		m.changed.Wait()
	}
	return true
}
