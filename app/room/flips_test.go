package room_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
)

// turn turns one bit of a file, as a disk does: size and times stay.
func turn(t *testing.T, file string, at int64, bit int) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	one := make([]byte, 1)
	if _, err := f.ReadAt(one, at); err != nil {
		t.Fatal(err)
	}
	one[0] ^= 1 << bit
	if _, err := f.WriteAt(one, at); err != nil {
		t.Fatal(err)
	}
}

// flips is how often bits turn in each of these tests.
func flips(t *testing.T) (*rand.Rand, int) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	if testing.Short() {
		return rand.New(rand.NewPCG(seed, 1)), 6
	}
	return rand.New(rand.NewPCG(seed, 1)), 12
}

// agenda is a room with a session of many items, all of which one device has, and both are switched off.
type agenda struct {
	folder string
	titles map[string]string // of items, by id
	path   string            // of the folder of who has them
}

func newAgenda(t *testing.T, items int, open bool) agenda {
	t.Helper()
	a := agenda{titles: map[string]string{}}
	b := newBed(t)
	imported := council.Import{Session: council.Session{ID: "s1", Title: "Kỳ họp", Body: council.PeoplesCouncil}}
	for i := range items {
		item := council.Item{ID: fmt.Sprintf("i%03d", i), Order: i + 1, Title: fmt.Sprintf("Nội dung thứ %03d của chương trình kỳ họp, một dòng dài như thường lệ", i)}
		a.titles[item.ID] = item.Title
		imported.Items = append(imported.Items, item)
	}
	stream := people.CouncilStream("s1")
	b.do(stream, council.ImportSession, imported)
	if open {
		b.do(stream, council.OpenSession, struct{}{})
	}
	d := b.admit(people.ClerkMode)
	d.until("all items are here", func() bool { return len(d.items()) == items })
	a.folder, a.path = b.folder, d.Folder().Path()
	d.stop()
	b.halt()
	return a
}

func (d *device) items() map[string]council.Item {
	for _, session := range d.Seat().Sessions() {
		if session.ID == "s1" {
			return session.Items
		}
	}
	return nil
}

// holds fails where a device has something of the agenda that was never written.
func (a agenda) holds(t *testing.T, what string, d *device) {
	t.Helper()
	for id, item := range d.items() {
		if item.Title != a.titles[id] {
			t.Errorf("%s: a device has %s as %q", what, id, item.Title)
		}
	}
}

