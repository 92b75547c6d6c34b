package link

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"congso.vn/congso/app/chunk"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
	"congso.vn/congso/sync/hub"
)

// room serves papers from a real shelf, over a network that a test can spoil.
type room struct {
	*storage.Blobs
	server *httptest.Server
	// spoil, where set, may answer a request itself, or change the answer's body.
	spoil func(path string, body io.Reader) (status int, changed io.Reader)

	hold func(*http.Request) // called with every answer, before it is given

	mu    sync.Mutex
	asked []string // path, range, and whether it was urgent
	sent  int64    // bytes of papers
}

func (*room) MayRead(context.Context, string, string) (bool, error) { return true, nil }
func (*room) MayWrite(string) bool                                  { return true }

func (r *room) Manifest(ctx context.Context, hash string) ([]byte, error) {
	m, err := r.Blobs.Manifest(ctx, hash)
	return m.Encode(), err
}

func (r *room) Receive(ctx context.Context, hash string, offset int64, from io.Reader) error {
	return r.Blobs.Receive(ctx, hash, offset, from, nil)
}

func newRoom(t testing.TB, papers ...[]byte) *room {
	t.Helper()
	blobs, err := storage.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := &room{Blobs: blobs}
	for _, data := range papers {
		if err := blobs.Receive(t.Context(), storagetest.HashOf(data), 0, bytes.NewReader(data), nil); err != nil {
			t.Fatal(err)
		}
	}
	r.server = httptest.NewServer(r.handler())
	t.Cleanup(r.server.Close)
	return r
}

func (r *room) Open(_ context.Context, hash string) (io.ReadSeekCloser, error) {
	return r.Blobs.Open(hash)
}

func (r *room) handler() http.Handler {
	return hub.Blobs(hub.BlobsConfig{
		Shelf: r, Readers: r, Gate: hub.NewGate(hub.GateConfig{}), Wrong: storage.ErrWrongHash, Gap: storage.ErrGap,
		Device: func(*http.Request) (string, bool) { return "device", true },
	})
}

func (r *room) do(request *http.Request) (*http.Response, error) {
	r.mu.Lock()
	r.asked = append(r.asked, strings.TrimSpace(request.URL.Path+" "+request.Header.Get("Range")+" "+request.Header.Get("Congso-Urgent")))
	r.mu.Unlock()
	request.URL.Scheme, request.URL.Host = "http", strings.TrimPrefix(r.server.URL, "http://")
	response, err := r.server.Client().Do(request)
	if err != nil {
		return nil, err
	}
	if r.hold != nil {
		r.hold(request)
		if err := request.Context().Err(); err != nil {
			response.Body.Close()
			return nil, err
		}
	}
	body := io.Reader(response.Body)
	if r.spoil != nil {
		status, changed := r.spoil(request.URL.Path, body)
		if status != 0 {
			response.Body.Close()
			return reply(status, strings.NewReader("")), nil
		}
		body = changed
	}
	original := response.Body
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(body, counter{r, request.URL.Path}), original}
	return response, nil
}

type counter struct {
	*room
	path string
}

func (c counter) Write(data []byte) (int, error) {
	if strings.HasPrefix(c.path, "/blob/") {
		c.mu.Lock()
		c.sent += int64(len(data))
		c.mu.Unlock()
	}
	return len(data), nil
}

func (r *room) asks() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked)
}

// assembler gives a shelf the form that Pieces has.
type assembler struct{ *storage.Blobs }

func (a assembler) Assemble(ctx context.Context, hash string, m chunk.Manifest) (Assembly, error) {
	assembly, err := a.Blobs.Assemble(ctx, hash, m)
	if err != nil || assembly == nil {
		return nil, err
	}
	return assembly, nil
}

// newTablet returns a fetcher that is not serving yet, its shelf, and what begins it.
func newTablet(t *testing.T, r *room) (f *Fetcher, shelf *storage.Blobs, changed chan struct{}, serve func()) {
	t.Helper()
	shelf, err := storage.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	changed = make(chan struct{}, 1)
	f = NewFetcher(FetcherConfig{
		Shelf: shelf, Pieces: assembler{shelf}, Wrong: storage.ErrWrongHash, Do: r.do, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
		Changed: func() {
			select {
			case changed <- struct{}{}:
			default:
			}
		},
	})
	return f, shelf, changed, func() {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() { defer close(done); f.Serve(ctx) }()
		t.Cleanup(func() { cancel(); <-done })
	}
}

