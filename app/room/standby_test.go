package room_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"path/filepath"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// skewed is a clock that a test may put forward.
type skewed struct{ by atomic.Int64 }

func (s *skewed) now() time.Time           { return time.Now().Add(time.Duration(s.by.Load())) }
func (s *skewed) forward(by time.Duration) { s.by.Add(int64(by)) }

// aide is a standby of a bed, in the same process.
type aide struct {
	t      *testing.T
	folder string
	port   int
	of     string
	clock  *skewed
	stop   func()
	serve  *room.Standby
}

func (a *aide) start() {
	a.t.Helper()
	opened, err := room.OpenStandby(a.t.Context(), room.StandbyConfig{
		Config: room.Config{Folder: a.folder, Loopback: true, Now: a.clock.now, Logger: quiet()}, Of: a.of,
	})
	if err != nil {
		a.t.Fatal(err)
	}
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: a.port})
	if err != nil {
		a.t.Fatal(err)
	}
	a.port, a.serve = listener.Addr().(*net.TCPAddr).Port, opened
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		_, err := opened.Serve(ctx, listener, nil)
		done <- errors.Join(err, opened.Close(), listener.Close())
	}()
	stopped := false
	a.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			a.t.Errorf("standby ended: %v", err)
		}
	}
	a.t.Cleanup(func() { a.stop() })
}

// until waits for something that nobody tells of.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// standbyOf pairs a standby with the room, approves it, and waits until it may take over.
func standbyOf(b *bed, clock *skewed) *aide {
	b.t.Helper()
	a := &aide{t: b.t, folder: filepath.Join(b.t.TempDir(), "standby"), of: invitationOf(b, people.StandbyMode), clock: clock}
	a.start()
	until(b.t, "the standby is refused while it is not approved", func() bool { return a.serve.View().Code == "device.pending" })
	approveStandby(b)
	a.attached(b)
	return a
}

func invitationOf(b *bed, mode people.Mode) string {
	b.t.Helper()
	body, err := json.Marshal(people.Inviting{Mode: mode, Count: 1})
	if err != nil {
		b.t.Fatal(err)
	}
	answer, err := b.room.Submit(b.t.Context(), change.Command{ID: "invite " + string(mode), Kind: people.InviteKind, Stream: people.Stream, Body: body})
	var invited people.Invited
	if err == nil {
		err = json.Unmarshal(answer.Once, &invited)
	}
	if err != nil {
		b.t.Fatalf("invite: %+v %v", answer, err)
	}
	return invited.Text
}

func approveStandby(b *bed) {
	b.t.Helper()
	for _, device := range b.room.Overview().Devices {
		if device.Mode == people.StandbyMode && device.State == people.Pending {
			b.do(people.Stream, people.ApproveDeviceKind, people.Pointing{ID: device.ID})
			return
		}
	}
	b.t.Fatal("no standby waits for approval")
}

func (a *aide) attached(b *bed) {
	b.t.Helper()
	until(b.t, "attached", func() bool { return a.serve.View().May && b.room.Duty().Standby == people.AttachedStandby })
}

