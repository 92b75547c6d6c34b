package hub

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Rights says what a device may see and do now. May be called from any goroutine.
type Rights interface {
	Grant(device string) Grant
}

// Holdings follows what each device may hold something of. It must not wait.
type Holdings interface {
	// Says: what a device holds by its own word, all of it.
	Says(device string, audiences []change.Audience)
	// Sends: a device is sent an audience from now on.
	Sends(device string, audience change.Audience)
	// Cleared: nothing of an audience is left on a device.
	Cleared(device string, audience change.Audience)
}

// Config is what a hub is made of.
type Config struct {
	Room      string
	Epoch     change.Epoch
	Streams   map[change.Stream]change.Head
	Audiences map[change.Audience]change.Cursor
	Log       Log
	Bench     Bench
	Rights    Rights
	Sign      func(message []byte) []byte // signs receipts
	Now       func() time.Time
	Logger    *slog.Logger
	// Safe is the room's public key (X25519), for what only the room shall read; empty where it has none.
	Safe []byte
	// Silenced is the higher epoch that ended this server's word before; nil while it speaks.
	Silenced *change.Epoch
	// Verify says whether a server of this room began an epoch; nil believes none.
	Verify func(change.Epoch) error
	// Overtaken, where set, is told that a higher epoch was proved, from the hub's goroutine; from then
	// on the hub answers no command.
	Overtaken func(change.Epoch)
	// Snapshots, where set, has the facts of an audience ready as one file.
	Snapshots Snapshots
	// Holdings, where set, is told what devices hold something of; from the hub's goroutine.
	Holdings Holdings
	// Subjects are the keys of subjects there are at the start; Tell says what changes. Nil tells of none.
	Subjects change.Keys
	// Ephemerals, where set, says who may see what passes; nil: nothing that passes is taken.
	Ephemerals Ephemerals
	// Refusals counts what is refused; nil: the hub counts by itself.
	Refusals *Refusals
	// Aside, where set, returns what does a command that must not wait for the writer, on a goroutine of
	// its own; nil for all others.
	Aside func(command change.Command) func(ctx context.Context, actor change.Actor) change.Answer
	// Committed, where set, is told of every entry after it is durable, before anyone else; from
	// the writer's goroutine.
	Committed func(entries []change.Entry)
}

// Hub runs the core: one goroutine steps it, one writes, and each connection has one that sends.
type Hub struct {
	config  Config
	writer  *writer
	backlog backlog
	pages   *pages
	encode  func(wire.Message) ([]byte, error)
	inputs  chan any
	stopped chan struct{}

	// granting keeps grants in the order in which they were computed: an older one that came in
	// after a newer would give back what was taken.
	granting sync.Mutex

	mu     sync.Mutex
	last   Conn
	conns  map[Conn]*socket
	closed bool // takes no more connections
}

// New returns a hub that does nothing until Serve.
func New(config Config) *Hub {
	if config.Refusals == nil {
		config.Refusals = &Refusals{}
	}
	h := &Hub{config: config, encode: wire.Encode, inputs: make(chan any, 1024), stopped: make(chan struct{}), conns: map[Conn]*socket{}}
	audiences := make(map[change.Audience]change.Cursor, len(config.Audiences))
	for audience, cursor := range config.Audiences {
		audiences[audience] = cursor
	}
	h.writer = &writer{
		log: config.Log, bench: config.Bench, streams: config.Streams, audiences: audiences,
		now: config.Now, sign: config.Sign, queue: make(chan submission, groupLimit), logger: config.Logger,
		refusals: config.Refusals,
		committed: func(entries []change.Entry) {
			if config.Committed != nil {
				config.Committed(entries)
			}
			h.input(Committed{entries})
		},
	}
	h.writer.epoch.Store(config.Epoch.Number)
	h.writer.overtaken.Store(config.Silenced != nil)
	h.backlog.to = h.writer.queue
	return h
}

// Serve runs the hub until ctx ends.
func (h *Hub) Serve(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	running.Go(func() {
		if err := h.writer.Serve(ctx); err != nil {
			h.config.Logger.Error("Writer ended", "error", err)
		}
	})
	defer close(h.stopped)
	h.pages = newPages(h.config.Log, h.encode, h.config.Now)
	state := NewState(h.config.Room, h.config.Epoch, h.config.Audiences)
	state.Subjects = h.config.Subjects
	state.Overtaken, state.Safe = h.config.Silenced, h.config.Safe
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			h.closeAll()
			return nil
		case <-tick.C:
			h.stuck(time.Now())
			h.carryOut(ctx, state.Step(Tick{}, h.config.Now()))
		case input := <-h.inputs:
			outputs := state.Step(input, h.config.Now())
			switch input.(type) {
			case Received, Passed:
				h.count(outputs)
			}
			h.carryOut(ctx, outputs)
		}
	}
}

