// Package room puts the room server together: logs, hub, judge, trust, papers, administration.
// It draws nothing: neither it nor anything below it may import Fyne.
package room

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/beacon"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/standby"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// Config says where a room keeps its data and how it is called.
type Config struct {
	Folder       string // data; made where it is missing
	Name         string // of the room, for display; empty: the one it had
	Loopback     bool   // announce on the loopback interface too: for the demo on one machine
	Now          func() time.Time
	Logger       *slog.Logger
	PapersAtOnce int         // transfers of papers at once for each access point; 0: 6
	Reader       PaperReader // reads papers for the search; nil: they are not read
	// Signatures verifies the signatures of papers as they are read; nil: nothing is said of them.
	Signatures SignatureReader
	Checker    PaperChecker // looks at papers for the clerks; nil: nothing is remarked
	Converter  Converter    // turns office papers into PDF; nil: they are not taken
	Pages      PageMaker    // draws pages for devices that cannot; nil: none are drawn
	// Duty, where set, is told how the server stands with its standby, while it serves. It must not wait.
	Duty func(people.Duty)
	// Silenced, where set, is told that another server speaks for the room, at the start or later. It must
	// not wait.
	Silenced func(change.Epoch)
}

// Room is a room server. Open it, then Serve; Submit works from any goroutine while it serves.
type Room struct {
	config      Config
	name        string
	lock        *storage.FolderLock
	log         *storage.Room
	blobs       *storage.Blobs
	refusals    *hub.Refusals
	damage      *damage
	snapshots   *snapshots
	held        *possessions
	authority   *trust.Authority
	tokens      *trust.Tokens
	pairing     *trust.Pairing
	bench       *bench
	subjects    *subjects
	rehearsals  sync.Map // by token: which rehearsal an invitation is for
	hub         *hub.Hub
	rules       []council.MajorityRule
	duty        *standby.Primary
	dutyTold    chan struct{} // wakes who tells how the standby stands
	dutyMu      sync.Mutex
	dutyNow     standby.Duty
	servers     []string // where devices find the standby
	port        int
	reach       beacon.Reach
	closings    chan struct{} // wakes who archives closed sessions
	unread      chan struct{} // wakes who reads papers
	reading     underRead
	conversions conversions
	gate        *hub.Gate // that papers and pages of papers go out by
	bundles     *bundles
	lastFlow    atomic.Int64 // when ballots or the agenda moved last, milliseconds since 1970
}

// ErrRunning says that another process serves or uses the folder.
var ErrRunning = storage.ErrInUse

