package hub

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"congso.vn/congso/storage/storagetest"
)

// arrive has a transfer come to the gate, and returns a channel that tells when it may begin.
func arrive(t *testing.T, g *Gate, address string, urgent bool) <-chan *pass {
	t.Helper()
	begun := make(chan *pass, 1)
	go func() {
		if p, err := g.enter(t.Context(), address, urgent); err == nil {
			begun <- p
		}
	}()
	synctest.Wait() // in the order of the calls
	return begun
}

func begins(t *testing.T, what string, begun <-chan *pass) *pass {
	t.Helper()
	synctest.Wait()
	select {
	case p := <-begun:
		return p
	default:
		t.Fatal(what + " does not begin")
		return nil
	}
}

func waits(t *testing.T, what string, begun <-chan *pass) {
	t.Helper()
	synctest.Wait()
	select {
	case <-begun:
		t.Fatal(what + " begins out of turn")
	default:
	}
}

func TestGateLetsAFewThroughInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(GateConfig{})
		var running []*pass
		for range 6 {
			running = append(running, begins(t, "one of six", arrive(t, g, "192.168.7.20:4000", false)))
		}
		seventh, eighth := arrive(t, g, "192.168.7.21:4000", false), arrive(t, g, "192.168.7.22:4000", false)
		waits(t, "the seventh", seventh)
		begins(t, "one of another access point", arrive(t, g, "192.168.8.20:4000", false)).leave()
		running[3].leave()
		running = append(running, begins(t, "the seventh", seventh))
		waits(t, "the eighth", eighth)
		running[0].leave()
		begins(t, "the eighth", eighth).leave()
		for _, i := range []int{1, 2, 4, 5, 6} {
			running[i].leave()
		}
		if len(g.groups) != 0 {
			t.Errorf("%d access points are remembered with nobody there", len(g.groups))
		}
	})
}

func TestUrgentJumpsTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(GateConfig{Slots: 1})
		first := begins(t, "the first", arrive(t, g, "10.0.0.1:1", false))
		ordinary := arrive(t, g, "10.0.0.2:1", false)
		urgent, second := arrive(t, g, "10.0.0.3:1", true), arrive(t, g, "10.0.0.4:1", true)
		first.leave()
		waits(t, "the ordinary one", ordinary)
		begins(t, "the urgent one", urgent).leave()
		begins(t, "the second urgent one", second).leave()
		begins(t, "the ordinary one", ordinary).leave()
	})
}

// A transfer that runs gives its place to an urgent one between two pieces, and comes back before those
// that have not begun.
func TestUrgentPausesWhatRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewGate(GateConfig{Slots: 1})
		running := begins(t, "the first", arrive(t, g, "10.0.0.1:1", false))
		waiting := arrive(t, g, "10.0.0.2:1", false)
		if err := running.pause(t.Context()); err != nil {
			t.Fatal(err)
		}
		urgent := arrive(t, g, "10.0.0.3:1", true)
		paused := make(chan error, 1)
		go func() { paused <- running.pause(t.Context()) }()
		leave := begins(t, "the urgent one", urgent)
		synctest.Wait()
		select {
		case <-paused:
			t.Fatal("two transfers go on in one place")
		default:
		}
		leave.leave()
		if err := <-paused; err != nil {
			t.Fatal(err)
		}
		waits(t, "one that had not begun", waiting)
		running.leave()
		begins(t, "the last", waiting).leave()
	})
}

func TestBallotsPausePapers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var busy atomic.Bool
		g := NewGate(GateConfig{Busy: busy.Load})
		ordinary, urgent := begins(t, "one", arrive(t, g, "10.0.0.1:1", false)), begins(t, "an urgent one", arrive(t, g, "10.0.0.2:1", true))
		busy.Store(true)
		paused := make(chan error, 1)
		go func() { paused <- ordinary.pause(t.Context()) }()
		if err := urgent.pause(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		select {
		case <-paused:
			t.Fatal("papers go on while ballots flow")
		default:
		}
		busy.Store(false)
		began := time.Now()
		if err := <-paused; err != nil || time.Since(began) > time.Second {
			t.Fatalf("it went on after %v: %v", time.Since(began), err)
		}
	})
}

// Whoever hangs up while waiting or paused leaves no place behind that nobody can take.
func TestGateForgetsWhoHangsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := true
		g := NewGate(GateConfig{Slots: 1, Busy: func() bool { return busy }})
		running := begins(t, "the first", arrive(t, g, "10.0.0.1:1", false))
		ctx, hangUp := context.WithCancel(t.Context())
		refused := make(chan error, 2)
		go func() {
			_, err := g.enter(ctx, "10.0.0.2:1", false)
			refused <- err
		}()
		go func() { refused <- running.pause(ctx) }()
		synctest.Wait()
		hangUp()
		for range 2 {
			if err := <-refused; !errors.Is(err, context.Canceled) {
				t.Errorf("after hanging up: %v", err)
			}
		}
		begins(t, "the next", arrive(t, g, "10.0.0.3:1", false)).leave()
		if len(g.groups) != 0 {
			t.Errorf("places are left: %+v", g.groups)
		}
	})
}