// TestBitsFlipInTheLog: bits of the database turn, in rows that were written long ago, while the server runs or
// between two lives of it. No device ever has anything that was not written; the server says that its log is
// damaged, or does not start on it; who has everything keeps it; and verify names the change that was altered.
func TestBitsFlipInTheLog(t *testing.T) {
	rng, rounds := flips(t)
	bases := []agenda{newAgenda(t, 200, false), newAgenda(t, 500, false), newAgenda(t, 200, true)} // by changes; by a snapshot; a session that is under way
	refused, told := 0, 0
	for round := range rounds {
		base := bases[round%len(bases)]
		b := &bed{t: t, folder: filepath.Join(t.TempDir(), "room"), now: time.Now}
		if err := os.CopyFS(b.folder, os.DirFS(base.folder)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(b.folder, "room.db")
		id := fmt.Sprintf("i%03d", rng.IntN(len(base.titles)))
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var places []int64 // a page that was left keeps what stood on it: nobody reads it, and it is turned too
		for at := bytes.Index(data, []byte(base.titles[id])); at >= 0 && len(places) < 10; {
			places = append(places, int64(at))
			next := bytes.Index(data[at+1:], []byte(base.titles[id]))
			if next < 0 {
				break
			}
			at += 1 + next
		}
		if len(places) == 0 {
			t.Fatalf("%s is not in the file", id)
		}
		within, bit := rng.IntN(len(base.titles[id])), rng.IntN(8)
		running := round/len(bases)%2 == 0
		what := fmt.Sprintf("round %d: %s of %d, while it runs %v", round, id, len(base.titles), running)
		if running {
			b.start()
		}
		for _, at := range places {
			turn(t, file, at+int64(within), bit)
		}
		if !running {
			if err := b.tryToStart(); err != nil {
				var fault *storage.Error
				if !errors.As(err, &fault) || fault.Code != storage.Damaged {
					t.Errorf("%s: does not start: %v", what, err)
				}
				refused++
			}
		}
		if b.stop != nil {
			fresh := b.admit(people.ClerkMode)
			fresh.until("all is here, or the server says why not", func() bool {
				base.holds(t, what, fresh)
				return len(fresh.items()) == len(base.titles) || b.room.Status().Unread == "storage.damaged"
			})
			if b.room.Status().Unread != "" {
				told++
			}
			holder := b.onAgain(t, base.path)
			holder.online()
			base.holds(t, what, holder)
			if len(holder.items()) != len(base.titles) {
				t.Errorf("%s: who had %d items has %d", what, len(base.titles), len(holder.items()))
			}
			base.holds(t, what, fresh)
			holder.stop()
			fresh.stop()
			b.halt()
		}
		verified(t, what, file, id)
		if t.Failed() {
			return
		}
	}
	if told == 0 || refused == 0 {
		t.Errorf("in %d rounds %d servers said that their log is damaged and %d did not start: nothing was put to the test", rounds, told, refused)
	}
}

// tryToStart starts a server whose folder may be damaged.
func (b *bed) tryToStart() error {
	opened, err := room.Open(b.t.Context(), room.Config{Folder: b.folder, Name: "Phòng thử", Loopback: true, Now: b.now, Logger: quiet()})
	if err != nil {
		return err
	}
	if err := opened.Close(); err != nil {
		return err
	}
	b.start()
	return nil
}

// onAgain switches a device on that was off.
func (b *bed) onAgain(t *testing.T, path string) *device {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "device")
	if err := os.CopyFS(copied, os.DirFS(path)); err != nil {
		t.Fatal(err)
	}
	folder, err := station.OpenFolder(t.Context(), copied)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := folder.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b.run(folder, identity)
}