// Open opens the room in a folder, and makes it at first start. Only one process may have it open.
func Open(ctx context.Context, config Config) (*Room, error) {
	if err := os.MkdirAll(config.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("room: %w", err)
	}
	lock, err := storage.LockFolder(config.Folder)
	if err != nil {
		return nil, err
	}
	r := &Room{config: config, lock: lock, closings: make(chan struct{}, 1), unread: make(chan struct{}, 1)}
	if err := r.open(ctx); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// open reads everything that a room stands on.
func (r *Room) open(ctx context.Context) (err error) {
	config := r.config
	if err := r.refuseStandby(); err != nil {
		return err
	}
	if r.log, err = storage.OpenRoom(ctx, filepath.Join(config.Folder, "room.db")); err != nil {
		return err
	}
	if r.blobs, err = storage.OpenBlobs(filepath.Join(config.Folder, "blobs")); err != nil {
		return err
	}
	r.refusals = &hub.Refusals{}
	if r.damage, err = openDamage(r.blobs, config.Logger); err != nil {
		return err
	}
	r.gate = hub.NewGate(hub.GateConfig{Slots: config.PapersAtOnce, Busy: r.busy})
	if r.bundles, err = openBundles(r); err != nil {
		return err
	}
	if r.snapshots, err = openSnapshots(r.log, filepath.Join(config.Folder, "snapshots")); err != nil {
		return err
	}
	if r.held, err = openPossessions(ctx, r.log, config.Logger); err != nil {
		return err
	}
	if r.authority, err = trust.OpenAuthority(filepath.Join(config.Folder, "trust")); err != nil {
		return err
	}
	if r.rules, err = loadRules(config.Folder); err != nil {
		return err
	}
	secrets, err := openSecrets(config.Folder)
	if err != nil {
		return err
	}
	safe, err := openSafe(config.Folder)
	if err != nil {
		return err
	}
	if err := r.settleName(ctx); err != nil {
		return err
	}
	r.tokens = trust.NewTokens(nil, nil, config.Now)
	r.pairing = trust.NewPairing(r.authority, registrar{r}, trust.Timing{}, config.Now)
	r.bench = &bench{log: r.log, rules: r.rules, secrets: secrets, safe: safe, hasBlob: r.blobs.Has, invite: r.invite, logger: config.Logger}
	book, err := r.log.Book(ctx)
	if err != nil {
		return err
	}
	if err := r.bench.load(ctx, book.Streams); err != nil {
		return err
	}
	if r.subjects, err = openSubjects(ctx, config.Folder, r.bench.people.Erasures); err != nil {
		return err
	}
	r.bench.subjects = r.subjects
	epoch, err := r.settleEpoch(ctx)
	if err != nil {
		return err
	}
	silenced, err := r.log.Overtaken(ctx)
	if err != nil {
		return err
	}
	if err := r.openDuty(ctx); err != nil {
		return err
	}
	end, err := r.log.End(ctx)
	if err != nil {
		return err
	}
	log := logAdapter{r.log, r.duty, &end.Batch}
	if silenced != nil {
		r.duty.End(errSilenced)
		r.tellSilenced(*silenced)
	}
	r.hub = hub.New(hub.Config{
		Room: r.name, Epoch: epoch, Silenced: silenced, Verify: r.authority.Server().VerifyEpoch, Overtaken: r.overtaken, Streams: book.Streams, Audiences: book.Audiences,
		Refusals: r.refusals, Log: log, Snapshots: sharedSnapshots{r.snapshots, log}, Aside: r.aside, Holdings: r.held, Bench: r.bench, Rights: r.bench, Ephemerals: r.bench, Sign: r.authority.Server().Sign,
		Now: config.Now, Logger: config.Logger, Committed: r.committed, Safe: safe.Public(), Subjects: r.subjects.Keys(),
	})
	return nil
}

// Close releases the folder.
func (r *Room) Close() error {
	var all error
	if r.pairing != nil {
		r.pairing.Close()
	}
	if r.log != nil {
		all = r.log.Close()
	}
	if r.subjects != nil {
		all = errors.Join(all, r.subjects.Close())
	}
	return errors.Join(all, r.lock.Release())
}

// Name returns how the room is called.
func (r *Room) Name() string { return r.name }

// Blobs returns where the room keeps the bytes of papers.
func (r *Room) Blobs() *storage.Blobs { return r.blobs }

func (r *Room) settleName(ctx context.Context) error {
	kept, _, err := r.log.Setting(ctx, "name")
	if err != nil {
		return err
	}
	r.name = r.config.Name
	switch {
	case r.name == "" && len(kept) > 0:
		r.name = string(kept)
	case r.name == "":
		r.name = "Công Sở"
	case r.name != string(kept):
		return r.log.SetSetting(ctx, "name", []byte(r.name))
	}
	return nil
}

// committed sees to rights after something is durable; from the writer's goroutine.
func (r *Room) committed(entries []change.Entry) {
	r.noteFlow(entries)
	r.noteClosing(entries)
	r.noteReadings(entries)
	r.bundles.note(entries)
	r.noteSubjects(entries)
	rightsChanged, decided := r.bench.news()
	if rightsChanged {
		r.hub.Regrant()
		r.forbid()
		r.held.poke()
	}
	for _, d := range decided {
		if err := r.pairing.Decide(d.device, d.digits, d.approved); err != nil {
			r.config.Logger.Info("Decision came too late for the device", "device", d.device, "error", err)
		}
	}
}

// Submit has the server's own administration act. It works while Serve runs.
func (r *Room) Submit(ctx context.Context, command change.Command) (change.Answer, error) {
	return r.hub.Submit(ctx, change.Actor{Mode: string(people.ClerkMode)}, command)
}

// Serve answers devices on listener until ctx ends. ready, where not nil, is called when they are
// answered.
func (r *Room) Serve(ctx context.Context, listener net.Listener, ready func()) error {
	port := listener.Addr().(*net.TCPAddr).Port
	r.port, r.reach = port, beacon.ReachOf(listener.Addr(), r.config.Loopback)
	administration, door, err := openDoor(r.config.Folder)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	group, within := errgroup.WithContext(ctx)
	group.Go(func() error { return r.work(within) })
	group.Go(func() error { return r.serveDuty(within) })
	group.Go(func() error { return r.serveHerald(within) })
	group.Go(func() error { return r.held.Serve(within, r.tellOwing) })
	group.Go(func() error { return r.serveDevices(within, listener) })
	group.Go(func() error { return r.serveAdministration(within, administration, door) })
	group.Go(func() error { return r.serveArchives(within) })
	group.Go(func() error { return r.serveReadings(within) })
	group.Go(func() error { return r.bundles.Serve(within) })
	group.Go(func() error {
		if err := r.announce(within); err != nil && within.Err() == nil {
			// Without mDNS the room is still found by its last address, a QR or by typing.
			r.config.Logger.Warn("Room not announced", "error", err)
		}
		return nil
	})
	if ready != nil {
		ready()
	}
	err = group.Wait()
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // something was called off in the middle, as everything was
	}
	return err
}

// work runs the hub, and who answers wait for, until ctx ends.
func (r *Room) work(ctx context.Context) error {
	group, within := errgroup.WithContext(ctx)
	group.Go(func() error { return r.duty.Serve(within) })
	group.Go(func() error { return r.hub.Serve(within) })
	return group.Wait()
}

// announce has tablets find the room by themselves, until ctx ends.
func (r *Room) announce(ctx context.Context) error {
	announcer, err := beacon.NewAnnouncer(beacon.Announcement{
		Name: r.name, Pin: beacon.Pin(r.authority.Pin()), Protocol: wire.Protocol, Port: uint16(r.port),
	}, r.reach)
	if err != nil {
		return err
	}
	return announcer.Serve(ctx)
}

// serveDevices runs the device port.
func (r *Room) serveDevices(ctx context.Context, listener net.Listener) error {
	inside := http.NewServeMux()
	inside.HandleFunc("GET /room", func(w http.ResponseWriter, q *http.Request) {
		r.hub.Accept(w, q, trust.DeviceOf(q.Context()))
	})
	inside.HandleFunc("GET /snapshot/", r.serveSnapshot)
	inside.HandleFunc("GET /standby", r.serveStandby)
	inside.HandleFunc("GET /subjects", r.serveSubjects)
	papers := r.papers()
	inside.Handle("/blob/", papers)
	inside.Handle("/manifest/", papers)
	inside.HandleFunc("POST /convert/", r.serveConversion)
	inside.HandleFunc("GET /bundle/", r.bundles.serve)
	server := &http.Server{
		Handler:           trust.Gate(r.pairing, inside, func(string) bool { return false }), // the hub says goodbye to a revoked one, and it wipes itself
		TLSConfig:         r.authority.Server().TLS(),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          slog.NewLogLogger(r.config.Logger.Handler(), slog.LevelDebug),
	}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("room: device port: %w", err)
	}
	return nil
}
