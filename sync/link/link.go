package link

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Store is what the link needs of the device's database. Called from the link's goroutine alone.
type Store interface {
	// Take stores a batch together with the cursor it leads to.
	Take(ctx context.Context, batch Batch) error
	// Wipe forgets everything of an audience.
	Wipe(ctx context.Context, audience change.Audience) error
	// Settle moves a command from the outbox to the answered ones.
	Settle(ctx context.Context, answer change.Answer) error
	// Keep remembers what is new of the room. It returns the commands that an earlier epoch had accepted, which
	// are durable in the outbox again and offered to the server of this one; and those that wait in another
	// form from now on, because the keys they were kept under are gone.
	Keep(ctx context.Context, kept Kept) ([]change.Command, error)
}

// Batch is what comes of one audience at a time.
type Batch struct {
	Audience change.Audience
	Whole    bool            // a snapshot: Changes are all facts of the audience, in place of what is held
	Changes  []change.Change // in the order of the audience
	To       change.Cursor
}

// Watcher is told what happened; from the link's goroutine, after it is stored. It must not wait.
type Watcher interface {
	// Changed: facts of an audience were added, or, with none, wiped.
	Changed(audience change.Audience, changes []change.Change)
	// Settled: a command of the outbox was answered.
	Settled(answer change.Answer)
	// Standing: the link's standing changed.
	Standing(Standing)
	// Present: which devices are here, and which owe the wiping of something.
	Present(here wire.Presence)
}

// Standing is a copy of what the link knows about itself.
type Standing struct {
	Phase     Phase
	Person    string
	Audiences []change.Audience
	Room      string
	Device    string
	Code      string
	Servers   []string  // host:port where another server may speak for the room one day
	Duty      wire.Duty // how the server stands with its standby; for clerks, while connected
	LastHeard time.Time
	Lag       time.Duration
	Doubting  bool  // a ping goes unanswered: the room is looked for elsewhere too
	StoreErr  error // what the device's disk last said; nil when it works
}

// dialWithin is how long a dial may take, whatever the network does.
const dialWithin = 15 * time.Second

// Config is what a link is made of.
type Config struct {
	// Dial connects to the room and opens the WebSocket.
	Dial    func(ctx context.Context) (*websocket.Conn, error)
	Store   Store
	Watcher Watcher
	Now     func() time.Time
	Logger  *slog.Logger

	// Snapshot fetches a file that the room told of by its hash; nil where none can be had.
	Snapshot func(ctx context.Context, blob string) ([]byte, error)
	// Avoid, where set, is told that Dial shall look elsewhere first than where it connected last: the
	// server there speaks for the room no more. From the link's goroutine.
	Avoid func()
	// Verify says whether a server of the room began an epoch; nil believes none.
	Verify func(change.Epoch) error

	Epoch   change.Epoch
	Person  string
	Keys    change.Keys
	Safe    []byte
	Cursors map[change.Audience]change.Cursor
	Pending []change.Command
}

// Link runs the core. Its methods may be called from any goroutine.
type Link struct {
	config Config
	state  *State
	inputs chan any
	passes chan Pass // what may be lost; apart, so that no command waits for it
	done   chan struct{}

	ws         *websocket.Conn
	hangUp     context.CancelFunc
	storeError error

	mu      sync.Mutex
	replies map[string]chan Replied
}

// New returns a link that does nothing until Serve.
func New(config Config) *Link {
	l := &Link{config: config, inputs: make(chan any, 256), passes: make(chan Pass, 4), done: make(chan struct{}), replies: map[string]chan Replied{}}
	l.state = Remembered(config)
	return l
}

// Remembered returns the core of a link that goes on from what a config remembers.
func Remembered(config Config) *State {
	state := NewState(config.Epoch, config.Cursors, config.Pending)
	state.Person, state.said, state.Keys, state.Safe = config.Person, config.Person, config.Keys, config.Safe
	for audience := range config.Cursors {
		state.Audiences = append(state.Audiences, audience)
	}
	return state
}

