//go:build linux

package power

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

// preload compiles the disk that forgets.
func preload(t *testing.T, folder string) string {
	t.Helper()
	library := filepath.Join(folder, "disk.so")
	for _, compiler := range []string{"clang", "gcc", "cc"} {
		if _, err := exec.LookPath(compiler); err != nil {
			continue
		}
		if out, err := exec.Command(compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, filepath.Join("testdata", "disk.c"), "-ldl", "-lpthread").CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", compiler, err, out)
		}
		probe := exec.Command("true")
		probe.Env = append(os.Environ(), seen(library, folder, filepath.Join(folder, "probe"))...)
		if out, err := probe.CombinedOutput(); err != nil {
			t.Skipf("this kernel hands no system calls over: %v %s", err, out)
		}
		return library
	}
	t.Skip("no C compiler is here to make a disk that forgets")
	return ""
}

// seen is the environment of a program whose doings in a folder are written into a journal.
func seen(library, folder, journal string) []string {
	return []string{"LD_PRELOAD=" + library, "CONGSO_DISK_FOLDER=" + folder, "CONGSO_DISK_JOURNAL=" + journal}
}

// The kinds of records, as in testdata/disk.c.
const (
	recordWritten = 1
	recordSynced  = 2
	recordCut     = 3
	recordMade    = 4
	recordMoved   = 5
	recordGone    = 6
)

// record is one line of the disk's journal.
type record struct {
	kind          uint32
	path          string
	offset, size  int64
	node          uint64
	before, after []byte // of names: what was kept of the one that was overwritten or removed, and where it moved to
}

// ofName reports whether a record is of a name, and not of what is in a file.
func (r record) ofName() bool { return r.kind >= recordMade }

func readJournal(file string) ([]record, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []record
	for from := bytes.NewReader(data); ; {
		var head struct {
			Kind, Path    uint32
			Offset, Size  int64
			Node          uint64
			Before, After uint64
		}
		if err := binary.Read(from, binary.NativeEndian, &head); err != nil {
			return all, nil // the end, or a record that the kill cut off: its call was not made
		}
		rest := make([]byte, uint64(head.Path)+head.Before+head.After)
		if _, err := io.ReadFull(from, rest); err != nil {
			return all, nil
		}
		path, bytes := rest[:head.Path], rest[head.Path:]
		all = append(all, record{head.Kind, string(path), head.Offset, head.Size, head.Node, bytes[:head.Before], bytes[head.Before:]})
	}
}

// forget takes back what a power cut takes from a folder: all that was done to it and not synced, or, as disks
// do, any part of that. What is in a file is safe when the file was synced, its name when its folder was. Of
// what was done to the names of one folder a disk keeps a beginning, of what is in files anything. It returns
// how much is gone.
func forget(folder, journal string, keeps float64, rng *rand.Rand) (int, error) {
	records, err := readJournal(journal)
	if err != nil {
		return 0, err
	}
	syncedNode, syncedFolder := map[uint64]int{}, map[string]int{}
	for i, r := range records {
		if r.kind == recordSynced {
			syncedNode[r.node], syncedFolder[r.path] = i, i
		}
	}
	var contents, names []record // that are not safe
	for i, r := range records {
		last, ever := syncedNode[r.node]
		if r.ofName() {
			last, ever = syncedFolder[filepath.Dir(r.path)]
		}
		switch {
		case r.kind == recordSynced || ever && last > i:
		case r.ofName():
			names = append(names, r)
		default:
			contents = append(contents, r)
		}
	}
	gone, err := forgetContents(folder, journal, contents, keeps, rng)
	if err != nil {
		return gone, err
	}
	lost, err := forgetNames(journal, names, keeps, rng)
	if err != nil {
		return gone, err
	}
	left, err := filepath.Glob(journal + ".*")
	for _, name := range append(left, journal) {
		err = errors.Join(err, os.RemoveAll(name))
	}
	return gone + lost, err
}

// forgetContents takes back what was written into files, wherever they lie now.
func forgetContents(folder, journal string, loose []record, keeps float64, rng *rand.Rand) (gone int, err error) {
	paths := map[uint64]string{}
	look := func(path string) {
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
			paths[info.Sys().(*syscall.Stat_t).Ino] = path
		}
	}
	kept, err := filepath.Glob(journal + ".*")
	if err != nil {
		return 0, err
	}
	for _, path := range kept {
		look(path)
	}
	if err := filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error { look(path); return err }); err != nil {
		return 0, err
	}
	for _, r := range slices.Backward(loose) {
		if path, there := paths[r.node]; there {
			if err := undo(path, r); err != nil {
				return 0, err
			}
		}
	}
	for _, r := range loose {
		path, there := paths[r.node]
		switch {
		case !there:
		case rng.Float64() >= keeps:
			gone++
		default:
			if err := redo(path, r); err != nil {
				return gone, err
			}
		}
	}
	return gone, nil
}

