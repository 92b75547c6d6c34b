package storagetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"congso.vn/congso/storage"
)

// Blobs holds a store of papers to its promises. open opens it in a folder.
func Blobs(t *testing.T, open func(folder string) (*storage.Blobs, error)) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, b *storage.Blobs, folder string)
	}{
		{"bytes are kept under their hash", blobKept},
		{"a transfer goes on where it broke off", blobResumed},
		{"wrong bytes never get the name", blobWrong},
		{"an offset beyond what is here is refused", blobGap},
		{"the later of two transfers goes on", blobOvertaken},
		{"names from outside stay inside the folder", blobNames},
		{"unwanted ones are removed", blobsRemoved},
		{"a manifest is made once, and anew where it is bad", manifestKept},
		{"pieces come in any order", piecesPut},
		{"a wrong piece leaves no trace", pieceWrong},
		{"what is marked is checked after a start", piecesChecked},
		{"pieces are taken from other papers", piecesBorrowed},
		{"what came by the plain way is taken over", piecesAdopted},
		{"pieces of a lying manifest never get the name", piecesWrong},
		{"a piece is marked after its bytes are written", pieceMarked},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			c.test(t, have[*storage.Blobs](t)(open(folder)), folder)
		})
	}
}

// paper is larger than one read of the transfer.
func paper(seed byte) []byte {
	data := make([]byte, 600<<10)
	for i := range data {
		data[i] = byte(i>>8) ^ byte(i)*seed
	}
	return data
}

func blobIs(t *testing.T, b *storage.Blobs, data []byte) {
	t.Helper()
	hash := HashOf(data)
	if !b.Has(hash) {
		t.Fatal("the bytes are not here")
	}
	file := have[*os.File](t)(b.Open(hash))
	defer file.Close()
	if got := have[[]byte](t)(io.ReadAll(file)); !bytes.Equal(got, data) {
		t.Fatal("other bytes stand under the hash")
	}
	if b.PartSize(hash) != 0 {
		t.Error("an unfinished copy is left")
	}
}

func blobKept(t *testing.T, b *storage.Blobs, _ string) {
	for _, data := range [][]byte{paper(3), {}, []byte("x")} {
		hash := HashOf(data)
		if b.Has(hash) {
			t.Fatal("bytes are here that never came")
		}
		var told []int64
		must(t, b.Receive(background, hash, 0, bytes.NewReader(data), func(n int64) { told = append(told, n) }))
		blobIs(t, b, data)
		if len(data) > 0 && (told[len(told)-1] != int64(len(data)) || !slices.IsSorted(told)) {
			t.Errorf("told %v of %d bytes", told, len(data))
		}
		must(t, b.Receive(background, hash, 0, iotest.ErrReader(errors.New("read although all is here")), nil))
	}
}

func blobResumed(t *testing.T, b *storage.Blobs, folder string) {
	data := paper(5)
	hash := HashOf(data)
	broken := errors.New("the connection broke")
	err := b.Receive(background, hash, 0, io.MultiReader(bytes.NewReader(data[:300_000]), iotest.ErrReader(broken)), nil)
	if !errors.Is(err, broken) {
		t.Fatalf("a broken transfer: %v", err)
	}
	if b.Has(hash) {
		t.Fatal("half the bytes have the name")
	}
	if size := b.PartSize(hash); size != 300_000 {
		t.Fatalf("%d bytes are here, of 300000", size)
	}
	ending, cancel := context.WithCancel(background)
	cancel()
	if err := b.Receive(ending, hash, 300_000, bytes.NewReader(data[300_000:]), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end was asked for: %v", err)
	}
	again := have[*storage.Blobs](t)(storage.OpenBlobs(folder))
	// From a little before: the last bytes come once more.
	must(t, again.Receive(background, hash, 290_000, bytes.NewReader(data[290_000:]), nil))
	blobIs(t, again, data)
}

func blobWrong(t *testing.T, b *storage.Blobs, _ string) {
	data := paper(7)
	hash := HashOf(data)
	for name, bad := range map[string][]byte{
		"one bit": append(bytes.Clone(data[:len(data)-1]), data[len(data)-1]^1), "short": data[:len(data)-1], "long": append(bytes.Clone(data), 0), "none": nil,
	} {
		if err := b.Receive(background, hash, 0, bytes.NewReader(bad), nil); !errors.Is(err, storage.ErrWrongHash) {
			t.Errorf("%s: %v", name, err)
		}
		if b.Has(hash) || b.PartSize(hash) != 0 {
			t.Errorf("%s: wrong bytes are left", name)
		}
	}
	must(t, b.Receive(background, hash, 0, bytes.NewReader(data), nil))
	blobIs(t, b, data)
}

