package room_test

import (
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// Whoever is the chair conducts from a delegate's tablet and learns who has voted and what it came to before it is
// published; no other delegate does. When another takes the chair, both go over to them, whichever tablet they hold.
func TestTheChairConducts(t *testing.T) {
	b := newBed(t)
	b.session(2)
	clerk := b.admit(people.ClerkMode)
	clerk.until("the session", func() bool { return clerk.Seat().Session().Exists() })
	edit := func(chair string) {
		t.Helper()
		session := clerk.Seat().Session().Session
		session.Chair = chair
		if err := clerk.Seat().Do(t.Context(), council.EditSession, session.Seq, session); err != nil {
			t.Fatal(err)
		}
	}
	edit("p1")
	chair, other := b.seated("p1"), b.seated("p2")
	chair.until("both are present", func() bool { return chair.Seat().Session().Present() == 2 })
	if code := refused(other.Seat().Do(t.Context(), council.OpenPoll, 0, council.Pointing{ID: "q"})); code != "not-allowed" {
		t.Errorf("a delegate who opens a poll is told %q", code)
	}
	if err := chair.Seat().Do(t.Context(), council.OpenPoll, 0, council.Pointing{ID: "q"}); err != nil {
		t.Fatalf("the chair opens a poll: %v", err)
	}
	other.until("the poll", func() bool { return other.Seat().Session().Polls["q"].State == council.PollStarted })
	if err := other.Seat().Cast(t.Context(), "q", council.No); err != nil {
		t.Fatal(err)
	}
	voted := func(d *device) func() bool {
		return func() bool { _, voted := d.Seat().Session().Casts["q"]["p2"]; return voted }
	}
	chair.until("who has voted", voted(chair))
	edit("p2")
	other.until("who has voted is the new chair's to know", voted(other))
	chair.until("and no longer the old one's", func() bool { return !voted(chair)() })
	if code := refused(chair.Seat().Do(t.Context(), council.ClosePoll, 0, council.Pointing{ID: "q"})); code != "not-allowed" {
		t.Errorf("who was the chair is told %q", code)
	}
	if err := other.Seat().Do(t.Context(), council.ClosePoll, 0, council.Pointing{ID: "q"}); err != nil {
		t.Errorf("the new chair closes the poll: %v", err)
	}
	other.until("what it came to", func() bool { return other.Seat().Session().Results["q"].No == 1 })
	if _, known := chair.Seat().Session().Results["q"]; known {
		t.Error("who was the chair knows what it came to before it is published")
	}
}
