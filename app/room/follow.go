package room

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/beacon"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/standby"
	"congso.vn/congso/sync/trust"
)

// StandbyConfig is what a standby is made of.
type StandbyConfig struct {
	Config
	// Of is the primary's address or an invitation, for the first start.
	Of string
	// Keys is the folder of a server of the same room that speaks for it no more: its authority makes this
	// one known, where the server that took over has none. Empty: an ordinary pairing.
	Keys string
	// Compare shows six digits and returns nil when a person says that the clerk sees the same.
	Compare func(ctx context.Context, digits string) error
	// Told, where set, is told how it stands with the primary. It must not wait.
	Told func(StandbyView)
}

// Standby (máy chủ dự phòng) keeps a copy of everything the primary answers for, and takes over when a
// person says so.
type Standby struct {
	config   StandbyConfig
	lock     *storage.FolderLock
	log      *storage.Room
	blobs    *storage.Blobs
	identity *trust.Identity
	key      ed25519.PrivateKey // for a server's certificate, until there is one
	follower *standby.Follower
	finder   *beacon.Finder
	fetcher  *link.Fetcher
	port     int
	reach    beacon.Reach

	mu        sync.Mutex
	following following
	primary   string // address where it was reached last
	missing   int    // papers
	wanting   bool   // the readable papers are to be looked at anew

	keysWanted bool // of subjects
}

// following is what a standby keeps about whom it follows.
type following struct {
	Addresses []string `json:"addresses"`           // of the primary, the latest first
	May       bool     `json:"may"`                 // it has everything that was answered for
	Epoch     uint32   `json:"epoch"`               // of the primary, in which it may take over
	Withdrawn bool     `json:"withdrawn,omitempty"` // it could, and may not any more
}

// identityFile keeps who a standby is among the room's devices.
const identityFile = "standby.json"

func identityPath(folder string) string { return filepath.Join(folder, "trust", identityFile) }

// wasStandby reports whether the folder was made for a standby.
func (r *Room) wasStandby() bool { return isFile(identityPath(r.config.Folder)) }

