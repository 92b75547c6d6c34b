package storage_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// put puts pieces of a paper into an assembly.
func put(t *testing.T, a *storage.Assembly, data []byte, offset int64, size uint32, piece int) {
	t.Helper()
	if wrong, err := a.Put(piece, data[offset:offset+int64(size)]); err != nil || len(wrong) > 0 {
		t.Fatalf("piece %d: wrong %v, %v", piece, wrong, err)
	}
}

// Of a paper that comes in pieces exactly those parts can be read whose pieces are here; of a whole one all.
func TestReadingWhatIsHere(t *testing.T) {
	for _, key := range [][]byte{nil, bytes.Repeat([]byte{7}, 32)} {
		data, m := storagetest.Pieces(31, 2<<20)
		hash := storagetest.HashOf(data)
		blobs, err := storage.OpenBlobs(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if key != nil {
			if err := blobs.Seal(map[string][]byte{hash: key}); err != nil {
				t.Fatal(err)
			}
		}
		if _, begun := blobs.Begun(hash); begun || blobs.Here(hash, 0, 1) {
			t.Error("a paper of which nothing came has begun")
		}
		a, err := blobs.Assemble(t.Context(), hash, m)
		if err != nil {
			t.Fatal(err)
		}
		spans := m.Spans()
		third := spans[3]
		put(t, a, data, third.Offset, third.Size, 3)
		put(t, a, data, spans[4].Offset, spans[4].Size, 4)
		c, begun := blobs.Begun(hash)
		if !begun || c.Size() != int64(len(data)) {
			t.Fatalf("begun %t", begun)
		}
		begin, end := third.Offset, spans[5].Offset
		for _, part := range []struct {
			offset, length int64
			here           bool
		}{
			{begin, end - begin, true}, {begin + 1, end - begin - 2, true}, {begin, 1, true}, {end - 1, 1, true}, {spans[4].Offset - 1, 2, true},
			{begin - 1, 2, false}, {end - 1, 2, false}, {0, int64(len(data)), false}, {end, 1, false},
		} {
			got := make([]byte, part.length)
			err := c.Read(got, part.offset)
			if here := blobs.Here(hash, part.offset, part.length); here != part.here || (err == nil) != part.here {
				t.Errorf("%d at %d: here %t, %v", part.length, part.offset, here, err)
			}
			if err == nil && !bytes.Equal(got, data[part.offset:part.offset+part.length]) {
				t.Errorf("%d at %d: other bytes", part.length, part.offset)
			}
			if !part.here && !errors.Is(err, storage.ErrNotHere) {
				t.Errorf("%d at %d: %v", part.length, part.offset, err)
			}
		}
		for _, part := range [][2]int64{{-1, 1}, {0, 0}, {int64(len(data)), 1}, {1, int64(len(data))}, {1 << 62, 1 << 62}} {
			if blobs.Here(hash, part[0], part[1]) {
				t.Errorf("%d at %d is here", part[1], part[0])
			}
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if err := c.Read(make([]byte, 1), begin); err != nil {
			t.Errorf("between two transfers: %v", err)
		}
		if a, err = blobs.Assemble(t.Context(), hash, m); err != nil {
			t.Fatal(err)
		}
		for _, i := range a.Missing() {
			put(t, a, data, spans[i].Offset, spans[i].Size, i)
		}
		if err := errors.Join(a.Finish(t.Context()), a.Close()); err != nil {
			t.Fatal(err)
		}
		if _, begun := blobs.Begun(hash); begun {
			t.Error("a whole paper has only begun")
		}
		whole, err := blobs.Whole(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(data)-10)
		if err := whole.Read(got, 5); err != nil || !bytes.Equal(got, data[5:len(data)-5]) {
			t.Errorf("the whole: %v", err)
		}
	}
}

// What was changed on the disk is never given out, whatever is changed with it.
func TestReadingWhatWasChanged(t *testing.T) {
	data, m := storagetest.Pieces(32, 1<<20)
	hash := storagetest.HashOf(data)
	blobs, err := storage.OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	a, err := blobs.Assemble(t.Context(), hash, m)
	if err != nil {
		t.Fatal(err)
	}
	span := m.Spans()[2]
	put(t, a, data, span.Offset, span.Size, 2)
	c, _ := blobs.Begun(hash)
	change := func(path string, at int64) {
		t.Helper()
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err == nil {
			_, err = file.WriteAt([]byte{data[at] ^ 1}, at)
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	change(blobs.Path(hash)+".pieces", span.Offset+1)
	if err := c.Read(make([]byte, 1), span.Offset+5); !errors.Is(err, storage.ErrWrongHash) {
		t.Errorf("a changed piece: %v", err)
	}
	if err := errors.Join(a.Close(), blobs.Remove(hash), blobs.Receive(t.Context(), hash, 0, bytes.NewReader(data), nil)); err != nil {
		t.Fatal(err)
	}
	whole, err := blobs.Whole(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	change(blobs.Path(hash), span.Offset+1)
	if err := whole.Read(make([]byte, 1), span.Offset+5); !errors.Is(err, storage.ErrWrongHash) {
		t.Errorf("changed after it was opened: %v", err)
	}
	if _, err := blobs.Whole(t.Context(), hash); !errors.Is(err, storage.ErrWrongHash) {
		t.Errorf("opened after it was changed: %v", err)
	}
}
