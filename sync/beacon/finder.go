package beacon

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Finder collects the addresses where a device's server may be. All methods may be called from
// any goroutine.
type Finder struct {
	pin       Pin
	loopback  bool
	multicast multicast
	links     func() ([]link, error)
	changed   chan struct{}
	hurry     chan struct{}

	mu        sync.Mutex
	avoided   map[string]time.Time // address → until when
	connected bool
	given     map[Source][]Candidate
	seen      seen
}

// NewFinder looks for the room with this pin, or for any room when it is zero. loopback also
// looks on the loopback, for tests and for a demonstration on one machine.
func NewFinder(pin Pin, loopback bool) *Finder {
	return &Finder{
		pin: pin, loopback: loopback, multicast: zeroconfLibrary{}, links: readLinks,
		changed: make(chan struct{}, 1), hurry: make(chan struct{}, 1), given: map[Source][]Candidate{},
	}
}

// Set replaces the candidates of one source by these; Announced ones come from Serve alone.
func (f *Finder) Set(source Source, candidates ...Candidate) {
	f.mu.Lock()
	f.given[source] = nil
	for _, c := range candidates {
		c.Source = source
		f.given[source] = append(f.given[source], c)
	}
	f.mu.Unlock()
	poke(f.changed)
}

// SetConnected tells whether the device is connected: while it is not, the network is asked more
// often, and at once when it just lost its server.
func (f *Finder) SetConnected(connected bool) {
	f.mu.Lock()
	lost := f.connected && !connected
	f.connected = connected
	f.mu.Unlock()
	if lost {
		poke(f.hurry)
	}
}

// Candidates returns the addresses to try, in the order of their sources, each once. Among the
// announced ones the latest come first: a server that was started again stands before the memory
// of its earlier self. Those announced for another pin are left out.
func (f *Finder) Candidates() []Candidate {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.seen.candidates()
	for _, source := range sources {
		if source != Announced {
			all = append(all, f.given[source]...)
		}
	}
	return f.spared(merge(f.pin, all), time.Now())
}

// Changed receives when Candidates may answer otherwise than before. Only one reader gets it.
func (f *Finder) Changed() <-chan struct{} { return f.changed }

// Serve asks the network until ctx ends. Where the system does not tell its interfaces (Android
// since 11) nothing is asked, and the other sources have to do.
func (f *Finder) Serve(ctx context.Context) error {
	for ctx.Err() == nil {
		links, err := f.links()
		if err != nil {
			f.pause(ctx, pauseAfter(err))
			continue
		}
		f.round(ctx, links)
	}
	return ctx.Err()
}

// round asks once, with a new browser, and listens until it is time for the next round: when its
// time is up, the interfaces have changed or the server was just lost.
func (f *Finder) round(ctx context.Context, links []link) {
	ctx, cancel := context.WithTimeout(ctx, f.period())
	defer cancel()
	interfaces := multicastOf(links, f.loopback)
	var browsing sync.WaitGroup
	browsing.Go(func() {
		// What goes wrong here goes wrong because of the network, which is looked at again anyway.
		_ = f.multicast.browse(ctx, interfaces, func(s sighting) {
			s.addresses = reachable(s.addresses, interfaces, f.loopback)
			f.saw(s)
		})
	})
	f.watch(ctx, fingerprint(links))
	whole := ctx.Err() != nil
	cancel()
	browsing.Wait()
	if !whole { // too short for everybody to answer
		return
	}
	f.mu.Lock()
	forgotten := f.seen.endRound()
	f.mu.Unlock()
	if forgotten {
		poke(f.changed)
	}
}

// watch returns when the interfaces are no longer these, or the round is over.
func (f *Finder) watch(ctx context.Context, before string) {
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.hurry:
			return
		case <-look.C:
			if links, err := f.links(); err != nil || fingerprint(links) != before {
				return
			}
		}
	}
}

func (f *Finder) saw(s sighting) {
	if len(s.addresses) == 0 || (!f.pin.IsZero() && s.Pin != f.pin) {
		return
	}
	f.mu.Lock()
	news := f.seen.add(s)
	f.mu.Unlock()
	if news {
		poke(f.changed)
	}
}

func (f *Finder) period() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.connected {
		return roundConnected
	}
	return roundDisconnected
}

func (f *Finder) pause(ctx context.Context, long time.Duration) {
	timer := time.NewTimer(long)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.hurry:
	case <-ctx.Done():
	}
}

// poke leaves one message, where none is waiting yet.
func poke(channel chan struct{}) {
	select {
	case channel <- struct{}{}:
	default:
	}
}

// seen are the sightings, the latest first.
type seen struct {
	all    []sighting
	missed map[string]int // by instance: rounds since it last answered
}

// add reports whether the sighting is new or another than before.
func (s *seen) add(one sighting) (news bool) {
	if s.missed == nil {
		s.missed = map[string]int{}
	}
	at := slices.IndexFunc(s.all, func(known sighting) bool { return known.instance == one.instance })
	if at >= 0 {
		same := s.all[at].Announcement == one.Announcement && slices.Equal(s.all[at].addresses, one.addresses)
		if same {
			s.missed[one.instance] = 0
			return false
		}
		s.all = slices.Delete(s.all, at, at+1)
	} else if len(s.all) >= maxSightings {
		return false // whoever announces more than this is no room
	}
	s.all = slices.Insert(s.all, 0, one)
	s.missed[one.instance] = 0
	return true
}

// endRound forgets who has not answered for some rounds, and reports whether there was one.
func (s *seen) endRound() (forgotten bool) {
	before := len(s.all)
	s.all = slices.DeleteFunc(s.all, func(one sighting) bool {
		s.missed[one.instance]++
		if s.missed[one.instance] <= forgetAfter {
			return false
		}
		delete(s.missed, one.instance)
		return true
	})
	return len(s.all) < before
}

func (s *seen) candidates() []Candidate {
	var all []Candidate
	for _, one := range s.all {
		found := FromInvitation(one.addresses, one.Port, one.Pin, one.Name)
		for i := range found {
			found[i].Source, found[i].Protocol = Announced, one.Protocol
		}
		all = append(all, found...)
	}
	return all
}
