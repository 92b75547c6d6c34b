package station

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/link"
)

// library is a room's papers, which anybody may read.
type library struct{ *storage.Blobs }

func (library) MayRead(context.Context, string, string) (bool, error) { return true, nil }
func (library) MayWrite(string) bool                                  { return false }

func (l library) Open(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	return l.Blobs.OpenSound(ctx, hash)
}

func (l library) Manifest(ctx context.Context, hash string) ([]byte, error) {
	m, err := l.Blobs.Manifest(ctx, hash)
	return m.Encode(), err
}

func (l library) Receive(ctx context.Context, hash string, offset int64, from io.Reader) error {
	return l.Blobs.Receive(ctx, hash, offset, from, nil)
}

// reading is a reader of a paper in a room, over a line that lets so many requests for bytes through, and the
// others once all is closed.
func reading(t *testing.T, data, key []byte) (r *Reader, shelf *storage.Blobs, let *atomic.Int64, all chan struct{}) {
	t.Helper()
	there, err := storage.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	hash := storagetest.HashOf(data)
	if err := there.Receive(t.Context(), hash, 0, bytes.NewReader(data), nil); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(hub.Blobs(hub.BlobsConfig{Shelf: library{there}, Readers: library{there}, Gate: hub.NewGate(hub.GateConfig{}),
		Device: func(*http.Request) (string, bool) { return "tablet", true }}))
	t.Cleanup(server.Close)
	if shelf, err = storage.OpenBlobs(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if err := shelf.Seal(map[string][]byte{hash: key}); err != nil {
		t.Fatal(err)
	}
	let, all = &atomic.Int64{}, make(chan struct{})
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	fetcher := link.NewFetcher(link.FetcherConfig{
		Shelf: shelf, Pieces: Pieces{shelf}, Wrong: storage.ErrWrongHash, Changed: func() {}, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
		Do: func(q *http.Request) (*http.Response, error) {
			if q.Header.Get("Range") != "" && let.Add(-1) < 0 {
				select {
				case <-all:
				case <-q.Context().Done():
					return nil, q.Context().Err()
				}
			}
			q.URL.Scheme, q.URL.Host = at.Scheme, at.Host
			return http.DefaultClient.Do(q)
		},
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); fetcher.Serve(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	r = &Reader{hash: hash, blobs: shelf, fetcher: fetcher, mend: func(err error) error {
		if errors.Is(err, storage.ErrWrongHash) {
			err = errors.Join(err, shelf.Remove(hash))
			fetcher.Forget(func(string) bool { return true })
		}
		return err
	}}
	return r, shelf, let, all
}

// A reader has the bytes that it is asked for while nothing else comes, and the same when all is here; what
// was changed on the disk is fetched anew.
func TestReaderWhileAPaperComes(t *testing.T) {
	data, _ := storagetest.Pieces(51, 6<<20)
	hash := storagetest.HashOf(data)
	r, shelf, let, all := reading(t, data, bytes.Repeat([]byte{9}, 32))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	let.Store(2) // for its beginning and for what is read
	if size, err := r.Size(ctx); err != nil || size != int64(len(data)) {
		t.Fatalf("%d bytes, %v", size, err)
	}
	read := func(offset, length int64) error {
		got := make([]byte, length)
		err := r.ReadAt(ctx, got, offset)
		if err == nil && !bytes.Equal(got, data[offset:offset+length]) {
			t.Errorf("other bytes at %d", offset)
		}
		return err
	}
	if err := read(4<<20, 64<<10); err != nil {
		t.Fatal(err)
	}
	if shelf.Has(hash) {
		t.Fatal("all of it came for a part")
	}
	short, stop := context.WithTimeout(ctx, 50*time.Millisecond)
	defer stop()
	if err := r.ReadAt(short, make([]byte, 10), 2<<20); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("what does not come: %v", err)
	}
	close(all)
	r.fetcher.First(hash)
	for err := error(nil); !shelf.Has(hash); {
		if err = read(5<<20, 1); err != nil {
			t.Fatal(err)
		}
	}
	if err := read(0, int64(len(data))); err != nil {
		t.Fatal(err)
	}
	change := func() {
		t.Helper()
		file, err := os.OpenFile(shelf.Path(hash), os.O_RDWR, 0)
		if err == nil {
			_, err = file.WriteAt([]byte("changed"), 3<<20)
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, when := range []string{"after it was opened", "before"} {
		change()
		if when == "before" {
			r = &Reader{hash: hash, blobs: shelf, fetcher: r.fetcher, mend: r.mend}
		}
		if err := read(3<<20, 10); !errors.Is(err, storage.ErrWrongHash) {
			t.Errorf("what was changed %s: %v", when, err)
		}
		for { // until all of it is here anew
			if err := read(0, int64(len(data))); err != nil {
				t.Fatalf("fetched anew: %v", err)
			}
			if shelf.Has(hash) {
				break
			}
		}
	}
}