// log is everything that the log of a folder consists of.
func logOf(t *testing.T, folder string) []change.Batch {
	t.Helper()
	log, err := storage.OpenRoom(t.Context(), filepath.Join(folder, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	batches, err := log.Batches(t.Context(), 0, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	return batches
}

// A clerk's approval and nothing else lets a standby in. Then it has the log, the papers and what sign-in
// takes; what is answered from then on is on both disks.
func TestStandbyHasEverything(t *testing.T) {
	clock := &skewed{}
	b := newBedAt(t, clock.now)
	stream, paper := b.session(1)
	a := standbyOf(b, clock)
	clerk, d := b.admit(people.ClerkMode), b.seated("p1")
	clerk.until("the clerk hears of the standby", func() bool { return clerk.Seat().Duty().Standby == people.AttachedStandby })
	hash, _, err := storage.Sum(bytes.NewReader(paper))
	if err != nil {
		t.Fatal(err)
	}
	papers, err := storage.OpenBlobs(filepath.Join(a.folder, "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	until(t, "the paper is on the standby", func() bool { return papers.Has(hash) })
	until(t, "the standby says so", func() bool { return a.serve.View().Missing == 0 })
	if d.Seat().Duty().Standby != "" {
		t.Error("a delegate hears of the standby")
	}
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	d.until("the poll is open", func() bool { _, ok := d.Seat().Session().RunningPoll(); return ok })
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	d.until("received", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	b.halt()
	a.stop()
	if one, other := logOf(t, b.folder), logOf(t, a.folder); !reflect.DeepEqual(one, other) {
		t.Errorf("%d batches on the primary, %d on the standby", len(one), len(other))
	}
	view, err := room.StandbyAt(t.Context(), room.Config{Folder: a.folder, Now: clock.now, Logger: quiet()})
	if err != nil || !view.May || view.Missing != 0 {
		t.Errorf("%+v %v", view, err)
	}
	if _, err := room.Open(t.Context(), room.Config{Folder: a.folder, Now: clock.now, Logger: quiet()}); !errors.Is(err, room.ErrStandby) {
		t.Errorf("a standby's folder opens as the room: %v", err)
	}
}

// Out of sight, ballots wait. A person has the server go on alone; the standby that comes back has lost its
// right, catches up and has it again.
func TestStandbyOutOfSight(t *testing.T) {
	clock := &skewed{}
	b := newBedAt(t, clock.now)
	stream, _ := b.session(1)
	a := standbyOf(b, clock)
	clerk, d := b.admit(people.ClerkMode), b.seated("p1")
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	d.until("the poll is open", func() bool { _, ok := d.Seat().Session().RunningPoll(); return ok })
	if err := b.room.Do(t.Context(), "", people.Stream, people.GoAloneKind, struct{}{}); !refusedAs(err, "standby.not-lost") {
		t.Errorf("goes on alone beside its standby: %v", err)
	}
	a.stop()
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	until(t, "the ballot is on the primary's disk", func() bool {
		return len(logOf(t, b.folder)) > len(logOf(t, a.folder))
	})
	clock.forward(11 * time.Second)
	clerk.until("the clerk is told", func() bool { return clerk.Seat().Duty().Standby == people.LostStandby })
	if state := d.Seat().Vote("q").State; state == council.VoteReceived {
		t.Error("answered while the standby may take over without it")
	}
	if err := b.room.Do(t.Context(), d.id, people.Stream, people.GoAloneKind, struct{}{}); !refusedAs(err, "not-allowed") {
		t.Errorf("a delegate's tablet has the server go on alone: %v", err)
	}
	if err := b.room.Do(t.Context(), clerk.id, people.Stream, people.GoAloneKind, struct{}{}); err != nil {
		t.Fatal(err)
	}
	d.until("received", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	clerk.until("the clerk is told that it goes on alone", func() bool { return clerk.Seat().Duty().Standby == people.AloneStandby })
	a.start()
	a.attached(b)
	b.halt()
	a.stop()
	if one, other := logOf(t, b.folder), logOf(t, a.folder); !reflect.DeepEqual(one, other) {
		t.Errorf("%d batches on the primary, %d on the standby", len(one), len(other))
	}
	for _, folder := range []string{b.folder, a.folder} {
		if epochs := epochsOf(t, folder); len(epochs) != 2 || epochs[1].Number != 3 || epochs[1].Reason != change.Alone {
			t.Errorf("%s: epochs %+v", folder, epochs)
		}
	}
}

func refusedAs(err error, code string) bool {
	var refusal *people.Refusal
	return errors.As(err, &refusal) && refusal.Code == code
}

func epochsOf(t *testing.T, folder string) []change.Epoch {
	t.Helper()
	log, err := storage.OpenRoom(t.Context(), filepath.Join(folder, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	epochs, err := log.Epochs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return epochs
}

// The server goes on alone and the standby takes over all the same, without anybody in the room knowing. A
// device that met the first does not follow the second, and silences it.
func TestSplitBrain(t *testing.T) {
	clock := &skewed{}
	b := newBedAt(t, clock.now)
	stream, _ := b.session(1)
	a := standbyOf(b, clock)
	d := b.seated("p1")
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	d.until("the poll is open", func() bool { _, ok := d.Seat().Session().RunningPoll(); return ok })
	a.stop()
	clock.forward(11 * time.Second)
	until(t, "lost", func() bool { return b.room.Duty().Standby == people.LostStandby })
	b.do(people.Stream, people.GoAloneKind, struct{}{})
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	d.until("received", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	stranger := &voter{identity: admitVoter(b), receipts: map[string]change.Receipt{}}
	greeted := func(address string) error {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		ws, err := stranger.greet(ctx, address)
		if err == nil {
			ws.CloseNow()
		}
		return err
	}
	if err := greeted(b.address()); err != nil || stranger.epoch.Number != 3 {
		t.Fatalf("the first: %+v %v", stranger.epoch, err)
	}
	config := room.Config{Folder: a.folder, Loopback: true, Now: clock.now, Logger: quiet()}
	if running, err := room.TakeOver(t.Context(), config); err != nil || running {
		t.Fatalf("take over: %v %v", running, err)
	}
	if epochs := epochsOf(t, a.folder); epochs[len(epochs)-1].Number != 2 {
		t.Fatalf("took over in %+v", epochs)
	}
	b.halt() // so that only the device can tell the second of the first
	second := &bed{t: t, folder: a.folder, port: a.port, now: clock.now}
	second.start()
	t.Cleanup(func() { second.halt() })
	if err := greeted(second.address()); !errors.Is(err, errNotOurs) {
		t.Errorf("a device that met the first greets the second: %v", err)
	}
	until(t, "the second is silenced", func() bool {
		answer, err := second.room.Submit(t.Context(), change.Command{ID: "x", Kind: people.HeadKind, Stream: people.Stream, Body: []byte(`{"stream":"people"}`)})
		return err == nil && answer.Code == "server.overtaken"
	})
	second.halt()
	b.start()
	d.online()
	if d.Seat().Vote("q").State != council.VoteReceived {
		t.Error("the device lost its receipt")
	}
}

// admitVoter makes a device without pairing.
func admitVoter(b *bed) *trust.Identity {
	b.t.Helper()
	identity, err := b.room.Admit(b.t.Context(), "voter", people.DelegateMode)
	if err != nil {
		b.t.Fatal(err)
	}
	return identity
}

// Revoking the standby ends its right at once, and what waits for it is answered.
func TestStandbyRevoked(t *testing.T) {
	clock := &skewed{}
	b := newBedAt(t, clock.now)
	a := standbyOf(b, clock)
	for _, device := range b.room.Overview().Devices {
		if device.Mode == people.StandbyMode {
			b.do(people.Stream, people.RevokeDeviceKind, people.Pointing{ID: device.ID})
		}
	}
	b.do(people.Stream, people.PutPersonKind, people.Person{ID: "x", Name: "Trần Văn Ất"})
	if duty := b.room.Duty(); duty.Standby != people.AloneStandby {
		t.Errorf("%+v", duty)
	}
	until(t, "the standby hears of it", func() bool { return a.serve.View().Code == "device.revoked" })
	a.stop()
	if _, err := room.TakeOver(t.Context(), room.Config{Folder: a.folder, Now: clock.now, Logger: quiet()}); err == nil {
		// It was away when its right ended: it may believe that it has it, in a lower epoch.
		if epochs := epochsOf(t, a.folder); epochs[len(epochs)-1].Number >= 3 {
			t.Errorf("a revoked standby takes over in %+v", epochs)
		}
	}
}
