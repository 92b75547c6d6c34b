package room_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
)

const copiedToSmallDisk = "CONGSO_TEST_COPIED_TO_SMALL_DISK"

// onSmallDisk runs the test in a child that has a disk of 3 MB of its own, and returns it there.
func onSmallDisk(t *testing.T) string {
	t.Helper()
	if folder := os.Getenv(copiedToSmallDisk); folder != "" {
		if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=3m"); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	if os.Getuid() != 0 {
		t.Skip("a small disk can be mounted by root only")
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), copiedToSmallDisk+"="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := child.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || strings.Contains(string(out), "operation not permitted") {
		t.Skipf("this machine lets nobody mount: %v %s", err, out)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("on a small disk: %v\n%s", err, out)
	}
	return ""
}

// On a disk that takes no more nothing is half done: the backup before stays good, and no room lies
// where one would be restored.
func TestCopiesOnAFullDisk(t *testing.T) {
	disk := onSmallDisk(t)
	if disk == "" {
		return
	}
	b := newBed(t)
	b.session(1)
	target := filepath.Join(disk, "backup")
	before := b.backUp(target)
	b.paper("d2", strings.Repeat("một tài liệu to ", 160_000))
	if _, err := room.Backup(t.Context(), b.config(), target, nil); !storage.IsFull(err) {
		t.Fatalf("a backup: %v", err)
	}
	check, err := room.VerifyBackup(t.Context(), target, nil)
	if err != nil || check.Manifest.MadeAt != before.MadeAt {
		t.Errorf("the backup before: %+v %v", check.Manifest, err)
	}
	whole := filepath.Join(t.TempDir(), "backup")
	b.backUp(whole)
	folder := filepath.Join(disk, "room")
	if _, err := room.Restore(t.Context(), whole, room.Config{Folder: folder, Now: time.Now, Logger: quiet()}, nil); !storage.IsFull(err) {
		t.Errorf("a restore: %v", err)
	}
	for _, name := range []string{folder, folder + ".restoring"} {
		if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", name, err)
		}
	}
}
