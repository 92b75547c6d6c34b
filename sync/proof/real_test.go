package proof

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// kept is the simulated disk and the rules, for several goroutines.
type kept struct {
	mu    sync.Mutex
	disk  *disk
	bench *bench
}

func (k *kept) Commit(ctx context.Context, entries []change.Entry, answers []hub.Kept) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.disk.Commit(ctx, entries, answers)
}

func (k *kept) Read(ctx context.Context, audience change.Audience, after uint64, limit int) ([]change.Entry, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.disk.Read(ctx, audience, after, limit)
}

func (k *kept) Answered(ctx context.Context, device, id string) (change.Answer, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.disk.Answered(ctx, device, id)
}

func (k *kept) Judge(ctx context.Context, actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bench.Judge(ctx, actor, command, now)
}

func (k *kept) Apply(changes []change.Change) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bench.Apply(changes)
}

func (k *kept) Due(now time.Time) []change.Draft {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bench.Due(now)
}

func (k *kept) Forget(streams []change.Stream) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.bench.Forget(streams)
}

func (k *kept) Grant(device string) hub.Grant {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.bench.Grant(device)
}

// pipes is a listener in memory.
type pipes struct {
	incoming chan net.Conn
	closed   chan struct{}
	once     sync.Once
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.incoming:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

func (p *pipes) dial(ctx context.Context) (*cable, error) {
	ours, theirs := net.Pipe()
	select {
	case p.incoming <- theirs:
		return &cable{Conn: ours, far: theirs, dead: make(chan struct{})}, nil
	case <-p.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// cable is the device's end of a connection; it may hang. It takes no time: a goroutine that sleeps while
// another waits for its lock would stop the bubble's clock.
type cable struct {
	net.Conn
	far  net.Conn
	hung atomic.Bool
	dead chan struct{}
	once sync.Once
}

// Write swallows what a cable that hangs is given.
func (c *cable) Write(data []byte) (int, error) {
	if c.hung.Load() {
		return len(data), nil
	}
	return c.Conn.Write(data)
}

// Read hangs where the cable does, until somebody closes it.
func (c *cable) Read(into []byte) (int, error) {
	n, err := c.Conn.Read(into)
	if c.hung.Load() && err == nil {
		<-c.dead
		return 0, net.ErrClosed
	}
	return n, err
}

// Close ends the device's side; of one that hangs the other side hears nothing.
func (c *cable) Close() error {
	c.once.Do(func() { close(c.dead) })
	if c.hung.Load() {
		return c.Conn.SetDeadline(time.Unix(1, 0)) // whoever reads or writes here wakes
	}
	return c.Conn.Close()
}

// player is a device with the real link; its disk is this test's memory.
type player struct {
	id, person string
	link       *link.Link
	mu         sync.Mutex
	cursors    map[change.Audience]change.Cursor
	answers    map[string]change.Answer
	cable      *cable
	phase      link.Phase
}

func (p *player) Take(_ context.Context, batch link.Batch) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cursors[batch.Audience] = batch.To
	return nil
}

func (p *player) Wipe(_ context.Context, audience change.Audience) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.cursors, audience)
	return nil
}

func (p *player) Settle(_ context.Context, answer change.Answer) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, twice := p.answers[answer.ID]; twice {
		return fmt.Errorf("%s is settled twice", answer.ID)
	}
	p.answers[answer.ID] = answer
	return nil
}

func (p *player) Keep(context.Context, link.Kept) ([]change.Command, error) { return nil, nil }
func (p *player) Changed(change.Audience, []change.Change)                  {}
func (p *player) Settled(change.Answer)                                     {}
func (p *player) Present(wire.Presence)                                     {}
func (p *player) Standing(s link.Standing) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.phase = s.Phase
}