// Serve runs the link until ctx ends.
func (l *Link) Serve(ctx context.Context) error {
	defer close(l.done)
	defer l.leave()
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	l.step(ctx, Tick{})
	l.tell()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			l.step(ctx, Tick{})
		case pass := <-l.passes:
			l.step(ctx, pass)
		case input := <-l.inputs:
			if message, isMessage := input.(from); isMessage {
				if message.ws != l.ws {
					continue // of a connection that was given up
				}
				input = message.input
			}
			if dialed, isDialed := input.(dialed); isDialed {
				if dialed.ws != nil && l.state.Phase == Online && !l.state.Doubting {
					dialed.ws.CloseNow() // the answer came after all
					dialed.ws = nil
				}
				if dialed.ws == nil && l.state.Phase == Online {
					l.step(ctx, Dialed{})
					continue
				}
				l.drop()
				if dialed.ws != nil {
					l.take(ctx, dialed.ws)
				}
				input = Dialed{OK: dialed.ws != nil}
			}
			l.step(ctx, input)
		}
	}
}

// Send hands the link a command that is already durable in the outbox.
func (l *Link) Send(command change.Command) { l.input(Queued{command}) }

// Expire drops the keys of what the device keeps, unless the room is there.
func (l *Link) Expire() { l.input(Expire{}) }

// Retry tries to connect at once.
func (l *Link) Retry() { l.input(Retry{}) }

// ErrOffline says that an act which makes sense only now could not be done now.
var ErrOffline = errors.New("link: not connected")

// Ask sends a command that is not kept in the outbox, and waits for the answer.
func (l *Link) Ask(ctx context.Context, command change.Command) (change.Answer, error) {
	reply := make(chan Replied, 1)
	l.mu.Lock()
	l.replies[command.ID] = reply
	l.mu.Unlock()
	defer func() {
		l.mu.Lock()
		delete(l.replies, command.ID)
		l.mu.Unlock()
	}()
	l.input(Ask{command})
	select {
	case r := <-reply:
		if r.Lost {
			return change.Answer{}, ErrOffline
		}
		return r.Answer, nil
	case <-ctx.Done():
		return change.Answer{}, ctx.Err()
	case <-l.done:
		return change.Answer{}, ErrOffline
	}
}

func (l *Link) input(input any) {
	select {
	case l.inputs <- input:
	case <-l.done:
	}
}

// from is an input that came over a certain connection.
type from struct {
	ws    *websocket.Conn
	input any
}

type dialed struct{ ws *websocket.Conn }

func (l *Link) step(ctx context.Context, input any) {
	for _, output := range l.state.Step(input, l.config.Now(), rand.Float64()) {
		l.carryOut(ctx, output)
	}
}

