package storagetest

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"testing/iotest"

	"congso.vn/congso/app/chunk"
	"congso.vn/congso/storage"
)

// Pieces is a paper of many pieces, and its manifest.
func Pieces(seed byte, size int) ([]byte, chunk.Manifest) {
	data := make([]byte, size)
	rand.NewChaCha8([32]byte{seed}).Read(data)
	m, err := chunk.Cut(bytes.NewReader(data))
	if err != nil {
		panic(err) // reading memory does not fail
	}
	return data, m
}

func piece(data []byte, m chunk.Manifest, index int) []byte {
	span := m.Spans()[index]
	return data[span.Offset : span.Offset+int64(span.Size)]
}

func assemble(t *testing.T, b *storage.Blobs, data []byte, m chunk.Manifest) *storage.Assembly {
	t.Helper()
	a := have[*storage.Assembly](t)(b.Assemble(background, HashOf(data), m))
	if a == nil {
		t.Fatal("the whole is here already")
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func put(t *testing.T, a *storage.Assembly, data []byte, m chunk.Manifest, indices ...int) {
	t.Helper()
	for _, i := range indices {
		if wrong := have[[]int](t)(a.Put(i, piece(data, m, i))); len(wrong) > 0 {
			t.Fatalf("piece %d is refused", i)
		}
	}
}

func all(m chunk.Manifest) []int {
	indices := make([]int, len(m.Chunks))
	for i := range indices {
		indices[i] = i
	}
	return indices
}

func manifestKept(t *testing.T, b *storage.Blobs, _ string) {
	data, want := Pieces(1, 200_000)
	hash := HashOf(data)
	if _, err := b.Manifest(background, hash); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("a manifest of nothing: %v", err)
	}
	must(t, b.Receive(background, hash, 0, bytes.NewReader(data), nil))
	same := func(when string) {
		t.Helper()
		m := have[chunk.Manifest](t)(b.Manifest(background, hash))
		if m.Hash != want.Hash || !slices.Equal(m.Chunks, want.Chunks) {
			t.Fatalf("%s: another manifest", when)
		}
		if kept, ok := b.Kept(hash); !ok || !slices.Equal(kept.Chunks, want.Chunks) {
			t.Fatalf("%s: it is not kept", when)
		}
	}
	same("made")
	name := b.Path(hash) + ".manifest"
	before := have[os.FileInfo](t)(os.Stat(name))
	same("read")
	if again := have[os.FileInfo](t)(os.Stat(name)); !os.SameFile(before, again) {
		t.Error("it was made twice")
	}
	_, other := Pieces(2, 100_000)
	written := want.Encode()
	written[len(written)/2] ^= 4
	for what, bad := range map[string][]byte{"nothing": nil, "of another paper": other.Encode(), "a flipped bit": written} {
		must(t, os.WriteFile(name, bad, 0o600))
		same(what)
	}
	if gone := have[int](t)(b.Keep(func(string) bool { return false })); gone != 1 {
		t.Errorf("%d papers went of one", gone)
	}
	if _, ok := b.Kept(hash); ok {
		t.Error("the manifest outlives its paper")
	}
}

func piecesPut(t *testing.T, b *storage.Blobs, folder string) {
	data, m := Pieces(3, 400_000)
	data = slices.Concat(data, make([]byte, 2*chunk.MaxSize+7)) // with two pieces that are the same
	m = have[chunk.Manifest](t)(chunk.Cut(bytes.NewReader(data)))
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(m.Chunks))
	a := assemble(t, b, data, m)
	put(t, a, data, m, order[:len(order)/2]...)
	if err := a.Finish(background); !errors.Is(err, storage.ErrGap) || b.Has(HashOf(data)) {
		t.Fatalf("half a paper is whole: %v", err)
	}
	must(t, a.Close())
	if b.Received(HashOf(data)) != a.Received() || a.Received() == 0 {
		t.Errorf("%d bytes are noted of %d", b.Received(HashOf(data)), a.Received())
	}
	for _, again := range []*storage.Blobs{b, have[*storage.Blobs](t)(storage.OpenBlobs(folder))} {
		a = assemble(t, again, data, m)
		for _, i := range order[:len(order)/2] {
			if slices.Contains(a.Missing(), i) {
				t.Fatalf("piece %d came and is missing", i)
			}
		}
		must(t, a.Close())
	}
	a = assemble(t, b, data, m)
	missing := a.Missing()
	if len(missing) == 0 || len(missing) > len(order)-len(order)/2 {
		t.Fatalf("%d pieces of %d are missing", len(missing), len(order))
	}
	put(t, a, data, m, missing...)
	must(t, a.Finish(background))
	blobIs(t, b, data)
	if a := have[*storage.Assembly](t)(b.Assemble(background, HashOf(data), m)); a != nil {
		t.Error("a whole paper is put together again")
	}
	if _, err := os.Stat(b.Path(HashOf(data)) + ".have"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("marks are left: %v", err)
	}
}

