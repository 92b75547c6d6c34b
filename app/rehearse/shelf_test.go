package rehearse

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/zeebo/blake3"
)

func TestShelf(t *testing.T) {
	paper := bytes.Repeat([]byte("a paper "), 50_000)
	sum := blake3.Sum256(paper)
	hash := hex.EncodeToString(sum[:])
	s := NewShelf()
	broken := io.MultiReader(bytes.NewReader(paper[:100_000]), iotest.ErrReader(io.ErrUnexpectedEOF))
	if err := s.Receive(t.Context(), hash, 0, broken, nil); !errors.Is(err, io.ErrUnexpectedEOF) || s.Has(hash) || s.PartSize(hash) != 100_000 {
		t.Fatalf("broken off: %v, %d here", err, s.PartSize(hash))
	}
	if err := s.Receive(t.Context(), hash, 100_001, bytes.NewReader(paper[100_001:]), nil); !errors.Is(err, ErrGap) {
		t.Errorf("a gap: %v", err)
	}
	last := int64(0)
	if err := s.Receive(t.Context(), hash, 100_000, bytes.NewReader(paper[100_000:]), func(n int64) { last = n }); err != nil || !s.Has(hash) || last != int64(len(paper)) {
		t.Errorf("went on: %v, %d told", err, last)
	}
	other := hex.EncodeToString(make([]byte, 32))
	if err := s.Receive(t.Context(), other, 0, bytes.NewReader(paper), nil); !errors.Is(err, ErrWrongHash) || s.Has(other) || s.Wrong() != 1 || s.PartSize(other) != 0 {
		t.Errorf("wrong bytes: %v, %d wrong", err, s.Wrong())
	}
	// Whoever sends from the start again replaces what was here.
	s = NewShelf()
	if err := s.Receive(t.Context(), hash, 0, io.MultiReader(bytes.NewReader([]byte("other bytes")), iotest.ErrReader(io.ErrUnexpectedEOF)), nil); err == nil {
		t.Fatal("not broken off")
	}
	if err := s.Receive(t.Context(), hash, 0, bytes.NewReader(paper), nil); err != nil || !s.Has(hash) || s.Wrong() != 0 {
		t.Errorf("from the start: %v", err)
	}
}
