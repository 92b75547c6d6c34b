package rehearse

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// Relay stands between the fleet and the room, on this machine, and lets everything through as slowly as
// a line does, or not any more. The network of the machine is never touched.
type Relay struct {
	to     string
	line   Line
	random func() float64 // in [0, 1); from any goroutine

	mu    sync.Mutex
	pairs map[*pair]struct{}
}

// pair is one connection of a device and the one to the room that it goes on in.
type pair struct{ near, far net.Conn }

// NewRelay returns a relay to an address.
func NewRelay(to string, line Line, random func() float64) *Relay {
	return &Relay{to: to, line: line, random: random, pairs: map[*pair]struct{}{}}
}

// Serve takes connections until ctx ends.
func (r *Relay) Serve(ctx context.Context, listener net.Listener) error {
	var open sync.WaitGroup
	defer open.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { listener.Close() })
	defer stop()
	dialer := net.Dialer{Timeout: 5 * time.Second}
	for {
		near, err := listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("rehearse: relay: %w", err)
		}
		open.Go(func() {
			far, err := dialer.DialContext(ctx, "tcp", r.to)
			if err != nil {
				near.Close() // as a room that is not there
				return
			}
			r.carry(ctx, near, far)
		})
	}
}

// Cut breaks one of the connections, whichever chance says, without a word to either side; false where
// there is none.
func (r *Relay) Cut() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	chosen := int(r.random() * float64(len(r.pairs)))
	for p := range r.pairs {
		if chosen == 0 {
			delete(r.pairs, p)
			p.cut()
			return true
		}
		chosen--
	}
	return false
}

func (p *pair) cut() {
	for _, conn := range []net.Conn{p.near, p.far} {
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.SetLinger(0) // a reset: what is under way is lost
		}
		conn.Close()
	}
}

// carry carries bytes both ways until either side ends, the pair is cut or ctx ends.
func (r *Relay) carry(ctx context.Context, near, far net.Conn) {
	p := &pair{near, far}
	r.mu.Lock()
	r.pairs[p] = struct{}{}
	r.mu.Unlock()
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(ctx, func() { near.Close(); far.Close() })
	var ways sync.WaitGroup
	ways.Go(func() { defer cancel(); r.pump(ctx, near, far) })
	ways.Go(func() { defer cancel(); r.pump(ctx, far, near) })
	ways.Wait()
	stop()
	r.mu.Lock()
	delete(r.pairs, p)
	r.mu.Unlock()
	near.Close()
	far.Close()
}

// flight is what was sent at once, and when it arrives.
type flight struct {
	bytes []byte
	due   time.Time
}

// What may be under way in one direction: a window of two megabytes.
const (
	flightBytes = 32 << 10
	flights     = 64
)

// pump carries one direction: in order, each flight when it is due. What was sent before the sender ended
// arrives.
func (r *Relay) pump(ctx context.Context, from, to net.Conn) {
	under := make(chan flight, flights)
	var arriving sync.WaitGroup
	arriving.Go(func() { deliver(ctx, under, to) })
	defer arriving.Wait()
	defer close(under)
	buffer := make([]byte, flightBytes)
	var last time.Time
	for {
		n, err := from.Read(buffer)
		if n > 0 {
			due := time.Now().Add(r.line.Delay + r.line.stall(n, r.random))
			if due.Before(last) {
				due = last
			}
			last = due
			select {
			case under <- flight{append([]byte(nil), buffer[:n]...), due}:
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// deliver writes what is due. After a write that failed it takes the rest and throws it away.
func deliver(ctx context.Context, under <-chan flight, to net.Conn) {
	var failed error
	for f := range under {
		if failed != nil {
			continue
		}
		if pause := time.Until(f.due); pause > 0 {
			timer := time.NewTimer(pause)
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
				failed = errors.New("ended")
				continue
			}
		}
		_, failed = to.Write(f.bytes)
		if failed != nil {
			to.Close() // so that the other direction ends too
		}
	}
}