// arrives waits until a paper is here, hurrying after every failure, and holds its bytes against what they
// should be.
func arrives(t *testing.T, f *Fetcher, shelf *storage.Blobs, changed chan struct{}, data []byte) Fetched {
	t.Helper()
	hash := storagetest.HashOf(data)
	until(t, changed, "the paper is here", func() bool {
		if f.State(hash).Err != nil {
			f.Hurry()
		}
		return f.State(hash).Have
	})
	got, err := os.ReadFile(shelf.Path(hash))
	if err != nil || !bytes.Equal(got, data) {
		t.Fatalf("%d bytes are on disk of %d: %v", len(got), len(data), err)
	}
	return f.State(hash)
}

func TestOfARevisionOnlyNewPiecesAreFetched(t *testing.T) {
	old, _ := storagetest.Pieces(1, 2<<20)
	now := slices.Concat(old[:700_000], []byte("sửa đổi"), old[700_000:1_500_000], []byte("bổ sung"), old[1_500_000:])
	r := newRoom(t, old, now)
	f, shelf, changed, serve := newTablet(t, r)
	f.Want([]string{storagetest.HashOf(old)})
	serve()
	arrives(t, f, shelf, changed, old)
	before := r.sent
	f.Want([]string{storagetest.HashOf(now)})
	arrives(t, f, shelf, changed, now)
	if fresh := r.sent - before; fresh == 0 || fresh > 200<<10 {
		t.Errorf("%d bytes were fetched for two changed places of %d", fresh, len(now))
	}
}

