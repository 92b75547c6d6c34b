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
	// Take stores changes of an audience together with the cursor they lead to.
	Take(ctx context.Context, audience change.Audience, changes []change.Change, to change.Cursor) error
	// Wipe forgets everything of an audience.
	Wipe(ctx context.Context, audience change.Audience) error
	// Settle moves a command from the outbox to the answered ones.
	Settle(ctx context.Context, answer change.Answer) error
	// Keep remembers the highest epoch met and who holds the device.
	Keep(ctx context.Context, epoch uint32, person string) error
}

// Watcher is told what happened; from the link's goroutine, after it is stored. It must not wait.
type Watcher interface {
	// Changed: facts of an audience were added, or, with none, wiped.
	Changed(audience change.Audience, changes []change.Change)
	// Settled: a command of the outbox was answered.
	Settled(answer change.Answer)
	// Standing: the link's standing changed.
	Standing(Standing)
	// Present: which devices are connected.
	Present(devices []string)
}

// Standing is a copy of what the link knows about itself.
type Standing struct {
	Phase     Phase
	Person    string
	Audiences []change.Audience
	Room      string
	Device    string
	Code      string
	LastHeard time.Time
	Lag       time.Duration
	StoreErr  error // what the device's disk last said; nil when it works
}

// Config is what a link is made of.
type Config struct {
	// Dial connects to the room and opens the WebSocket.
	Dial    func(ctx context.Context) (*websocket.Conn, error)
	Store   Store
	Watcher Watcher
	Now     func() time.Time
	Logger  *slog.Logger

	Epoch   uint32
	Person  string
	Cursors map[change.Audience]change.Cursor
	Pending []change.Command
}

// Link runs the core. Its methods may be called from any goroutine.
type Link struct {
	config Config
	state  *State
	inputs chan any
	done   chan struct{}

	ws         *websocket.Conn
	hangUp     context.CancelFunc
	storeError error

	mu      sync.Mutex
	replies map[string]chan Replied
}

// New returns a link that does nothing until Serve.
func New(config Config) *Link {
	l := &Link{config: config, inputs: make(chan any, 256), done: make(chan struct{}), replies: map[string]chan Replied{}}
	l.state = NewState(config.Epoch, config.Cursors, config.Pending)
	l.state.Person = config.Person
	for audience := range config.Cursors {
		l.state.Audiences = append(l.state.Audiences, audience)
	}
	return l
}

// Serve runs the link until ctx ends.
func (l *Link) Serve(ctx context.Context) error {
	defer close(l.done)
	defer l.drop()
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
		case input := <-l.inputs:
			if message, isMessage := input.(from); isMessage {
				if message.ws != l.ws {
					continue // of a connection that was given up
				}
				input = message.input
			}
			if dialed, isDialed := input.(dialed); isDialed {
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
			ws, err := l.config.Dial(ctx)
			if err != nil {
				l.config.Logger.Debug("Room not reached", "error", err)
				ws = nil
			}
			l.input(dialed{ws})
		}()
	case Send:
		l.send(ctx, out.Message)
	case Take:
		if l.stored(l.config.Store.Take(ctx, out.Audience, out.Changes, out.To)) {
			l.config.Watcher.Changed(out.Audience, out.Changes)
		} else {
			l.step(ctx, Unstored{Audience: out.Audience})
		}
	case Wipe:
		if l.stored(l.config.Store.Wipe(ctx, out.Audience)) {
			l.config.Watcher.Changed(out.Audience, nil)
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
		l.stored(l.config.Store.Keep(ctx, out.Epoch, out.Person))
	case Present:
		l.config.Watcher.Present(out.Devices)
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
		Phase: s.Phase, Person: s.Person, Audiences: s.Audiences, Room: s.Room, Device: s.Device, Code: s.Code,
		LastHeard: s.LastHeard, Lag: s.Lag, StoreErr: l.storeError,
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
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := l.ws.Write(ctx, websocket.MessageText, data); err != nil {
		l.drop()
		l.step(ctx, Lost{})
	}
}
