package link

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/storage/storagetest"
)

// soon is a context that ends before the test is given up.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// A part that is waited for comes first, and the rest behind it, in short requests while somebody reads.
func TestBringComesBeforeTheRest(t *testing.T) {
	data, _ := storagetest.Pieces(41, 8<<20)
	r := newRoom(t, data)
	f, shelf, changed, serve := newTablet(t, r)
	hash := storagetest.HashOf(data)
	serve()
	const offset, length = 5 << 20, 100 << 10
	if err := f.Bring(soon(t), hash, offset, length); err != nil {
		t.Fatal(err)
	}
	c, begun := shelf.Begun(hash)
	if !begun {
		t.Fatal("nothing has begun")
	}
	got := make([]byte, length)
	if err := c.Read(got, offset); err != nil || string(got) != string(data[offset:offset+length]) {
		t.Fatalf("what was brought is not here: %v", err)
	}
	if received := f.State(hash).Received; received > 2<<20 {
		t.Errorf("%d bytes came first for %d", received, length)
	}
	if asks := r.asks(); len(asks) < 2 || !strings.HasPrefix(asks[0], "/manifest/") {
		t.Errorf("asked %q", asks)
	}
	arrives(t, f, shelf, changed, data)
	for _, ask := range r.asks()[1:] {
		var first, last int64
		_, within, _ := strings.Cut(ask, "bytes=")
		if _, err := fmt.Sscanf(within, "%d-%d", &first, &last); err != nil || last-first >= briefBytes {
			t.Errorf("asked %q while somebody reads, %v", ask, err)
		}
	}
	if err := f.Bring(soon(t), hash, 0, 1); err != nil {
		t.Errorf("of a whole paper: %v", err)
	}
}

// A manifest that lies on the disk is not believed when somebody reads what has only begun to come.
func TestBringBelievesTheRoomAlone(t *testing.T) {
	data, m := storagetest.Pieces(42, 1<<20)
	_, lie := storagetest.Pieces(43, 1<<20)
	r := newRoom(t, data)
	f, shelf, _, serve := newTablet(t, r)
	hash := storagetest.HashOf(data)
	lie.Hash = m.Hash
	a, err := shelf.Assemble(t.Context(), hash, lie)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	serve()
	if err := f.Bring(soon(t), hash, 500_000, 1000); err != nil {
		t.Fatal(err)
	}
	c, _ := shelf.Begun(hash)
	got := make([]byte, 1000)
	if err := c.Read(got, 500_000); err != nil || string(got) != string(data[500_000:501_000]) {
		t.Errorf("not the room's bytes: %v", err)
	}
}

// Bring waits through a lost connection, ends with its context, and where the room withholds the paper.
func TestBringThatDoesNotCome(t *testing.T) {
	data, _ := storagetest.Pieces(44, 1<<20)
	r := newRoom(t, data)
	f, _, changed, serve := newTablet(t, r)
	hash := storagetest.HashOf(data)
	status := http.StatusServiceUnavailable
	r.spoil = func(_ string, body io.Reader) (int, io.Reader) {
		r.mu.Lock()
		defer r.mu.Unlock()
		return status, body
	}
	serve()
	ctx, cancel := context.WithCancel(soon(t))
	ended := make(chan error, 2)
	go func() { ended <- f.Bring(ctx, hash, 0, 10) }()
	until(t, changed, "the first attempt fails", func() bool { return f.State(hash).Err != nil })
	select {
	case err := <-ended:
		t.Fatalf("it gives up: %v", err)
	default:
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	go func() { ended <- f.Bring(soon(t), hash, 0, 10) }()
	r.mu.Lock()
	status = http.StatusNotFound
	r.mu.Unlock()
	until(t, changed, "it is withheld", func() bool {
		f.Hurry()
		return errors.Is(f.State(hash).Err, ErrWithheld)
	})
	if err := <-ended; !errors.Is(err, ErrWithheld) {
		t.Errorf("withheld: %v", err)
	}
	r.mu.Lock()
	status = 0
	r.mu.Unlock()
	if err := f.Bring(soon(t), hash, 0, 10); err != nil {
		t.Errorf("asked again: %v", err)
	}
}

// A request whose connection is dead is broken off after a while, and made again.
func TestBringThatHearsNothing(t *testing.T) {
	data, _ := storagetest.Pieces(45, 4<<20)
	r := newRoom(t, data)
	f, _, _, serve := newTablet(t, r)
	var later, dead atomic.Int64
	f.config.Now = func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	do := f.config.Do
	hung := make(chan struct{}, 10)
	f.config.Do = func(q *http.Request) (*http.Response, error) {
		if q.Header.Get("Range") != "" && dead.Add(-1) == 0 {
			hung <- struct{}{}
			<-q.Context().Done()
			return nil, q.Context().Err()
		}
		return do(q)
	}
	dead.Store(2) // the second request for bytes
	hash := storagetest.HashOf(data)
	serve()
	ctx := soon(t)
	if err := f.Bring(ctx, hash, 0, 10); err != nil {
		t.Fatal(err)
	}
	<-hung
	f.mu.Lock()
	turned := f.turned
	f.mu.Unlock()
	ended := make(chan error, 1)
	go func() { ended <- f.Bring(ctx, hash, 3<<20, 10) }()
	<-turned // it is asked for
	later.Store(int64(deafAfter))
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}
