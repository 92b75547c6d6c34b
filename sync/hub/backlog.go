package hub

import (
	"context"
	"sync"
)

// backlog hands commands to the writer in the order in which they came, and never makes the core
// wait. It is bounded by what each connection may have open.
type backlog struct {
	to chan<- submission

	mu      sync.Mutex
	waiting []submission
	handing bool // a goroutine hands over
}

func (b *backlog) add(ctx context.Context, s submission) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.handing {
		select {
		case b.to <- s:
			return
		default:
		}
		b.handing = true
		go b.hand(ctx)
	}
	b.waiting = append(b.waiting, s)
}

func (b *backlog) hand(ctx context.Context) {
	for {
		b.mu.Lock()
		if len(b.waiting) == 0 {
			b.handing = false
			b.mu.Unlock()
			return
		}
		next := b.waiting[0]
		b.waiting = b.waiting[1:]
		b.mu.Unlock()
		select {
		case b.to <- next:
		case <-ctx.Done():
			return
		}
	}
}
