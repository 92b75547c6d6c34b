package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/demo"
	"congso.vn/congso/app/office"
	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/signature"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui"
)

// demonstration is a room server in this process, with a sample session, and windows of processes of
// their own around it. Its methods answer at once; the work is done by one goroutine.
type demonstration struct {
	folder  string
	options options
	words   *assets.Words
	logger  *slog.Logger
	work    chan func(context.Context) // what the person asked for, in order

	mu       sync.Mutex
	state    ui.DemoState
	watchers map[int]func()
	next     int
	windows  map[*window]bool

	// for the working goroutine alone
	room    *room.Room
	reader  *reading.Desk  // of the papers; nil before the first start
	drawer  *pages.Service // of their pages, for windows that draw none; the same
	serving context.CancelFunc
	served  chan error
	plan    plan
}

var (
	_ ui.Demo   = (*demonstration)(nil)
	_ ui.Faults = (*demonstration)(nil)
)

// plan is what is remembered of a demonstration from start to start.
type plan struct {
	Port    int               `json:"port"`
	Session string            `json:"session"`
	Seats   []string          `json:"seats"`   // persons for delegates' windows, in order
	Virtual []string          `json:"virtual"` // devices without windows
	Windows map[string]string `json:"windows"` // device of each window that was opened once
}

const planFile = "demonstration.json"

func newDemonstration(folder string, o options, words *assets.Words, logger *slog.Logger) *demonstration {
	return &demonstration{
		folder: folder, options: o, words: words, logger: logger, work: make(chan func(context.Context), 16),
		watchers: map[int]func(){}, windows: map[*window]bool{}, state: ui.DemoState{Open: map[string]int{}, Voters: true},
	}
}

// serve prepares the room, runs it, and does what is asked, until ctx ends; then the windows are closed.
func (d *demonstration) serve(ctx context.Context) {
	d.attempt(ctx, d.start)
	voters := time.NewTicker(voteEvery)
	defer voters.Stop()
	virtual := newVoters()
	for {
		select {
		case <-ctx.Done():
			d.closeWindows()
			d.stop()
			if d.reader != nil {
				d.reader.Close()
			}
			if d.drawer != nil {
				d.drawer.Close()
			}
			return
		case do := <-d.work:
			do(ctx)
		case <-voters.C:
			d.vote(ctx, virtual)
		}
	}
}

// attempt shows why something failed.
func (d *demonstration) attempt(ctx context.Context, do func(context.Context) error) {
	err := do(ctx)
	if err == nil || ctx.Err() != nil {
		return
	}
	d.logger.Error("Demonstration failed", "error", err)
	d.change(func(s *ui.DemoState) { s.Phase, s.Fault = ui.DemoFailed, err.Error() })
}

func (d *demonstration) change(set func(*ui.DemoState)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	set(&d.state)
	for _, told := range d.watchers {
		told()
	}
}

// start opens the room, with its sample session where it has none, and answers devices.
func (d *demonstration) start(ctx context.Context) error {
	d.change(func(s *ui.DemoState) { s.Phase, s.Fault = ui.DemoStarting, "" })
	if err := d.recall(); err != nil {
		return err
	}
	if d.reader == nil { // once: it stays when the server is stopped and started again
		var err error
		if d.reader, err = reading.Open(ctx, os.TempDir(), d.logger); err != nil {
			return err
		}
	}
	if d.drawer == nil {
		var err error
		if d.drawer, err = pages.Start(ctx, os.TempDir(), 1, d.logger); err != nil {
			return err
		}
	}
	if err := d.trust(); err != nil {
		return err
	}
	// Beside the room, and not in it: the room's folder is made by the room.
	converter, err := office.Open(filepath.Join(d.folder, "office"), d.reader.Count, d.logger)
	if err != nil {
		return err
	}
	opened, err := room.Open(ctx, room.Config{
		Folder: filepath.Join(d.folder, "room"), Name: d.words.Say("launcher.room-name"), Loopback: true, Now: time.Now, Logger: d.logger,
		Reader: d.reader, Checker: d.reader, Signatures: d.reader, Converter: converter, Pages: d.drawer,
	})
	if err != nil {
		return err
	}
	d.room = opened
	listener, err := d.listen()
	if err != nil {
		return errors.Join(err, opened.Close())
	}
	serving, cancel := context.WithCancel(ctx)
	d.serving, d.served = cancel, make(chan error, 1)
	go func() { d.served <- opened.Serve(serving, listener, nil) }()
	if d.plan.Session == "" {
		if err := d.prepare(ctx); err != nil {
			return err
		}
	}
	office, delegates := "", 0
	for _, session := range opened.Sessions() {
		if session.ID == d.plan.Session {
			office, delegates = session.Session.Office, session.Total()
		}
	}
	d.change(func(s *ui.DemoState) {
		s.Phase, s.Host, s.Port = ui.DemoRunning, "127.0.0.1", d.plan.Port
		s.Office, s.Delegates, s.Virtual = office, delegates, len(d.plan.Virtual)
	})
	return nil
}

// trustFolder is where the root of the specimen signatures lies.
func (d *demonstration) trustFolder() string { return filepath.Join(d.folder, "trust") }

