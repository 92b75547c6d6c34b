// Package station is one device at work: its folder on disk, its link to the room, its seat and its
// papers, and before that finding and joining a room. It knows no screen and no Fyne.
package station

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/seat"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/beacon"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/trust"
)

// Config is what a station is made of.
type Config struct {
	Folder   *Folder
	Identity *trust.Identity
	Server   string // address of the room server, where somebody typed it; may be empty
	Loopback bool   // look for rooms on this very machine too
	Logger   *slog.Logger
	Now      func() time.Time // this device's clock, by which keys expire; nil: time.Now
	Bundles  bool             // the room draws the pages of papers: see UseBundles
}

// Station is a paired device at work. Its methods may be called from any goroutine.
type Station struct {
	folder   *Folder
	identity *trust.Identity
	mode     people.Mode
	logger   *slog.Logger
	started  time.Time
	now      func() time.Time

	seat    *seat.Seat
	link    *link.Link
	finder  *beacon.Finder
	fetcher *link.Fetcher
	client  *http.Client // for papers, to where the link is connected
	swept   chan struct{}

	mu        sync.Mutex
	address   string   // where the room answered last
	servers   []string // where another server may speak for the room one day
	standing  link.Standing
	since     time.Time // since when people.Link stands as it does
	said      people.Link
	told      people.Standing
	expired   bool      // what was here is gone, for the room was not heard for long
	lost      time.Time // when the connection ended; zero while it stands
	watchers  map[int]func()
	paperKeys map[string][]byte // under which papers lie, by hash
	removed   map[string]bool   // papers that went to keep the disk free
	next      int
	words     words

	bundled   atomic.Bool      // the room draws the pages of papers
	held      map[string]bool  // papers that this device may show, by hash
	unshown   map[string]bool  // papers that the room cannot draw either, as far as was asked
	looked    string           // the paper that somebody looks at
	stocks    map[string]stock // how much of papers lies here that the room draws
	pagesTold []string         // papers whose pages are brought, as was told last
	pagesPoke chan struct{}    // other pages are needed first

	noteKeysAsked time.Time // by follow alone
}

// Open brings up what the device has stored. Nothing is sent before Serve.
func Open(ctx context.Context, config Config) (*Station, error) {
	f, identity, logger := config.Folder, config.Identity, config.Logger
	s := &Station{
		folder: f, identity: identity, mode: people.Mode(identity.Mode), logger: logger, started: time.Now(), lost: time.Now(),
		swept: make(chan struct{}, 1), watchers: map[int]func(){}, words: words{poke: make(chan struct{}, 1)}, pagesPoke: make(chan struct{}, 1), unshown: map[string]bool{}, stocks: map[string]stock{}, said: people.Connecting, since: time.Now(),
	}
	s.seat = seat.New(seat.Config{
		Mode: s.mode, Rules: council.DefaultRules, Outbox: outbox{f, s.mode == people.DelegateMode}, Courier: courier{s}, Notes: f.keyring, Passer: courier{s}, NewID: newID, Now: time.Now,
	})
	if s.now = config.Now; s.now == nil {
		s.now = time.Now
	}
	epoch, err := f.epoch(ctx)
	if err != nil {
		return nil, err
	}
	person, err := get[string](ctx, f, keyPerson)
	if err != nil {
		return nil, err
	}
	keep := linkStore{f, s.seat, s.mode == people.DelegateMode, s.now}
	if person, err = keep.settle(ctx, person, epoch); err != nil {
		return nil, err
	}
	if s.expired, err = get[bool](ctx, f, keyExpired); err != nil {
		return nil, err
	}
	noteKeys, err := f.keyring.noteKeys()
	if err == nil && noteKeys.Person == person {
		err = s.seat.LoadNoteKeys(noteKeys)
	}
	if err != nil {
		return nil, err
	}
	pending, err := f.loadSeat(ctx, s.seat, person, logger)
	if err != nil {
		return nil, err
	}
	cursors, err := f.store.Cursors(ctx)
	if err != nil {
		return nil, err
	}
	s.link = link.New(link.Config{
		Dial: s.dial, Store: keep, Watcher: s, Now: time.Now, Logger: logger,
		Avoid: s.avoid, Verify: identity.VerifyEpoch, Snapshot: link.SnapshotsBy(s.Do), Epoch: epoch, Person: person, Keys: f.keyring.keys(), Safe: f.keyring.Safe(), Cursors: cursors, Pending: pending,
	})
	if err := s.recallRemoved(ctx); err != nil {
		return nil, err
	}
	if err := s.recall(ctx, person); err != nil {
		return nil, err
	}
	s.finder = beacon.NewFinder(beacon.Pin(identity.Pin), config.Loopback)
	last, err := get[[]string](ctx, f, keyAddresses)
	if err != nil {
		return nil, err
	}
	if s.servers, err = get[[]string](ctx, f, keyServers); err != nil {
		return nil, err
	}
	s.look(last)
	if config.Server != "" {
		typed, err := beacon.ParseTyped(config.Server)
		if err != nil {
			return nil, err
		}
		s.finder.Set(beacon.Typed, typed)
	}
	s.client = &http.Client{Transport: &http.Transport{DialTLSContext: s.dialAgain, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute}}
	s.fetcher = link.NewFetcher(link.FetcherConfig{
		Shelf: f.blobs, Pieces: Pieces{f.blobs}, Wrong: storage.ErrWrongHash, Do: s.Do, Changed: s.tell, Now: time.Now, Logger: logger,
	})
	s.bundled.Store(config.Bundles)
	s.arrange()
	if s.mode == people.DelegateMode && person == "" {
		s.swept <- struct{}{} // whatever lies here is nobody's
	}
	return s, nil
}