func TestNetworks(t *testing.T) {
	for address, want := range map[string]string{
		"192.168.7.20:4000": "192.168.7.0/24", "[::ffff:192.168.7.9]:4000": "192.168.7.0/24", "127.0.0.1:1": "127.0.0.0/24",
		"[2001:db8:1:2:3::4]:9": "2001:db8:1:2::/64", "[fe80::1%eth0]:9": "fe80::/64", "pipe": "pipe",
	} {
		if got := Network(address); got != want {
			t.Errorf("%s is in %s, want %s", address, got, want)
		}
	}
}

// A device that reads nothing loses its place, and the next in the queue is served.
func TestStalledReaderLosesItsPlace(t *testing.T) {
	shelf, _ := newShelf(t)
	data := bytes.Repeat([]byte("tài liệu dài "), 3<<19)
	hash := storagetest.HashOf(data)
	must(t, shelf.Receive(t.Context(), hash, 0, bytes.NewReader(data)))
	server := httptest.NewServer(Blobs(BlobsConfig{
		Shelf: shelf, Readers: shelf, Gate: NewGate(GateConfig{Slots: 1, Stall: 2 * time.Second}),
		Device: func(*http.Request) (string, bool) { return "reader", true },
	}))
	defer server.Close()
	stalled, err := net.Dial("tcp", server.Listener.Addr().String())
	must(t, err)
	defer stalled.Close()
	_, err = io.WriteString(stalled, "GET /blob/"+hash+" HTTP/1.1\r\nHost: room\r\n\r\n")
	must(t, err)
	first := make([]byte, 100)
	_, err = io.ReadFull(stalled, first)
	must(t, err)
	if !strings.HasPrefix(string(first), "HTTP/1.1 200") {
		t.Fatalf("answered %q", first)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/blob/"+hash, nil)
	must(t, err)
	response, err := server.Client().Do(request)
	must(t, err)
	defer response.Body.Close()
	got := make([]byte, len(data))
	if n, err := io.ReadFull(response.Body, got); err != nil || !bytes.Equal(got, data) {
		t.Fatalf("the next got %d bytes of %d: %v", n, len(data), err)
	}
	_, err = response.Body.Read(got) // to the end, so that the connection is used again
	if !errors.Is(err, io.EOF) {
		t.Fatalf("behind the paper: %v", err)
	}
	request.Header.Set("Range", "bytes=100-299") // the connection is as good as before
	response, err = server.Client().Do(request)
	must(t, err)
	defer response.Body.Close()
	if got, err := io.ReadAll(response.Body); err != nil || !bytes.Equal(got, data[100:300]) {
		t.Fatalf("a second request on the connection got %d bytes: %v", len(got), err)
	}
}

// What somebody looks at is not held up by ballots, and passes an ordinary transfer that is.
func TestUrgentRequestPasses(t *testing.T) {
	shelf, _ := newShelf(t)
	data := bytes.Repeat([]byte("tài liệu "), 100_000)
	hash := storagetest.HashOf(data)
	must(t, shelf.Receive(t.Context(), hash, 0, bytes.NewReader(data)))
	var busy atomic.Bool
	busy.Store(true)
	handler := Blobs(BlobsConfig{
		Shelf: shelf, Readers: shelf, Gate: NewGate(GateConfig{Slots: 1, Busy: busy.Load}),
		Device: func(*http.Request) (string, bool) { return "reader", true },
	})
	ask := func(urgent bool) <-chan int {
		request, recorder, done := httptest.NewRequest(http.MethodGet, "/blob/"+hash, nil), httptest.NewRecorder(), make(chan int, 1)
		if urgent {
			request.Header.Set(Urgent, "1")
		}
		go func() {
			handler.ServeHTTP(recorder, request)
			done <- recorder.Body.Len()
		}()
		return done
	}
	ordinary := ask(false)
	select {
	case n := <-ask(true):
		if n != len(data) {
			t.Errorf("%d bytes of %d", n, len(data))
		}
	case <-time.After(10 * time.Second):
		t.Fatal("an urgent request waits for ballots")
	}
	select {
	case <-ordinary:
		t.Error("an ordinary request did not wait for ballots")
	default:
	}
	small := httptest.NewRequest(http.MethodGet, "/blob/"+hash, nil)
	small.RemoteAddr = "192.168.9.9:1"
	small.Header.Set("Range", "bytes=1000-99999")
	recorder := httptest.NewRecorder()
	if handler.ServeHTTP(recorder, small); recorder.Body.String() != string(data[1000:100_000]) {
		t.Errorf("%d bytes of a small part came", recorder.Body.Len())
	}
	busy.Store(false)
	if n := <-ordinary; n != len(data) {
		t.Errorf("%d bytes of %d came after the pause", n, len(data))
	}
}
