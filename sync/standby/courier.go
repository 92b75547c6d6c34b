package standby

import (
	"context"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// courier is one connection's edge: one goroutine does what is asked of it, in order.
type courier struct {
	ws      *websocket.Conn
	ctx     context.Context
	cancel  context.CancelFunc
	request []byte // for a server's certificate, as the follower sent it

	mu     sync.Mutex
	work   []func(*courier) error
	wake   chan struct{}
	ending bool
	code   string
}

func newCourier(ws *websocket.Conn, cancel context.CancelFunc) *courier {
	return &courier{ws: ws, cancel: cancel, wake: make(chan struct{}, 1)}
}

// ask has something done on the connection's goroutine. A nil courier is one that has left.
func (c *courier) ask(work func(*courier) error) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ending {
		c.work = append(c.work, work)
	}
	c.poke()
}

// end ends the connection after a word on why; what was asked before and is not done is left out.
func (c *courier) end(code string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ending {
		c.ending, c.code, c.work = true, code, nil
	}
	c.poke()
}

func (c *courier) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// serve does what is asked until the connection ends.
func (c *courier) serve(ctx context.Context) {
	c.ctx = ctx
	defer c.cancel()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		}
		for {
			work, ending := c.take()
			if work == nil && !ending {
				break
			}
			if work == nil {
				if c.code != "" && c.send(Message{Bye: &Bye{Code: c.code}}) == nil {
					c.ws.Close(websocket.StatusNormalClosure, c.code)
				}
				return
			}
			if err := work(c); err != nil {
				return
			}
		}
	}
}

func (c *courier) take() (work func(*courier) error, ending bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.work) > 0 {
		work = c.work[0]
		c.work = c.work[1:]
	}
	return work, c.ending
}

// sendWithin is how long a message may take: a first log is long and a network may be slow.
const sendWithin = 60 * time.Second

func (c *courier) send(m Message) error {
	data, err := encode(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.ctx, sendWithin)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageText, data)
}

func (c *courier) receive(ctx context.Context) (Message, error) {
	_, data, err := c.ws.Read(ctx)
	if err != nil {
		return Message{}, err
	}
	return decode(data)
}