func (l *Link) carryOut(ctx context.Context, output any) {
	switch out := output.(type) {
	case Dial:
		go func() {
			within, cancel := context.WithTimeout(ctx, dialWithin)
			defer cancel()
			ws, err := l.config.Dial(within)
			if err != nil {
				l.config.Logger.Debug("Room not reached", "error", err)
				ws = nil
			}
			select {
			case l.inputs <- dialed{ws}:
			case <-l.done:
				if ws != nil {
					ws.CloseNow()
				}
			}
		}()
	case Send:
		l.send(ctx, out.Message)
	case Take:
		if l.stored(l.config.Store.Take(ctx, out.Batch)) {
			if out.Whole {
				l.config.Watcher.Changed(out.Audience, nil)
			}
			if len(out.Changes) > 0 {
				l.config.Watcher.Changed(out.Audience, out.Changes)
			}
		} else {
			l.step(ctx, Unstored{Audience: out.Audience})
		}
	case Wipe:
		if l.stored(l.config.Store.Wipe(ctx, out.Audience)) {
			l.config.Watcher.Changed(out.Audience, nil)
			l.step(ctx, Cleared(out))
		} else {
			l.step(ctx, Unstored{Audience: out.Audience})
		}
	case Settle:
		if l.stored(l.config.Store.Settle(ctx, out.Answer)) {
			l.config.Watcher.Settled(out.Answer)
		} else {
			l.step(ctx, Unstored{Command: &out.Command})
		}
	case Replied:
		l.mu.Lock()
		reply := l.replies[out.ID]
		l.mu.Unlock()
		if reply != nil {
			reply <- out
		}
	case Keep:
		again, err := l.config.Store.Keep(ctx, out.Kept)
		if l.stored(err) {
			l.step(ctx, Offered{again})
		} else {
			l.step(ctx, Unkept{})
		}
	case Prove:
		if l.config.Verify != nil && l.config.Verify(out.Epoch) == nil {
			l.step(ctx, Overtaken(out))
		}
	case FetchSnapshot:
		go l.fetchSnapshot(ctx, l.ws, out.Snapshot)
	case Present:
		l.config.Watcher.Present(out.Presence)
	case Held:
		if watcher, watches := l.config.Watcher.(HoldingsWatcher); watches {
			watcher.Held(out.Holdings)
		}
	case Passing:
		if watcher, watches := l.config.Watcher.(EphemeralWatcher); watches {
			watcher.Passing(out.Ephemeral)
		}
	case Keyed:
		l.keyed(ctx, out.Subjects)
	case Avoid:
		if l.config.Avoid != nil {
			l.config.Avoid()
		}
	case HangUp:
		l.drop()
		l.step(ctx, Lost{})
	case Told:
		l.tell()
	}
}

// stored notes what the disk says, so that the screen can say it too.
func (l *Link) stored(err error) bool {
	changed := (err == nil) != (l.storeError == nil)
	l.storeError = err
	if err != nil {
		l.config.Logger.Error("Device store refused a write", "error", err)
	}
	if changed {
		l.tell()
	}
	return err == nil
}

func (l *Link) tell() {
	s := l.state
	l.config.Watcher.Standing(Standing{
		Phase: s.Phase, Person: s.Person, Audiences: s.Audiences, Room: s.Room, Device: s.Device, Code: s.Code, Servers: s.Servers, Duty: s.Duty,
		LastHeard: s.LastHeard, Doubting: s.Doubting, Lag: s.Lag, StoreErr: l.storeError,
	})
}

func (l *Link) take(ctx context.Context, ws *websocket.Conn) {
	ws.SetReadLimit(wire.MaxMessage)
	reading, cancel := context.WithCancel(ctx)
	l.ws, l.hangUp = ws, cancel
	go func() {
		for {
			_, data, err := ws.Read(reading)
			if err != nil {
				l.input(from{ws, Lost{}})
				return
			}
			message, err := wire.Decode(data)
			if err != nil {
				l.config.Logger.Warn("Malformed message from the room", "error", err)
				l.input(from{ws, Lost{}})
				return
			}
			l.input(from{ws, Received{message}})
		}
	}()
}

// leave says good-bye where it can be said at once: this device is being switched off, not cut off.
func (l *Link) leave() {
	if l.ws != nil && l.state.protocol >= 2 {
		if data, err := wire.Encode(wire.Message{Bye: &wire.Bye{Code: "leaving"}}); err == nil {
			within, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
			defer cancel()
			_ = l.ws.Write(within, websocket.MessageText, data) // it is gone either way
		}
	}
	l.drop()
}

func (l *Link) drop() {
	if l.ws != nil {
		l.hangUp()
		l.ws.CloseNow()
		l.ws = nil
	}
}

func (l *Link) send(ctx context.Context, message wire.Message) {
	if l.ws == nil {
		return
	}
	data, err := wire.Encode(message)
	if err != nil {
		l.config.Logger.Error("Message not encoded", "error", err)
		return
	}
	within, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := l.ws.Write(within, websocket.MessageText, data); err != nil {
		l.drop()
		l.step(ctx, Lost{})
	}
}