// Submit has the server itself or its administrator act, and returns the answer when it is durable.
func (h *Hub) Submit(ctx context.Context, actor change.Actor, command change.Command) (change.Answer, error) {
	if aside := h.aside(command); aside != nil {
		answer := aside(ctx, actor)
		answer.ID = command.ID
		return answer, nil
	}
	done := make(chan change.Answer, 1)
	select {
	case h.writer.queue <- submission{actor, command, func(a change.Answer) { done <- a }}:
	case <-ctx.Done():
		return change.Answer{}, ctx.Err()
	case <-h.stopped:
		return change.Answer{}, context.Canceled
	}
	select {
	case answer := <-done:
		return answer, nil
	case <-ctx.Done():
		return change.Answer{}, ctx.Err()
	case <-h.stopped:
		return change.Answer{}, context.Canceled
	}
}

// Regrant computes anew what every connected device may see. Call it after a change of rights is
// durable; from any goroutine. Called from Committed, nobody is sent a change of the same group that
// their new rights do not cover.
func (h *Hub) Regrant() {
	h.granting.Lock()
	defer h.granting.Unlock()
	h.mu.Lock()
	devices := make(map[Conn]string, len(h.conns))
	for conn, socket := range h.conns {
		devices[conn] = socket.device
	}
	h.mu.Unlock()
	for conn, device := range devices {
		h.input(Granted{Conn: conn, Grant: h.config.Rights.Grant(device)})
	}
}

// Connected returns the ids of the devices that are connected now.
func (h *Hub) Connected() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var devices []string
	for _, socket := range h.conns {
		devices = append(devices, socket.device)
	}
	return devices
}

func (h *Hub) input(input any) {
	select {
	case h.inputs <- input:
	case <-h.stopped:
	}
}

// carryOut does what the core asks for. Nothing in it waits for a slow device.
func (h *Hub) carryOut(ctx context.Context, outputs []any) {
	encoded := map[int][]byte{}
	for _, output := range outputs {
		switch out := output.(type) {
		case Send:
			data := out.Data
			if data == nil && out.Shared != 0 {
				data = encoded[out.Shared]
			}
			if data == nil {
				var err error
				if data, err = h.encode(out.Message); err != nil {
					h.config.Logger.Error("Message not encoded", "error", err)
					continue
				}
				encoded[out.Shared] = data
			}
			if out.Passing != "" {
				h.pass(out.Conn, out.Passing, data)
				continue
			}
			if out.Message.Rights != nil {
				h.emptySlot(out.Conn)
			}
			h.send(out.Conn, data)
		case Judge:
			h.judge(ctx, out)
		case Fetch:
			go h.fetch(ctx, out)
		case Close:
			h.end(out.Conn, wire.Bye{Code: out.Code, Epoch: out.Epoch})
		case Snap:
			go h.snapshot(ctx, out)
		case Holds:
			if h.config.Holdings != nil {
				h.config.Holdings.Says(out.Device, out.Audiences)
			}
		case Sends:
			if h.config.Holdings != nil {
				h.config.Holdings.Sends(out.Device, out.Audience)
			}
		case Cleared:
			if h.config.Holdings != nil {
				h.config.Holdings.Cleared(out.Device, out.Audience)
			}
		case Prove:
			h.Prove(out.Epoch)
		case Refused:
			h.config.Refusals.Count(out.Reason)
		}
	}
}

// count counts whom something that they said has sent away.
func (h *Hub) count(outputs []any) {
	for _, output := range outputs {
		if out, away := output.(Close); away {
			h.config.Refusals.Count(ofClose(out.Code))
		}
	}
}

// judge hands a command to the writer, and gives its place among the connection's open commands
// back when it is answered.
func (h *Hub) judge(ctx context.Context, out Judge) {
	h.mu.Lock()
	from := h.conns[out.Conn]
	h.mu.Unlock()
	done := func(answer change.Answer) {
		if from != nil {
			from.answered()
		}
		h.input(Answered{out.Conn, answer})
	}
	if aside := h.aside(out.Command); aside != nil {
		go func() {
			answer := aside(ctx, out.Actor)
			h.config.Refusals.Count(ofAnswer(answer))
			answer.ID = out.Command.ID
			done(answer)
		}()
		return
	}
	h.backlog.add(ctx, submission{out.Actor, out.Command, done})
}

// aside returns what does a command beside the writer; nil where the writer does it.
func (h *Hub) aside(command change.Command) func(context.Context, change.Actor) change.Answer {
	if h.config.Aside == nil {
		return nil
	}
	return h.config.Aside(command)
}

func (h *Hub) fetch(ctx context.Context, out Fetch) {
	entries, data, err := h.pages.read(ctx, out.Audience, out.After)
	if err != nil {
		if ctx.Err() == nil {
			h.writer.health.cannotRead(h.config.Logger, out.Audience, h.config.Now(), err)
			h.close(out.Conn, "server.cannot-read")
		}
		return
	}
	h.input(Fetched{Conn: out.Conn, Audience: out.Audience, After: out.After, Entries: entries, Data: data})
}
