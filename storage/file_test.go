package storage

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/zeebo/blake3"
	"pgregory.net/rapid"

	"congso.vn/congso/app/chunk"
)

func someBytes(seed uint64, size int) []byte {
	data := make([]byte, size)
	source := rand.NewChaCha8([32]byte{byte(seed)})
	_, _ = source.Read(data) // never fails
	return data
}

func hashOf(data []byte) string {
	sum := blake3.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// A sealed file is read and written as a plain one, whatever is written where and in what order.
func TestSealedFileIsAsAPlainOne(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		sealed, err := spot{path: filepath.Join(folder, "sealed"), hash: hashOf(nil), key: keyOf("k")}.open("", os.O_RDWR|os.O_CREATE|os.O_TRUNC)
		if err != nil {
			t.Fatal(err)
		}
		defer sealed.Close()
		want := someBytes(1, 3*stretch)
		if _, err := sealed.WriteAt(want, 0); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 20).Draw(t, "writes") {
			at := rapid.IntRange(0, len(want)-1).Draw(t, "at")
			data := want[at : at+rapid.IntRange(0, len(want)-at).Draw(t, "size")]
			copy(data, someBytes(rapid.Uint64().Draw(t, "seed"), len(data)))
			before := bytes.Clone(data)
			if n, err := sealed.WriteAt(data, int64(at)); err != nil || n != len(data) || !bytes.Equal(data, before) {
				t.Fatalf("wrote %d: %v", n, err)
			}
			from := rapid.IntRange(0, len(want)).Draw(t, "from")
			got := make([]byte, rapid.IntRange(0, len(want)).Draw(t, "length"))
			n, err := sealed.ReadAt(got, int64(from))
			if err != nil && !errors.Is(err, io.EOF) || !bytes.Equal(got[:n], want[from:from+n]) || n < len(got) && from+n != len(want) {
				t.Fatalf("read %d of %d from %d: %v", n, len(got), from, err)
			}
		}
		if _, err := sealed.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(sealed); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("read whole: %v", err)
		}
	})
}

// Two papers under the key of one session share no key stream.
func TestEachPaperHasAKeyOfItsOwn(t *testing.T) {
	zeros, folder := make([]byte, 4096), t.TempDir()
	raw := func(hash string) []byte {
		at := spot{path: filepath.Join(folder, hash), hash: hash, key: keyOf("k")}
		file, err := at.open("", os.O_RDWR|os.O_CREATE)
		if err != nil {
			t.Fatal(err)
		}
		_, err = file.Write(zeros)
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(at.path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if bytes.Equal(raw(hashOf([]byte("a"))), raw(hashOf([]byte("b")))) {
		t.Error("the same stream")
	}
}

// lies reports whether bytes stand in the open in any file of a folder.
func lies(t *testing.T, folder string, what []byte) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		found = found || bytes.Contains(data, what)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A paper that comes in two parts, in pieces over two starts, or from the version before is the same under a key
// as without one, and never stands in the open.
func TestSealedPaperComesWhole(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	first := someBytes(7, 900_000)
	second := append(append(bytes.Clone(first[:300_000]), someBytes(8, 400_000)...), first[300_000:]...)
	keys := map[string][]byte{hashOf(first): keyOf("k"), hashOf(second): keyOf("k")}
	open := func() *Blobs {
		b, err := OpenBlobs(folder)
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Seal(keys); err != nil {
			t.Fatal(err)
		}
		return b
	}
	b := open()
	if err := b.Receive(ctx, hashOf(first), 0, io.MultiReader(bytes.NewReader(first[:100_001]), broken{}), nil); err == nil {
		t.Fatal("a broken transfer is whole")
	}
	if at := b.PartSize(hashOf(first)); at != 100_001 || lies(t, folder, first[1000:1064]) {
		t.Errorf("%d bytes of the first are here, or in the open", at)
	}
	b = open()
	if err := b.Receive(ctx, hashOf(first), 100_001, bytes.NewReader(first[100_001:]), nil); err != nil {
		t.Fatal(err)
	}
	m, err := chunk.Cut(bytes.NewReader(second))
	if err != nil {
		t.Fatal(err)
	}
	spans := m.Spans()
	put := func(b *Blobs, most int) (missing int) {
		a, err := b.Assemble(ctx, hashOf(second), m)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		for i, at := range a.Missing() {
			if i == most {
				return len(a.Missing())
			}
			if wrong, err := a.Put(at, second[spans[at].Offset:spans[at].Offset+int64(spans[at].Size)]); err != nil || len(wrong) > 0 {
				t.Fatal(wrong, err)
			}
		}
		if err := a.Finish(ctx); err != nil {
			t.Fatal(err)
		}
		return 0
	}
	if missing := put(b, 0); missing == 0 || missing >= len(spans) {
		t.Errorf("%d of %d pieces are missing beside the version before", missing, len(spans))
	}
	put(open(), 1)
	put(open(), len(spans))
	b = open()
	for _, want := range [][]byte{first, second} {
		if got, err := b.ReadPaper(ctx, hashOf(want)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("read: %v", err)
		}
		if _, err := b.Open(hashOf(want)); !errors.Is(err, ErrSealed) {
			t.Errorf("opened as a plain one: %v", err)
		}
	}
	if lies(t, folder, first[1000:1064]) || lies(t, folder, second[len(second)-64:]) {
		t.Error("in the open")
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// Under another key nothing is here; what lies under the old one goes, and so does everything when a key is
// destroyed. A changed byte is noticed.
func TestOtherKeyOfPapers(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	data := someBytes(3, 10_000)
	hash := hashOf(data)
	b, err := OpenBlobs(folder)
	if err != nil {
		t.Fatal(err)
	}
	under := func(letter string) {
		t.Helper()
		if err := b.Seal(map[string][]byte{hash: keyOf(letter)}); err != nil {
			t.Fatal(err)
		}
	}
	receive := func() {
		t.Helper()
		if err := b.Receive(ctx, hash, 0, bytes.NewReader(data), nil); err != nil {
			t.Fatal(err)
		}
	}
	receive() // as it is
	under("k")
	if b.Has(hash) {
		t.Error("a plain paper counts under a key")
	}
	if removed, err := b.Keep(func(string) bool { return true }); removed != 1 || err != nil || lies(t, folder, data[:64]) {
		t.Errorf("removed %d plain ones: %v", removed, err)
	}
	receive()
	changed, err := os.ReadFile(b.Path(hash))
	if err != nil {
		t.Fatal(err)
	}
	changed[77] ^= 1
	if err := os.WriteFile(b.Path(hash), changed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.ReadPaper(ctx, hash); !errors.Is(err, ErrWrongHash) {
		t.Errorf("a changed byte: %v", err)
	}
	under("x")
	if b.Has(hash) {
		t.Error("here under another key")
	}
	receive()
	if err := b.Destroy(keyOf("x")); err != nil || b.Has(hash) {
		t.Errorf("destroyed, %v", err)
	}
	under("k")
	if !b.Has(hash) {
		t.Error("what lies under another key was destroyed too")
	}
}
