package room_test

import (
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/station"
)

// The clerk sees which devices still hold what they may not see any more, also those that are away, over
// a restart of the server, until the device said that it wiped it.
func TestOwedWiping(t *testing.T) {
	b := newBed(t)
	stream, _ := b.session(2)
	clerk := b.admit(people.ClerkMode)
	clerk.online()
	first, second := b.seated("p1"), b.seated("p2")
	clerk.until("nobody owes", func() bool { return clerk.Seat().Owing(first.id) == 0 && clerk.Seat().Connected(first.id) })

	first.stop()
	b.do(stream, council.RemoveDeputy, council.Pointing{ID: "p1"})
	clerk.until("one that is away owes", func() bool { return clerk.Seat().Owing(first.id) > 0 })
	b.halt()
	b.start()
	clerk.until("it is known after a restart", func() bool { return clerk.Seat().Connected(clerk.id) && clerk.Seat().Owing(first.id) > 0 })

	first = b.again(first)
	first.online()
	clerk.until("it wiped, and said so", func() bool { return clerk.Seat().Owing(first.id) == 0 })
	if first.Seat().Session().Exists() {
		t.Error("it holds the session still")
	}

	second.stop()
	b.do(people.Stream, people.RevokeDeviceKind, people.Pointing{ID: second.id})
	clerk.until("the revoked one owes", func() bool { return clerk.Seat().Owing(second.id) > 0 })
	b.again(second)
	clerk.until("the revoked one holds nothing", func() bool { return clerk.Seat().Owing(second.id) == 0 })
}

// again switches a device on that was stopped.
func (b *bed) again(d *device) *device {
	b.t.Helper()
	folder, err := station.OpenFolder(b.t.Context(), d.Folder().Path())
	if err != nil {
		b.t.Fatal(err)
	}
	identity, err := folder.Identity(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return b.run(folder, identity)
}