// The connection breaks again and again: each time at most one piece comes twice.
func TestResumeRepeatsAtMostOnePiece(t *testing.T) {
	data, m := storagetest.Pieces(2, 3<<20)
	r := newRoom(t, data)
	breaks := 0
	r.spoil = func(path string, body io.Reader) (int, io.Reader) {
		if !strings.HasPrefix(path, "/blob/") || breaks == 10 {
			return 0, body
		}
		breaks++
		return 0, io.MultiReader(io.LimitReader(body, 200_000), readerFunc(func([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }))
	}
	largest := int64(0)
	for _, c := range m.Chunks {
		largest = max(largest, int64(c.Size))
	}
	f, shelf, changed, serve := newTablet(t, r)
	f.Want([]string{storagetest.HashOf(data)})
	serve()
	arrives(t, f, shelf, changed, data)
	if breaks != 10 || r.sent > int64(len(data))+10*largest {
		t.Errorf("%d bytes came for %d, after %d breaks; a piece has %d at most", r.sent, len(data), breaks, largest)
	}
}

func TestWrongPieceIsRefusedAndFetchedAgain(t *testing.T) {
	data, m := storagetest.Pieces(3, 1<<20)
	r := newRoom(t, data)
	spoiled := false
	r.spoil = func(path string, body io.Reader) (int, io.Reader) {
		if !strings.HasPrefix(path, "/blob/") || spoiled {
			return 0, body
		}
		spoiled = true
		first := make([]byte, 100_000)
		if _, err := io.ReadFull(body, first); err != nil {
			t.Error(err)
		}
		first[77_777] ^= 0x20
		return 0, io.MultiReader(bytes.NewReader(first), body)
	}
	f, shelf, changed, serve := newTablet(t, r)
	f.Want([]string{storagetest.HashOf(data)})
	serve()
	state := arrives(t, f, shelf, changed, data)
	span := m.Spans()[slices.IndexFunc(m.Spans(), func(s chunk.Span) bool { return s.Offset+int64(s.Size) > 77_777 })]
	if state.Refused != 1 || r.sent != int64(len(data))+int64(span.Size) {
		t.Errorf("%d pieces were refused, %d bytes came for %d", state.Refused, r.sent, len(data))
	}
	again := fmt.Sprintf("/blob/%s bytes=%d-%d", storagetest.HashOf(data), span.Offset, span.Offset+int64(span.Size)-1)
	if asked := r.asks(); asked[len(asked)-1] != again {
		t.Errorf("asked %q, at last not for the wrong piece alone", asked)
	}
}

// A room that sends wrong pieces all the time is told of, and tried again later.
func TestForgingRoomIsLeft(t *testing.T) {
	data, _ := storagetest.Pieces(4, 1<<20)
	r := newRoom(t, data)
	r.spoil = func(path string, body io.Reader) (int, io.Reader) {
		if strings.HasPrefix(path, "/blob/") {
			return 0, rand.NewChaCha8([32]byte{})
		}
		return 0, body
	}
	f, shelf, changed, serve := newTablet(t, r)
	hash := storagetest.HashOf(data)
	f.Want([]string{hash})
	serve()
	until(t, changed, "the forgery is told", func() bool { return errors.Is(f.State(hash).Err, ErrForged) })
	if state := f.State(hash); state.Refused < maxForged || state.Received != 0 || shelf.Has(hash) {
		t.Errorf("after a forgery: %+v", state)
	}
}

// A manifest that lies costs a transfer, and never a wrong paper.
func TestLyingManifest(t *testing.T) {
	data, m := storagetest.Pieces(5, 600_000)
	other, lie := storagetest.Pieces(6, 600_000)
	lie.Hash = m.Hash
	for what, c := range map[string]struct {
		manifest []byte
		refused  int
	}{"malformed": {[]byte("CSM1"), 0}, "of another paper": {func() []byte { o := lie; o.Hash = [32]byte{1}; return o.Encode() }(), 0}, "of other pieces": {lie.Encode(), 1}} {
		r := newRoom(t, data)
		served := 0
		r.spoil = func(path string, body io.Reader) (int, io.Reader) {
			if strings.HasPrefix(path, "/manifest/") {
				return 0, bytes.NewReader(c.manifest)
			}
			if served++; served == 1 && c.refused > 0 {
				return 0, bytes.NewReader(other)
			}
			return 0, body
		}
		f, shelf, changed, serve := newTablet(t, r)
		f.Want([]string{storagetest.HashOf(data)})
		serve()
		if state := arrives(t, f, shelf, changed, data); state.Refused != c.refused {
			t.Errorf("%s: %d refused, want %d", what, state.Refused, c.refused)
		}
	}
}

func TestRoomOfAnEarlierVersion(t *testing.T) {
	data, _ := storagetest.Pieces(7, 600_000)
	r := newRoom(t, data)
	r.spoil = func(path string, body io.Reader) (int, io.Reader) {
		if strings.HasPrefix(path, "/manifest/") {
			return http.StatusNotFound, nil
		}
		return 0, body
	}
	f, shelf, changed, serve := newTablet(t, r)
	f.Want([]string{storagetest.HashOf(data)})
	serve()
	arrives(t, f, shelf, changed, data)
	if want := []string{"/manifest/" + storagetest.HashOf(data), "/blob/" + storagetest.HashOf(data)}; !slices.Equal(r.asks(), want) {
		t.Errorf("asked %q, want %q", r.asks(), want)
	}
}

func TestPageOnTheScreenComesFirst(t *testing.T) {
	data, m := storagetest.Pieces(8, 3<<20)
	ordinary, _ := storagetest.Pieces(9, 100_000)
	hash := storagetest.HashOf(data)
	r := newRoom(t, data, ordinary)
	f, shelf, changed, serve := newTablet(t, r)
	f.Want([]string{storagetest.HashOf(ordinary), hash})
	f.FirstRange(hash, 2_000_000, 50_000)
	serve()
	arrives(t, f, shelf, changed, data)
	arrives(t, f, shelf, changed, ordinary)
	spans := m.Spans()
	first := spans[slices.IndexFunc(spans, func(s chunk.Span) bool { return s.Offset+int64(s.Size) > 2_000_000 })]
	asked := r.asks()
	if !strings.HasPrefix(asked[1], fmt.Sprintf("/blob/%s bytes=%d-", hash, first.Offset)) {
		t.Errorf("asked %q, want first what is on the screen, from %d", asked, first.Offset)
	}
	for _, one := range asked {
		if urgent := strings.HasSuffix(one, " 1"); urgent != strings.Contains(one, hash) {
			t.Errorf("%q is urgent: %v", one, urgent)
		}
	}
}

// Somebody opens a paper that is on its way as one of many: it is asked for again, as urgent.
func TestOpenedPaperBecomesUrgent(t *testing.T) {
	data, _ := storagetest.Pieces(10, 1<<20)
	hash := storagetest.HashOf(data)
	r := newRoom(t, data)
	reached := make(chan struct{})
	var once sync.Once
	r.hold = func(request *http.Request) {
		if strings.HasPrefix(request.URL.Path, "/blob/") {
			once.Do(func() { close(reached); <-request.Context().Done() })
		}
	}
	f, shelf, changed, serve := newTablet(t, r)
	f.Want([]string{hash})
	serve()
	<-reached
	f.First(hash)
	arrives(t, f, shelf, changed, data)
	asked := r.asks()
	if last := asked[len(asked)-1]; !strings.HasSuffix(last, " 1") || strings.HasSuffix(asked[1], " 1") {
		t.Errorf("asked %q", asked)
	}
}

// A room that serves others first is waited for: that is said, and is no error.
func TestWaitingIsNoError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := &shop{answer: func(*http.Request, int) (*http.Response, error) {
			<-release
			return reply(http.StatusOK, strings.NewReader("paper")), nil
		}}
		f, _ := start(t, newMemoryShelf(), s)
		f.Want([]string{"paper"})
		time.Sleep(waitingAfter - time.Millisecond)
		synctest.Wait()
		if f.State("paper").Waiting {
			t.Error("it waits from the first moment on")
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if state := f.State("paper"); !state.Waiting || state.Err != nil {
			t.Errorf("after a minute in the queue: %+v", state)
		}
		close(release)
		synctest.Wait()
		if state := f.State("paper"); state.Waiting || !state.Have {
			t.Errorf("when it came: %+v", state)
		}
	})
}

