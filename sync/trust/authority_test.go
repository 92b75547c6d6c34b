package trust

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

func TestAuthorityIsMadeOnceAndKept(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "trust")
	first, err := OpenAuthority(directory)
	if err != nil {
		t.Fatal(err)
	}
	again, err := OpenAuthority(directory)
	if err != nil {
		t.Fatal(err)
	}
	if first.Pin() != again.Pin() || !bytes.Equal(first.Certificate(), again.Certificate()) ||
		!first.Server().Key().Equal(again.Server().Key()) {
		t.Fatal("another authority after a restart")
	}
	other, err := OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if other.Pin() == first.Pin() {
		t.Fatal("two rooms with one authority")
	}
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Fatalf("left behind: %v", entries)
	}
}

func TestKeyFileIsForItsOwnerAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such permissions on Windows")
	}
	directory := t.TempDir()
	if _, err := OpenAuthority(directory); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(directory, keyFile)
	for range 2 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != 0o600 {
			t.Fatalf("mode %v", info.Mode())
		}
		if err := os.Chmod(path, 0o644); err != nil { // as a careless copy would leave it
			t.Fatal(err)
		}
		if _, err := OpenAuthority(directory); err != nil {
			t.Fatal(err)
		}
	}
}

func TestHalfWrittenKeyFileIsNeverReplaced(t *testing.T) {
	directory := t.TempDir()
	if _, err := OpenAuthority(directory); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(directory, keyFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, pinToo := range []bool{true, false} { // with and without the pin's help
		if !pinToo {
			if err := os.Remove(filepath.Join(directory, pinFile)); err != nil {
				t.Fatal(err)
			}
		}
		for length := range len(whole) - 1 { // the last byte is a line break
			half := whole[:length]
			if err := os.WriteFile(path, half, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := OpenAuthority(directory)
			wantCode(t, err, Damaged)
			left, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(left, half) {
				t.Fatalf("cut at %d: the file was written over", length)
			}
		}
	}
}

func TestFlippedBitsInKeyFileAreNoticed(t *testing.T) {
	a, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := encodeAuthority(a)
	if err != nil {
		t.Fatal(err)
	}
	noticed := 0
	for i := range whole {
		for _, bit := range []byte{0x01, 0x10, 0x80} {
			flipped := bytes.Clone(whole)
			flipped[i] ^= bit
			read, err := decodeAuthority(flipped)
			if err != nil {
				noticed++
				continue
			}
			// Some flips change nothing that is read, a line break into another for example.
			if read.pin != a.pin || !bytes.Equal(read.key, a.key) || !bytes.Equal(read.server.key, a.server.key) ||
				!bytes.Equal(read.certificate.Raw, a.certificate.Raw) {
				t.Fatalf("bit %#x of byte %d made another authority", bit, i)
			}
		}
	}
	if noticed < 2*len(whole) {
		t.Fatalf("only %d of %d flips noticed", noticed, 3*len(whole))
	}
}

func TestVanishedOrExchangedKeyFile(t *testing.T) {
	directory, foreign := t.TempDir(), t.TempDir()
	for _, d := range []string{directory, foreign} {
		if _, err := OpenAuthority(d); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(directory, keyFile)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, err := OpenAuthority(directory)
	wantCode(t, err, Missing)
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a new key file was made")
	}
	other, err := os.ReadFile(filepath.Join(foreign, keyFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, other, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = OpenAuthority(directory)
	wantCode(t, err, Damaged)
}

func TestProcessesStartingTogetherShareOneAuthority(t *testing.T) {
	directory := t.TempDir()
	pins := make([]Pin, 16)
	var all sync.WaitGroup
	for i := range pins {
		all.Go(func() {
			a, err := OpenAuthority(directory)
			if err != nil {
				t.Error(err)
				return
			}
			pins[i] = a.Pin()
		})
	}
	all.Wait()
	for _, pin := range pins {
		if pin != pins[0] {
			t.Fatal("two authorities in one directory")
		}
	}
}

func TestDirectoryThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenAuthority(filepath.Join(file, "below")); err == nil {
		t.Fatal("an authority that is nowhere")
	}
}

func TestFileIsPlacedOnlyWhereNoneIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := placeFile(path, []byte("first")); err != nil {
		t.Fatal(err)
	}
	if err := placeFile(path, []byte("second")); !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	// The same where the file system has no links.
	other := filepath.Join(filepath.Dir(path), "other")
	if err := os.WriteFile(other, []byte("third"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := renameIfFree(other, path); !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "first" {
		t.Fatalf("%q, %v", content, err)
	}
	if err := renameIfFree(other, path+"2"); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path + "2"); err != nil || string(content) != "third" {
		t.Fatalf("%q, %v", content, err)
	}
}
