// Package chunk cuts papers into pieces so that two versions of one paper share most of them, and says
// in a manifest which pieces a paper is made of.
//
// A PDF is cut where its streams begin and end: a picture or a font is a piece of its own wherever an
// office's program moves it. What is small is glued by content, so that cuts meet again after a shift;
// what is big is cut by content too (after FastCDC). Bytes that are no PDF are cut by content alone.
// Measured on a 41.5 MB PDF with one changed page: 1.8 % new bytes, where fixed blocks are 100 % new.
package chunk

import (
	"errors"
	"io"

	"github.com/zeebo/blake3"
)

// MaxSize is the largest piece.
const MaxSize = 1 << 20

// MaxPaper is the largest paper that is cut.
const MaxPaper = 1 << 40

// Hash is a BLAKE3 hash.
type Hash = [32]byte

// Chunk is one piece of a paper.
type Chunk struct {
	Hash Hash
	Size uint32
}

// Manifest (bảng kê mảnh) says which pieces a paper is made of, in order.
type Manifest struct {
	Hash   Hash // of the whole
	Size   int64
	Chunks []Chunk
}

// ErrTooLarge says that a paper has more than MaxPaper bytes.
var ErrTooLarge = errors.New("chunk: paper too large")

// Cut reads a paper to its end and returns its manifest. The same bytes are always cut in the same
// places, however they are read. It holds some MaxSize bytes of the paper at a time.
func Cut(from io.Reader) (Manifest, error) {
	return each(from, func([]byte) {})
}

// each cuts, and shows every piece in passing.
func each(from io.Reader, show func(piece []byte)) (Manifest, error) {
	var m Manifest
	whole := blake3.New()
	window := window{from: from}
	var c *cutter
	for {
		data, err := window.fill(lookahead)
		if err != nil {
			return Manifest{}, err
		}
		if len(data) == 0 {
			break
		}
		if c == nil {
			c = newCutter(data)
		}
		piece := data[:c.next(data)]
		whole.Write(piece)
		m.Chunks = append(m.Chunks, Chunk{Hash: blake3.Sum256(piece), Size: uint32(len(piece))})
		if m.Size += int64(len(piece)); m.Size > MaxPaper {
			return Manifest{}, ErrTooLarge
		}
		show(piece)
		window.pass(len(piece))
	}
	whole.Sum(m.Hash[:0])
	return m, nil
}

// Span is where a piece lies in its paper.
type Span struct {
	Offset int64
	Size   uint32
}

// Spans returns where every piece lies.
func (m Manifest) Spans() []Span {
	spans := make([]Span, len(m.Chunks))
	var offset int64
	for i, c := range m.Chunks {
		spans[i] = Span{offset, c.Size}
		offset += int64(c.Size)
	}
	return spans
}

// New returns how many bytes of the paper a device has to fetch that holds the pieces of others.
func (m Manifest) New(others ...Manifest) int64 {
	held := map[Hash]bool{}
	for _, other := range others {
		for _, c := range other.Chunks {
			held[c.Hash] = true
		}
	}
	var fresh int64
	for _, c := range m.Chunks {
		if !held[c.Hash] {
			held[c.Hash] = true
			fresh += int64(c.Size)
		}
	}
	return fresh
}
