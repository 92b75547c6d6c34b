package beacon

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Announcer announces a room server for as long as Serve runs.
type Announcer struct {
	what      Announcement
	reach     Reach
	multicast multicast
	links     func() ([]link, error)
	unique    func() string

	mu        sync.Mutex
	announced []netip.Addr
}

// NewAnnouncer checks the announcement. It is made to those who can reach the room.
func NewAnnouncer(what Announcement, reach Reach) (*Announcer, error) {
	if err := what.check(); err != nil {
		return nil, err
	}
	return &Announcer{
		what: what, reach: reach, multicast: zeroconfLibrary{}, links: readLinks,
		unique: func() string { return rand.Text()[:10] },
	}, nil
}

// Announced returns the addresses announced at the moment, for display. From any goroutine.
func (a *Announcer) Announced() []netip.Addr {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.announced)
}

// Serve announces until ctx ends, and takes the announcement back then. It follows the machine's
// interfaces: with every change the room is announced anew under a new instance name, and while
// no network is there it waits for one.
func (a *Announcer) Serve(ctx context.Context) error {
	var (
		seen     string    // the interfaces at the latest attempt
		tried    time.Time // when that was
		standing error     // what came of it
		stop     func()    // takes back what is announced; nil while nothing is
	)
	withdraw := func() {
		if stop != nil {
			stop()
			stop = nil
		}
	}
	defer a.note(nil)
	defer withdraw()
	trouble := ""
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		links, err := a.links()
		switch now := fingerprint(links); {
		case err != nil: // what was announced may still be good
		case now == seen && (stop != nil || time.Since(tried) < tryAgain):
			err = standing
		default:
			withdraw()
			seen, tried = now, time.Now()
			stop, standing = a.register(links)
			err = standing
		}
		// Said once, not every second: a server without a network may wait for days.
		if err != nil && err.Error() != trouble {
			slog.WarnContext(ctx, "Room cannot be announced yet", "error", err)
		}
		trouble = ""
		if err != nil {
			trouble = err.Error()
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (a *Announcer) register(links []link) (stop func(), err error) {
	links = a.reach.within(links)
	s := sighting{
		Announcement: a.what, instance: a.what.instance(a.unique()), addresses: choose(links, a.reach.loopback()),
	}
	if len(s.addresses) == 0 {
		a.note(nil)
		return nil, errors.New("beacon: announce: the machine has no address")
	}
	if stop, err = a.multicast.announce(s, multicastOf(links, a.reach.loopback())); err != nil {
		a.note(nil)
		return nil, err
	}
	a.note(s.addresses)
	slog.Info("Room is announced", "instance", s.instance, "port", s.Port, "addresses", s.addresses)
	return stop, nil
}

func (a *Announcer) note(addresses []netip.Addr) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.announced = addresses
}