// verified fails unless verify names the change that wrote an item as the first that cannot be trusted.
func verified(t *testing.T, what, file, id string) {
	t.Helper()
	log, err := storage.OpenRoom(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	var seq uint64
	stream := people.CouncilStream("s1")
	if err := log.Stream(t.Context(), stream, func(c change.Change) error {
		if c.Kind == council.ItemKind && c.Key == id {
			seq = c.Seq
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	findings, err := log.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range findings {
		switch {
		case finding.Stream == stream && finding.BadSeq != seq:
			t.Errorf("%s: number %d was altered, verify says %+v", what, seq, finding)
		case finding.Stream != stream && !finding.OK():
			t.Errorf("%s: %+v", what, finding)
		}
	}
}

// part asks for a part of a paper; whole reports whether everything came that was announced.
func (p *prober) part(t *testing.T, hash string, from, to int) (status int, data []byte, whole bool) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, "https://room/blob/"+hash, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, to-1))
	request.Header.Set(hub.Urgent, "1")
	response, err := p.client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err = io.ReadAll(response.Body)
	return response.StatusCode, data, err == nil
}

// TestBitsFlipInPapers: bits of papers turn on the server's disk, before anybody asked for one, while they are
// served, or between two lives of the server. No byte that is not the paper's is ever sent; the server says which
// paper is damaged, also after it was started again; who has it keeps it and nobody else gets it, until it is
// handed in again.
func TestBitsFlipInPapers(t *testing.T) {
	rng, rounds := flips(t)
	for round := range rounds / 3 {
		b := newBed(t)
		b.session(2)
		paper := make([]byte, 1<<20+rng.IntN(1<<20))
		for i := range paper {
			paper[i] = byte(rng.Uint32())
		}
		hash := b.paper("d9", string(paper))
		clerk := &prober{bed: b, name: "clerk"}
		var err error
		if clerk.identity, err = b.room.Admit(t.Context(), "clerk", people.ClerkMode); err != nil {
			t.Fatal(err)
		}
		holder := b.seated("p1")
		served := rng.IntN(2) == 0
		if served {
			holder.Want(hash)
			holder.until("the paper is here", func() bool { return holder.State(hash).Have })
		}
		if rng.IntN(2) == 0 {
			b.halt()
			defer b.halt()
		}
		where := b.room.Blobs().Path(hash)
		bad := rng.IntN(len(paper))
		if !served {
			holder.stop()
		}
		if rng.IntN(3) == 0 { // what is noted of its pieces too
			if info, err := os.Stat(where + ".manifest"); err == nil {
				turn(t, where+".manifest", rng.Int64N(info.Size()), rng.IntN(8))
			}
		}
		turn(t, where, int64(bad), rng.IntN(8))
		what := fmt.Sprintf("round %d: byte %d of %d, fetched before %v, while it runs %v", round, bad, len(paper), served, b.stop != nil)
		if b.stop == nil {
			b.start()
		}
		for range 12 {
			from := rng.IntN(len(paper))
			to := from + 1 + rng.IntN(len(paper)-from)
			status, data, whole := clerk.part(t, hash, from, to)
			switch {
			case status == http.StatusPartialContent && !bytes.HasPrefix(paper[from:to], data):
				t.Fatalf("%s: wrong bytes are sent of %d–%d", what, from, to)
			case status == http.StatusPartialContent && whole && len(data) == to-from && from <= bad && bad < to:
				t.Fatalf("%s: bytes %d–%d are sent whole", what, from, to)
			case status != http.StatusPartialContent && status != http.StatusInternalServerError:
				t.Errorf("%s: %d", what, status)
			}
		}
		if status, _, whole := clerk.part(t, hash, 0, len(paper)); status == http.StatusPartialContent && whole {
			t.Errorf("%s: all of it is sent", what)
		}
		if status := b.room.Status(); !slices.Contains(status.Damaged, hash) || status.Refused[hub.DamagedPaper] == 0 {
			t.Errorf("%s: the server says %+v", what, status)
		}
		b.halt()
		b.start()
		if status := b.room.Status(); !slices.Contains(status.Damaged, hash) {
			t.Errorf("%s: after a restart the server says %+v", what, status)
		}
		if served {
			if got, err := holder.ReadPaper(t.Context(), hash); err != nil || !bytes.Equal(got, paper) {
				t.Errorf("%s: who had the paper reads %d bytes, %v", what, len(got), err)
			}
		}
		fresh := b.seated("p2")
		fresh.until("the paper is announced", func() bool { return fresh.Seat().Session().Documents["d9"].Blob == hash })
		fresh.Want(hash)
		fresh.until("it is told that the paper does not come", func() bool { return fresh.State(hash).Err != "" })
		if state := fresh.State(hash); state.Have {
			t.Errorf("%s: a device has the paper: %+v", what, state)
		}
		if got, err := fresh.ReadPaper(t.Context(), hash); err == nil {
			t.Errorf("%s: a device reads %d bytes", what, len(got))
		}
		if status := clerk.put(t, hash, string(paper)); status != http.StatusNoContent {
			t.Errorf("%s: handed in again: %d", what, status)
		}
		fresh.Want(hash)
		fresh.until("the paper is here", func() bool { return fresh.State(hash).Have })
		if got, err := fresh.ReadPaper(t.Context(), hash); err != nil || !bytes.Equal(got, paper) {
			t.Errorf("%s: handed in again it is read as %d bytes, %v", what, len(got), err)
		}
		if status := b.room.Status(); len(status.Damaged) != 0 {
			t.Errorf("%s: handed in again, the server says %+v", what, status)
		}
		fresh.stop()
		holder.stop()
		b.halt()
		if t.Failed() {
			return
		}
	}
}
