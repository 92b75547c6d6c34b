package room_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
)

func (b *bed) config() room.Config {
	return room.Config{Folder: b.folder, Now: time.Now, Logger: quiet()}
}

// backUp makes a backup that must succeed and be good.
func (b *bed) backUp(target string) room.BackupManifest {
	b.t.Helper()
	m, err := room.Backup(b.t.Context(), b.config(), target, nil)
	if err != nil {
		b.t.Fatalf("backup: %v", err)
	}
	check, err := room.VerifyBackup(b.t.Context(), target, nil)
	if err != nil || len(check.Findings) != len(m.Streams) {
		b.t.Fatalf("verify: %+v %v", check, err)
	}
	return m
}

// paper hands one more paper of the item i1 out to the members of the session s1.
func (b *bed) paper(id, text string) (hash string) {
	b.t.Helper()
	hash, size, err := storage.Sum(strings.NewReader(text))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.room.Blobs().Receive(b.t.Context(), hash, 0, strings.NewReader(text), nil); err != nil {
		b.t.Fatal(err)
	}
	b.do(people.CouncilStream("s1"), council.PutDocument, council.Document{ID: id, Item: "i1", Title: "Tài liệu " + id, Audience: people.Members("s1"), Blob: hash, Size: size})
	return hash
}

// faultOf returns the code of a CopyFault; empty for any other error.
func faultOf(err error) string {
	var fault *room.CopyFault
	if errors.As(err, &fault) {
		return fault.Code
	}
	return ""
}

// database opens the database of a backup.
func database(t *testing.T, target string, m room.BackupManifest) *storage.Room {
	t.Helper()
	log, err := storage.OpenAlone(filepath.Join(target, m.State, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return log
}

// writers has persons written down without pause by several at once, until stopped; written returns
// those whose answer is here.
func (b *bed) writers(count int) (written func() []string, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var mu sync.Mutex
	var done []string
	var group sync.WaitGroup
	for w := range count {
		group.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				id := fmt.Sprintf("w%d-%d", w, i)
				if err := b.room.Do(context.Background(), "", people.Stream, people.PutPersonKind, people.Person{ID: id, Name: "Đại biểu " + id, Role: people.Delegate}); err != nil {
					b.t.Errorf("%s: %v", id, err)
					return
				}
				mu.Lock()
				done = append(done, id)
				mu.Unlock()
			}
		})
	}
	return func() []string {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(done)
		}, func() {
			cancel()
			group.Wait()
		}
}

