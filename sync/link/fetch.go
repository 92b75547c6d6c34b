package link

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"congso.vn/congso/app/chunk"
)

// Shelf is where a device keeps the bytes of papers. Safe from any goroutine.
type Shelf interface {
	Has(hash string) bool
	// PartSize returns how many bytes of an unfinished transfer are here.
	PartSize(hash string) int64
	// Receive takes bytes from offset on, checks the whole, and gives it its name.
	Receive(ctx context.Context, hash string, offset int64, from io.Reader, progress func(int64)) error
}

// FetcherConfig is what a fetcher is made of.
type FetcherConfig struct {
	Shelf Shelf
	// Pieces, where set, has papers come in pieces: what other papers have is not fetched, and every
	// piece is checked as it comes. Wrong is what its errors are when a whole is not what its hash says.
	Pieces Pieces
	Wrong  error
	// Do sends a request of which only method, path, header and body are set to the room.
	Do func(*http.Request) (*http.Response, error)
	// Changed is called after any state changed, from any goroutine; it must not wait.
	Changed func()
	Now     func() time.Time
	Logger  *slog.Logger
}

// Fetcher brings the bytes of papers to the device, one after the other: the one that somebody
// looks at first, then by agenda. What broke off goes on where it stopped. All methods are safe
// from any goroutine.
type Fetcher struct {
	config FetcherConfig
	poke   chan struct{}

	mu      sync.Mutex
	wanted  *wanted
	states  map[string]Fetched
	have    map[string]bool // of the wanted, as far as looked
	plain   map[string]bool // whose manifest was a lie: fetched whole
	seen    view
	running string
	urgent  bool // the running transfer was asked for as urgent
	cancel  context.CancelFunc

	asks    []*view                   // that Bring waits for, the last one last
	told    map[string]chunk.Manifest // of unfinished papers, as this process had it from the room
	brief   bool                      // the running request is a short one
	came    chan struct{}             // closed and made anew when something came, or did not
	turned  chan struct{}             // closed and made anew when somebody looks elsewhere
	heard   time.Time                 // when the running request was made, or its last bytes came
	refused map[string]int            // how often the room said that it has no such paper
}

// view is the part of a paper that is on the screen.
type view struct {
	hash           string
	offset, length int64
}

// Fetched says how much of a paper is here.
type Fetched struct {
	Have     bool
	Received int64
	Refused  int   // pieces that came and were not what their hash says
	Waiting  bool  // the room has others to serve first: nothing came for a while, and nothing is wrong
	Err      error // why the last transfer ended, nil while all is well
}

// NewFetcher returns a fetcher that does nothing until Serve.
func NewFetcher(config FetcherConfig) *Fetcher {
	return &Fetcher{config: config, poke: make(chan struct{}, 1), wanted: newWanted(), states: map[string]Fetched{}, have: map[string]bool{}, plain: map[string]bool{}, told: map[string]chunk.Manifest{}, refused: map[string]int{}, came: make(chan struct{}), turned: make(chan struct{})}
}

// Want says which papers belong here, the most important first. It replaces what was said before.
func (f *Fetcher) Want(hashes []string) {
	f.mu.Lock()
	f.wanted.order = hashes
	for _, hash := range hashes {
		f.look(hash)
	}
	f.interrupt()
	f.mu.Unlock()
	f.wake()
}

// First has a paper fetched before all others, because somebody looks at it.
func (f *Fetcher) First(hash string) { f.first(view{hash: hash}) }

// FirstRange is First for a part of a paper: that of the page that somebody looks at. It comes before
// the rest of the same paper.
func (f *Fetcher) FirstRange(hash string, offset, length int64) { f.first(view{hash, offset, length}) }

func (f *Fetcher) first(seen view) {
	f.mu.Lock()
	changed := f.seen != seen
	f.seen, f.wanted.first = seen, seen.hash
	delete(f.wanted.later, seen.hash)
	f.look(seen.hash)
	_, told := f.told[seen.hash]
	turns := f.urgent && f.brief && told && f.silence() < turnWithin // by itself, after a moment
	if f.cancel != nil && f.running == seen.hash && (changed || !f.urgent) && !turns {
		f.cancel() // it is asked for again, before all others and from where it is looked at
	}
	close(f.turned)
	f.turned = make(chan struct{})
	f.interrupt()
	f.mu.Unlock()
	f.wake()
}

// Seen returns the paper that somebody looks at; empty for none.
func (f *Fetcher) Seen() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wanted.first
}

// Forget drops what is known of papers whose bytes were removed from the shelf.
func (f *Fetcher) Forget(gone func(hash string) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for hash := range f.states {
		if gone(hash) {
			delete(f.states, hash)
			delete(f.have, hash)
			delete(f.plain, hash)
			delete(f.told, hash)
		}
	}
	if gone(f.wanted.first) {
		f.wanted.first = ""
	}
}

// Hurry tries at once whatever failed before: the room is connected again.
func (f *Fetcher) Hurry() {
	f.mu.Lock()
	f.wanted.hurry()
	f.mu.Unlock()
	f.wake()
}

// State says how much of a paper is here.
func (f *Fetcher) State(hash string) Fetched {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.states[hash]
}