func blobGap(t *testing.T, b *storage.Blobs, _ string) {
	data := paper(9)
	hash := HashOf(data)
	_ = b.Receive(background, hash, 0, io.MultiReader(bytes.NewReader(data[:1000]), iotest.ErrReader(io.ErrUnexpectedEOF)), nil)
	for _, offset := range []int64{-1, 1001, 1 << 40} {
		if err := b.Receive(background, hash, offset, bytes.NewReader(data[1000:]), nil); !errors.Is(err, storage.ErrGap) {
			t.Errorf("offset %d of 1000: %v", offset, err)
		}
		if size := b.PartSize(hash); size != 1000 {
			t.Fatalf("after offset %d: %d bytes are here, of 1000", offset, size)
		}
	}
	must(t, b.Receive(background, hash, 1000, bytes.NewReader(data[1000:]), nil))
	blobIs(t, b, data)
}

// gate is a connection that stands still until it is opened.
type gate struct {
	io.Reader
	reached, open chan struct{}
}

func (g *gate) Read(p []byte) (int, error) {
	close(g.reached)
	<-g.open
	return 0, io.EOF
}

func blobOvertaken(t *testing.T, b *storage.Blobs, _ string) {
	data := paper(11)
	hash := HashOf(data)
	hanging := &gate{reached: make(chan struct{}), open: make(chan struct{})}
	ended := make(chan error, 1)
	go func() {
		ended <- b.Receive(background, hash, 0, io.MultiReader(bytes.NewReader(data[:5000]), hanging), nil)
	}()
	<-hanging.reached
	must(t, b.Receive(background, hash, 5000, bytes.NewReader(data[5000:]), nil))
	blobIs(t, b, data)
	close(hanging.open)
	if err := <-ended; !errors.Is(err, storage.ErrOvertaken) {
		t.Errorf("the transfer that hung: %v", err)
	}
	blobIs(t, b, data)
}

func blobNames(t *testing.T, b *storage.Blobs, folder string) {
	outside := filepath.Join(filepath.Dir(folder), "outside")
	hash := HashOf(nil)
	for _, name := range []string{"", "../outside", "..", strings.ToUpper(hash), hash[:62], hash + "00", hash + "/..", "/etc/passwd", strings.Repeat("g", 64)} {
		if storage.ValidHash(name) {
			t.Errorf("%q is a hash", name)
		}
		if err := b.Receive(background, name, 0, strings.NewReader("x"), nil); !errors.Is(err, storage.ErrWrongHash) {
			t.Errorf("%q received: %v", name, err)
		}
		if b.Has(name) {
			t.Errorf("%q is here", name)
		}
		if !strings.HasPrefix(b.Path(name), folder+string(filepath.Separator)) {
			t.Errorf("%q lies at %s", name, b.Path(name))
		}
	}
	if _, err := os.Stat(outside); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something stands outside the folder: %v", err)
	}
}

func blobsRemoved(t *testing.T, b *storage.Blobs, _ string) {
	var hashes []string
	for _, seed := range []byte{13, 15, 17} {
		data := paper(seed)
		hashes = append(hashes, HashOf(data))
		must(t, b.Receive(background, HashOf(data), 0, bytes.NewReader(data), nil))
	}
	half := paper(19)
	_ = b.Receive(background, HashOf(half), 0, io.MultiReader(bytes.NewReader(half[:10]), iotest.ErrReader(io.ErrUnexpectedEOF)), nil)
	must(t, b.Remove(hashes[0]))
	must(t, b.Remove(hashes[0]))
	if b.Has(hashes[0]) || !b.Has(hashes[1]) {
		t.Error("not the one was removed")
	}
	gone := have[int](t)(b.Keep(func(hash string) bool { return hash == hashes[1] }))
	if gone != 2 || b.Has(hashes[2]) || b.PartSize(HashOf(half)) != 0 || !b.Has(hashes[1]) {
		t.Errorf("%d went; %v %d %v", gone, b.Has(hashes[2]), b.PartSize(HashOf(half)), b.Has(hashes[1]))
	}
}
