package storage_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

const smallDisk = "CONGSO_TEST_SMALL_DISK"

// onSmallDisk runs the test on a disk of 3 MB: in a child with a mount namespace of its own, so that
// nothing is left mounted whatever happens. In the child it returns the folder.
func onSmallDisk(t *testing.T) string {
	t.Helper()
	if folder := os.Getenv(smallDisk); folder != "" {
		folder = filepath.Join(folder, t.Name())
		must(t, os.Mkdir(folder, 0o700))
		must(t, syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=3m"))
		return folder
	}
	if os.Getuid() != 0 {
		t.Skip("a small disk can be mounted by root only")
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	child.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := child.CombinedOutput()
	if strings.Contains(string(out), "operation not permitted") {
		t.Skipf("this machine lets nobody mount: %s", out)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("on a small disk: %v\n%s", err, out)
	}
	return ""
}

// fill writes a file until the disk takes no more, and leaves some bytes free.
func fill(t *testing.T, file string, leave int) {
	t.Helper()
	f, err := os.Create(file)
	must(t, err)
	defer f.Close()
	size := int64(0)
	for {
		n, err := f.Write(make([]byte, 4096))
		size += int64(n)
		if err != nil {
			break
		}
	}
	must(t, f.Truncate(max(0, size-int64(leave))))
}

func TestFullDiskRoom(t *testing.T) {
	folder := onSmallDisk(t)
	if folder == "" {
		return
	}
	file, ballast := filepath.Join(folder, "room.db"), filepath.Join(folder, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 1<<20), 0o600))
	r, err := storage.OpenRoom(background, file)
	must(t, err)
	ledger := storagetest.NewLedger()
	var acknowledged []change.Entry
	// commit tries one group; the ledger goes on only where the group was taken.
	commit := func(i int) error {
		streams, audiences := ledger.Streams["council/s1"], ledger.Audiences["council/s1/members"]
		entries := ledger.Write(storagetest.Fact("council/s1/members", "item", fmt.Sprint(i%40), strings.Repeat("đầy ", 300+i%200)), storagetest.Fact("council/s1/members", "item", "x", fmt.Sprint(i)))
		err := r.Commit(background, entries, []storage.Kept{{Device: "d1", Stream: "council/s1", Answer: change.Answer{ID: fmt.Sprint("c", i), Outcome: change.Accepted}}})
		if err != nil {
			ledger.Streams["council/s1"], ledger.Audiences["council/s1/members"] = streams, audiences
			return err
		}
		acknowledged = append(acknowledged, entries...)
		return nil
	}
	complete := func(when string) {
		t.Helper()
		held, err := r.Read(background, "council/s1/members", 0, 1<<20)
		must(t, err)
		if len(held) != len(acknowledged) {
			t.Fatalf("%s: %d entries are held, %d were acknowledged", when, len(held), len(acknowledged))
		}
		for i, e := range acknowledged {
			if held[i].Running != e.Running {
				t.Fatalf("%s: place %d is another", when, e.Place)
			}
		}
	}
	i, full := 0, 0
	for ; full < 20 && i < 20_000; i++ {
		if err := commit(i); err != nil {
			if !storage.IsFull(err) || codeOf(err) != storage.Full {
				t.Fatalf("group %d: %v, want that the disk is full", i, err)
			}
			full++
		}
	}
	if full < 20 || len(acknowledged) < 50 {
		t.Fatalf("%d groups were refused, %d entries taken", full, len(acknowledged))
	}
	complete("while the disk is full")

	must(t, os.Remove(ballast))
	before := len(acknowledged)
	for range 20 {
		i++
		must(t, commit(i))
	}
	if len(acknowledged) != before+40 {
		t.Fatal("nothing was taken after room was made")
	}
	complete("after room was made")

	fill(t, ballast, 0)
	must(t, r.Close())
	if r, err = storage.OpenRoom(background, file); err != nil {
		if !storage.IsFull(err) {
			t.Errorf("opened on a full disk: %v", err)
		}
		must(t, os.Remove(ballast))
		r, err = storage.OpenRoom(background, file)
		must(t, err)
	}
	_ = os.Remove(ballast)
	complete("opened again")
	must(t, r.Close())
	if bad := told(t, folder); len(bad) > 0 {
		t.Errorf("%+v", bad)
	}
}

func TestFullDiskDevice(t *testing.T) {
	folder := onSmallDisk(t)
	if folder == "" {
		return
	}
	ballast := filepath.Join(folder, "ballast")
	fill(t, ballast, 0)
	if _, err := storage.OpenDevice(background, filepath.Join(folder, "device.db")); !storage.IsFull(err) {
		t.Errorf("made on a full disk: %v", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "device.db")); err == nil {
		t.Error("half a database has the name")
	}
	must(t, os.Remove(ballast))
	d, err := storage.OpenDevice(background, filepath.Join(folder, "device.db"))
	must(t, err)
	defer d.Close()
	kept := 0
	enqueue := func() error {
		err := d.Enqueue(background, storage.Waiting{Command: change.Command{ID: fmt.Sprint("c", kept), Body: bytes.Repeat([]byte("1"), 2000)}, Person: "an"})
		if err == nil {
			kept++
		}
		return err
	}
	must(t, enqueue())
	fill(t, ballast, 64<<10)
	for {
		if err := enqueue(); err != nil {
			if !storage.IsFull(err) {
				t.Fatalf("command %d: %v", kept, err)
			}
			break
		}
	}
	check := func() {
		t.Helper()
		waiting, err := d.Outbox(background)
		must(t, err)
		if len(waiting) != kept {
			t.Fatalf("%d commands wait, %d were made durable", len(waiting), kept)
		}
	}
	check()
	must(t, os.Remove(ballast))
	must(t, enqueue())
	check()
	must(t, d.Settle(background, change.Answer{ID: "c0", Outcome: change.Accepted}, time.UnixMilli(1)))
	kept--
	check()
}

func TestFullDiskBlobs(t *testing.T) {
	folder := onSmallDisk(t)
	if folder == "" {
		return
	}
	b, err := storage.OpenBlobs(filepath.Join(folder, "blobs"))
	must(t, err)
	data := bytes.Repeat([]byte("tài liệu "), 150_000)
	hash := storagetest.HashOf(data)
	ballast := filepath.Join(folder, "ballast")
	must(t, os.WriteFile(ballast, make([]byte, 2200<<10), 0o600))
	if err := b.Receive(background, hash, 0, bytes.NewReader(data), nil); !storage.IsFull(err) {
		t.Fatalf("on a full disk: %v", err)
	}
	size := b.PartSize(hash)
	if size == 0 || b.Has(hash) {
		t.Fatalf("%d bytes were kept, whole: %v", size, b.Has(hash))
	}
	must(t, os.Remove(ballast))
	read := 0
	counted := iotest.OneByteReader(bytes.NewReader(data[size : size+100]))
	must(t, b.Receive(background, hash, size, io.MultiReader(counted, bytes.NewReader(data[size+100:])), func(n int64) { read = int(n) }))
	if !b.Has(hash) || read != len(data) {
		t.Errorf("%d bytes of %d are here, whole: %v", read, len(data), b.Has(hash))
	}
}