// look notes what the disk holds of a paper that was not looked at yet. f.mu is held.
func (f *Fetcher) look(hash string) {
	if _, known := f.states[hash]; known || hash == "" {
		return
	}
	if f.config.Shelf.Has(hash) {
		f.states[hash] = Fetched{Have: true}
		f.have[hash] = true
		return
	}
	f.states[hash] = Fetched{Received: f.here(hash)}
}

// here is how many bytes of an unfinished paper are here.
func (f *Fetcher) here(hash string) int64 {
	if f.config.Pieces != nil {
		return f.config.Pieces.Received(hash)
	}
	return f.config.Shelf.PartSize(hash)
}

// interrupt ends the running transfer where another must go first. f.mu is held.
func (f *Fetcher) interrupt() {
	if f.cancel != nil && f.wanted.lower(f.running, f.has, f.config.Now()) {
		f.cancel()
	}
}

func (f *Fetcher) has(hash string) bool { return f.have[hash] }

func (f *Fetcher) wake() {
	select {
	case f.poke <- struct{}{}:
	default:
	}
}

// Serve fetches until ctx ends.
func (f *Fetcher) Serve(ctx context.Context) error {
	for ctx.Err() == nil {
		f.mu.Lock()
		hash, wait := f.wanted.next(f.has, f.config.Now())
		var one context.Context
		if hash != "" {
			f.running, f.urgent = hash, hash == f.wanted.first
			one, f.cancel = context.WithCancel(ctx)
		}
		f.mu.Unlock()
		if hash != "" {
			f.finish(hash, f.fetch(one, hash), one.Err() != nil)
			continue
		}
		pause := longestPause
		if !wait.IsZero() {
			pause = wait.Sub(f.config.Now())
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-f.poke:
		case <-timer.C:
		}
		timer.Stop()
	}
	return nil
}

// finish notes how a transfer ended. One that was interrupted is no failure.
func (f *Fetcher) finish(hash string, err error, interrupted bool) {
	f.mu.Lock()
	f.cancel()
	f.cancel, f.running, f.brief = nil, "", false
	state := f.states[hash]
	state.Waiting = false
	switch {
	case err == nil:
		state.Have, state.Err = true, nil
		f.have[hash] = true
		f.wanted.done(hash)
		delete(f.told, hash)
	case !interrupted:
		state.Err, state.Received = err, f.here(hash)
		f.wanted.failed(hash, f.config.Now())
		if errors.Is(err, ErrWithheld) {
			f.refused[hash]++
		}
	}
	f.states[hash] = state
	f.news()
	f.mu.Unlock()
	if err != nil && !interrupted {
		f.config.Logger.Info("Paper not fetched", "hash", hash, "error", err)
	}
	f.config.Changed()
}

// urgentHeader marks a request for what somebody looks at.
const urgentHeader = "Congso-Urgent"

// ErrWithheld says that the room has no such paper for this device.
var ErrWithheld = errors.New("link: the room has no such paper for this device")

// fetch brings a paper here: in pieces where the room can tell of them, else whole.
func (f *Fetcher) fetch(ctx context.Context, hash string) error {
	f.mu.Lock()
	plain := f.config.Pieces == nil || f.plain[hash]
	f.mu.Unlock()
	if plain {
		return f.fetchWhole(ctx, hash)
	}
	m, known, err := f.manifest(ctx, hash)
	if err != nil {
		return err
	}
	if !known {
		return f.fetchWhole(ctx, hash)
	}
	return f.fetchPieces(ctx, hash, m)
}

// request asks the room about a paper; within is a range of bytes, or empty.
func (f *Fetcher) request(ctx context.Context, path, within string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, fmt.Errorf("link: fetch: %w", err)
	}
	if within != "" {
		request.Header.Set("Range", "bytes="+within)
	}
	f.mu.Lock()
	f.heard = f.config.Now()
	if f.urgent {
		request.Header.Set(urgentHeader, "1")
	}
	f.mu.Unlock()
	return f.config.Do(request)
}

func (f *Fetcher) fetchWhole(ctx context.Context, hash string) error {
	offset := f.config.Shelf.PartSize(hash)
	within := ""
	if offset > 0 {
		within = strconv.FormatInt(offset, 10) + "-"
	}
	told := f.tells(hash)
	defer told.end()
	response, err := f.request(ctx, "/blob/"+hash, within)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var body io.Reader = response.Body
	switch response.StatusCode {
	case http.StatusOK:
		offset = 0
	case http.StatusPartialContent:
		if !startsAt(response, offset) {
			return fmt.Errorf("link: fetch: the room sent %q, asked from %d", response.Header.Get("Content-Range"), offset)
		}
	case http.StatusRequestedRangeNotSatisfiable:
		body = strings.NewReader("") // all of it is here already, or too much: the check decides
	case http.StatusNotFound:
		return ErrWithheld
	default:
		return fmt.Errorf("link: fetch: %s", response.Status)
	}
	return f.config.Shelf.Receive(ctx, hash, offset, body, told.here)
}

// startsAt reports whether an answer with a part of a paper begins where it was asked to.
func startsAt(response *http.Response, offset int64) bool {
	return strings.HasPrefix(response.Header.Get("Content-Range"), "bytes "+strconv.FormatInt(offset, 10)+"-")
}