// trust has the signatures of papers verified by the root that the demonstration made, once it did.
func (d *demonstration) trust() error {
	if _, err := os.Stat(d.trustFolder()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	store, err := signature.LoadStore(os.DirFS(d.trustFolder()))
	if err == nil {
		d.reader.SetTrust(store)
	}
	return err
}

// listen answers on the port that the windows know, else on any.
func (d *demonstration) listen() (net.Listener, error) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", d.plan.Port))
	if err != nil && d.plan.Port != 0 {
		listener, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, err
	}
	d.plan.Port = listener.Addr().(*net.TCPAddr).Port
	return listener, d.keep()
}

// stop ends the room.
func (d *demonstration) stop() {
	if d.room == nil {
		return
	}
	if d.serving != nil {
		d.serving()
		if err := <-d.served; err != nil {
			d.logger.Error("Room ended", "error", err)
		}
	}
	if err := d.room.Close(); err != nil {
		d.logger.Error("Room not closed", "error", err)
	}
	d.room, d.serving = nil, nil
}

func (d *demonstration) recall() error {
	d.plan = plan{Windows: map[string]string{}}
	data, err := os.ReadFile(filepath.Join(d.folder, planFile))
	if errors.Is(err, fs.ErrNotExist) {
		// What a start that did not come to its end has left.
		return errors.Join(os.RemoveAll(filepath.Join(d.folder, "room")), os.RemoveAll(filepath.Join(d.folder, "devices")))
	}
	if err != nil {
		return err
	}
	return json.Unmarshal(data, &d.plan)
}

func (d *demonstration) keep() error {
	if d.plan.Session == "" {
		return nil
	}
	data, err := json.MarshalIndent(d.plan, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.folder, planFile), data, 0o600)
}

// windowSeats is for how many windows of delegates persons are kept free; further ones take the place
// of a virtual delegate.
const windowSeats = 2

// prepare makes the sample session and brings it to where a vote can be opened: the session is under
// way, and everyone but those with windows is present.
func (d *demonstration) prepare(ctx context.Context) error {
	packed := filepath.Join(d.folder, "pack")
	if err := os.RemoveAll(packed); err != nil {
		return err
	}
	defer os.RemoveAll(packed)
	err := demo.Write(ctx, packed, time.Now(), func(done, total int) {
		d.change(func(s *ui.DemoState) { s.Done, s.Total = done, total })
	})
	if err != nil {
		return err
	}
	if err := demo.Sign(packed, d.trustFolder(), time.Now()); err != nil {
		return err
	}
	if err := d.trust(); err != nil {
		return err
	}
	taken, err := d.room.Take(ctx, packed, pack.Options{NewID: uuid.NewString})
	if err != nil {
		return err
	}
	session := taken.Import.Session.ID
	stream := people.CouncilStream(session)
	if err := d.room.Do(ctx, "", stream, council.OpenSession, struct{}{}); err != nil {
		return err
	}
	windows, virtual := seats(taken.Import)
	d.plan.Seats = windows
	if err := d.admitVirtual(ctx, stream, virtual); err != nil {
		return err
	}
	if item := firstToVoteOn(taken.Import); item != "" {
		if err := d.room.Do(ctx, "", stream, council.StartItem, council.Pointing{ID: item}); err != nil {
			return err
		}
	}
	d.plan.Session = session
	return d.keep()
}

// firstToVoteOn is the item of the first poll, so that the first vote is at hand.
func firstToVoteOn(session council.Import) string {
	polled := map[string]bool{}
	for _, poll := range session.Polls {
		polled[poll.Item] = true
	}
	for _, item := range session.Items {
		if polled[item.ID] {
			return item.ID
		}
	}
	return ""
}

// State is part of ui.Demo.
func (d *demonstration) State() ui.DemoState {
	d.mu.Lock()
	defer d.mu.Unlock()
	state := d.state
	state.Open = map[string]int{}
	for w := range d.windows {
		state.Open[string(w.mode)]++
	}
	return state
}

// Watch is part of ui.Demo.
func (d *demonstration) Watch(told func()) (stop func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := d.next
	d.next++
	d.watchers[id] = told
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		delete(d.watchers, id)
	}
}

// ask has the working goroutine do something.
func (d *demonstration) ask(do func(context.Context) error) {
	select {
	case d.work <- func(ctx context.Context) { d.attempt(ctx, do) }:
	default: // somebody taps faster than windows open
	}
}

// Open is part of ui.Demo.
func (d *demonstration) Open(mode string) {
	if mode != "" {
		d.ask(func(ctx context.Context) error { return d.open(ctx, people.Mode(mode)) })
		return
	}
	d.ask(func(ctx context.Context) error {
		open := d.State().Open
		for _, wanted := range []people.Mode{people.HallMode, people.DelegateMode, people.DelegateMode, people.ClerkMode} {
			if open[string(wanted)] > 0 {
				open[string(wanted)]--
				continue
			}
			if err := d.open(ctx, wanted); err != nil {
				return err
			}
		}
		return nil
	})
}

// Anew is part of ui.Demo.
func (d *demonstration) Anew() {
	d.ask(func(ctx context.Context) error {
		d.closeWindows()
		d.stop()
		if err := os.Remove(filepath.Join(d.folder, planFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return d.start(ctx)
	})
}

// SetVoters is part of ui.Faults.
func (d *demonstration) SetVoters(on bool) { d.change(func(s *ui.DemoState) { s.Voters = on }) }

// SetStopped is part of ui.Faults.
func (d *demonstration) SetStopped(on bool) {
	d.ask(func(ctx context.Context) error {
		if !on {
			return d.start(ctx)
		}
		d.stop()
		d.change(func(s *ui.DemoState) { s.Phase = ui.DemoStopped })
		return nil
	})
}