// A backup taken while the room serves and several write without pause holds everything that was
// acknowledged before it began; the second one copies only what is new.
func TestBackupWhileServing(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	_, paper := b.session(2)
	written, stop := b.writers(4)
	defer stop()
	target := filepath.Join(t.TempDir(), "sao lưu")
	var first os.FileInfo
	var states []string
	for round := range 3 {
		if round == 1 {
			b.paper("d2", "một tài liệu nữa")
		}
		before := written()
		for deadline := time.Now().Add(patience); len(written()) < len(before)+10; {
			if time.Now().After(deadline) {
				t.Fatal("nobody writes")
			}
			<-time.After(5 * time.Millisecond)
		}
		before = written()
		m := b.backUp(target)
		log := database(t, target, m)
		persons := map[string]bool{}
		facts, err := log.Facts(t.Context(), people.Stream)
		if err != nil {
			t.Fatal(err)
		}
		for _, fact := range facts {
			persons[fact.Key] = true
		}
		for _, id := range before {
			if !persons[id] {
				t.Fatalf("%s was acknowledged before the backup and is not in it", id)
			}
		}
		if m.Room != "Phòng thử" || m.Papers != min(round+1, 2) || m.Epoch != 1 || m.Pin == "" {
			t.Errorf("%+v", m)
		}
		hash, _, err := storage.Sum(bytes.NewReader(paper))
		if err != nil {
			t.Fatal(err)
		}
		copied, err := os.Stat(filepath.Join(target, "blobs", hash[:2], hash))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = copied
		}
		if !os.SameFile(first, copied) || !copied.ModTime().Equal(first.ModTime()) {
			t.Error("a paper that was there was copied again")
		}
		if states, err = filepath.Glob(filepath.Join(target, "2*Z")); err != nil || len(states) != 1 {
			t.Errorf("folders %v %v", states, err)
		}
	}
	err := filepath.WalkDir(target, func(name string, entry fs.DirEntry, err error) error {
		if info, failed := entry.Info(); err == nil && failed == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read %s: %v", name, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// A paper that went bad in the backup is mended by the next one; one that nobody may read any more goes.
func TestBackupMendsItself(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	bad, gone := b.paper("d2", "tài liệu hỏng dần"), b.paper("d3", "tài liệu rút")
	target := filepath.Join(t.TempDir(), "backup")
	b.backUp(target)
	path := func(hash string) string { return filepath.Join(target, "blobs", hash[:2], hash) }
	flip(t, path(bad), 3)
	if _, err := room.VerifyBackup(t.Context(), target, nil); faultOf(err) != room.DamagedPaper || !strings.Contains(err.Error(), "Tài liệu d2") {
		t.Fatalf("not named: %v", err)
	}
	b.do(people.CouncilStream("s1"), council.WithdrawDocument, council.Pointing{ID: "d3"})
	b.backUp(target)
	if _, err := os.Stat(path(gone)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a withdrawn paper stays: %v", err)
	}
}

// A paper that is damaged on the server is named, and hinders nothing else from being saved.
func TestBackupWithoutOnePaper(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	bad := b.paper("d2", "tài liệu hỏng trên máy chủ")
	flip(t, b.room.Blobs().Path(bad), 3)
	target := filepath.Join(t.TempDir(), "backup")
	m, err := room.Backup(t.Context(), b.config(), target, nil)
	if faultOf(err) != room.DamagedPaper || !strings.Contains(err.Error(), "Tài liệu d2") || len(m.Missing) != 1 || m.Papers != 1 {
		t.Fatalf("%+v %v", m, err)
	}
	if _, err := room.VerifyBackup(t.Context(), target, nil); err != nil {
		t.Error(err)
	}
	config := room.Config{Folder: filepath.Join(t.TempDir(), "room"), Now: time.Now, Logger: quiet()}
	if _, err := room.Restore(t.Context(), target, config, nil); err != nil {
		t.Error(err)
	}
}

// flip changes one bit of a file.
func flip(t *testing.T, file string, at int64) {
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
	one[0] ^= 1 << rand.IntN(8)
	if _, err := f.WriteAt(one, at); err != nil {
		t.Fatal(err)
	}
}

// What is not a backup of this room, or holds more than the room, is left as it is.
func TestBackupTargets(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.session(1)
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "thư riêng.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused := func(what, target, code string) {
		t.Helper()
		before := tree(t, target)
		if _, err := room.Backup(t.Context(), b.config(), target, nil); faultOf(err) != code {
			t.Errorf("%s: %v, want %s", what, err, code)
		}
		if after := tree(t, target); !slices.Equal(before, after) {
			t.Errorf("%s: before %v, after %v", what, before, after)
		}
	}
	refused("other files", foreign, room.NotEmpty)
	refused("the room itself", b.folder, room.NotEmpty)

	other := newBed(t)
	others := filepath.Join(t.TempDir(), "backup")
	other.backUp(others)
	refused("another room's", others, room.AnotherRoom)

	// A disk that came back from the day before: the backup knows more than it.
	older, newer := filepath.Join(t.TempDir(), "older"), filepath.Join(t.TempDir(), "newer")
	b.halt()
	if err := os.CopyFS(older, os.DirFS(b.folder)); err != nil {
		t.Fatal(err)
	}
	b.start()
	b.paper("d9", "hôm sau")
	b.backUp(newer)
	b.halt()
	b.folder = older
	b.start()
	refused("more than the room has", newer, room.BackupAhead)

	if _, err := room.Backup(t.Context(), room.Config{Folder: t.TempDir(), Now: time.Now}, filepath.Join(t.TempDir(), "x"), nil); faultOf(err) != room.NoRoom {
		t.Errorf("no room: %v", err)
	}
}

// tree lists the files of a folder with their sizes, but locks.
func tree(t *testing.T, folder string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "-shm") || entry.Name() == "lock" {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			files = append(files, fmt.Sprint(strings.TrimPrefix(name, folder), " ", info.Size()))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

// headsOf returns where the streams of a folder's room stand.
func headsOf(t *testing.T, folder string) map[change.Stream]change.Head {
	t.Helper()
	log, err := storage.OpenRoom(t.Context(), filepath.Join(folder, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	book, err := log.Book(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return book.Streams
}
