package hub

import (
	"context"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// pageLife is how long a page is shared. It stays right for ever, for a log only grows; but one that ends
// before its audience does is a shorter step than could be made.
const pageLife = time.Second

// pages reads and encodes each stretch of an audience once for all who want it in the same moment: five
// hundred devices that come back together cost one reading. Safe from any goroutine.
type pages struct {
	log    Log
	encode func(wire.Message) ([]byte, error)
	now    func() time.Time

	mu  sync.Mutex
	all map[pageName]*page
}

type pageName struct {
	audience change.Audience
	after    uint64
}

type page struct {
	made    time.Time
	ready   chan struct{} // closed when what follows is there
	entries []change.Entry
	data    []byte
	err     error
}

func newPages(log Log, encode func(wire.Message) ([]byte, error), now func() time.Time) *pages {
	return &pages{log: log, encode: encode, now: now, all: map[pageName]*page{}}
}

// read returns at most Batch entries of an audience after a place, and the message that brings them.
func (p *pages) read(ctx context.Context, audience change.Audience, after uint64) ([]change.Entry, []byte, error) {
	name := pageName{audience, after}
	p.mu.Lock()
	now := p.now()
	for other, old := range p.all {
		if age := now.Sub(old.made); age > pageLife || age < 0 {
			delete(p.all, other)
		}
	}
	one := p.all[name]
	if one == nil {
		one = &page{made: now, ready: make(chan struct{})}
		p.all[name] = one
		// It is for others too: that this device goes away ends nothing.
		go p.fill(context.WithoutCancel(ctx), name, one)
	}
	p.mu.Unlock()
	select {
	case <-one.ready:
		return one.entries, one.data, one.err
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

func (p *pages) fill(ctx context.Context, name pageName, one *page) {
	defer close(one.ready)
	one.entries, one.err = p.log.Read(ctx, name.audience, name.after, Batch)
	if one.err == nil && len(one.entries) > 0 {
		one.data, one.err = p.encode(caughtUp(name.audience, one.entries))
	}
	if one.err != nil {
		p.mu.Lock()
		delete(p.all, name)
		p.mu.Unlock()
	}
}
