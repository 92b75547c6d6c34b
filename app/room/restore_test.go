package room_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// restoreInto restores a backup that must be good.
func restoreInto(t *testing.T, backup, folder string, now time.Time) room.Restored {
	t.Helper()
	config := room.Config{Folder: folder, Now: func() time.Time { return now }, Logger: quiet()}
	done, err := room.Restore(t.Context(), backup, config, nil)
	if err != nil {
		t.Fatalf("restore: %v", err)
	}
	return done
}

// A room restored from an old backup goes on as that room, in a higher epoch. A tablet that has seen more
// comes to what the room has, and keeps what only it had yet to send; the server that was is believed
// by nobody who has met the restored one.
func TestRestoredRoomGoesOn(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	stream, paper := b.session(2)
	first, second := b.seated("p1"), b.seated("p2")
	backup := filepath.Join(t.TempDir(), "backup")
	m := b.backUp(backup)
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	first.until("the poll is open", func() bool { _, running := first.Seat().Session().RunningPoll(); return running })
	if err := first.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	first.until("the receipt is here", func() bool { return first.Seat().Vote("q").State == council.VoteReceived })
	b.halt()
	second.stop()
	was := b.folder

	b.folder = filepath.Join(t.TempDir(), "room")
	done := restoreInto(t, backup, b.folder, time.Now())
	if done.Epoch.Number <= m.Epoch || done.Epoch.Reason != change.Restored {
		t.Fatalf("%+v after epoch %d", done.Epoch, m.Epoch)
	}
	if got := headsOf(t, b.folder); !maps.Equal(got, m.Streams) {
		t.Errorf("restored %v, backed up %v", got, m.Streams)
	}
	b.start()
	first.online()
	first.until("what the room has", func() bool { return first.Seat().Session().Polls["q"].State == council.PollCreated })
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	first.until("the poll is open again", func() bool { _, running := first.Seat().Session().RunningPoll(); return running })
	// The tablet offers its ballot again by itself.
	first.until("the receipt is here", func() bool { return first.Seat().Vote("q").State == council.VoteReceived })
	hash, _, err := storage.Sum(bytes.NewReader(paper))
	if err != nil || !b.room.Blobs().Has(hash) {
		t.Errorf("the paper is not here: %v", err)
	}
	b.halt()

	// The server that was comes back.
	log, err := storage.OpenRoom(t.Context(), filepath.Join(was, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	b.folder = was
	b.start()
	first.until("it is silenced", func() bool { overtaken, err := log.Overtaken(t.Context()); return err == nil && overtaken != nil })
	if overtaken, _ := log.Overtaken(t.Context()); overtaken.Number != done.Epoch.Number {
		t.Errorf("%+v", overtaken)
	}
}

// A vote that was acknowledged after the backup was made is on the tablet alone; it is offered to the
// restored room by itself, and counts.
func TestRestoredRoomIsToldWhatItMisses(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	stream, _ := b.session(1)
	first, clerk := b.seated("p1"), b.admit(people.ClerkMode)
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	first.until("the poll is open", func() bool { _, running := first.Seat().Session().RunningPoll(); return running })
	backup := filepath.Join(t.TempDir(), "backup")
	b.backUp(backup)
	if err := first.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	first.until("the receipt is here", func() bool { return first.Seat().Vote("q").State == council.VoteReceived })
	b.halt()
	b.folder = filepath.Join(t.TempDir(), "room")
	restoreInto(t, backup, b.folder, time.Now())
	b.start()
	first.online()
	first.until("the vote is received in the new epoch", func() bool {
		vote := first.Seat().Vote("q")
		return vote.State == council.VoteReceived && b.room.Sessions()[0].Tallies["q"].Received == 1
	})
	b.do(stream, council.ClosePoll, council.Pointing{ID: "q"})
	clerk.until("the count is done", func() bool { return clerk.Seat().Session().Polls["q"].State == council.PollFinished })
	b.do(stream, council.PublishPoll, council.Pointing{ID: "q"})
	clerk.until("the result is here", func() bool { _, known := clerk.Seat().Session().Results["q"]; return known })
	if result := clerk.Seat().Session().Results["q"]; result.Yes != 1 || result.Received != 1 {
		t.Errorf("%+v", result)
	}
}

// Every restore begins an epoch of its own, above all that the backup has heard of, whatever the clock says.
func TestRestoreBeginsAnEpoch(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	backup := filepath.Join(t.TempDir(), "backup")
	b.backUp(backup)
	now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
	seen := map[uint32]bool{1: true}
	again := func(when time.Time) (uint32, string) {
		t.Helper()
		folder := filepath.Join(t.TempDir(), "room")
		done := restoreInto(t, backup, folder, when)
		if seen[done.Epoch.Number] || done.Epoch.Number <= 1 {
			t.Errorf("epoch %d is begun a second time", done.Epoch.Number)
		}
		seen[done.Epoch.Number] = true
		log, err := storage.OpenRoom(t.Context(), filepath.Join(folder, "room.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer log.Close()
		epochs, err := log.Epochs(t.Context())
		if err != nil || len(epochs) < 2 || epochs[len(epochs)-1].Number != done.Epoch.Number || len(done.Epoch.Signature) == 0 {
			t.Errorf("%+v %v", epochs, err)
		}
		return done.Epoch.Number, folder
	}
	one, _ := again(now)
	two, folder := again(now.Add(time.Hour))
	if two <= one {
		t.Errorf("the later one has %d, the earlier %d", two, one)
	}
	if low, _ := again(time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)); low != 2 {
		t.Errorf("by a clock that stands: %d", low)
	}

	// A server that another silenced speaks again after it was restored, above that one.
	log, err := storage.OpenRoom(t.Context(), filepath.Join(folder, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := log.SetOvertaken(t.Context(), change.Epoch{Number: 1 << 30, Server: "x"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"standby", "following", "before"} {
		if err := log.SetSetting(t.Context(), name, []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	silenced := filepath.Join(t.TempDir(), "silenced")
	if _, err := room.Backup(t.Context(), room.Config{Folder: folder, Now: time.Now}, silenced, nil); err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(t.TempDir(), "room")
	if done := restoreInto(t, silenced, back, now); done.Epoch.Number != 1<<30+1 {
		t.Errorf("epoch %d", done.Epoch.Number)
	}
	log, err = storage.OpenRoom(t.Context(), filepath.Join(back, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if overtaken, err := log.Overtaken(t.Context()); err != nil || overtaken != nil {
		t.Errorf("still silenced: %+v %v", overtaken, err)
	}
	for _, name := range []string{"standby", "following", "before"} {
		if _, kept, err := log.Setting(t.Context(), name); err != nil || kept {
			t.Errorf("%s is still set: %v", name, err)
		}
	}
}

// A server that was a standby and took over has no authority's key. It is backed up all the same.
func TestBackupOfWhoTookOver(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	b.halt()
	place := filepath.Join(b.folder, "trust")
	authority, err := trust.OpenAuthority(place)
	if err != nil {
		t.Fatal(err)
	}
	key, err := trust.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	request, err := trust.NewRequest(key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := authority.IssueServer(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.RemoveAll(place), trust.PlaceServer(place, key, certificate, authority.Certificate())); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup")
	b.backUp(backup)
	folder := filepath.Join(t.TempDir(), "room")
	done := restoreInto(t, backup, folder, time.Now())
	if done.Epoch.Server == authority.Server().ID() || authority.Server().VerifyEpoch(done.Epoch) != nil {
		t.Errorf("%+v", done.Epoch)
	}
	opened, err := room.Open(t.Context(), room.Config{Folder: folder, Now: time.Now, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	if err := opened.Close(); err != nil {
		t.Error(err)
	}
}

// One bit changed anywhere in a backup: it is refused, both by verify and by restore, and nothing
// comes to lie where the room would.
func TestDamagedBackupIsRefused(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	if err := os.WriteFile(filepath.Join(b.folder, "majority.json"), rulesText(t), 0o600); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup")
	b.backUp(backup)
	var files []string
	err := filepath.WalkDir(backup, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && entry.Name() != "lock" {
			files = append(files, name)
		}
		return err
	})
	if err != nil || len(files) != 10 {
		t.Fatalf("%v %v", files, err)
	}
	place := t.TempDir()
	refused := func(what string) {
		t.Helper()
		if _, err := room.VerifyBackup(t.Context(), backup, nil); err == nil {
			t.Errorf("%s: verified", what)
		}
		config := room.Config{Folder: filepath.Join(place, "room"), Now: time.Now, Logger: quiet()}
		if _, err := room.Restore(t.Context(), backup, config, nil); err == nil {
			t.Errorf("%s: restored", what)
		}
		if names, _ := os.ReadDir(place); len(names) != 0 {
			t.Fatalf("%s: left behind: %v", what, names)
		}
	}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			at := rand.Int64N(int64(len(whole)))
			flip(t, file, at)
			refused(filepath.Base(file))
			if err := os.WriteFile(file, whole, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Truncate(file, int64(len(whole)-1)); err != nil {
			t.Fatal(err)
		}
		refused(filepath.Base(file) + " cut short")
		if err := os.Rename(file, file+".aside"); err != nil {
			t.Fatal(err)
		}
		refused(filepath.Base(file) + " taken away")
		if err := errors.Join(os.Remove(file+".aside"), os.WriteFile(file, whole, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := room.VerifyBackup(t.Context(), backup, nil); err != nil {
		t.Errorf("put right again: %v", err)
	}
}

func rulesText(t *testing.T) []byte {
	t.Helper()
	data, err := json.Marshal(council.DefaultRules)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Restore takes an empty or absent folder, a finished backup of a version it knows, and nothing else.
func TestRestoreTargets(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	backup := filepath.Join(t.TempDir(), "backup")
	b.backUp(backup)
	config := func(folder string) room.Config {
		return room.Config{Folder: folder, Now: time.Now, Logger: quiet()}
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "thư riêng.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Restore(t.Context(), backup, config(full), nil); faultOf(err) != room.NotEmpty {
		t.Errorf("not empty: %v", err)
	}
	if files := tree(t, full); !slices.Equal(files, []string{"/thư riêng.txt 1"}) {
		t.Errorf("%v", files)
	}
	if _, err := room.Restore(t.Context(), t.TempDir(), config(filepath.Join(t.TempDir(), "room")), nil); faultOf(err) != room.NoBackup {
		t.Errorf("no backup: %v", err)
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	restoreInto(t, backup, empty, time.Now())
	opened, err := room.Open(t.Context(), config(empty))
	if err != nil {
		t.Fatal(err)
	}
	if len(opened.Sessions()) != 1 || opened.Name() != "Phòng thử" {
		t.Errorf("%s, %d sessions", opened.Name(), len(opened.Sessions()))
	}
	if err := opened.Close(); err != nil {
		t.Error(err)
	}

	aside := filepath.Join(t.TempDir(), "room")
	if err := os.MkdirAll(aside+".restoring", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(aside+".restoring/của tôi.txt", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Restore(t.Context(), backup, config(aside), nil); faultOf(err) != room.NotEmpty {
		t.Errorf("somebody else's folder of that name: %v", err)
	}

	data, err := os.ReadFile(filepath.Join(backup, "backup.json"))
	if err != nil {
		t.Fatal(err)
	}
	newer := t.TempDir()
	if err := os.WriteFile(filepath.Join(newer, "backup.json"), []byte(strings.Replace(string(data), `"format": 1`, `"format": 2`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Restore(t.Context(), newer, config(filepath.Join(t.TempDir(), "room")), nil); faultOf(err) != room.NewerCopy {
		t.Errorf("newer: %v", err)
	}
}

// What people may do with cards and keys goes over with the restore: a card made before it signs in after.
func TestRestoredCardsAndDevices(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	d := b.seated("p1")
	backup := filepath.Join(t.TempDir(), "backup")
	b.backUp(backup)
	b.halt()
	b.folder = filepath.Join(t.TempDir(), "room")
	restoreInto(t, backup, b.folder, time.Now())
	b.start()
	d.online()
	if person, holds := d.Seat().Person(); !holds || person.Person != "p1" {
		t.Errorf("%+v %v", person, holds)
	}
	if holder := b.room.HolderOf(d.id); holder != "p1" {
		t.Errorf("held by %q", holder)
	}
	b.do(people.CouncilStream("s1"), council.OpenPoll, council.Pointing{ID: "q"})
	d.until("goes on", func() bool { _, running := d.Seat().Session().RunningPoll(); return running })
}