// refuseStandby ends the opening of a room whose folder is a standby's that was never let in.
func (r *Room) refuseStandby() error {
	if r.wasStandby() && !trust.HasServer(filepath.Join(r.config.Folder, "trust")) {
		return ErrStandby
	}
	return nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// ErrPromoted says that the folder's server has taken over: it is opened as a room.
var ErrPromoted = errors.New("room: the standby has taken over")

// OpenStandby opens a standby's folder, and at the first start pairs it with the primary. Only one process
// may have it open.
func OpenStandby(ctx context.Context, config StandbyConfig) (*Standby, error) {
	if err := os.MkdirAll(filepath.Join(config.Folder, "trust"), 0o700); err != nil {
		return nil, fmt.Errorf("room: %w", err)
	}
	lock, err := storage.LockFolder(config.Folder)
	if err != nil {
		return nil, err
	}
	s := &Standby{config: config, lock: lock, wanting: true, keysWanted: true}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openStores opens what a standby keeps, and reports whether it has taken over.
func (s *Standby) openStores(ctx context.Context) (promoted bool, err error) {
	if s.log, err = storage.OpenRoom(ctx, filepath.Join(s.config.Folder, "room.db")); err != nil {
		return false, err
	}
	if s.blobs, err = storage.OpenBlobs(filepath.Join(s.config.Folder, "blobs")); err != nil {
		return false, err
	}
	kept := following{Addresses: s.following.Addresses} // where it was paired, until more is kept
	if err := readSetting(ctx, s.log, keyFollowing, &kept); err != nil {
		return false, err
	}
	s.following = kept
	return s.promoted(ctx)
}

func (s *Standby) open(ctx context.Context) error {
	if err := s.settleIdentity(ctx); err != nil {
		return err
	}
	promoted, err := s.openStores(ctx)
	if err == nil && promoted {
		err = ErrPromoted
	}
	if err != nil {
		return err
	}
	if !trust.HasServer(filepath.Join(s.config.Folder, "trust")) {
		if s.key, err = trust.NewKey(); err != nil {
			return err
		}
	}
	at, _, err := s.Stand(ctx)
	if err != nil {
		return err
	}
	s.finder = beacon.NewFinder(beacon.Pin(s.identity.Pin), s.config.Loopback)
	s.finder.Set(beacon.Last, beacon.FromLast(s.following.Addresses...)...)
	if typed, err := beacon.ParseTyped(s.config.Of); err == nil {
		s.finder.Set(beacon.Typed, typed)
	}
	s.follower = standby.NewFollower(standby.FollowerConfig{
		Dial: s.dial, Disk: s, Diverged: func(err error) bool { return errors.Is(err, storage.ErrDiverged) },
		Request: s.request, Addresses: s.addresses, Told: func(standby.Following) { s.tell() }, Now: s.config.Now, Logger: s.config.Logger,
		At: at, May: s.following.May, Epoch: s.following.Epoch,
	})
	s.fetcher = s.newFetcher()
	return nil
}

// promoted reports whether this server began the latest epoch itself.
func (s *Standby) promoted(ctx context.Context) (bool, error) {
	epochs, err := s.log.Epochs(ctx)
	if err != nil || len(epochs) == 0 || !trust.HasServer(filepath.Join(s.config.Folder, "trust")) {
		return false, err
	}
	authority, err := trust.OpenAuthority(filepath.Join(s.config.Folder, "trust"))
	if err != nil {
		return false, err
	}
	return epochs[len(epochs)-1].Server == authority.Server().ID(), nil
}

// Close releases the folder.
func (s *Standby) Close() error {
	var all error
	if s.log != nil {
		all = s.log.Close()
	}
	return errors.Join(all, s.lock.Release())
}

// Serve follows the primary until ctx ends, or until a person has it take over: then it returns nil, and
// the folder, once closed, is to be opened as a room and served on listener. Nobody is answered on listener
// meanwhile: devices that look there are sent away at once.
func (s *Standby) Serve(ctx context.Context, listener *net.TCPListener, ready func()) (tookOver bool, err error) {
	s.port = listener.Addr().(*net.TCPAddr).Port
	s.reach = beacon.ReachOf(listener.Addr(), s.config.Loopback)
	administration, door, err := openDoor(s.config.Folder)
	if err != nil {
		return false, err
	}
	within, stop := context.WithCancel(ctx)
	defer stop()
	group, within := errgroup.WithContext(within)
	following, stopFollowing := context.WithCancel(within)
	defer stopFollowing()
	followed := make(chan struct{})
	group.Go(func() error {
		defer close(followed)
		return s.follower.Serve(following)
	})
	takeOver := func(ctx context.Context) error {
		if code := s.mayTakeOver(); code != "" {
			return &people.Refusal{Code: code}
		}
		stopFollowing()
		<-followed // what it acknowledged is on the disk; it acknowledges nothing more
		return s.takeOver(ctx)
	}
	group.Go(func() error {
		taken, err := s.serveDoor(within, administration, door, takeOver)
		if taken {
			tookOver = true
			stop()
		}
		return err
	})
	group.Go(func() error { _ = s.finder.Serve(within); return nil }) // it ends with its context and says so
	group.Go(func() error { return s.fetcher.Serve(within) })
	group.Go(func() error { return s.wantPapers(within) })
	group.Go(func() error { return s.followSubjects(within) })
	group.Go(func() error { return turnAway(within, listener) })
	if ready != nil {
		ready()
	}
	s.tell()
	return tookOver, group.Wait()
}

// turnAway holds a port and closes every connection to it, until ctx ends.
func turnAway(ctx context.Context, listener *net.TCPListener) error {
	wake := context.AfterFunc(ctx, func() { _ = listener.SetDeadline(time.Unix(1, 0)) }) // an error: it is closed
	defer wake()
	for ctx.Err() == nil {
		conn, err := listener.AcceptTCP()
		if err != nil {
			if ctx.Err() == nil {
				return fmt.Errorf("room: standby port: %w", err)
			}
			break
		}
		_ = conn.SetLinger(0) // nothing is lost: nothing was said
		conn.Close()
	}
	return listener.SetDeadline(time.Time{})
}

// The follower's disk.

// Append is part of standby.Disk.
func (s *Standby) Append(ctx context.Context, after uint64, batches []change.Batch) (change.Position, error) {
	if err := s.log.Append(ctx, after, batches); err != nil {
		return change.Position{}, err
	}
	for _, batch := range batches {
		for _, row := range batch.Changes {
			if council.BearsBlobs(row.Kind) {
				s.mu.Lock()
				s.wanting = true
				s.mu.Unlock()
			}
			if concernsSubjects(row.Change) {
				s.mu.Lock()
				s.keysWanted = true
				s.mu.Unlock()
			}
		}
	}
	return s.log.End(ctx)
}

// Stand is part of standby.Disk.
func (s *Standby) Stand(ctx context.Context) (change.Position, map[change.Stream]change.Head, error) {
	at, err := s.log.End(ctx)
	if err != nil {
		return at, nil, err
	}
	book, err := s.log.Book(ctx)
	return at, book.Streams, err
}

// Equip is part of standby.Disk: everything that speaking for the room takes. The epochs come last, for they
// make this server one that may be asked to go above them.
func (s *Standby) Equip(ctx context.Context, outfit standby.Outfit) error {
	folder := s.config.Folder
	if err := s.identity.VerifyEpoch(outfit.Epochs[len(outfit.Epochs)-1]); err != nil {
		return err
	}
	if s.key != nil && len(outfit.Certificate) > 0 {
		if err := trust.PlaceServer(filepath.Join(folder, "trust"), s.key, outfit.Certificate, outfit.Authority); err != nil {
			return err
		}
		s.key = nil
	}
	keys := map[string][]byte{"people.key": outfit.Secrets, vaultFile: outfit.Vault, safeFile: outfit.Safe}
	for name, key := range keys {
		if len(key) == 0 && name != "people.key" {
			continue // of a server from before devices had keys
		}
		if err := writeWhole(filepath.Join(folder, name), key); err != nil {
			return err
		}
	}
	rules := filepath.Join(folder, "majority.json")
	if len(outfit.Rules) > 0 {
		if err := writeWhole(rules, outfit.Rules); err != nil {
			return err
		}
	} else if err := os.Remove(rules); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := storage.SyncFolder(folder); err != nil {
		return err
	}
	if err := s.log.SetSetting(ctx, "name", []byte(outfit.Room)); err != nil {
		return err
	}
	if err := s.log.CopyEpochs(ctx, outfit.Epochs); err != nil {
		return err
	}
	return s.keep(ctx, func(f *following) { f.Epoch = outfit.Epochs[len(outfit.Epochs)-1].Number })
}

// Mark is part of standby.Disk.
func (s *Standby) Mark(ctx context.Context, may bool) error {
	return s.keep(ctx, func(f *following) { f.Withdrawn, f.May = f.May && !may, may })
}

// keep makes a change of what is kept about the primary durable.
func (s *Standby) keep(ctx context.Context, change func(*following)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.following
	change(&next)
	if err := keepSetting(ctx, s.log, keyFollowing, next); err != nil {
		return err
	}
	s.following = next
	return nil
}

// StandbyView is what people are told on the standby's machine.
type StandbyView struct {
	Room      string `json:"room"`
	Primary   string `json:"primary"` // where it was reached last
	Connected bool   `json:"connected"`
	May       bool   `json:"may"`            // it has everything that was answered for, and may take over
	Code      string `json:"code,omitempty"` // why the primary does not take it, or why it may not take over
	Changes   int64  `json:"changes"`        // in its log
	Missing   int    `json:"missing"`        // papers whose bytes are not here
	Running   bool   `json:"running"`        // the standby runs, and is not only a folder
}

// View says how this server stands with the primary.
func (s *Standby) View() StandbyView {
	now := s.follower.Following()
	s.look()
	s.mu.Lock()
	defer s.mu.Unlock()
	return StandbyView{Primary: s.primary, Connected: now.Connected, May: now.May, Code: now.Code, Changes: now.At.Change, Missing: s.missing, Running: true}
}

func (s *Standby) tell() {
	if s.config.Told != nil {
		s.config.Told(s.View())
	}
}

// mayTakeOver returns why this server may not, "" where it may.
func (s *Standby) mayTakeOver() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.following.May:
		return ""
	case s.following.Withdrawn:
		return "takeover.withdrawn"
	}
	return "takeover.incomplete"
}

// takeOver begins the epoch in which this server speaks for the room. Nothing follows the primary any more.
func (s *Standby) takeOver(ctx context.Context) error {
	epochs, err := s.log.Epochs(ctx)
	if err != nil {
		return err
	}
	if n := len(epochs); n == 0 || epochs[n-1].Number != s.following.Epoch {
		return &people.Refusal{Code: "takeover.incomplete"}
	}
	authority, err := trust.OpenAuthority(filepath.Join(s.config.Folder, "trust"))
	if err != nil {
		return err
	}
	if err := keepSetting(ctx, s.log, keyBefore, s.following); err != nil {
		return err
	}
	epoch := authority.Server().Begin(s.following.Epoch+1, change.Promoted, s.config.Now())
	if err := s.log.BeginEpoch(ctx, epoch); err != nil {
		return err
	}
	s.config.Logger.Info("Standby takes over", "epoch", epoch.Number)
	return nil
}

// marshal is for what always can be written as JSON.
func marshal(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic("room: " + err.Error()) // only a fault of the program: a plain struct
	}
	return data
}
