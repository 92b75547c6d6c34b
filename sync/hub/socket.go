package hub

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/sync/wire"
)

// Limits of one connection's outgoing queue: a device that reads too slowly is let go and catches
// up from its cursor when it comes back; nobody else waits for it.
const (
	queueMessages = 256
	queueBytes    = 1 << 20
	sendTimeout   = 20 * time.Second
)

// socket is one connection's edge: a bounded queue and a goroutine that empties it.
type socket struct {
	device string
	ws     *websocket.Conn
	cancel context.CancelFunc

	mu     sync.Mutex
	queue  [][]byte
	size   int
	wake   chan struct{}
	ending string // code of the bye that ends the connection, once decided
}

// Accept serves one device over WebSocket until it ends. The device's id is from its certificate.
func (h *Hub) Accept(w http.ResponseWriter, r *http.Request, device string) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		h.config.Logger.Info("WebSocket refused", "device", device, "error", err)
		return
	}
	grant := h.config.Rights.Grant(device)
	if grant.Mode == "clerk" {
		ws.SetReadLimit(wire.MaxMessage)
	} else {
		ws.SetReadLimit(wire.MaxFromDevice)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	s := &socket{device: device, ws: ws, cancel: cancel, wake: make(chan struct{}, 1)}
	h.mu.Lock()
	h.last++
	conn := h.last
	h.conns[conn] = s
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		delete(h.conns, conn)
		h.mu.Unlock()
		h.input(Closed{conn})
		ws.CloseNow()
	}()
	h.input(Opened{Conn: conn, Device: device, Grant: grant})
	go s.drain(ctx)
	for {
		_, data, err := ws.Read(ctx)
		if err != nil {
			return
		}
		message, err := wire.Decode(data)
		if err != nil {
			h.config.Logger.Warn("Malformed message", "device", device, "error", err)
			h.close(conn, "protocol")
			return
		}
		h.input(Received{Conn: conn, Message: message})
	}
}

// send queues bytes for a connection and never waits.
func (h *Hub) send(conn Conn, data []byte) {
	h.mu.Lock()
	s := h.conns[conn]
	h.mu.Unlock()
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending != "" {
		return
	}
	// One message may be larger than the limit; it goes when nothing else waits.
	if len(s.queue) >= queueMessages || (s.size+len(data) > queueBytes && len(s.queue) > 0) {
		s.ending, s.queue, s.size = "slow", nil, 0
	} else {
		s.queue, s.size = append(s.queue, data), s.size+len(data)
	}
	s.poke()
}

// close ends a connection after a word on why, which is sent after what is queued.
func (h *Hub) close(conn Conn, code string) {
	h.mu.Lock()
	s := h.conns[conn]
	h.mu.Unlock()
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending == "" {
		s.ending = code
	}
	s.poke()
}

func (h *Hub) closeAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
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
			if data == nil && ending == "" {
				break
			}
			if data == nil {
				if bye, err := wire.Encode(wire.Message{Bye: &wire.Bye{Code: ending}}); err == nil {
					s.write(ctx, bye)
				}
				s.ws.Close(websocket.StatusNormalClosure, ending)
				return
			}
			if err := s.write(ctx, data); err != nil {
				return
			}
		}
	}
}

func (s *socket) take() (data []byte, ending string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return nil, s.ending
	}
	data = s.queue[0]
	s.queue, s.size = s.queue[1:], s.size-len(data)
	return data, ""
}

func (s *socket) write(ctx context.Context, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	return s.ws.Write(ctx, websocket.MessageText, data)
}
