package room_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
)

// What a session looks like in the open: an item's title, a ballot, a paper.
const (
	titleInTheOpen  = "Kế hoạch đầu tư công"
	choiceInTheOpen = `"choice":"` + string(council.Yes) + `"`
	paperInTheOpen  = "a paper of the session"
)

// lies returns the files below a folder in which something stands in the open.
func lies(t *testing.T, folder, what string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) {
			return nil // a file that was renamed just now
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if bytes.Contains(data, []byte(what)) {
			files = append(files, filepath.Base(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// hides fails where anything of the session stands in the open on a device, and returns the keys that are there.
func hides(t *testing.T, when, folder string, keys ...string) {
	t.Helper()
	for _, what := range append([]string{titleInTheOpen, choiceInTheOpen, paperInTheOpen, "Đại biểu p1", "Thông qua nghị quyết"}, keys...) {
		if found := lies(t, folder, what); len(found) > 0 {
			t.Errorf("%s: %q stands in the open in %v", when, what, found)
		}
	}
}

// keysOf returns the keys in a device's keyring, as they are written there and as they are.
func keysOf(t *testing.T, folder string) (keys []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "keyring"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(data), `"`) {
		if key, err := base64.StdEncoding.DecodeString(part); err == nil && len(key) == 32 {
			keys = append(keys, part, string(key))
		}
	}
	if len(keys) == 0 {
		t.Fatalf("no key in the keyring %s", data)
	}
	return keys
}

// voter makes a tablet of p1 that has the paper and a running poll.
func (b *bed) voter() *device {
	b.t.Helper()
	stream, _ := b.session(2)
	d := b.seated("p1")
	b.seated("p2")
	d.until("the paper is here", func() bool { return d.State(d.Seat().Session().Documents["d1"].Blob).Have })
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	d.until("the poll runs", func() bool { return d.Seat().Session().Polls["q"].State == council.PollStarted })
	return d
}

func (d *device) offline() {
	d.t.Helper()
	d.until("offline", func() bool { return d.Seat().Standing().Link == people.Offline })
}

// nothing reports whether a device shows nothing of anybody.
func (d *device) nothing() bool {
	_, held := d.Seat().Person()
	return !held && len(d.Seat().Sessions()) == 0 && d.Seat().Vote("q").State == ""
}

func (d *device) sealed() bool {
	unsent := d.Seat().Standing().Unsent
	return len(unsent) == 1 && unsent[0].Sealed && unsent[0].Kind == "" && unsent[0].Detail == ""
}

// counted waits until so many ballots are counted.
func (b *bed) counted(ballots int) *device {
	b.t.Helper()
	clerk := b.admit(people.ClerkMode)
	clerk.until("the ballots are counted", func() bool { return clerk.Seat().Session().Tallies["q"].Received == ballots })
	return clerk
}

// A tablet that is given back without the room shows and holds nothing of its person from that moment on. The
// ballot that it had not sent is counted once all the same, and nobody with the tablet can read it before.
func TestGivenBackWithoutRoom(t *testing.T) {
	b := newBed(t)
	d := b.voter()
	folder := d.Folder().Path()
	for _, inTheOpen := range []string{titleInTheOpen, paperInTheOpen} {
		if len(lies(t, b.folder, inTheOpen)) == 0 {
			t.Fatalf("%q is not what the room has", inTheOpen)
		}
	}
	hides(t, "signed in", folder)
	b.halt()
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	hides(t, "with a ballot that is not sent", folder)
	keys := keysOf(t, folder)
	d.offline()
	if err := d.Seat().SignOut(t.Context()); !errors.Is(err, people.ErrQueued) {
		t.Errorf("given back: %v", err)
	}
	d.until("nothing is shown, and that something waits is", func() bool { return d.nothing() && d.sealed() })
	hides(t, "given back", folder, keys...)
	d.stop()
	hides(t, "switched off", folder, keys...)
	if found := lies(t, folder, `"kind":"ballot.cast"`); len(found) > 0 {
		t.Errorf("what was done stands in %v", found)
	}
	d = b.again(d)
	d.until("still nothing", func() bool { return d.nothing() && d.sealed() })
	b.start()
	d.until("sent", func() bool { return len(d.Seat().Standing().Unsent) == 0 })
	d.until("and nobody's", func() bool { return d.nothing() && b.room.HolderOf(d.id) == "" })
	if len(lies(t, b.folder, choiceInTheOpen)) == 0 {
		t.Error("the room has another form of a ballot than this test looks for")
	}
	hides(t, "sent", folder, keys...)
	clerk := b.counted(1)
	d.stop()
	d = b.again(d)
	d.online()
	if n := clerk.Seat().Session().Tallies["q"].Received; n != 1 {
		t.Errorf("%d ballots", n)
	}
	if err := b.room.Hand(t.Context(), d.id, "p1"); err != nil {
		t.Fatal(err)
	}
	d.until("the person has it again, with the ballot", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
}

// reads waits until a device reads the paper of the session.
func (d *device) reads(when string) {
	d.t.Helper()
	d.until("the paper is read "+when, func() bool {
		blob := d.Seat().Session().Documents["d1"].Blob
		data, err := d.ReadPaper(d.t.Context(), blob)
		return d.State(blob).Have && err == nil && bytes.Count(data, []byte(paperInTheOpen)) == 20_000
	})
}

// While the room is there the sign-out is the same, and answered.
func TestGivenBack(t *testing.T) {
	b := newBed(t)
	d := b.voter()
	keys := keysOf(t, d.Folder().Path())
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	d.until("received", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	if err := d.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.until("nothing", func() bool { return d.nothing() && len(d.Seat().Standing().Unsent) == 0 })
	hides(t, "given back", d.Folder().Path(), keys...)
	if err := b.room.Hand(t.Context(), d.id, "p2"); err != nil {
		t.Fatal(err)
	}
	d.until("the next person sees the session and no ballot", func() bool {
		return d.Seat().Session().Exists() && d.Seat().Vote("q").State == ""
	})
	for _, key := range keysOf(t, d.Folder().Path()) {
		for _, before := range keys {
			if key == before {
				t.Error("the next person has the same key")
			}
		}
	}
}

// A tablet that was switched off between the person's word and what follows from it goes on with it before it
// shows anything.
func TestGivenBackAndSwitchedOff(t *testing.T) {
	b := newBed(t)
	d := b.voter()
	folder := d.Folder().Path()
	b.halt()
	d.stop()
	keys := keysOf(t, folder)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, "device.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`INSERT INTO outbox (id, person, made_at, stream, command) VALUES ('out', 'p1', 1, 'people', '{"id":"out","kind":"people.sign-out","stream":"people","person":"p1","body":{}}')`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	d = b.again(d)
	if !d.nothing() {
		t.Errorf("it shows %v of %+v", d.Seat().Sessions(), d.Seat().Standing())
	}
	hides(t, "after the start", folder, keys...)
	b.start()
	d.until("the room has heard", func() bool { return b.room.HolderOf(d.id) == "" && d.Seat().Standing().Link == people.Online })
	d.until("nothing", d.nothing)
}

// Keys that nobody vouched for in a week are gone at the next start, and at once where the device is on; a
// clock that was set back does not keep them. The ballot that waits is sealed, and all comes back with the room.
func TestExpiry(t *testing.T) {
	for name, on := range map[string]bool{"at start": false, "while on": true} {
		t.Run(name, func(t *testing.T) {
			var ahead atomic.Int64
			b := newBed(t)
			b.clock = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
			d := b.voter()
			folder := d.Folder().Path()
			b.halt()
			if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
				t.Fatal(err)
			}
			keys := keysOf(t, folder)
			d.offline()
			ahead.Store(int64(6 * 24 * time.Hour))
			d.stop()
			d = b.again(d)
			d.offline()
			if d.Seat().Standing().Expired || !d.Seat().Session().Exists() {
				t.Fatalf("gone after six days: %+v", d.Seat().Standing())
			}
			if !on {
				d.stop()
			}
			ahead.Store(int64(8 * 24 * time.Hour))
			if !on {
				d = b.again(d)
			}
			d.until("expired", func() bool {
				standing := d.Seat().Standing()
				return standing.Expired && len(d.Seat().Sessions()) == 0 && len(standing.Unsent) == 1 && standing.Unsent[0].Sealed
			})
			hides(t, "expired", folder, keys...)
			d.stop()
			hides(t, "switched off", folder, keys...)
			d = b.again(d)
			if !d.Seat().Standing().Expired {
				t.Error("not said after a start")
			}
			b.start()
			d.until("all is back", func() bool {
				standing := d.Seat().Standing()
				return !standing.Expired && d.Seat().Vote("q").State == council.VoteReceived && len(standing.Unsent) == 0
			})
			b.counted(1)
		})
	}
}

// A room that was restored from before a vote gets the ballot of a tablet that was given back since, sealed, and
// hears again that it was given back: it never shows the tablet to be its person's.
func TestRestoredRoomGetsSealedBallots(t *testing.T) {
	b := newBed(t)
	stream, _ := b.session(1)
	d := b.seated("p1")
	backup, config := filepath.Join(t.TempDir(), "backup"), room.Config{Folder: b.folder, Now: time.Now, Logger: quiet()}
	if _, err := room.Backup(t.Context(), config, backup, nil); err != nil {
		t.Fatal(err)
	}
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	d.until("the poll runs", func() bool { return d.Seat().Session().Polls["q"].State == council.PollStarted })
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	d.until("received", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	keys := keysOf(t, d.Folder().Path())
	if err := d.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.until("nothing", d.nothing)
	hides(t, "given back", d.Folder().Path(), keys...)
	b.halt()
	if err := os.RemoveAll(b.folder); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Restore(t.Context(), backup, config, nil); err != nil {
		t.Fatal(err)
	}
	b.start()
	if b.room.HolderOf(d.id) != "p1" {
		t.Fatal("the backup is not from before")
	}
	d.until("it is offered again", func() bool { return d.sealed() })
	d.until("nothing is shown", d.nothing)
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	clerk := b.counted(1)
	d.until("given back again", func() bool { return b.room.HolderOf(d.id) == "" && len(d.Seat().Standing().Unsent) == 0 })
	hides(t, "offered", d.Folder().Path(), keys...)
	if n := clerk.Seat().Session().Tallies["q"].Received; n != 1 || !d.nothing() {
		t.Errorf("%d ballots, shows %v", n, d.Seat().Sessions())
	}
}

// Where the room has lost its keys what they sealed is fetched anew, and what waits is sent all the same while
// its person holds the tablet.
func TestRoomWithOtherKeys(t *testing.T) {
	b := newBed(t)
	d := b.voter()
	before := keysOf(t, d.Folder().Path())
	b.halt()
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vault.key", "safe.key"} {
		if err := os.Remove(filepath.Join(b.folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	b.start()
	d.until("received", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	b.counted(1)
	d.until("fetched anew", func() bool { return d.Seat().Session().Exists() && d.Seat().Standing().Link == people.Online })
	if now := keysOf(t, d.Folder().Path()); now[0] == before[0] {
		t.Error("the same keys")
	}
	b.do(people.CouncilStream("s1"), council.ClosePoll, council.Pointing{ID: "q"}) // papers wait for a vote
	d.reads("under the other key")
	b.halt()
	d.stop()
	d = b.again(d)
	if !d.Seat().Session().Exists() {
		t.Error("what was fetched anew does not open")
	}
}

// A ballot that was sealed for a room which has lost its safe is refused in so many words, and not counted.
func TestRoomWithoutItsSafe(t *testing.T) {
	b := newBed(t)
	d := b.voter()
	b.halt()
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	if err := d.Seat().SignOut(t.Context()); !errors.Is(err, people.ErrQueued) {
		t.Fatal(err)
	}
	d.until("sealed", d.sealed)
	if err := os.Remove(filepath.Join(b.folder, "safe.key")); err != nil {
		t.Fatal(err)
	}
	b.start()
	d.until("answered, and given back", func() bool { return len(d.Seat().Standing().Unsent) == 0 && b.room.HolderOf(d.id) == "" })
	b.counted(0)
}

// A sealed row that was changed is never shown: its audience is gone until it is fetched anew.
func TestFlippedBitOnDevice(t *testing.T) {
	b := newBed(t)
	d := b.voter()
	file := filepath.Join(d.Folder().Path(), "device.db")
	b.halt()
	d.stop()
	db, err := sql.Open("sqlite3", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	var body []byte
	if err := db.QueryRow("SELECT body FROM fact WHERE kind=? AND key='i1'", council.ItemKind).Scan(&body); err != nil {
		t.Fatal(err)
	}
	body[len(body)/2] ^= 4
	_, err = db.Exec("UPDATE fact SET body=? WHERE kind=? AND key='i1'", body, council.ItemKind)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	d = b.again(d)
	if d.Seat().Session().Exists() {
		t.Errorf("shown: %+v", d.Seat().Session().Items)
	}
	b.start()
	d.until("fetched anew", func() bool { return d.Seat().Session().Items["i1"].Title == titleInTheOpen })
	b.do(people.CouncilStream("s1"), council.ClosePoll, council.Pointing{ID: "q"}) // papers wait for a vote
	d.reads("at first")
	paper := d.Folder().Blobs().Path(d.Seat().Session().Documents["d1"].Blob)
	data, err := os.ReadFile(paper)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/3] ^= 32
	if err := os.WriteFile(paper, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ReadPaper(t.Context(), d.Seat().Session().Documents["d1"].Blob); !errors.Is(err, storage.ErrWrongHash) {
		t.Errorf("a changed paper: %v", err)
	}
	d.reads("fetched anew")
}

// Only delegates' tablets have keys, and only of what they may see.
func TestWhoHasKeys(t *testing.T) {
	b := newBed(t)
	b.session(1)
	other := council.Import{Session: council.Session{ID: "s2", Title: "Kỳ họp thứ Tư", Body: council.PeoplesCouncil}, Deputies: []council.Deputy{{Person: "p9", Name: "Đại biểu p9", Voting: true}}}
	b.do(people.CouncilStream("s2"), council.ImportSession, other)
	d := b.seated("p1")
	data, err := os.ReadFile(filepath.Join(d.Folder().Path(), "keyring"))
	if err != nil || !bytes.Contains(data, []byte("council/s1")) || bytes.Contains(data, []byte("council/s2")) {
		t.Errorf("%s %v", data, err)
	}
	info, err := os.Stat(filepath.Join(d.Folder().Path(), "keyring"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	for _, mode := range []people.Mode{people.ClerkMode, people.HallMode} {
		open := b.admit(mode)
		open.until("the session is here", func() bool { return open.Seat().Session().Items["i1"].Title != "" })
		if _, err := os.Stat(filepath.Join(open.Folder().Path(), "keyring")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s has a keyring: %v", mode, err)
		}
		if len(lies(t, open.Folder().Path(), titleInTheOpen)) == 0 {
			t.Errorf("%s does not keep the session as it is", mode)
		}
	}
}
