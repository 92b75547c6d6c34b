package link

import (
	"context"
	"io"
	"slices"
	"time"

	"congso.vn/congso/app/chunk"
)

// While somebody reads a paper that is still coming, what the page at hand needs goes before the rest.
const (
	// briefBytes is the longest request for what nobody asks for yet: no need waits longer for it than that
	// takes. To break a request off would cost a connection, and what is under way.
	briefBytes = 256 << 10
	// lingerFor is how long the line is kept free for the next need after one was met: they come one after
	// the other, some milliseconds apart.
	lingerFor = 100 * time.Millisecond
	// turnWithin is after what silence a short request is broken off for what somebody needs, and deafAfter
	// for nothing: its connection is dead, most likely.
	turnWithin = time.Second
	deafAfter  = 10 * time.Second
)

// Bring has a part of a paper fetched before all others and returns when it is here, each piece checked
// against a manifest that the room sent to this process. It waits as long as ctx allows, through lost
// connections too, and ends with ErrWithheld where the room has no such paper for this device.
func (f *Fetcher) Bring(ctx context.Context, hash string, offset, length int64) error {
	ask := &view{hash, offset, length}
	f.mu.Lock()
	f.asks = append(f.asks, ask)
	refused := f.refused[hash]
	f.mu.Unlock()
	defer f.brought(ask)
	look := time.NewTicker(turnWithin)
	defer look.Stop()
	for asked := false; ; asked = true {
		f.mu.Lock()
		came := f.came
		f.look(hash)
		have, withheld := f.have[hash], f.refused[hash] > refused
		_, told := f.told[hash]
		f.mu.Unlock()
		switch {
		case have, told && f.config.Pieces.Here(hash, offset, length):
			return nil
		case withheld:
			return ErrWithheld
		case !asked:
			f.first(*ask)
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-came:
		case <-look.C:
			f.mu.Lock()
			if f.running == hash && f.brief && f.silence() >= deafAfter {
				f.cancel() // and it is asked for again
			}
			f.mu.Unlock()
		}
	}
}

// silence is for how long nothing came of the running request. f.mu is held.
func (f *Fetcher) silence() time.Duration { return f.config.Now().Sub(f.heard) }

// heardBody notes when bytes come.
type heardBody struct {
	io.Reader
	fetcher *Fetcher
}

func (h heardBody) Read(into []byte) (int, error) {
	n, err := h.Reader.Read(into)
	if n > 0 {
		h.fetcher.mu.Lock()
		h.fetcher.heard = h.fetcher.config.Now()
		h.fetcher.mu.Unlock()
	}
	return n, err
}

// brought takes back what Bring asked for; what somebody else waits for comes first again.
func (f *Fetcher) brought(ask *view) {
	f.mu.Lock()
	f.asks = slices.DeleteFunc(f.asks, func(other *view) bool { return other == ask })
	seen, left := f.seen, len(f.asks)
	if left > 0 {
		seen = *f.asks[left-1]
	}
	again := f.seen == *ask && left > 0 && seen != f.seen
	f.mu.Unlock()
	if again {
		f.first(seen)
	}
}

// reads reports whether somebody reads a paper at offsets. f.mu is held.
func (f *Fetcher) reads(hash string) bool {
	return slices.ContainsFunc(f.asks, func(ask *view) bool { return ask.hash == hash })
}

// news has those look again who wait. f.mu is held.
func (f *Fetcher) news() {
	close(f.came)
	f.came = make(chan struct{})
}

// linger keeps the line free for a moment after what was in view is here.
func (t *transfer) linger(ctx context.Context, missing []int) {
	f := t.fetcher
	f.mu.Lock()
	seen, turned := f.seen, f.turned
	f.mu.Unlock()
	if seen.hash != t.hash || seen.length == 0 || seen == t.lingered || len(inView(t.spans, missing, seen)) > 0 {
		return
	}
	t.lingered = seen
	timer := time.NewTimer(lingerFor)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-turned:
	case <-timer.C:
	}
}

// short is the beginning of some pieces that makes a short request.
func short(spans []chunk.Span, wanted []int) []int {
	first := spans[wanted[0]].Offset
	end := 1
	for end < len(wanted) && spans[wanted[end]].Offset+int64(spans[wanted[end]].Size)-first <= briefBytes {
		end++
	}
	return wanted[:end]
}
