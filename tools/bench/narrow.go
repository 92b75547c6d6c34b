package main

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// What a narrow line has besides its rate: the time from one end to the other, and how much waits before it
// while it is busy, as in an access point.
const (
	narrowDelay = 2 * time.Millisecond
	narrowQueue = 100 * time.Millisecond
	narrowParts = 4 << 10
)

// narrow is a relay to a server through which so many bits a second go each way, of all connections together.
type narrow struct {
	listener net.Listener
	to       string
	up, down lane
}

// lane is one direction of a line.
type lane struct {
	rate float64 // bytes a second
	sent atomic.Int64

	mu   sync.Mutex
	free time.Time // when all that waits is through
}

// layNarrow lays a line on the loopback until ctx ends.
func layNarrow(ctx context.Context, to string, bits float64) (*narrow, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	n := &narrow{listener: listener, to: to}
	n.up.rate, n.down.rate = bits/8, bits/8
	context.AfterFunc(ctx, func() { listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go n.carry(ctx, near)
		}
	}()
	return n, nil
}

func (n *narrow) address() string { return n.listener.Addr().String() }

// carry carries a connection until either side ends.
func (n *narrow) carry(ctx context.Context, near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", n.to)
	if err != nil {
		return
	}
	defer far.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	context.AfterFunc(ctx, func() { near.Close(); far.Close() })
	var ways sync.WaitGroup
	ways.Go(func() { defer cancel(); n.up.pump(near, far) })
	ways.Go(func() { defer cancel(); n.down.pump(far, near) })
	ways.Wait()
}

// part is what was sent at once, and when it arrives.
type part struct {
	bytes []byte
	due   time.Time
}

func (l *lane) pump(from, to net.Conn) {
	under := make(chan part, 4096)
	var arriving sync.WaitGroup
	arriving.Go(func() {
		broken := false
		for p := range under {
			time.Sleep(time.Until(p.due))
			if !broken {
				_, err := to.Write(p.bytes)
				broken = err != nil
			}
		}
	})
	defer arriving.Wait()
	defer close(under)
	buffer := make([]byte, narrowParts)
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			under <- part{append([]byte(nil), buffer[:n]...), l.through(n)}
		}
		if err != nil {
			return
		}
	}
}

// through takes a place on the line, waiting while too much waits already, and says when it is at the end.
func (l *lane) through(bytes int) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock() // in order
	now := time.Now()
	if wait := l.free.Sub(now); wait > narrowQueue {
		time.Sleep(wait - narrowQueue)
		now = time.Now()
	}
	if l.free.Before(now) {
		l.free = now
	}
	l.free = l.free.Add(time.Duration(float64(bytes) / l.rate * float64(time.Second)))
	l.sent.Add(int64(bytes))
	return l.free.Add(narrowDelay)
}