func undo(path string, r record) error {
	return edit(path, func(f *os.File) error {
		if err := f.Truncate(r.size); err != nil {
			return err
		}
		_, err := f.WriteAt(r.before, r.offset)
		return err
	})
}

func redo(path string, r record) error {
	return edit(path, func(f *os.File) error {
		if r.kind == recordCut {
			return f.Truncate(r.offset)
		}
		_, err := f.WriteAt(r.after, r.offset)
		return err
	})
}

func edit(path string, do func(*os.File) error) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("take back: %w", err)
	}
	return errors.Join(do(f), f.Close())
}

// forgetNames takes back how files came to be called.
func forgetNames(journal string, loose []record, keeps float64, rng *rand.Rand) (gone int, err error) {
	made := map[int]string{} // what a name was taken from lies here meanwhile
	for i, r := range slices.Backward(loose) {
		switch r.kind {
		case recordMade:
			made[i] = fmt.Sprintf("%s.made-%d", journal, i)
			err = os.Rename(r.path, made[i])
		case recordMoved:
			if err = os.Rename(string(r.after), r.path); err == nil && len(r.before) > 0 {
				err = os.Link(string(r.before), string(r.after))
			}
		case recordGone:
			err = os.Link(string(r.before), r.path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, fmt.Errorf("take back a name: %w", err)
		}
	}
	count, left := map[string]int{}, map[string]int{}
	for _, r := range loose {
		count[filepath.Dir(r.path)]++
	}
	for folder, n := range count {
		if left[folder] = n; rng.Float64() >= keeps {
			left[folder] = 0
			if keeps > 0 {
				left[folder] = rng.IntN(n + 1)
			}
		}
	}
	for i, r := range loose {
		folder := filepath.Dir(r.path)
		if left[folder] == 0 {
			gone++
			continue
		}
		left[folder]--
		switch r.kind {
		case recordMade:
			err = os.Rename(made[i], r.path)
		case recordMoved:
			err = os.Rename(r.path, string(r.after))
		case recordGone:
			err = os.Remove(r.path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // its folder is gone itself
			return gone, fmt.Errorf("give back a name: %w", err)
		}
	}
	return gone, nil
}

// The disk forgets what was not synced and nothing else, seen with a program that says what it does.
func TestDiskForgets(t *testing.T) {
	folder := t.TempDir()
	library := preload(t, folder)
	data := filepath.Join(folder, "data")
	program := filepath.Join(folder, "writes")
	source := `
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
	int fd = open("data/file", O_RDWR | O_CREAT, 0600), other = open("outside", O_RDWR | O_CREAT, 0600), folder = open("data", O_RDONLY);
	int moved = open("data/moved", O_RDWR | O_CREAT, 0600);
	write(moved, "moved", 5);
	fsync(moved);
	close(open("data/kept", O_RDWR | O_CREAT, 0600));
	fsync(folder);
	write(fd, "synced,", 7);
	fdatasync(fd);
	syscall(SYS_write, fd, "lost,", 5);
	pwrite(fd, "SYN", 3, 0);
	ftruncate(fd, 2);
	write(other, "kept", 4);
	rename("data/moved", "data/elsewhere");
	unlink("data/kept");
	mkdir("data/below", 0700);
	int below = open("data/below/new", O_RDWR | O_CREAT, 0600);
	write(below, "new", 3);
	fsync(below);
	return 0;
}`
	for _, err := range []error{os.Mkdir(data, 0o700), os.WriteFile(program+".c", []byte(source), 0o600)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	compiler := "clang"
	if _, err := exec.LookPath(compiler); err != nil {
		compiler = "cc"
	}
	if out, err := exec.Command(compiler, "-w", "-o", program, program+".c").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	run := exec.Command(program)
	run.Dir = folder
	run.Env = append(os.Environ(), seen(library, data, filepath.Join(folder, "journal"))...)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if held, _ := os.ReadFile(filepath.Join(data, "file")); string(held) != "SY" {
		t.Fatalf("the program wrote %q", held)
	}
	for _, name := range []string{"elsewhere", "below/new"} {
		if _, err := os.Stat(filepath.Join(data, name)); err != nil {
			t.Fatal(err)
		}
	}
	gone, err := forget(data, filepath.Join(folder, "journal"), 0, rand.New(rand.NewPCG(1, 1)))
	held, _ := os.ReadFile(filepath.Join(data, "file"))
	outside, _ := os.ReadFile(filepath.Join(folder, "outside"))
	moved, _ := os.ReadFile(filepath.Join(data, "moved"))
	if err != nil || string(held) != "synced," || string(outside) != "kept" || string(moved) != "moved" || gone != 7 {
		t.Errorf("after the power cut: %q, %q and %q, %d things gone, %v", held, outside, moved, gone, err)
	}
	left, err := os.ReadDir(data)
	if err != nil || len(left) != 3 || left[1].Name() != "kept" {
		t.Errorf("after the power cut there are %v, %v", left, err)
	}
}
