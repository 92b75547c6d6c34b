package link

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"congso.vn/congso/app/chunk"
)

// Pieces is where papers are put together from pieces. Safe from any goroutine.
type Pieces interface {
	// Kept returns the manifest that is kept of a paper.
	Kept(hash string) (chunk.Manifest, bool)
	// Received returns how many bytes of an unfinished paper are here.
	Received(hash string) int64
	// Assemble goes on with a paper, with all that is here already or in other papers; nil where the
	// whole is here.
	Assemble(ctx context.Context, hash string, m chunk.Manifest) (Assembly, error)
	// Here reports whether a part of an unfinished paper is here.
	Here(hash string, offset, length int64) bool
}

// Assembly is a paper that comes in pieces.
type Assembly interface {
	// Missing returns the pieces that are not here, in order.
	Missing() []int
	// Put takes pieces that follow each other, from that of index on, keeps the right ones and returns
	// the wrong ones.
	Put(index int, data []byte) (wrong []int, err error)
	// Finish checks the whole and gives it its name.
	Finish(ctx context.Context) error
	Close() error
}

// ErrForged says that the room sends bytes that are not what their hash says.
var ErrForged = errors.New("link: the room sends wrong pieces of the paper")

const (
	// maxManifest is the largest manifest that is taken.
	maxManifest = 64 << 20
	// maxForged is how many wrong pieces end a transfer; it is tried again later.
	maxForged = 3
	// smallGap is how many bytes that are here are fetched again rather than asked around.
	smallGap = 64 << 10
	// atOnce is how many bytes of small pieces are kept at once. What came of them is kept when the
	// connection breaks; only where the program is killed do these come again.
	atOnce = 256 << 10
)

// manifest returns of which pieces a paper is made: as it was kept, or as the room says. A room of an
// earlier version cannot tell.
func (f *Fetcher) manifest(ctx context.Context, hash string) (m chunk.Manifest, known bool, err error) {
	f.mu.Lock()
	m, known = f.told[hash]
	read := f.reads(hash)
	f.mu.Unlock()
	if known {
		return m, true, nil
	}
	if m, kept := f.config.Pieces.Kept(hash); kept && !read {
		return m, true, nil
	}
	response, err := f.request(ctx, "/manifest/"+hash, "")
	if err != nil {
		return m, false, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return m, false, nil // the paper itself is asked for: its answer counts
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxManifest))
	if err != nil {
		return m, false, err
	}
	m, err = chunk.Decode(data)
	if err != nil || hex.EncodeToString(m.Hash[:]) != hash {
		f.config.Logger.Warn("Manifest of a paper not believed", "hash", hash, "error", err)
		return m, false, nil
	}
	f.mu.Lock()
	f.told[hash] = m
	f.mu.Unlock()
	return m, true, nil
}

// fetchPieces fetches what is missing of a paper, what is on the screen first.
func (f *Fetcher) fetchPieces(ctx context.Context, hash string, m chunk.Manifest) error {
	a, err := f.config.Pieces.Assemble(ctx, hash, m)
	if err != nil || a == nil {
		return err
	}
	defer a.Close()
	told := f.tells(hash)
	defer told.end()
	t := &transfer{fetcher: f, hash: hash, spans: m.Spans(), size: m.Size, assembly: a, told: told}
	f.mu.Lock()
	f.news() // of what was here, or in other papers
	f.mu.Unlock()
	for {
		missing := a.Missing()
		if len(missing) == 0 {
			break
		}
		t.linger(ctx, missing)
		if err := t.run(ctx, missing); err != nil {
			return err
		}
	}
	err = a.Finish(ctx)
	if f.config.Wrong != nil && errors.Is(err, f.config.Wrong) {
		told.refused()
		f.mu.Lock()
		f.plain[hash] = true // all pieces were as the manifest says: the manifest lies
		f.mu.Unlock()
	}
	return err
}

// transfer is one paper on its way in pieces.
type transfer struct {
	fetcher  *Fetcher
	hash     string
	spans    []chunk.Span
	size     int64
	assembly Assembly
	told     *telling
	buffer   []byte
	forged   int
	lingered view
}

