package storage_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// scribe commits all the time, as a room in the middle of a vote.
type scribe struct {
	room   *storage.Room
	ledger *storagetest.Ledger
	stop   chan struct{}
	wrote  chan struct{} // something after each commit
	done   sync.WaitGroup

	mu       sync.Mutex
	receipts []string      // of commands whose commit has returned
	slowest  time.Duration // of all commits since it was last asked
}

func newScribe(t *testing.T, room *storage.Room, ledger *storagetest.Ledger) *scribe {
	s := &scribe{room: room, ledger: ledger, stop: make(chan struct{}), wrote: make(chan struct{}, 1)}
	s.done.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-s.stop:
				return
			default:
			}
			if err := s.commit(fmt.Sprintf("scribe-%d", i)); err != nil {
				t.Error(err)
				return
			}
			select {
			case s.wrote <- struct{}{}:
			default:
			}
		}
	})
	t.Cleanup(s.end)
	return s
}

func (s *scribe) commit(id string) error {
	entries := s.ledger.Write(storagetest.Fact("council/s1/server", "ballot", id, strings.Repeat("tán thành ", 20)))
	began := time.Now()
	err := s.room.Commit(background, entries, []storage.Kept{{Device: "d1", Stream: "council/s1", Answer: change.Answer{
		ID: id, Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: 1, Stream: "council/s1", Command: id, Seq: entries[0].Seq}}}})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.receipts, s.slowest = append(s.receipts, id), max(s.slowest, time.Since(began))
	return err
}

func (s *scribe) given() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.receipts)
}

func (s *scribe) end() {
	select {
	case <-s.stop:
	default:
		close(s.stop)
	}
	s.done.Wait()
}

// large makes a room whose log has about so many megabytes.
func large(t *testing.T, folder string, megabytes int) (*storage.Room, *storagetest.Ledger) {
	t.Helper()
	r, ledger := openRoom(t, folder), storagetest.NewLedger()
	text := strings.Repeat("nghị quyết ", 800)
	for i := range megabytes {
		var drafts []change.Draft
		for j := range 100 {
			drafts = append(drafts, storagetest.Fact("council/s1/members", "item", fmt.Sprint(i*100+j), text))
		}
		must(t, r.Commit(background, ledger.Write(drafts...), nil))
	}
	return r, ledger
}

// A backup taken while somebody writes without pause ends, holds what was acknowledged before it began,
// and is a beginning of the log. The writer goes on meanwhile.
func TestBackupBesideAWriter(t *testing.T) {
	folder := t.TempDir()
	r, ledger := large(t, folder, 8)
	defer r.Close()
	s := newScribe(t, r, ledger)
	for round := range 3 {
		enough, deadline := len(s.given())+20, time.After(10*time.Second)
		for len(s.given()) < enough {
			select {
			case <-s.wrote:
			case <-deadline:
				t.Fatal("the writer does not write")
			}
		}
		before, began := s.given(), time.Now()
		file := filepath.Join(t.TempDir(), "copy.db")
		steps, last, whole := 0, 0, 0
		must(t, r.Backup(background, file, func(done, total int) { steps, last, whole = steps+1, done, total }))
		took, after := time.Since(began), s.given()
		if steps < 5 || last != whole || len(after) == len(before) {
			t.Fatalf("%d steps to %d of %d pages; %d commits during it", steps, last, whole, len(after)-len(before))
		}
		s.mu.Lock()
		t.Logf("round %d: %d pages in %s, %d commits during it, the slowest of all %s", round, whole, took.Round(time.Millisecond), len(after)-len(before), s.slowest.Round(time.Millisecond))
		s.mu.Unlock()
		copied := soundAlone(t, file)
		for _, id := range before {
			if _, known, err := copied.Answered(background, "d1", id); err != nil || !known {
				t.Fatalf("%s was acknowledged before and is not in the backup: %v", id, err)
			}
		}
		book, err := copied.Book(background)
		must(t, err)
		seq := uint64(0)
		var at change.Head
		must(t, r.Stream(background, "council/s1", func(c change.Change) error {
			if seq = c.Seq; seq == book.Streams["council/s1"].Seq {
				at = change.Head{Seq: c.Seq, Hash: c.Hash()}
			}
			return nil
		}))
		if at != book.Streams["council/s1"] || at.Seq == 0 {
			t.Fatalf("the backup ends at %+v, the log has %+v there", book.Streams["council/s1"], at)
		}
		must(t, copied.Close())
	}
}

// soundAlone opens a copy and checks it; it must be closed by the caller.
func soundAlone(t *testing.T, file string) *storage.Room {
	t.Helper()
	copied, err := storage.OpenAlone(file)
	must(t, err)
	findings, err := copied.Verify(background)
	must(t, err)
	for _, f := range findings {
		if !f.OK() {
			t.Fatalf("the copy is not sound: %+v", f)
		}
	}
	if len(findings) == 0 {
		t.Fatal("the copy is empty")
	}
	return copied
}