func TestStretches(t *testing.T) {
	var spans []chunk.Span
	for i := range 10 {
		spans = append(spans, chunk.Span{Offset: int64(i) * 40_000, Size: 40_000})
	}
	for _, c := range []struct {
		missing []int
		seen    view
		want    []int
	}{
		{[]int{0, 1, 2}, view{}, []int{0, 1, 2}},
		{[]int{0, 2, 4, 7}, view{}, []int{0, 2, 4}}, // one piece between is fetched again, two are not
		{[]int{0, 1, 5, 6, 7}, view{offset: 210_000, length: 40_000}, []int{5, 6}},
		{[]int{0, 1}, view{offset: 210_000, length: 40_000}, []int{0, 1}}, // all of it is here
		{[]int{3}, view{offset: 160_000, length: 1}, []int{3}},
	} {
		if got := stretch(spans, c.missing, c.seen); !slices.Equal(got, c.want) {
			t.Errorf("missing %v, seen %v: %v, want %v", c.missing, c.seen, got, c.want)
		}
	}
}

// What was handed in before the connection broke is not handed in again.
func TestHandInGoesOn(t *testing.T) {
	data, _ := storagetest.Pieces(11, 1<<20)
	hash := storagetest.HashOf(data)
	r := newRoom(t)
	broken := io.MultiReader(bytes.NewReader(data[:400_000]), readerFunc(func([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }))
	if err := HandIn(t.Context(), r.do, hash, int64(len(data)), broken, nil); err == nil {
		t.Fatal("half a paper was handed in")
	}
	deadline := time.Now().Add(10 * time.Second)
	for r.PartSize(hash) == 0 && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	there := r.PartSize(hash)
	if there == 0 {
		t.Fatal("nothing of it is there")
	}
	for _, whole := range []io.Reader{bytes.NewReader(data), io.MultiReader(bytes.NewReader(data))} {
		least, sent := int64(-1), &counted{from: whole, told: func(int64) {}}
		err := HandIn(t.Context(), r.do, hash, int64(len(data)), struct{ io.Reader }{sent}, func(done int64) {
			if least < 0 {
				least = done
			}
		})
		if err != nil || !r.Has(hash) || least < there {
			t.Fatalf("handed in from %d, %d were there: %v", least, there, err)
		}
	}
	asked := r.asks()
	for _, one := range asked {
		if !strings.HasPrefix(one, "/blob/"+hash) {
			t.Errorf("asked %q", asked)
		}
	}
	if got, err := os.ReadFile(r.Path(hash)); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes are in the room: %v", len(got), err)
	}
}

// A room of an earlier version says nothing of what is there: all is handed in.
func TestHandInToAnEarlierVersion(t *testing.T) {
	var offsets []string
	var got []byte
	do := func(request *http.Request) (*http.Response, error) {
		if request.Method == http.MethodHead {
			return reply(http.StatusNotFound, strings.NewReader("")), nil
		}
		offsets = append(offsets, request.Header.Get("Upload-Offset"))
		got, _ = io.ReadAll(request.Body)
		return reply(http.StatusNoContent, strings.NewReader("")), nil
	}
	err := HandIn(t.Context(), do, hex.EncodeToString(make([]byte, 32)), 5, strings.NewReader("paper"), nil)
	if err != nil || string(got) != "paper" || !slices.Equal(offsets, []string{"0"}) {
		t.Errorf("%q from %v: %v", got, offsets, err)
	}
	for status, want := range map[int]error{http.StatusConflict: ErrHandedByTwo, http.StatusNotFound: ErrNotAllowed, http.StatusUnprocessableEntity: ErrWrongBytes, http.StatusInsufficientStorage: ErrRoomFull} {
		refuse := func(*http.Request) (*http.Response, error) { return reply(status, strings.NewReader("")), nil }
		if err := HandIn(t.Context(), refuse, "h", 5, strings.NewReader("paper"), nil); !errors.Is(err, want) {
			t.Errorf("%d: %v, want %v", status, err, want)
		}
	}
}
