package standby

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
)

// Disk is where a follower keeps what it takes over. Called from the follower's goroutine alone.
type Disk interface {
	// Append writes batches that follow after a number and returns when they are on the disk, with where
	// the log ends then; it checks every chain first.
	Append(ctx context.Context, after uint64, batches []change.Batch) (change.Position, error)
	// Stand returns where the log ends, with the heads of all streams.
	Stand(ctx context.Context) (change.Position, map[change.Stream]change.Head, error)
	// Equip keeps what the primary gave.
	Equip(ctx context.Context, outfit Outfit) error
	// Mark keeps whether this server may take over.
	Mark(ctx context.Context, may bool) error
}

// FollowerConfig is what a follower is made of.
type FollowerConfig struct {
	// Dial connects to the primary and opens the WebSocket; an error that has a Refusal in it is the
	// primary's word.
	Dial func(ctx context.Context) (*websocket.Conn, error)
	Disk Disk
	// Diverged reports whether an error of Append says that the logs went apart.
	Diverged func(error) bool
	// Request is what to ask a server's certificate with; nil where there is one.
	Request func() []byte
	// Addresses are where devices will find this server.
	Addresses func() []string
	// Told is told of every change; it must not wait.
	Told   func(Following)
	Now    func() time.Time
	Logger *slog.Logger

	At    change.Position // where the log ends, at the start
	May   bool            // as it was kept
	Epoch uint32          // the primary's, as it was kept
}

// Following is what people are told on the standby's side.
type Following struct {
	Connected bool            `json:"connected"`
	May       bool            `json:"may"` // it has everything that was answered for, and may take over
	At        change.Position `json:"at"`
	Code      string          `json:"code,omitempty"` // why the primary does not take it
}

// Refusal is the primary's word that it does not take this follower.
type Refusal struct{ Code string }

// Error tells the code, for logs.
func (r *Refusal) Error() string { return "standby: refused: " + r.Code }

// Follower is the side of the standby.
type Follower struct {
	config FollowerConfig
	state  *FollowerState
	inputs chan any
	done   chan struct{}
	conn   *courier

	mu   sync.Mutex
	told Following
}

// NewFollower returns a follower that does nothing until Serve.
func NewFollower(config FollowerConfig) *Follower {
	f := &Follower{config: config, inputs: make(chan any, 64), done: make(chan struct{})}
	f.state = &FollowerState{At: config.At, May: config.May, Epoch: config.Epoch}
	f.told = Following{May: config.May, At: config.At}
	return f
}

// Following returns where this server stands. From any goroutine.
func (f *Follower) Following() Following {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.told
}

// over is an input that came over a certain connection.
type over struct {
	conn  *courier
	input any
}

type dialed struct {
	ws  *websocket.Conn
	err error
}

// Serve follows until ctx ends. When it has returned nothing more is written or acknowledged.
func (f *Follower) Serve(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer close(f.done)
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	f.step(ctx, &running, Tick{})
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			f.step(ctx, &running, Tick{})
		case input := <-f.inputs:
			switch in := input.(type) {
			case over:
				if in.conn == f.conn {
					f.step(ctx, &running, in.input)
				}
			case dialed:
				f.dialed(ctx, &running, in)
			}
		}
	}
}

func (f *Follower) input(input any) bool {
	select {
	case f.inputs <- input:
		return true
	case <-f.done:
		return false
	}
}

func (f *Follower) step(ctx context.Context, running *sync.WaitGroup, input any) {
	for _, output := range f.state.Step(input, f.config.Now()) {
		if !f.carryOut(ctx, running, output) {
			break
		}
	}
	f.tell()
}

// tell notes where this server stands, and says so where it is news.
func (f *Follower) tell() {
	now := Following{Connected: f.state.Connected(), May: f.state.May, At: f.state.At, Code: f.state.Code}
	f.mu.Lock()
	before := f.told
	f.told = now
	f.mu.Unlock()
	before.At = now.At // the log goes on all the time
	if before != now {
		f.config.Told(now)
	}
}

// carryOut does what the core asks for; false where the disk refused, and what was to follow must not be
// done.
func (f *Follower) carryOut(ctx context.Context, running *sync.WaitGroup, output any) bool {
	switch out := output.(type) {
	case Dial:
		running.Go(func() {
			within, cancel := context.WithTimeout(ctx, OutOfSight)
			defer cancel()
			ws, err := f.config.Dial(within)
			if !f.input(dialed{ws, err}) && ws != nil {
				ws.CloseNow()
			}
		})
	case Speak:
		f.conn.ask(func(c *courier) error { return c.send(out.Message) })
	case Store:
		f.step(ctx, running, f.store(ctx, out))
	case Equip:
		if err := f.config.Disk.Equip(ctx, out.Outfit); err != nil || len(out.Outfit.Epochs) == 0 {
			f.config.Logger.Error("Outfit not kept", "error", err)
			f.step(ctx, running, Stored{Code: Faulty})
			return false
		}
		f.step(ctx, running, Equipped{out.Outfit.Epochs[len(out.Outfit.Epochs)-1].Number})
	case Mark:
		if err := f.config.Disk.Mark(ctx, out.May); err != nil {
			f.config.Logger.Error("Right to take over not kept", "may", out.May, "error", err)
			f.state.May = !out.May // as the disk has it
			f.step(ctx, running, Stored{Code: Faulty})
			return false
		}
	case HangUp:
		f.conn.end(out.Code)
		f.conn = nil
	}
	return true
}

func (f *Follower) store(ctx context.Context, out Store) Stored {
	at, err := f.config.Disk.Append(ctx, out.After, out.Batches)
	if err == nil {
		return Stored{At: at}
	}
	f.config.Logger.Error("Log not continued", "after", out.After, "error", err)
	if f.config.Diverged(err) {
		return Stored{Code: Diverged}
	}
	return Stored{Code: Faulty}
}

func (f *Follower) dialed(ctx context.Context, running *sync.WaitGroup, in dialed) {
	if in.err != nil {
		var refusal *Refusal
		code := ""
		if errors.As(in.err, &refusal) {
			code = refusal.Code
		}
		f.config.Logger.Debug("Primary not reached", "error", in.err)
		f.step(ctx, running, Dialed{Code: code})
		return
	}
	at, heads, err := f.config.Disk.Stand(ctx)
	if err != nil {
		f.config.Logger.Error("Log not read", "error", err)
		in.ws.CloseNow()
		f.step(ctx, running, Dialed{Code: Faulty})
		return
	}
	within, cancel := context.WithCancel(ctx)
	in.ws.SetReadLimit(maxMessage)
	c := newCourier(in.ws, cancel)
	f.conn = c
	f.step(ctx, running, Dialed{OK: true})
	c.ask(func(c *courier) error {
		return c.send(Message{Hello: &Hello{Protocol: Protocol, At: at, Heads: heads, Request: f.config.Request(), Addresses: f.config.Addresses()}})
	})
	running.Go(func() {
		defer in.ws.CloseNow()
		c.serve(within)
	})
	running.Go(func() {
		for {
			m, err := c.receive(within)
			if err != nil {
				f.input(over{c, Cut{}})
				return
			}
			if !f.input(over{c, Received{m}}) {
				return
			}
		}
	})
}
