package hub

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	"congso.vn/congso/sync/wire"
)

// Limits of one connection's outgoing queue: a device that reads too slowly is let go and catches
// up from its cursor when it comes back; nobody else waits for it.
const (
	queueMessages = 256
	queueBytes    = 1 << 20
	sendTimeout   = 20 * time.Second
)

// Limits of what one connection sends: past them it is read more slowly, and nobody else waits. A
// device that was offline for a day sends its outbox at once.
const (
	openCommands  = 64 // not answered yet
	messagePace   = 200
	messagesBurst = 2000
)

// socket is one connection's edge: a bounded queue and a goroutine that empties it.
type socket struct {
	device string
	ws     *websocket.Conn
	cancel context.CancelFunc
	began  atomic.Int64  // when the write that is under way began, Unix nanoseconds; 0: none is
	open   chan struct{} // one for each command that is not answered

	mu     sync.Mutex
	queue  [][]byte
	size   int
	wake   chan struct{}
	slot   slot      // of what may be lost
	ending *wire.Bye // the word that ends the connection, once decided
}

// Accept serves one device over WebSocket until it ends. The device's id is from its certificate.
func (h *Hub) Accept(w http.ResponseWriter, r *http.Request, device string) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		h.config.Logger.Info("WebSocket refused", "device", device, "error", err)
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	s := &socket{device: device, ws: ws, cancel: cancel, open: make(chan struct{}, openCommands), wake: make(chan struct{}, 1), slot: newSlot()}
	conn, mode, ok := h.admit(s)
	if !ok {
		ws.CloseNow()
		return
	}
	defer func() {
		h.mu.Lock()
		delete(h.conns, conn)
		h.mu.Unlock()
		h.input(Closed{conn})
		ws.CloseNow()
	}()
	if mode == "clerk" {
		ws.SetReadLimit(wire.MaxMessage)
	} else {
		ws.SetReadLimit(wire.MaxFromDevice)
	}
	go s.drain(ctx)
	pace := rate.NewLimiter(messagePace, messagesBurst)
	passing := rate.NewLimiter(ephemeralPace, ephemeralBurst)
	for {
		_, data, err := ws.Read(ctx)
		if err != nil {
			h.config.Refusals.Count(ofRead(err))
			return
		}
		if !pace.Allow() {
			h.config.Refusals.Count(TooFast)
			if pace.Wait(ctx) != nil {
				return
			}
		}
		message, err := wire.Decode(data)
		if err != nil {
			h.config.Refusals.Count(BadFrame)
			h.config.Logger.Warn("Malformed message", "device", device, "error", err)
			h.close(conn, "protocol")
			<-ctx.Done() // until the bye is sent
			return
		}
		if message.Command != nil {
			select {
			case s.open <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
		if message.Ephemeral != nil {
			h.takePassing(conn, device, passing, *message.Ephemeral)
			continue
		}
		if message.Ping != nil && message.Ping.Read {
			s.refill()
		}
		h.input(Received{Conn: conn, Message: message})
	}
}

// admit makes a connection known before its rights are computed: a change of rights in between would
// miss it otherwise.
func (h *Hub) admit(s *socket) (conn Conn, mode string, ok bool) {
	h.granting.Lock()
	defer h.granting.Unlock()
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return 0, "", false
	}
	h.last++
	conn = h.last
	h.conns[conn] = s
	h.mu.Unlock()
	grant := h.config.Rights.Grant(s.device)
	h.input(Opened{Conn: conn, Device: s.device, Grant: grant})
	return conn, grant.Mode, true
}

// answered makes room for one more command of the connection.
func (s *socket) answered() {
	select {
	case <-s.open:
	default:
	}
}

// socketOf is the socket of a connection; nil where it is gone.
func (h *Hub) socketOf(conn Conn) *socket {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.conns[conn]
}

// send queues bytes for a connection and never waits.
func (h *Hub) send(conn Conn, data []byte) {
	s := h.socketOf(conn)
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending != nil {
		return
	}
	// One message may be larger than the limit; it goes when nothing else waits.
	if len(s.queue) >= queueMessages || (s.size+len(data) > queueBytes && len(s.queue) > 0) {
		s.ending, s.queue, s.size = &wire.Bye{Code: "slow"}, nil, 0
	} else {
		s.queue, s.size = append(s.queue, data), s.size+len(data)
	}
	s.poke()
}

// close ends a connection after a word on why, which is sent after what is queued.
func (h *Hub) close(conn Conn, code string) { h.end(conn, wire.Bye{Code: code}) }

func (h *Hub) end(conn Conn, bye wire.Bye) {
	s := h.socketOf(conn)
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending == nil {
		s.ending = &bye
	}
	s.poke()
}

func (h *Hub) closeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, s := range h.conns {
		s.ws.CloseNow()
		s.cancel()
	}
}

func (s *socket) poke() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// drain writes what is queued until the connection ends.
func (s *socket) drain(ctx context.Context) {
	defer s.cancel()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
		}
		for {
			data, ending := s.take()
			if data == nil && ending == nil {
				break
			}
			if data == nil {
				if bye, err := wire.Encode(wire.Message{Bye: ending}); err == nil {
					s.write(ctx, bye)
				}
				s.ws.Close(websocket.StatusNormalClosure, ending.Code)
				return
			}
			if err := s.write(ctx, data); err != nil {
				return
			}
		}
	}
}

func (s *socket) take() (data []byte, ending *wire.Bye) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		if s.ending != nil {
			return nil, s.ending
		}
		return s.slot.next(), nil
	}
	data = s.queue[0]
	s.queue, s.size = s.queue[1:], s.size-len(data)
	return data, nil
}

// write has no timer of its own: five hundred writes at once would cost five hundred of them. Who takes too
// long is found by stuck.
func (s *socket) write(ctx context.Context, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.began.Store(time.Now().UnixNano())
	defer s.began.Store(0)
	return s.ws.Write(context.Background(), websocket.MessageText, data)
}

// stuck ends the connections to which one message has been on its way for too long.
func (h *Hub) stuck(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.conns {
		if began := s.began.Load(); began != 0 && now.Sub(time.Unix(0, began)) > sendTimeout {
			s.ws.CloseNow()
			s.cancel()
		}
	}
}
