package hub

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// GateConfig says how papers go out. The zero value is a gate as a room has it.
type GateConfig struct {
	Slots int // transfers at once of one access point; 0: 6
	// Group names the access point behind an address; nil: the network it is in, /24 or /64.
	Group func(address string) string
	// Busy reports whether what is not urgent has to wait: ballots flow. nil: never. From any goroutine.
	Busy func() bool
	// Stall is how long a device may read nothing; 0: 30 s.
	Stall time.Duration
}

// Gate lets a few transfers through at once for each access point, in the order in which they came; what
// somebody looks at goes first, and pauses the others where it has to. Radio time is what is short: sixty
// transfers at once all end when the last one does. Safe for use from any goroutine.
type Gate struct {
	config GateConfig

	mu     sync.Mutex
	groups map[string]*queue
}

// queue is one access point's.
type queue struct {
	running int
	urgent  []*pass
	others  []*pass
}

// pass is one transfer's leave to go on.
type pass struct {
	gate   *Gate
	group  string
	urgent bool
	ready  chan struct{} // closed when it may go on
}

// lookBusy is how often a transfer that pauses looks whether it may go on.
const lookBusy = 100 * time.Millisecond

// NewGate returns a gate that nobody waits at.
func NewGate(config GateConfig) *Gate {
	if config.Slots <= 0 {
		config.Slots = 6
	}
	if config.Group == nil {
		config.Group = Network
	}
	if config.Busy == nil {
		config.Busy = func() bool { return false }
	}
	if config.Stall <= 0 {
		config.Stall = 30 * time.Second
	}
	return &Gate{config: config, groups: map[string]*queue{}}
}

// Network names the network that an address is in: /24 of IPv4, /64 of IPv6.
func Network(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	ip = ip.Unmap().WithZone("")
	size := 64
	if ip.Is4() {
		size = 24
	}
	network, err := ip.Prefix(size)
	if err != nil {
		return host
	}
	return network.String()
}

// enter waits until a transfer to an address may begin. leave gives its place on.
func (g *Gate) enter(ctx context.Context, address string, urgent bool) (*pass, error) {
	p := &pass{gate: g, group: g.config.Group(address), urgent: urgent, ready: make(chan struct{})}
	g.mu.Lock()
	q := g.groups[p.group]
	if q == nil {
		q = &queue{}
		g.groups[p.group] = q
	}
	switch {
	case q.running < g.config.Slots:
		q.running++
		close(p.ready)
	case urgent:
		q.urgent = append(q.urgent, p)
	default:
		q.others = append(q.others, p)
	}
	g.mu.Unlock()
	return p, p.wait(ctx)
}

// wait returns when the transfer may go on; on an error it has no place any more.
func (p *pass) wait(ctx context.Context) error {
	select {
	case <-p.ready:
		return nil
	case <-ctx.Done():
	}
	g := p.gate
	g.mu.Lock()
	defer g.mu.Unlock()
	q := g.groups[p.group]
	select {
	case <-p.ready: // in the same moment
		g.release(p.group, q)
	default:
		is := func(other *pass) bool { return other == p }
		q.urgent, q.others = slices.DeleteFunc(q.urgent, is), slices.DeleteFunc(q.others, is)
	}
	return ctx.Err()
}

// leave ends a transfer that may go on.
func (p *pass) leave() {
	p.gate.mu.Lock()
	defer p.gate.mu.Unlock()
	p.gate.release(p.group, p.gate.groups[p.group])
}

// release gives a place to the next. g.mu is held.
func (g *Gate) release(group string, q *queue) {
	var next *pass
	switch {
	case len(q.urgent) > 0:
		next, q.urgent = q.urgent[0], q.urgent[1:]
	case len(q.others) > 0:
		next, q.others = q.others[0], q.others[1:]
	default:
		if q.running--; q.running == 0 {
			delete(g.groups, group)
		}
		return
	}
	close(next.ready)
}

// pause is called between two pieces: it gives the place to an urgent transfer that waits for one, and
// waits while the room is busy. An error says that there is no place any more.
func (p *pass) pause(ctx context.Context) error {
	if p.urgent {
		return nil
	}
	for {
		if err := p.yield(ctx); err != nil || !p.gate.config.Busy() {
			return err
		}
		select {
		case <-time.After(lookBusy):
		case <-ctx.Done():
			p.leave()
			return ctx.Err()
		}
	}
}

// yield lets an urgent transfer go first, and comes back before all that have not begun.
func (p *pass) yield(ctx context.Context) error {
	g := p.gate
	g.mu.Lock()
	q := g.groups[p.group]
	if len(q.urgent) == 0 {
		g.mu.Unlock()
		return nil
	}
	p.ready = make(chan struct{})
	q.others = slices.Insert(q.others, 0, p)
	g.release(p.group, q)
	g.mu.Unlock()
	return p.wait(ctx)
}
