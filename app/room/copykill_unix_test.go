//go:build unix

package room_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

// Environment of the test program when it copies until it is killed.
const (
	copiedWhat, copiedFolder, copiedTo = "CONGSO_TEST_COPIED_WHAT", "CONGSO_TEST_COPIED_FOLDER", "CONGSO_TEST_COPIED_TO"
)

// TestCopyUntilKilled is the child of the tests below.
func TestCopyUntilKilled(t *testing.T) {
	what, folder, to := os.Getenv(copiedWhat), os.Getenv(copiedFolder), os.Getenv(copiedTo)
	if what == "" {
		return // it is nothing by itself
	}
	config := room.Config{Folder: folder, Now: time.Now, Logger: quiet()}
	fmt.Println("begin")
	for {
		var err error
		switch what {
		case "backup":
			_, err = room.Backup(context.Background(), config, to, nil)
		case "restore":
			config.Folder = to
			if _, err = room.Restore(context.Background(), folder, config, nil); err == nil {
				err = errors.Join(os.RemoveAll(to+".done"), os.Rename(to, to+".done"))
			}
		case "archive":
			var files []string
			files, err = room.Archive(context.Background(), config, "s1")
			if faultOf(err) == room.ArchiveIsHere {
				files, err = filepath.Glob(filepath.Join(folder, "archive", "*.congso"))
			}
			for _, file := range files {
				err = errors.Join(err, os.Remove(file))
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// killWhile starts the child and kills it at some moment of its work.
func killWhile(t *testing.T, what, folder, to string, longest time.Duration) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestCopyUntilKilled$")
	child.Env = append(os.Environ(), copiedWhat+"="+what, copiedFolder+"="+folder, copiedTo+"="+to)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	word := make([]byte, len("begin\n"))
	if _, err := out.Read(word); err != nil || string(word) != "begin\n" {
		t.Fatalf("the child says %q: %v", word, err)
	}
	<-time.After(rand.N(longest))
	child.Process.Kill()
	rest, _ := io.ReadAll(out)
	child.Wait()
	if child.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %s", rest)
	}
}

// kept makes a room with a closed session and some papers, that nobody serves.
func kept(t *testing.T) *bed {
	t.Helper()
	b := newBed(t)
	b.session(1)
	for i := range 12 {
		b.paper(fmt.Sprintf("k%d", i), fmt.Sprintf("tài liệu %d %s", i, bytes.Repeat([]byte("nội dung "), 10_000)))
	}
	b.do(people.CouncilStream("s1"), council.CloseSession, struct{}{})
	b.archived(1)
	b.halt()
	return b
}

const copyKills = 8

// Killed at any moment, the target has no backup yet, or a good one: the old or the new.
func TestKilledBackup(t *testing.T) {
	t.Parallel()
	b := kept(t)
	target := filepath.Join(t.TempDir(), "backup")
	finished := 0
	for round := range copyKills {
		killWhile(t, "backup", b.folder, target, time.Duration(1+round)*60*time.Millisecond)
		_, err := room.VerifyBackup(t.Context(), target, nil)
		switch {
		case err == nil:
			finished++
		case finished > 0 || faultOf(err) != room.NoBackup:
			t.Fatalf("round %d: %v", round, err)
		}
	}
	b.backUp(target)
	if states, _ := filepath.Glob(filepath.Join(target, "2*Z")); len(states) != 1 {
		t.Errorf("left behind: %v", states)
	}
	t.Logf("%d of %d kills met a finished backup", finished, copyKills)
}

// Killed at any moment, the folder of the room is absent, or holds the whole room; the next restore
// succeeds.
func TestKilledRestore(t *testing.T) {
	t.Parallel()
	b := kept(t)
	backup := filepath.Join(t.TempDir(), "backup")
	b.backUp(backup)
	place := t.TempDir()
	folder := filepath.Join(place, "room")
	absent := 0
	for round := range copyKills {
		killWhile(t, "restore", backup, folder, time.Duration(1+round)*60*time.Millisecond)
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			absent++
			continue
		}
		again := filepath.Join(t.TempDir(), "again")
		m, err := room.Backup(t.Context(), room.Config{Folder: folder, Now: time.Now}, again, nil)
		if err != nil || m.Papers != 13 || m.Epoch <= 1 {
			t.Fatalf("round %d: half a room: %+v %v", round, m, err)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(folder + ".done"); err != nil {
		t.Fatal(err)
	}
	restoreInto(t, backup, folder, time.Now())
	if names, _ := os.ReadDir(place); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
	opened, err := room.Open(t.Context(), room.Config{Folder: folder, Now: time.Now, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	if err := opened.Close(); err != nil {
		t.Error(err)
	}
	if absent == 0 {
		t.Error("no kill met an unfinished restore")
	}
}

// Killed at any moment, whatever has an archive's name is a good archive.
func TestKilledArchive(t *testing.T) {
	t.Parallel()
	b := kept(t)
	for round := range copyKills {
		killWhile(t, "archive", b.folder, "", time.Duration(1+round)*60*time.Millisecond)
		files, err := filepath.Glob(filepath.Join(b.folder, "archive", "*.congso"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if _, err := room.VerifyArchive(t.Context(), file, nil); err != nil {
				t.Fatalf("round %d: %v", round, err)
			}
		}
	}
	if _, err := room.Archive(t.Context(), b.config(), "s1"); err != nil && faultOf(err) != room.ArchiveIsHere {
		t.Fatal(err)
	}
	files := tree(t, filepath.Join(b.folder, "archive"))
	if len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}
