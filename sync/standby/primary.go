package standby

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
)

// Log is what the primary ships. Its methods are called from any goroutine.
type Log interface {
	// Batches returns those after a number, as many as have about size bytes and at least one.
	Batches(ctx context.Context, after uint64, size int) ([]change.Batch, error)
	// Contains fails where a log that ends so is not the beginning of this one.
	Contains(ctx context.Context, at change.Position, heads map[change.Stream]change.Head) error
}

// PrimaryConfig is what a primary is made of.
type PrimaryConfig struct {
	Log    Log
	Record Record          // as it was kept
	End    change.Position // of the log, at the start
	// Outfit returns what a follower needs beside the log; request is for a server's certificate, or empty.
	Outfit func(ctx context.Context, request []byte) (Outfit, error)
	// Keep makes a record durable.
	Keep func(ctx context.Context, record Record) error
	// Begin makes an epoch durable that no takeover reaches, and has it spoken in.
	Begin func(ctx context.Context) error
	// Told is told where the standby stands, and where devices find it. It must not wait.
	Told   func(duty Duty, addresses []string)
	Now    func() time.Time
	Logger *slog.Logger
}

// Primary is the side of the server that speaks for the room. All methods may be called from any
// goroutine.
type Primary struct {
	config PrimaryConfig

	mu     sync.Mutex
	state  *PrimaryState
	conns  map[Conn]*courier
	last   Conn
	news   chan struct{} // closed when the state changed, and made anew
	ending error
}

// NewPrimary returns a primary that takes followers at once; Serve lets time pass.
func NewPrimary(config PrimaryConfig) *Primary {
	p := &Primary{config: config, conns: map[Conn]*courier{}, news: make(chan struct{})}
	p.state = NewPrimaryState(config.Record, config.End.Batch, config.Now())
	return p
}

// Serve lets time pass until ctx ends, and ends everything then.
func (p *Primary) Serve(ctx context.Context) error {
	p.mu.Lock()
	p.tell(p.state.Duty())
	p.mu.Unlock()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			p.End(context.Canceled)
			return nil
		case <-tick.C:
			p.Input(Tick{})
		}
	}
}

// Input has something taken into account.
func (p *Primary) Input(input any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.step(input)
}

// Duty returns where the standby stands.
func (p *Primary) Duty() Duty {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.Duty()
}

// Addresses returns where devices find the standby that may take over.
func (p *Primary) Addresses() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.addresses()
}

func (p *Primary) addresses() []string {
	if bond := p.state.Record.Bond; bond != nil {
		return bond.Addresses
	}
	return nil
}

// Devices returns the standby that may take over, and the one that is connected.
func (p *Primary) Devices() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var devices []string
	if bond := p.state.Record.Bond; bond != nil {
		devices = append(devices, bond.Device)
	}
	if p.state.conn != 0 {
		devices = append(devices, p.state.device)
	}
	return devices
}

// Bound reports whether a standby may take over, so that nothing is answered without it.
func (p *Primary) Bound() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.Record.Bond != nil
}

// Await says that a batch is on this disk, and returns when it may be answered: it is on both, or there is
// nobody who could take over without it. It fails when the primary ends first.
func (p *Primary) Await(ctx context.Context, batch uint64) error {
	p.mu.Lock()
	p.step(Committed{batch})
	p.mu.Unlock()
	return p.Secured(ctx, batch)
}