// Looking at a copy leaves it and its folder as they were, though the folder cannot be written.
func TestAloneIsLeftAlone(t *testing.T) {
	folder := t.TempDir()
	filled(t, folder)
	r := openRoom(t, folder)
	defer r.Close()
	place := t.TempDir()
	file := filepath.Join(place, "copy.db")
	must(t, r.Backup(background, file, nil))
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
	must(t, os.Chmod(place, 0o500))
	defer os.Chmod(place, 0o700)
	before := snapshot(t, place)
	copied := soundAlone(t, file)
	if err := copied.SetSetting(background, "x", []byte("y")); err == nil {
		t.Error("a copy was written to")
	}
	must(t, copied.Close())
	if after := snapshot(t, place); !slices.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
}

// What is there stays there.
func TestBackupReplacesNothing(t *testing.T) {
	folder := t.TempDir()
	filled(t, folder)
	r := openRoom(t, folder)
	defer r.Close()
	taken := filepath.Join(t.TempDir(), "copy.db")
	must(t, os.WriteFile(taken, []byte("của người khác"), 0o600))
	if err := r.Backup(background, taken, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("%v", err)
	}
	late := filepath.Join(t.TempDir(), "copy.db")
	err := r.Backup(background, late, func(int, int) { os.WriteFile(late, []byte("của người khác"), 0o600) })
	if !errors.Is(err, fs.ErrExist) {
		t.Errorf("placed meanwhile: %v", err)
	}
	for _, file := range []string{taken, late} {
		if kept, err := os.ReadFile(file); err != nil || string(kept) != "của người khác" {
			t.Errorf("%q %v", kept, err)
		}
		if names, _ := os.ReadDir(filepath.Dir(file)); len(names) != 1 {
			t.Errorf("left behind: %v", names)
		}
	}
	if err := storage.BackupRoom(background, filepath.Join(t.TempDir(), "none.db"), filepath.Join(t.TempDir(), "copy.db"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a room that is not there: %v", err)
	}
}

// A backup that is called off leaves nothing.
func TestBackupCalledOff(t *testing.T) {
	folder, place := t.TempDir(), t.TempDir()
	r, _ := large(t, folder, 4)
	defer r.Close()
	ctx, cancel := context.WithCancel(background)
	err := r.Backup(ctx, filepath.Join(place, "copy.db"), func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if names, _ := os.ReadDir(place); len(names) != 0 {
		t.Errorf("left behind: %v", names)
	}
}

const backedUpFolder, backupPlace = "CONGSO_TEST_BACKED_UP_FOLDER", "CONGSO_TEST_BACKUP_PLACE"

// TestBackUpUntilKilled is the child of TestBackupKilled.
func TestBackUpUntilKilled(t *testing.T) {
	folder, place := os.Getenv(backedUpFolder), os.Getenv(backupPlace)
	if folder == "" {
		return // it is nothing by itself
	}
	for i := 0; ; i++ {
		file := filepath.Join(place, fmt.Sprintf("copy-%d.db", i))
		if err := storage.BackupRoom(background, filepath.Join(folder, "room.db"), file, func(int, int) { fmt.Println("step") }); err != nil && !errors.Is(err, fs.ErrExist) {
			t.Fatal(err)
		}
	}
}

// Whatever has its name after a kill is a whole backup.
func TestBackupKilled(t *testing.T) {
	folder := t.TempDir()
	r, _ := large(t, folder, 3)
	must(t, r.Close())
	place, whole := t.TempDir(), 0
	for steps := range 5 {
		child := exec.Command(os.Args[0], "-test.run=^TestBackUpUntilKilled$")
		child.Env = append(os.Environ(), backedUpFolder+"="+folder, backupPlace+"="+place)
		out, err := child.StdoutPipe()
		must(t, err)
		must(t, child.Start())
		word := make([]byte, len("step\n"))
		for range 1 + steps*3 {
			if _, err := out.Read(word); err != nil {
				t.Fatalf("the child ended by itself: %v", err)
			}
		}
		must(t, child.Process.Kill())
		_ = child.Wait()
		files, _ := filepath.Glob(filepath.Join(place, "copy-*.db"))
		for _, file := range files {
			must(t, soundAlone(t, file).Close())
		}
		whole = len(files)
	}
	if whole == 0 {
		t.Error("no backup was ever finished")
	}
}

// The highest epoch is that of the log, of the settings or of whoever ended this server's word.
func TestHighestEpoch(t *testing.T) {
	r := openRoom(t, t.TempDir())
	defer r.Close()
	is := func(want uint32) {
		t.Helper()
		if got, err := r.HighestEpoch(background); err != nil || got != want {
			t.Errorf("%d %v, want %d", got, err, want)
		}
	}
	is(0)
	must(t, r.BeginEpoch(background, change.Epoch{Number: 2, Server: "a"}))
	is(2)
	ledger := storagetest.NewLedger()
	ledger.Epoch = 5
	must(t, r.Commit(background, ledger.Write(storagetest.Fact("council/s1/members", "item", "1", "x")), nil))
	is(5)
	must(t, r.SetOvertaken(background, change.Epoch{Number: 9, Server: "b"}))
	is(9)
	must(t, r.ForgetOvertaken(background))
	is(5)
	if overtaken, err := r.Overtaken(background); err != nil || overtaken != nil {
		t.Errorf("%+v %v", overtaken, err)
	}
}
