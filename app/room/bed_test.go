package room_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// bed is a room server on the loopback, with real TLS and real databases, that a test may stop and
// start again.
type bed struct {
	t      *testing.T
	folder string
	port   int
	now    func() time.Time
	room   *room.Room
	stop   func()
	scribe room.PaperReader // of papers; nil: none are read
	judge  room.SignatureReader
	looker room.PaperChecker // at papers; nil: nobody looks
	turner room.Converter    // of office papers; nil: none are taken
	drawer room.PageMaker    // of pages; nil: none are drawn
	bundle bool              // the room draws the pages for devices
	clock  func() time.Time  // of devices, by which keys expire; nil: the true one
}

func newBed(t *testing.T) *bed { return newBedAt(t, time.Now) }

func newBedAt(t *testing.T, now func() time.Time) *bed {
	b := &bed{t: t, folder: filepath.Join(t.TempDir(), "room"), now: now}
	b.start()
	t.Cleanup(func() { b.halt() })
	return b
}

func quiet() *slog.Logger {
	if os.Getenv("CONGSO_DEBUG") != "" {
		return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return slog.New(slog.DiscardHandler)
}

func (b *bed) start() {
	b.t.Helper()
	opened, err := room.Open(context.Background(), room.Config{Folder: b.folder, Name: "Phòng thử", Loopback: true, Now: b.now, Logger: quiet(), Reader: b.scribe, Signatures: b.judge, Converter: b.turner, Checker: b.looker, Pages: b.drawer})
	if err != nil {
		b.t.Fatal(err)
	}
	var listener net.Listener
	if b.port == 0 {
		listener, err = net.Listen("tcp", "127.0.0.1:0")
	} else {
		listener, err = net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: b.port})
	}
	if err != nil {
		b.t.Fatal(err)
	}
	b.port = listener.Addr().(*net.TCPAddr).Port
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- opened.Serve(ctx, listener, func() { close(ready) }) }()
	<-ready
	b.room = opened
	b.stop = func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Errorf("room ended: %v", err)
		}
		if err := opened.Close(); err != nil {
			b.t.Errorf("close room: %v", err)
		}
	}
}

func (b *bed) halt() {
	if b.stop != nil {
		b.stop()
		b.stop = nil
	}
}

func (b *bed) address() string {
	return (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: b.port}).String()
}

// do has the administration do something that must succeed.
func (b *bed) do(stream change.Stream, kind string, body any) {
	b.t.Helper()
	if err := b.room.Do(b.t.Context(), "", stream, kind, body); err != nil {
		b.t.Fatalf("%s: %v", kind, err)
	}
}

// session makes a session with so many deputies p1 …, one item i1 with the paper d1, and a poll q.
func (b *bed) session(deputies int) (stream change.Stream, paper []byte) {
	b.t.Helper()
	paper = bytes.Repeat([]byte("%PDF-1.7 a paper of the session\n"), 20_000)
	hash, size, err := storage.Sum(bytes.NewReader(paper))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.room.Blobs().Receive(b.t.Context(), hash, 0, bytes.NewReader(paper), nil); err != nil {
		b.t.Fatal(err)
	}
	session := council.Import{
		Session:   council.Session{ID: "s1", Title: "Kỳ họp thứ Ba", Body: council.PeoplesCouncil},
		Items:     []council.Item{{ID: "i1", Order: 1, Title: "Kế hoạch đầu tư công"}},
		Documents: []council.Document{{ID: "d1", Item: "i1", Order: 1, Title: "Tờ trình 214", Audience: people.Members("s1"), Revision: 1, Blob: hash, Size: size}},
		Polls:     []council.PollDraft{{ID: "q", Item: "i1", Question: "Thông qua nghị quyết?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority"}},
	}
	for i := range deputies {
		id := "p" + string(rune('1'+i))
		session.Deputies = append(session.Deputies, council.Deputy{Person: id, Name: "Đại biểu " + id, Voting: true})
	}
	stream = people.CouncilStream("s1")
	b.do(stream, council.ImportSession, session)
	b.do(stream, council.OpenSession, struct{}{})
	return stream, paper
}

// device is a station at work.
type device struct {
	*station.Station
	t       *testing.T
	id      string
	changed chan struct{}
	stop    func()
}

// admit makes a device without pairing and starts it.
func (b *bed) admit(mode people.Mode) *device {
	b.t.Helper()
	identity, err := b.room.Admit(b.t.Context(), string(mode), mode)
	if err != nil {
		b.t.Fatal(err)
	}
	folder, err := station.OpenFolder(b.t.Context(), filepath.Join(b.t.TempDir(), "device"))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := folder.Adopt(b.t.Context(), identity, []string{b.address()}); err != nil {
		b.t.Fatal(err)
	}
	return b.run(folder, identity)
}

// run starts a device that has an identity.
func (b *bed) run(folder *station.Folder, identity *trust.Identity) *device {
	b.t.Helper()
	opened, err := station.Open(b.t.Context(), station.Config{Folder: folder, Identity: identity, Server: b.address(), Logger: quiet(), Now: b.clock, Bundles: b.bundle})
	if err != nil {
		b.t.Fatal(err)
	}
	d := &device{Station: opened, t: b.t, id: identity.Device(), changed: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	unwatch := opened.Watch(func() {
		select {
		case d.changed <- struct{}{}:
		default:
		}
	})
	go func() { done <- opened.Serve(ctx) }()
	stopped := false
	d.stop = func() {
		if stopped {
			return
		}
		stopped = true
		unwatch()
		cancel()
		if err := <-done; err != nil {
			b.t.Errorf("station ended: %v", err)
		}
		if err := folder.Close(); err != nil {
			b.t.Errorf("close folder: %v", err)
		}
	}
	b.t.Cleanup(d.stop)
	return d
}

// patience is how long tests wait for anything.
const patience = 20 * time.Second

// until waits for something that a change of the device brings about.
func (d *device) until(what string, holds func() bool) {
	d.t.Helper()
	deadline := time.After(patience)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-d.changed:
		case <-look.C:
		case <-deadline:
			d.t.Fatalf("never: %s; standing %+v", what, d.Seat().Standing())
		}
	}
}

func (d *device) online() {
	d.t.Helper()
	d.until("online", func() bool { return d.Seat().Standing().Link == people.Online })
}

// seated makes a delegate's device in the hands of a person, present.
func (b *bed) seated(person string) *device {
	b.t.Helper()
	d := b.admit(people.DelegateMode)
	if err := b.room.Hand(b.t.Context(), d.id, person); err != nil {
		b.t.Fatal(err)
	}
	d.until("holds the person", func() bool {
		_, holds := d.Seat().Person()
		return holds && d.Seat().Session().Exists()
	})
	if err := d.Seat().Attend(b.t.Context()); err != nil {
		b.t.Fatalf("attend: %v", err)
	}
	return d
}
