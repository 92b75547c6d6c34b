package station

import (
	"context"
	"net"
	"os"
	"sync"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/beacon"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// Finding looks for rooms and joins one, for a device that has none. Its methods may be called from any
// goroutine.
type Finding struct {
	folder *Folder
	mode   people.Mode
	finder *beacon.Finder

	mu       sync.Mutex
	watchers map[int]func()
	next     int
}

// Found is a room that announces itself, or whose address was given.
type Found struct {
	Name    string // for display only; may be empty
	Address string // host:port
}

// NewFinding makes one for a folder. mode is what the device shall be; empty leaves it to the
// invitation. server is an address that somebody typed; it may be empty.
func NewFinding(f *Folder, mode people.Mode, server string, loopback bool) (*Finding, error) {
	found := &Finding{folder: f, mode: mode, finder: beacon.NewFinder(beacon.Pin{}, loopback), watchers: map[int]func(){}}
	if server != "" {
		typed, err := beacon.ParseTyped(server)
		if err != nil {
			return nil, err
		}
		found.finder.Set(beacon.Typed, typed)
	}
	return found, nil
}

// Serve asks the network until ctx ends.
func (f *Finding) Serve(ctx context.Context) {
	var asking sync.WaitGroup
	asking.Go(func() { _ = f.finder.Serve(ctx) }) // ends with ctx and says so
	defer asking.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.finder.Changed():
			f.mu.Lock()
			for _, told := range f.watchers {
				told()
			}
			f.mu.Unlock()
		}
	}
}

// Found lists each room once, at the first of its addresses.
func (f *Finding) Found() []Found {
	var found []Found
	seen := map[beacon.Pin]bool{}
	for _, candidate := range f.finder.Candidates() {
		if !candidate.Pin.IsZero() && seen[candidate.Pin] {
			continue
		}
		if candidate.Protocol > wire.Protocol+1 {
			continue // of a later version than this program can speak
		}
		seen[candidate.Pin] = true
		found = append(found, Found{Name: candidate.Name, Address: candidate.Address})
	}
	return found
}

// Watch has told called after Found changed, from any goroutine, until stop is called.
func (f *Finding) Watch(told func()) (stop func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := f.next
	f.next++
	f.watchers[id] = told
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.watchers, id)
	}
}

// Join takes the text of an invitation. Errors for people are those of trust and beacon.
func (f *Finding) Join(ctx context.Context, text string) error {
	invitation, err := trust.ParseInvitation(text)
	if err != nil {
		return err
	}
	pin := beacon.Pin(invitation.Pin)
	candidates := beacon.FromInvitation(invitation.Addresses, invitation.Port, pin, invitation.Name)
	for _, announced := range f.finder.Candidates() {
		if announced.Pin == pin || announced.Pin.IsZero() {
			candidates = append(candidates, announced) // the server may have moved since; whoever answers is asked for its pin
		}
	}
	conn, at, err := beacon.Dial(ctx, candidates, dialTCP)
	if err != nil {
		return err
	}
	conn.Close()
	application, err := f.application(ctx, at.Address)
	if err != nil {
		return err
	}
	identity, err := trust.Pair(ctx, application, invitation)
	if err != nil {
		return err
	}
	return f.folder.Adopt(ctx, identity, []string{at.Address})
}

// Compare joins the room at an address by six digits.
func (f *Finding) Compare(ctx context.Context, address string, compare func(ctx context.Context, digits string) error) error {
	typed, err := beacon.ParseTyped(address)
	if err != nil {
		return err
	}
	conn, at, err := beacon.Dial(ctx, []beacon.Candidate{typed}, dialTCP)
	if err != nil {
		return err
	}
	conn.Close()
	// A device that was refused or whose comparison ran out is another device the next time.
	if _, err := f.folder.renewKey(ctx); err != nil {
		return err
	}
	application, err := f.application(ctx, at.Address)
	if err != nil {
		return err
	}
	if application.Mode == "" {
		application.Mode = string(people.DelegateMode) // what most devices are
	}
	identity, err := trust.PairByDigits(ctx, application, compare)
	if err != nil {
		return err
	}
	return f.folder.Adopt(ctx, identity, []string{at.Address})
}

func (f *Finding) application(ctx context.Context, address string) (trust.Application, error) {
	key, err := f.folder.key(ctx)
	if err != nil {
		return trust.Application{}, err
	}
	name, err := os.Hostname()
	if err != nil {
		name = ""
	}
	return trust.Application{Address: address, Key: key, Mode: string(f.mode), Name: name}, nil
}

func dialTCP(ctx context.Context, address string) (net.Conn, error) {
	return (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", address)
}