func pieceWrong(t *testing.T, b *storage.Blobs, _ string) {
	data, m := Pieces(4, 100_000)
	a := assemble(t, b, data, m)
	for what, bad := range map[string][]byte{
		"another piece": piece(data, m, 1), "nothing": nil, "too short": piece(data, m, 0)[1:],
		"a flipped bit": append([]byte{data[0] ^ 1}, piece(data, m, 0)[1:]...),
	} {
		if wrong := have[[]int](t)(a.Put(0, bad)); !slices.Equal(wrong, []int{0}) || len(a.Missing()) != len(m.Chunks) || b.Received(HashOf(data)) != 0 {
			t.Errorf("%s is taken for a piece", what)
		}
	}
	if _, err := a.Put(len(m.Chunks), data); err == nil {
		t.Error("a piece beyond the paper is taken")
	}
	// Of many at once the wrong ones alone are refused; what follows the paper is none of it.
	many := append(bytes.Clone(data), "sau"...)
	many[m.Spans()[2].Offset] ^= 1
	if wrong := have[[]int](t)(a.Put(0, many)); !slices.Equal(wrong, []int{2, len(m.Chunks)}) || !slices.Equal(a.Missing(), []int{2}) {
		t.Errorf("wrong are %v, missing %v, want 2", wrong, a.Missing())
	}
	put(t, a, data, m, 2)
	must(t, a.Finish(background))
	blobIs(t, b, data)
}

func piecesChecked(t *testing.T, b *storage.Blobs, folder string) {
	data, m := Pieces(5, 300_000)
	a := assemble(t, b, data, m)
	put(t, a, data, m, all(m)...)
	must(t, a.Close())
	file := have[*os.File](t)(os.OpenFile(b.Path(HashOf(data))+".pieces", os.O_RDWR, 0))
	at := m.Spans()[2].Offset + 5
	have[int](t)(file.WriteAt([]byte{data[at] ^ 0x10}, at))
	must(t, file.Close())
	again := have[*storage.Blobs](t)(storage.OpenBlobs(folder))
	a = assemble(t, again, data, m)
	if missing := a.Missing(); !slices.Equal(missing, []int{2}) {
		t.Fatalf("missing are %v, damaged is 2", missing)
	}
	put(t, a, data, m, 2)
	must(t, a.Finish(background))
	blobIs(t, again, data)
}

func piecesBorrowed(t *testing.T, b *storage.Blobs, _ string) {
	old, _ := Pieces(6, 500_000)
	must(t, b.Receive(background, HashOf(old), 0, bytes.NewReader(old), nil))
	data := slices.Concat(old[:200_000], []byte("sửa đổi"), old[200_000:])
	m := have[chunk.Manifest](t)(chunk.Cut(bytes.NewReader(data)))
	a := assemble(t, b, data, m)
	missing := a.Missing()
	if len(missing) == 0 || len(missing) > 6 {
		t.Fatalf("%d pieces of %d are missing of a new version", len(missing), len(m.Chunks))
	}
	must(t, a.Close())
	// What another paper has is believed no more than what comes over the network.
	must(t, b.Remove(HashOf(data)))
	must(t, os.WriteFile(b.Path(HashOf(old)), make([]byte, len(old)), 0o600))
	a = assemble(t, b, data, m)
	if len(a.Missing()) != len(m.Chunks) {
		t.Errorf("%d pieces were taken from a damaged paper", len(m.Chunks)-len(a.Missing()))
	}
	put(t, a, data, m, all(m)...)
	must(t, a.Finish(background))
	blobIs(t, b, data)
}

func piecesAdopted(t *testing.T, b *storage.Blobs, _ string) {
	data, m := Pieces(7, 300_000)
	half := io.MultiReader(bytes.NewReader(data[:150_000]), iotest.ErrReader(io.ErrUnexpectedEOF))
	if err := b.Receive(background, HashOf(data), 0, half, nil); err == nil {
		t.Fatal("half a paper was taken")
	}
	a := assemble(t, b, data, m)
	if a.Received() < 100_000 || a.Received() > 150_000 {
		t.Errorf("%d bytes are taken over of 150000", a.Received())
	}
	put(t, a, data, m, a.Missing()...)
	must(t, a.Finish(background))
	blobIs(t, b, data)
}

func piecesWrong(t *testing.T, b *storage.Blobs, _ string) {
	data, m := Pieces(8, 100_000)
	if _, err := b.Assemble(background, HashOf([]byte("khác")), m); !errors.Is(err, storage.ErrWrongHash) {
		t.Errorf("a manifest of another paper: %v", err)
	}
	other, lie := Pieces(9, 100_000)
	lie.Hash = m.Hash
	a := assemble(t, b, data, lie)
	put(t, a, other, lie, all(lie)...)
	if err := a.Finish(background); !errors.Is(err, storage.ErrWrongHash) || b.Has(HashOf(data)) {
		t.Fatalf("a lie is finished: %v", err)
	}
	must(t, a.Close())
	if _, kept := b.Kept(HashOf(data)); kept || b.Received(HashOf(data)) != 0 {
		t.Error("something of the lie is kept")
	}
	must(t, b.Receive(background, HashOf(data), 0, bytes.NewReader(data), nil))
	blobIs(t, b, data)
}

// A transfer that another goes on in place of writes nothing: it must mark nothing either.
func pieceMarked(t *testing.T, b *storage.Blobs, folder string) {
	data, m := Pieces(10, 100_000)
	earlier := assemble(t, b, data, m)
	later := assemble(t, b, data, m)
	if _, err := earlier.Put(0, piece(data, m, 0)); !errors.Is(err, storage.ErrOvertaken) {
		t.Errorf("the earlier of two: %v", err)
	}
	if noted := b.Received(HashOf(data)); noted != 0 || len(earlier.Missing()) != len(m.Chunks) {
		t.Errorf("%d bytes are marked that were never written", noted)
	}
	must(t, earlier.Close())
	put(t, later, data, m, all(m)...)
	must(t, later.Finish(background))
	blobIs(t, b, data)
}
