package beacon

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
)

// ether is multicast DNS without a network: whoever is announced is heard at once by everybody
// who asks from then on, and never leaves a running browser, as the library has it.
type ether struct {
	mu        sync.Mutex
	announced []sighting
	every     []sighting // all that were ever announced
	fail      error
	tries     int // to announce
	rounds    int
	running   int
	on        []string // the interfaces of the latest call
}

func (e *ether) announce(s sighting, interfaces []net.Interface) (func(), error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.note(interfaces)
	e.tries++
	if e.fail != nil {
		return nil, e.fail
	}
	e.announced, e.every = append(e.announced, s), append(e.every, s)
	return func() { e.leave(s.instance) }, nil
}

// attempts are how often what was done so far.
type attempts struct{ announced, every, tries int }

func (e *ether) attempts() attempts {
	e.mu.Lock()
	defer e.mu.Unlock()
	return attempts{len(e.announced), len(e.every), e.tries}
}

func (e *ether) leave(instance string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.announced = slices.DeleteFunc(e.announced, func(s sighting) bool { return s.instance == instance })
}

func (e *ether) note(interfaces []net.Interface) {
	e.on = nil
	for _, one := range interfaces {
		e.on = append(e.on, one.Name)
	}
}

func (e *ether) browse(ctx context.Context, interfaces []net.Interface, found func(sighting)) error {
	e.mu.Lock()
	e.note(interfaces)
	e.rounds++
	fail, heard := e.fail, slices.Clone(e.announced)
	if len(interfaces) == 0 && fail == nil {
		fail = errors.New("no interface")
	}
	e.running++
	e.mu.Unlock()
	defer func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.running--
	}()
	if fail != nil {
		return fail
	}
	for _, s := range heard {
		s.addresses = slices.Clone(s.addresses)
		found(s)
	}
	<-ctx.Done()
	return nil
}

func (e *ether) counts() (rounds, announced int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.rounds, len(e.announced)
}

func (e *ether) set(fail error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fail = fail
}

// plugs are a machine's interfaces, to be changed under way.
type plugs struct {
	mu    sync.Mutex
	links []link
	err   error
}

func (p *plugs) read() ([]link, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.links), p.err
}

func (p *plugs) set(err error, links ...link) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.links, p.err = links, err
}
