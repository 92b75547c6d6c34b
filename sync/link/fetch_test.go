package link

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// memoryShelf keeps papers in memory; a paper is right when it says its own hash.
type memoryShelf struct {
	mu    sync.Mutex
	whole map[string][]byte
	parts map[string][]byte
}

var errWrong = errors.New("wrong bytes")

func newMemoryShelf() *memoryShelf {
	return &memoryShelf{whole: map[string][]byte{}, parts: map[string][]byte{}}
}

func (s *memoryShelf) Has(hash string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.whole[hash]
	return ok
}

func (s *memoryShelf) PartSize(hash string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int64(len(s.parts[hash]))
}

func (s *memoryShelf) Receive(ctx context.Context, hash string, offset int64, from io.Reader, progress func(int64)) error {
	s.mu.Lock()
	s.parts[hash] = s.parts[hash][:offset]
	s.mu.Unlock()
	buffer := make([]byte, 4)
	for {
		n, err := from.Read(buffer)
		s.mu.Lock()
		s.parts[hash] = append(s.parts[hash], buffer[:n]...)
		received := int64(len(s.parts[hash]))
		s.mu.Unlock()
		progress(received)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	whole := s.parts[hash]
	delete(s.parts, hash)
	if !strings.HasPrefix(string(whole), hash) {
		return errWrong
	}
	s.whole[hash] = whole
	return nil
}

// shop answers like a room; answer may be exchanged while it works.
type shop struct {
	mu     sync.Mutex
	ranges []string
	answer func(request *http.Request, asked int) (*http.Response, error)
}

func (s *shop) do(request *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.ranges = append(s.ranges, strings.TrimPrefix(request.URL.Path, "/blob/")+" "+request.Header.Get("Range"))
	asked := len(s.ranges)
	s.mu.Unlock()
	return s.answer(request, asked)
}

func reply(status int, body io.Reader, headers ...string) *http.Response {
	response := &http.Response{StatusCode: status, Status: fmt.Sprint(status), Header: http.Header{}, Body: io.NopCloser(body)}
	for i := 0; i+1 < len(headers); i += 2 {
		response.Header.Set(headers[i], headers[i+1])
	}
	return response
}

// brokenAfter is a body that breaks off.
func brokenAfter(text string) io.Reader {
	return io.MultiReader(strings.NewReader(text), readerFunc(func([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(into []byte) (int, error) { return f(into) }

// start runs a fetcher and returns a channel that receives after every change.
func start(t *testing.T, shelf Shelf, s *shop) (*Fetcher, chan struct{}) {
	t.Helper()
	changed := make(chan struct{}, 1000)
	f := NewFetcher(FetcherConfig{Shelf: shelf, Do: s.do, Now: time.Now, Logger: slog.New(slog.DiscardHandler), Changed: func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); f.Serve(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return f, changed
}

func until(t *testing.T, changed chan struct{}, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for !holds() {
		select {
		case <-changed:
		case <-deadline:
			t.Fatal("never happened: " + what)
		}
	}
}

func TestBrokenTransferGoesOnWhereItStopped(t *testing.T) {
	shelf := newMemoryShelf()
	s := &shop{answer: func(request *http.Request, asked int) (*http.Response, error) {
		if asked == 1 {
			return reply(http.StatusOK, brokenAfter("paper-a, fi")), nil
		}
		return reply(http.StatusPartialContent, strings.NewReader("rst half"), "Content-Range", "bytes 11-18/19"), nil
	}}
	f, changed := start(t, shelf, s)
	f.Want([]string{"paper-a"})
	until(t, changed, "the paper is here", func() bool { return f.State("paper-a").Have })
	if want := []string{"paper-a ", "paper-a bytes=11-"}; fmt.Sprint(s.ranges) != fmt.Sprint(want) {
		t.Errorf("asked %q, want %q", s.ranges, want)
	}
	if got := shelf.whole["paper-a"]; !bytes.Equal(got, []byte("paper-a, first half")) {
		t.Errorf("stored %q", got)
	}
}

func TestPaperSomebodyLooksAtGoesFirst(t *testing.T) {
	shelf := newMemoryShelf()
	release := make(chan struct{})
	s := &shop{}
	s.answer = func(request *http.Request, asked int) (*http.Response, error) {
		hash := strings.TrimPrefix(request.URL.Path, "/blob/")
		if hash == "slow" && asked == 1 {
			return reply(http.StatusOK, io.MultiReader(strings.NewReader("slow"), readerFunc(func([]byte) (int, error) {
				<-request.Context().Done() // as a real connection ends
				return 0, request.Context().Err()
			}))), nil
		}
		<-release
		return reply(http.StatusOK, strings.NewReader(hash+"!")), nil
	}
	f, changed := start(t, shelf, s)
	f.Want([]string{"slow", "urgent"})
	until(t, changed, "the first transfer runs", func() bool { return f.State("slow").Received == 4 })
	f.First("urgent")
	close(release)
	until(t, changed, "both are here", func() bool { return f.State("slow").Have && f.State("urgent").Have })
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.ranges) != 3 || !strings.HasPrefix(s.ranges[1], "urgent") || s.ranges[2] != "slow bytes=4-" {
		t.Errorf("asked %q", s.ranges)
	}
}

func TestWhatTheRoomWithholdsIsSaid(t *testing.T) {
	s := &shop{answer: func(*http.Request, int) (*http.Response, error) {
		return reply(http.StatusNotFound, strings.NewReader("")), nil
	}}
	f, changed := start(t, newMemoryShelf(), s)
	f.Want([]string{"secret"})
	until(t, changed, "the refusal is told", func() bool { return errors.Is(f.State("secret").Err, ErrWithheld) })
}

func TestWrongBytesAreThrownAwayAndFetchedAnew(t *testing.T) {
	shelf := newMemoryShelf()
	s := &shop{answer: func(_ *http.Request, asked int) (*http.Response, error) {
		if asked == 1 {
			return reply(http.StatusOK, strings.NewReader("forged")), nil
		}
		return reply(http.StatusOK, strings.NewReader("true paper")), nil
	}}
	f, changed := start(t, shelf, s)
	f.Want([]string{"true"})
	until(t, changed, "the forgery is noticed", func() bool { return errors.Is(f.State("true").Err, errWrong) })
	f.Hurry()
	until(t, changed, "the paper is here", func() bool { return f.State("true").Have })
	if s.ranges[1] != "true " {
		t.Errorf("asked %q: wrong bytes were kept", s.ranges)
	}
}

func TestPausesGrowAndEnd(t *testing.T) {
	w, now := newWanted(), time.Unix(1000, 0)
	none := func(string) bool { return false }
	w.order = []string{"a", "b"}
	w.failed("a", now)
	if hash, _ := w.next(none, now); hash != "b" {
		t.Errorf("next is %q while a rests, want b", hash)
	}
	w.failed("b", now)
	w.failed("b", now)
	if hash, wait := w.next(none, now); hash != "" || !wait.Equal(now.Add(shortestPause)) {
		t.Errorf("next %q at %v, want none until %v", hash, wait, now.Add(shortestPause))
	}
	for range 100 {
		w.failed("a", now)
	}
	if pause := w.later["a"].Sub(now); pause != longestPause {
		t.Errorf("after many failures the pause is %v, want %v", pause, longestPause)
	}
	w.hurry()
	if hash, _ := w.next(none, now); hash != "a" {
		t.Errorf("next is %q after hurry, want a", hash)
	}
}