// newID makes ids that stand in the order of their making.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

// recall says how old what is stored is, before the room was reached.
func (s *Station) recall(ctx context.Context, person string) error {
	last, err := get[heard](ctx, s.folder, keyHeard)
	if err != nil {
		return err
	}
	room, err := get[[2]string](ctx, s.folder, keyRoom)
	if err != nil {
		return err
	}
	s.standing = link.Standing{Person: person, Lag: last.Lag, Room: room[0], Device: room[1]}
	if last.At > 0 {
		s.standing.LastHeard = time.UnixMilli(last.At)
	}
	s.stand()
	return nil
}

// Seat is the device's seat: what it knows and what it may ask for.
func (s *Station) Seat() *seat.Seat { return s.seat }

// Folder is where the device keeps its data.
func (s *Station) Folder() *Folder { return s.folder }

// Mode is what the device is for.
func (s *Station) Mode() people.Mode { return s.mode }

// Serve runs the device until ctx ends.
func (s *Station) Serve(ctx context.Context) error {
	group, within := errgroup.WithContext(ctx)
	group.Go(func() error { return s.link.Serve(within) })
	group.Go(func() error { return ignoreEnd(within, s.finder.Serve(within)) })
	if s.fetches() {
		group.Go(func() error { return s.fetcher.Serve(within) })
	}
	group.Go(func() error { return s.follow(within) })
	group.Go(func() error { return s.guard(within) })
	if s.fetches() {
		group.Go(func() error { return s.serveWords(within) })
		group.Go(func() error { return s.serveCarrying(within) })
		group.Go(func() error { return s.servePages(within) })
	}
	return group.Wait()
}

func ignoreEnd(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// lookAtDisk is how often it is looked whether papers take too much of the disk.
const lookAtDisk = 30 * time.Second

// follow sees to what takes time: addresses that were found, papers that are not wanted any more, and
// a lost connection that is said only after a moment.
func (s *Station) follow(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	looked := time.Time{}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.finder.Changed():
			s.link.Retry()
		case <-s.swept:
			s.sweep()
		case <-tick.C:
			s.mu.Lock()
			s.stand()
			s.mu.Unlock()
			s.report()
			s.seat.ExpireUnfinished()
			s.fetchNoteKeys(ctx)
			if now := time.Now(); now.Sub(looked) >= lookAtDisk {
				looked = now
				s.trim(ctx, storage.DeviceQuota)
			}
		}
	}
}

// dial connects to the room wherever it may be, proves it, and opens the control connection.
func (s *Station) dial(ctx context.Context) (*websocket.Conn, error) {
	conn, from, err := beacon.Dial(ctx, s.finder.Candidates(), s.dialTLS)
	if err != nil {
		return nil, err
	}
	once := &http.Client{Transport: &http.Transport{DialTLSContext: func(context.Context, string, string) (net.Conn, error) {
		if conn == nil {
			return nil, errors.New("station: the connection was used")
		}
		used := conn
		conn = nil
		return used, nil
	}}}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: once})
	if err != nil {
		if conn != nil {
			conn.Close()
		}
		return nil, fmt.Errorf("station: control connection: %w", err)
	}
	s.reached(ctx, from.Address)
	return ws, nil
}

func (s *Station) dialTLS(ctx context.Context, address string) (net.Conn, error) {
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}, Config: s.identity.TLS()}
	return dialer.DialContext(ctx, "tcp", address)
}

// dialAgain connects to where the link is.
func (s *Station) dialAgain(ctx context.Context, _, _ string) (net.Conn, error) {
	s.mu.Lock()
	address := s.address
	s.mu.Unlock()
	if address == "" {
		return nil, link.ErrOffline
	}
	return s.dialTLS(ctx, address)
}

// addressesKept is how many addresses of the room are remembered.
const addressesKept = 3

// reached remembers where the room answered.
func (s *Station) reached(ctx context.Context, address string) {
	s.mu.Lock()
	moved := s.address != address
	s.address = address
	s.mu.Unlock()
	if !moved {
		return
	}
	s.client.CloseIdleConnections()
	last, err := get[[]string](ctx, s.folder, keyAddresses)
	if err == nil && (len(last) == 0 || last[0] != address) {
		last = slices.DeleteFunc(last, func(known string) bool { return known == address })
		last = append([]string{address}, last...)
		last = last[:min(len(last), addressesKept)]
		err = s.folder.put(ctx, keyAddresses, last)
	}
	if err != nil {
		s.logger.Warn("Address of the room not kept", "error", err)
		return
	}
	s.look(last)
}

// Address is where the room answered last; empty where it never did.
func (s *Station) Address() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// Submit has the room judge a command now; link.ErrOffline while it is away. What people do goes through the
// seat.
func (s *Station) Submit(ctx context.Context, command change.Command) (change.Answer, error) {
	return s.link.Ask(ctx, command)
}

// Do sends a request about papers to the room.
func (s *Station) Do(request *http.Request) (*http.Response, error) {
	request.URL.Scheme, request.URL.Host = "https", "room"
	return s.client.Do(request)
}

// courier brings the seat's commands to the link.
type courier struct{ *Station }

func (c courier) Send(command change.Command) { c.link.Send(command) }
func (c courier) Retry()                      { c.link.Retry(); c.fetcher.Hurry() }
func (c courier) Ask(ctx context.Context, command change.Command) (change.Answer, error) {
	return c.link.Ask(ctx, command)
}

var _ seat.Courier = courier{}

// isFull reports whether the device's disk takes no more.
func isFull(err error) bool { return err != nil && storage.IsFull(err) }