// Secured returns when a batch may be told to others; as Await, of one that was said before.
func (p *Primary) Secured(ctx context.Context, batch uint64) error {
	for {
		p.mu.Lock()
		done, ending, news := p.state.Secured(batch), p.ending, p.news
		p.mu.Unlock()
		switch {
		case ending != nil:
			return ending
		case done:
			return nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// End has everyone who waits fail with the error, and ends all connections.
func (p *Primary) End(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ending == nil {
		p.ending = err
	}
	for _, c := range p.conns {
		c.end("")
	}
	p.announce()
}

// announce wakes who waits. p.mu is held.
func (p *Primary) announce() {
	close(p.news)
	p.news = make(chan struct{})
}

// The reasons why going on alone is refused.
const (
	NoStandby = "standby.none"
	NotLost   = "standby.not-lost"
)

// ErrNotKept says that the disk did not take a decision, so that nothing came of it.
var ErrNotKept = errors.New("standby: not kept")

// GoAlone is a person's word that the primary goes on without its standby; code says why it does not.
func (p *Primary) GoAlone() (code string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.step(Tick{})
	switch {
	case p.state.Record.Bond == nil:
		return NoStandby, nil
	case p.state.Duty().Phase != Lost:
		return NotLost, nil
	}
	p.step(GoAlone{})
	if p.state.Record.Bond != nil {
		return "", ErrNotKept
	}
	return "", nil
}

// step runs the core and does what it asks for. p.mu is held.
func (p *Primary) step(input any) {
	if p.ending != nil {
		return
	}
	for _, output := range p.state.Step(input, p.config.Now()) {
		p.carryOut(output)
	}
	p.announce()
}

// durable is how long a decision may take to reach the disk.
const durable = 20 * time.Second

func (p *Primary) carryOut(output any) {
	switch out := output.(type) {
	case Greet:
		p.conns[out.Conn].ask(func(c *courier) error { return p.greet(c, out.May) })
	case Fetch:
		p.conns[out.Conn].ask(func(c *courier) error { return p.ship(c, out.After) })
	case Say:
		p.conns[out.Conn].ask(func(c *courier) error { return c.send(out.Message) })
	case Allow:
		p.conns[out.Conn].ask(p.allow)
	case Drop:
		p.conns[out.Conn].end(out.Code)
	case Bind:
		p.keep(out.Record, func(ctx context.Context) error { return p.config.Keep(ctx, out.Record) })
	case Free:
		p.keep(out.Record, func(ctx context.Context) error {
			if err := p.config.Begin(ctx); err != nil {
				return err
			}
			return p.config.Keep(ctx, out.Record)
		})
	case Tell:
		p.config.Logger.Info("Standby stands otherwise", "phase", out.Duty.Phase, "name", out.Duty.Name, "fault", out.Duty.Fault)
		p.tell(p.state.Duty()) // what came of an output before it may have changed it again
	}
}

func (p *Primary) tell(duty Duty) { p.config.Told(duty, p.addresses()) }

func (p *Primary) keep(record Record, write func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), durable)
	defer cancel()
	if err := write(ctx); err != nil {
		p.config.Logger.Error("Word on the standby not kept", "error", err)
		for _, c := range p.conns {
			c.end(Faulty) // it comes back, and everything is tried anew
		}
		return
	}
	p.step(Kept{record})
}

// Accept serves one follower over WebSocket until it ends. Who it is, and that it may, is known from its
// certificate.
func (p *Primary) Accept(w http.ResponseWriter, r *http.Request, device, name string) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		p.config.Logger.Info("WebSocket refused", "device", device, "error", err)
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	ws.SetReadLimit(8 << 20)
	c := newCourier(ws, cancel)
	defer ws.CloseNow()
	var serving sync.WaitGroup
	defer serving.Wait()
	serving.Go(func() { c.serve(ctx) })
	defer c.end("")
	if err := p.follow(ctx, c, device, name); err != nil && ctx.Err() == nil {
		p.config.Logger.Info("Standby left", "device", device, "error", err)
	}
}

// follow takes a follower in and listens to it until it leaves.
func (p *Primary) follow(ctx context.Context, c *courier, device, name string) error {
	within, cancel := context.WithTimeout(ctx, OutOfSight)
	first, err := c.receive(within)
	cancel()
	if err != nil {
		return err
	}
	hello := first.Hello
	if hello == nil || hello.Protocol < 1 {
		c.end(Version)
		return errMalformed
	}
	if err := p.config.Log.Contains(ctx, hello.At, hello.Heads); err != nil {
		p.config.Logger.Error("Log of the standby is another", "device", device, "error", err)
		p.Input(TurnedAway{Device: device, Name: name, Code: Diverged})
		c.end(Diverged)
		return err
	}
	c.request = hello.Request
	conn := p.enter(c)
	if conn == 0 {
		return context.Canceled
	}
	defer p.leave(conn)
	p.Input(Arrived{Conn: conn, Device: device, Name: name, Addresses: hello.Addresses, At: hello.At})
	for {
		m, err := c.receive(ctx)
		switch {
		case err != nil:
			return err
		case m.Ack != nil:
			p.Input(Acked{conn, m.Ack.At})
		case m.Bye != nil:
			p.config.Logger.Error("Standby stopped", "device", device, "code", m.Bye.Code, "reason", m.Bye.Reason)
			p.leave(conn)
			p.Input(TurnedAway{Device: device, Name: name, Code: m.Bye.Code})
			return nil
		default:
			return errMalformed
		}
	}
}

func (p *Primary) enter(c *courier) Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ending != nil {
		return 0
	}
	p.last++
	p.conns[p.last] = c
	return p.last
}

func (p *Primary) leave(conn Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.conns[conn]; known {
		delete(p.conns, conn)
		p.step(Left{conn})
	}
}

// What follows runs on a connection's own goroutine.

func (p *Primary) greet(c *courier, may bool) error {
	outfit, err := p.config.Outfit(c.ctx, c.request)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		c.end(refusal.Code)
		return nil
	}
	if err != nil {
		return err
	}
	if p.ended(c) {
		return context.Canceled
	}
	return c.send(Message{Welcome: &Welcome{Outfit: outfit, May: may}})
}

// ended reports whether a connection was dropped. What was read of the disk before is then perhaps of
// another epoch than that in which the core meant it.
func (p *Primary) ended(c *courier) bool {
	p.mu.Lock() // the core finishes what it does
	defer p.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ending
}

// shipSize is about how many bytes go at once.
const shipSize = 1 << 20

func (p *Primary) ship(c *courier, after uint64) error {
	batches, err := p.config.Log.Batches(c.ctx, after, shipSize)
	if err != nil {
		return err
	}
	if len(batches) == 0 {
		return errors.New("standby: the log is shorter than it was")
	}
	return c.send(Message{Ship: &Ship{After: after, Batches: batches}})
}

// allow tells the follower that it may take over.
func (p *Primary) allow(c *courier) error {
	outfit, err := p.config.Outfit(c.ctx, nil)
	if err != nil || len(outfit.Epochs) == 0 {
		return errors.Join(err, errMalformed)
	}
	if p.ended(c) {
		return context.Canceled
	}
	return c.send(Message{Duty: &Right{May: true, Epoch: outfit.Epochs[len(outfit.Epochs)-1].Number}})
}