// TestRealGoroutines: hub and links with all their goroutines, sockets in memory, ten minutes of votes
// over lines that break and hang, in the bubble's time.
func TestRealGoroutines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const delegates = 16
		rng := rand.New(rand.NewPCG(3, 3))
		k := &kept{disk: newDisk(func(string) {})}
		k.bench = newBench(k.disk)
		ctx, stop := context.WithCancel(context.Background())
		logger := slog.New(slog.DiscardHandler)
		if os.Getenv("CONGSO_DEBUG") != "" {
			logger = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
		}
		var h *hub.Hub
		h = hub.New(hub.Config{
			Room: "Phòng", Epoch: change.Epoch{Number: 1, Server: "a"}, Streams: map[change.Stream]change.Head{}, Log: k, Bench: k, Rights: k,
			Sign: signed, Now: time.Now, Logger: logger, Committed: func([]change.Entry) { h.Regrant() },
		})
		listener := &pipes{incoming: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Accept(w, r, r.Header.Get("Device")) })}
		var running sync.WaitGroup
		running.Go(func() { _ = server.Serve(listener) })
		running.Go(func() { _ = h.Serve(ctx) })
		submit := func(command change.Command) {
			t.Helper()
			if answer, err := h.Submit(ctx, change.Actor{Mode: string(people.ClerkMode)}, command); err != nil || answer.Outcome != change.Accepted {
				t.Fatalf("%s: %+v %v", command.Kind, answer, err)
			}
		}
		w := &world{size: size{persons: delegates, polls: 8, papers: 4}}
		for i := range delegates {
			w.devices = append(w.devices, &tablet{id: fmt.Sprint("m", i), mode: people.DelegateMode})
		}
		for _, command := range begin(w) {
			submit(command)
		}
		var players []*player
		for i := range delegates {
			p := &player{id: fmt.Sprint("m", i), person: person(i), cursors: map[change.Audience]change.Cursor{}, answers: map[string]change.Answer{}}
			if answer, err := h.Submit(ctx, change.Actor{Device: p.id}, change.Command{ID: "in" + p.id, Kind: people.SignInKind, Stream: people.Stream, Body: packed(people.SignIn{Code: code(p.person)})}); err != nil || answer.Outcome != change.Accepted {
				t.Fatalf("%+v %v", answer, err)
			}
			to := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				c, err := listener.dial(ctx)
				if err != nil {
					return nil, err
				}
				p.mu.Lock()
				p.cable = c
				p.mu.Unlock()
				return c, nil
			}}}
			p.link = link.New(link.Config{
				Dial: func(ctx context.Context) (*websocket.Conn, error) {
					ws, _, err := websocket.Dial(ctx, "ws://room/room", &websocket.DialOptions{HTTPClient: to, HTTPHeader: http.Header{"Device": {p.id}}})
					return ws, err
				},
				Store: p, Watcher: p, Now: time.Now, Logger: logger,
			})
			players = append(players, p)
			running.Go(func() { _ = p.link.Serve(ctx) })
		}
		sent := map[string]*player{}
		for minute := range 8 {
			submit(change.Command{Kind: council.OpenPoll, Stream: stream, Body: packed(council.Pointing{ID: pollID(minute)})})
			for range 40 {
				time.Sleep(time.Duration(rng.IntN(1500)) * time.Millisecond)
				p := players[rng.IntN(len(players))]
				p.mu.Lock()
				c := p.cable
				p.mu.Unlock()
				switch rng.IntN(4) {
				case 0:
					if c != nil {
						c.Close()
						c.far.Close()
					}
				case 1:
					if c != nil && rng.IntN(3) == 0 {
						c.hung.Store(true)
					}
				default:
					id := fmt.Sprint(p.id, "-", len(sent))
					sent[id] = p
					p.link.Send(change.Command{ID: id, Kind: council.CastBallot, Stream: stream, Person: p.person,
						Body: packed(council.Casting{Poll: pollID(minute), Choice: []council.Choice{council.Yes, council.No}[rng.IntN(2)]})})
				}
			}
			time.Sleep(time.Minute)
			submit(change.Command{Kind: council.ClosePoll, Stream: stream, Body: packed(council.Pointing{ID: pollID(minute)})})
			time.Sleep(council.ClosingNotice + time.Second)
		}
		time.Sleep(90 * time.Second)
		synctest.Wait()
		accepted := 0
		for id, p := range sent {
			p.mu.Lock()
			answer, known := p.answers[id]
			p.mu.Unlock()
			if !known {
				t.Errorf("%s has no answer, phase %d", id, p.phase)
			}
			if answer.Outcome == change.Accepted {
				accepted++
			}
		}
		k.mu.Lock()
		if accepted == 0 || accepted != k.disk.audit.cast || len(k.disk.audit.results) != 8 {
			t.Errorf("%d ballots are accepted, %d stand in the log, %d polls were counted", accepted, k.disk.audit.cast, len(k.disk.audit.results))
		}
		for _, p := range players {
			for _, audience := range k.bench.Grant(p.id).Audiences {
				if p.cursors[audience] != k.disk.ends[audience] {
					t.Errorf("%s is at %d of %s, the server at %d", p.id, p.cursors[audience].Place, audience, k.disk.ends[audience].Place)
				}
			}
		}
		k.mu.Unlock()
		stop()
		listener.Close()
		_ = server.Close()
		for _, p := range players {
			p.mu.Lock()
			if p.cable != nil {
				p.cable.hung.Store(false)
				p.cable.Close()
				p.cable.far.Close()
			}
			p.mu.Unlock()
		}
		running.Wait()
		t.Logf("%d ballots sent, %d accepted", len(sent), accepted)
	})
}
