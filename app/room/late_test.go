package room_test

import (
	"errors"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/station"
)

// What must not count late is let go by the device that never sent it, and refused by the room where it may
// have been sent; its person is told either way.
func TestLateCommandDoesNotCount(t *testing.T) {
	b := newBed(t)
	stream, _ := b.session(2)
	d := b.admit(people.DelegateMode)
	if err := b.room.Hand(t.Context(), d.id, "p1"); err != nil {
		t.Fatal(err)
	}
	d.until("holds the person", func() bool { _, holds := d.Seat().Person(); return holds && d.Seat().Session().Exists() })
	b.halt()
	err := d.Seat().DoWithin(t.Context(), stream, council.Attend, 400*time.Millisecond, struct{}{})
	if refused, ok := errors.AsType[*people.Refusal](err); !ok || refused.Code != change.Expired {
		t.Fatalf("never sent: %v", err)
	}
	if lapsed := d.Seat().Lapsed(); len(lapsed) != 1 || len(d.Seat().Standing().Unsent) != 0 {
		t.Errorf("lapsed %+v", lapsed)
	}

	// Now one that a device which was switched off and on cannot know whether it was sent.
	if err := d.Seat().DoWithin(t.Context(), stream, council.Attend, time.Hour, struct{}{}); !errors.Is(err, people.ErrQueued) {
		t.Fatalf("no room: %v", err)
	}
	identity, err := d.Folder().Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := d.Folder().Path()
	d.stop()
	age(t, path, 2*time.Hour)
	b.start()
	folder, err := station.OpenFolder(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	d = b.run(folder, identity)
	d.until("the room's word", func() bool { return len(d.Seat().Lapsed()) == 1 })
	if d.Seat().Session().IsPresent("p1") {
		t.Error("counted two hours late")
	}
	if err := d.Seat().DoWithin(t.Context(), stream, council.Attend, time.Minute, struct{}{}); err != nil {
		t.Errorf("in time: %v", err)
	}
	d.until("present", func() bool { return d.Seat().Session().IsPresent("p1") })
}
