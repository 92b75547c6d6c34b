package room_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// revise hands a paper in as the revision of a document after the one of that change; 0: the first.
func (b *bed) revise(after uint64, document council.Document, paper []byte) council.Document {
	b.t.Helper()
	hash, size, err := storage.Sum(bytes.NewReader(paper))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.room.Blobs().Receive(b.t.Context(), hash, 0, bytes.NewReader(paper), nil); err != nil {
		b.t.Fatal(err)
	}
	document.Blob, document.Size = hash, size
	command := change.Command{ID: hash, Kind: council.PutDocument, Stream: people.CouncilStream("s1"), Base: after, Body: body(document)}
	if answer, err := b.room.Submit(b.t.Context(), command); err != nil || answer.Outcome != change.Accepted {
		b.t.Fatalf("%+v: %v", answer, err)
	}
	return document
}

// A clerk sees how much of their papers the devices have, of each revision anew, and also of a device that
// has gone meanwhile. The new revision is whole on the device.
func TestPapersReachDevicesAndTheClerkSeesIt(t *testing.T) {
	b := newBed(t)
	_, first := b.session(2)
	tablet, clerk := b.seated("p1"), b.admit(people.ClerkMode)
	clerk.online()
	holds := func(want int, total int64) func() bool {
		return func() bool {
			h := clerk.Seat().Papers()[tablet.id]
			return h.Complete("s1") && h.Want == want && h.Bytes == total && h.Total == total && !h.At.IsZero()
		}
	}
	clerk.until("the tablet has the paper", holds(1, int64(len(first))))
	revised := slices.Concat(first[:len(first)/2], []byte("sửa đổi một chỗ"), first[len(first)/2:])
	document := b.revise(clerk.Seat().Session().Documents["d1"].Seq, council.Document{ID: "d1", Item: "i1", Order: 1, Title: "Tờ trình 214", Audience: people.Members("s1"), Revision: 2}, revised)
	clerk.until("the tablet has the revision", holds(1, int64(len(revised))))
	if kept, err := tablet.ReadPaper(t.Context(), document.Blob); err != nil || !bytes.Equal(kept, revised) {
		t.Errorf("%d bytes are on the tablet of %d: %v", len(kept), len(revised), err)
	}
	tablet.stop()
	late := b.admit(people.ClerkMode)
	late.until("a clerk that comes later sees it", func() bool {
		h := late.Seat().Papers()[tablet.id]
		return h.Want > 0 && h.Complete("s1")
	})
}

// A large paper waits while a poll takes ballots, and is shown as waiting; what somebody opens comes at
// once.
func TestPapersWaitForPolls(t *testing.T) {
	b := newBed(t)
	stream, first := b.session(1)
	tablet := b.seated("p1")
	hash, _, _ := storage.Sum(bytes.NewReader(first))
	tablet.until("the first paper", func() bool { return tablet.State(hash).Have })
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	large := make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{1}).Read(large)
	document := b.revise(0, council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Phụ lục", Audience: people.Members("s1"), Revision: 1}, large)
	tablet.until("the large paper waits", func() bool { return tablet.State(document.Blob).Waiting })
	if state := tablet.State(document.Blob); state.Have || state.Err != "" || state.Received == 0 {
		t.Errorf("while a poll runs: %+v", state)
	}
	tablet.Want(document.Blob)
	tablet.until("it comes when it is opened", func() bool { return tablet.State(document.Blob).Have })
}

// What goes on beside the session holds no paper up: not the paper's own coming in, not what the room reads of
// it, not ink. The clock stands still, so whatever held it up would do so for ever.
func TestPapersWaitForNothingElse(t *testing.T) {
	var now atomic.Int64
	now.Store(time.Now().UnixMilli())
	b := newBedAt(t, func() time.Time { return time.UnixMilli(now.Load()) })
	stream, first := b.session(1)
	tablet := b.takenBy("p1", b.card("p1").Card)
	hash, _, _ := storage.Sum(bytes.NewReader(first))
	now.Add(time.Minute.Milliseconds())
	tablet.until("the first paper", func() bool { return tablet.State(hash).Have })
	for i, beside := range []func(){
		func() {}, // the paper alone
		func() { b.do(stream, council.StopReading, council.Pointing{ID: "d1"}) },
		func() { b.do(stream, council.ReadAgain, council.Pointing{ID: "d1"}) },
		func() { b.do(stream, council.SetAttendance, council.Attendance{Person: "p1", State: council.Present}) },
		func() { tablet.sticky(notes.All, "hỏi lại số này", 0) },
	} {
		large := make([]byte, 1<<20)
		rand.NewChaCha8([32]byte{byte(i)}).Read(large)
		id := "late" + strconv.Itoa(i)
		document := b.revise(0, council.Document{ID: id, Item: "i1", Order: 2 + i, Title: "Phụ lục " + id, Audience: people.Members("s1"), Revision: 1}, large)
		beside()
		tablet.until("paper "+id, func() bool { return tablet.State(document.Blob).Have })
	}
}
