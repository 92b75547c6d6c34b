package room_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

// A room restored from a backup that is older than the last votes gets them again from the tablets that
// hold receipts, each once, in whatever order the tablets come back; nobody has to do anything.
func TestRestoredRoomGetsBallotsAgain(t *testing.T) {
	b := newBed(t)
	stream, _ := b.session(3)
	first, second := b.seated("p1"), b.seated("p2")
	backup := filepath.Join(t.TempDir(), "backup")
	config := room.Config{Folder: b.folder, Now: time.Now, Logger: quiet()}
	if _, err := room.Backup(t.Context(), config, backup, nil); err != nil {
		t.Fatal(err)
	}
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	for _, d := range []*device{first, second} {
		d.until("the poll runs", func() bool { return d.Seat().Session().Polls["q"].State == council.PollStarted })
		if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
			t.Fatal(err)
		}
		d.until("received", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	}
	second.stop()
	b.halt()
	if err := os.RemoveAll(b.folder); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Restore(t.Context(), backup, config, nil); err != nil {
		t.Fatal(err)
	}
	b.start()
	// The restored room knows no running poll yet: the ballot waits, and says so.
	first.until("it is asked again", func() bool { return first.Seat().Vote("q").State == council.VoteWaiting })
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	clerk := b.admit(people.ClerkMode)
	first.until("received again", func() bool { return first.Seat().Vote("q").State == council.VoteReceived })
	clerk.until("one is counted", func() bool { return clerk.Seat().Session().Tallies["q"].Received == 1 })
	second = b.again(second)
	second.until("the other too, from its disk", func() bool {
		return second.Seat().Vote("q").State == council.VoteReceived && second.Seat().Standing().Link == people.Online && len(second.Seat().Standing().Unsent) == 0
	})
	clerk.until("both are counted, each once", func() bool { return clerk.Seat().Session().Tallies["q"].Received == 2 })
}
