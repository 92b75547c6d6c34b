package room_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// reader is a device that only follows, and notes which snapshots it was told of.
type reader struct {
	identity *trust.Identity
	address  string

	mu    sync.Mutex
	facts map[string]change.Change
	blobs []string
	came  chan struct{}
}

func (b *bed) reader(mode people.Mode) *reader {
	b.t.Helper()
	identity, err := b.room.Admit(b.t.Context(), string(mode), mode)
	if err != nil {
		b.t.Fatal(err)
	}
	r := &reader{identity: identity, address: b.address(), facts: map[string]change.Change{}, came: make(chan struct{}, 1)}
	l := link.New(link.Config{Dial: func(ctx context.Context) (*websocket.Conn, error) {
		ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: r.client()})
		return ws, err
	}, Snapshot: func(_ context.Context, blob string) ([]byte, error) {
		r.mu.Lock()
		r.blobs = append(r.blobs, blob)
		r.mu.Unlock()
		_, data, err := r.get("/snapshot/" + blob)
		return data, err
	}, Store: r, Watcher: r, Now: time.Now, Logger: quiet()})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); l.Serve(ctx) }()
	b.t.Cleanup(func() { cancel(); <-done })
	return r
}

func (r *reader) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: r.identity.TLS(), DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", r.address)
	}}}
}

func (r *reader) get(path string) (int, []byte, error) {
	response, err := r.client().Get("https://room" + path)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	return response.StatusCode, data, err
}

func (r *reader) Take(_ context.Context, batch link.Batch) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range batch.Changes {
		r.facts[c.Kind+"/"+c.Key] = c
	}
	return nil
}
func (*reader) Wipe(context.Context, change.Audience) error               { return nil }
func (*reader) Settle(context.Context, change.Answer) error               { return nil }
func (*reader) Keep(context.Context, link.Kept) ([]change.Command, error) { return nil, nil }
func (*reader) Settled(change.Answer)                                     {}
func (*reader) Present(wire.Presence)                                     {}
func (*reader) Standing(link.Standing)                                    {}
func (r *reader) Changed(change.Audience, []change.Change) {
	select {
	case r.came <- struct{}{}:
	default:
	}
}

func (r *reader) wait(t *testing.T, what string, true func() bool) {
	t.Helper()
	for deadline := time.After(20 * time.Second); ; {
		r.mu.Lock()
		done := true()
		r.mu.Unlock()
		if done {
			return
		}
		select {
		case <-r.came:
		case <-deadline:
			t.Fatal(what)
		}
	}
}

// A device that comes late gets the facts as one file, goes on with what changes after it, and a file is
// read by nobody who may not see its audience, whoever tells them its name.
func TestSnapshotOfALongSession(t *testing.T) {
	b := newBed(t)
	stream, _ := b.session(2)
	edit := func(i int) {
		b.do(stream, council.SetAttendance, council.Attendance{Person: fmt.Sprint("p", 1+i%2), State: []council.AttendanceState{council.Present, council.Absent}[i/2%2]})
	}
	for i := range 700 {
		edit(i)
	}
	hall := b.reader(people.HallMode)
	hall.wait(t, "the last edit has not come", func() bool { return hall.facts["attendance/p2"].Seq > 700 })
	hall.mu.Lock()
	blobs := slices.Clone(hall.blobs)
	hall.mu.Unlock()
	if len(blobs) != 1 {
		t.Fatalf("%d snapshots", len(blobs))
	}
	edit(700)
	hall.wait(t, "what came after the snapshot is missing", func() bool { return hall.facts["attendance/p1"].Seq > hall.facts["attendance/p2"].Seq })
	again := b.reader(people.HallMode)
	again.wait(t, "the next one does not catch up", func() bool {
		return again.facts["attendance/p1"].Seq > 700 && again.facts["attendance/p1"].Seq > again.facts["attendance/p2"].Seq
	})
	if again.blobs[0] != blobs[0] {
		t.Error("one edit made another snapshot")
	}
	nobody := b.reader(people.DelegateMode) // held by nobody
	for what, got := range map[string]*reader{"the hall's": hall, "a tablet that nobody holds": nobody} {
		status, _, err := got.get("/snapshot/" + blobs[0])
		if err != nil || (status == http.StatusOK) != (got == hall) {
			t.Errorf("%s: %d %v", what, status, err)
		}
	}
	if status, _, _ := hall.get("/snapshot/" + blobs[0][1:] + "0"); status != http.StatusNotFound {
		t.Errorf("a guess: %d", status)
	}
}