// run fetches one stretch of what is missing.
func (t *transfer) run(ctx context.Context, missing []int) error {
	t.fetcher.mu.Lock()
	seen := t.fetcher.seen
	if seen.hash != t.hash {
		seen = view{}
	}
	brief := seen.length > 0
	t.fetcher.brief = brief
	t.fetcher.mu.Unlock()
	wanted := stretch(t.spans, missing, seen)
	if brief {
		wanted = short(t.spans, wanted)
	}
	first, last := t.spans[wanted[0]], t.spans[wanted[len(wanted)-1]]
	within := strconv.FormatInt(first.Offset, 10) + "-" + strconv.FormatInt(last.Offset+int64(last.Size)-1, 10)
	response, err := t.fetcher.request(ctx, "/blob/"+t.hash, within)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	at := first.Offset
	switch response.StatusCode {
	case http.StatusOK: // between the room and here something does not know ranges
		at = 0
	case http.StatusPartialContent:
		if !startsAt(response, at) {
			return fmt.Errorf("link: fetch: the room sent %q, asked for %s", response.Header.Get("Content-Range"), within)
		}
	case http.StatusNotFound:
		return ErrWithheld
	default:
		return fmt.Errorf("link: fetch: %s", response.Status)
	}
	return t.take(heardBody{response.Body, t.fetcher}, at, wanted, missing)
}

// take reads the wanted pieces from a stream that begins at a place of the paper, and keeps the right
// ones.
func (t *transfer) take(from io.Reader, at int64, wanted, missing []int) error {
	here := t.size
	for _, i := range missing {
		here -= int64(t.spans[i].Size)
	}
	if t.buffer == nil {
		t.buffer = make([]byte, max(chunk.MaxSize, atOnce))
	}
	for len(wanted) > 0 {
		together, size := t.together(wanted)
		span := t.spans[wanted[0]]
		if _, err := io.CopyN(io.Discard, from, span.Offset-at); err != nil {
			return cutShort(err)
		}
		n, broken := io.ReadFull(from, t.buffer[:size])
		at = span.Offset + size
		if broken != nil { // what came whole is kept
			together, size = 0, 0
			for _, i := range wanted {
				if size+int64(t.spans[i].Size) > int64(n) {
					break
				}
				together, size = together+1, size+int64(t.spans[i].Size)
			}
		}
		if together > 0 {
			wrong, err := t.assembly.Put(wanted[0], t.buffer[:size])
			if err != nil {
				return err
			}
			for _, i := range wrong {
				t.told.refused()
				size -= int64(t.spans[i].Size)
			}
			here += size
			t.told.here(here)
			t.fetcher.mu.Lock()
			t.fetcher.news()
			t.fetcher.mu.Unlock()
			if t.forged += len(wrong); t.forged >= maxForged {
				return ErrForged
			}
		}
		if broken != nil {
			return cutShort(broken)
		}
		wanted = wanted[together:]
	}
	return nil
}

// together returns how many of the wanted pieces follow each other and are kept at once, and their size.
func (t *transfer) together(wanted []int) (count int, size int64) {
	for count = 1; ; count++ {
		size += int64(t.spans[wanted[count-1]].Size)
		if count == len(wanted) || wanted[count] != wanted[count-1]+1 || size+int64(t.spans[wanted[count]].Size) > atOnce {
			return count, size
		}
	}
}

// cutShort says that a stream ended before its time.
func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// stretch returns the missing pieces to ask for in one request: the first that follow each other with
// small gaps at most, of those in view where some are.
func stretch(spans []chunk.Span, missing []int, seen view) []int {
	if first := inView(spans, missing, seen); len(first) > 0 {
		missing = first
	}
	end := 1
	for ; end < len(missing); end++ {
		before, next := spans[missing[end-1]], spans[missing[end]]
		if next.Offset-(before.Offset+int64(before.Size)) > smallGap {
			break
		}
	}
	return missing[:end]
}

// inView returns those of the missing pieces that are looked at.
func inView(spans []chunk.Span, missing []int, seen view) []int {
	first := make([]int, 0, len(missing))
	for _, i := range missing {
		if spans[i].Offset < seen.offset+seen.length && seen.offset < spans[i].Offset+int64(spans[i].Size) {
			first = append(first, i)
		}
	}
	return first
}
