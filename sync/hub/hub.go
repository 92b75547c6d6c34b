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

// Config is what a hub is made of.
type Config struct {
	Room      string
	Epoch     uint32
	Streams   map[change.Stream]change.Head
	Audiences map[change.Audience]change.Cursor
	Log       Log
	Bench     Bench
	Rights    Rights
	Sign      func(message []byte) []byte // signs receipts
	Now       func() time.Time
	Logger    *slog.Logger
	// Committed, where set, is told of every entry after it is durable, before anyone else; from
	// the writer's goroutine.
	Committed func(entries []change.Entry)
}

// Hub runs the core: one goroutine steps it, one writes, and each connection has one that sends.
type Hub struct {
	config  Config
	writer  *writer
	inputs  chan any
	stopped chan struct{}

	mu    sync.Mutex
	last  Conn
	conns map[Conn]*socket
}

// New returns a hub that does nothing until Serve.
func New(config Config) *Hub {
	h := &Hub{config: config, inputs: make(chan any, 1024), stopped: make(chan struct{}), conns: map[Conn]*socket{}}
	audiences := make(map[change.Audience]change.Cursor, len(config.Audiences))
	for audience, cursor := range config.Audiences {
		audiences[audience] = cursor
	}
	h.writer = &writer{
		log: config.Log, bench: config.Bench, epoch: config.Epoch, streams: config.Streams, audiences: audiences,
		now: config.Now, sign: config.Sign, queue: make(chan submission, groupLimit), logger: config.Logger,
		committed: func(entries []change.Entry) {
			if config.Committed != nil {
				config.Committed(entries)
			}
			h.input(Committed{entries})
		},
	}
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
	state := NewState(h.config.Room, h.config.Epoch, h.config.Audiences)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			h.closeAll()
			return nil
		case <-tick.C:
			h.carryOut(ctx, state.Step(Tick{}, h.config.Now()))
		case input := <-h.inputs:
			h.carryOut(ctx, state.Step(input, h.config.Now()))
		}
	}
}

// Submit has the server itself or its administrator act, and returns the answer when it is durable.
func (h *Hub) Submit(ctx context.Context, actor change.Actor, command change.Command) (change.Answer, error) {
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
// durable; from any goroutine.
func (h *Hub) Regrant() {
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
			data := encoded[out.Shared]
			if out.Shared == 0 || data == nil {
				var err error
				if data, err = wire.Encode(out.Message); err != nil {
					h.config.Logger.Error("Message not encoded", "error", err)
					continue
				}
				encoded[out.Shared] = data
			}
			h.send(out.Conn, data)
		case Judge:
			h.judge(ctx, out)
		case Fetch:
			go h.fetch(ctx, out)
		case Close:
			h.close(out.Conn, out.Code)
		}
	}
}

// judge hands a command to the writer. Where the writer's queue is full a goroutine waits for a
// place, so that the core goes on; commands that are waiting then may change their order, which no
// promise forbids: the order is that of the log.
func (h *Hub) judge(ctx context.Context, out Judge) {
	s := submission{out.Actor, out.Command, func(answer change.Answer) { h.input(Answered{out.Conn, answer}) }}
	select {
	case h.writer.queue <- s:
	default:
		go func() {
			select {
			case h.writer.queue <- s:
			case <-ctx.Done():
			}
		}()
	}
}

func (h *Hub) fetch(ctx context.Context, out Fetch) {
	entries, err := h.config.Log.Read(ctx, out.Audience, out.After, Batch)
	if err != nil {
		if ctx.Err() == nil {
			h.config.Logger.Error("Entries not read", "audience", out.Audience, "error", err)
			h.close(out.Conn, "server.cannot-read")
		}
		return
	}
	h.input(Fetched{Conn: out.Conn, Audience: out.Audience, After: out.After, Entries: entries})
}
