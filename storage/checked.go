package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sort"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/chunk"
)

// ErrNotHere says that some of the bytes that were asked for are not here.
var ErrNotHere = errors.New("storage: the bytes are not here yet")

// Checked reads a paper, or what is here of it, at any place. Every piece is held against its hash each time:
// what lies on the disk may have been changed since it came. Safe for use from any goroutine.
type Checked struct {
	manifest chunk.Manifest
	spans    []chunk.Span
	has      func(piece int) bool
	open     func() (*File, error)
}

// Whole returns a reader of a paper that is here. It reads all of it once, for what the disk says of its
// pieces is not believed either; ErrWrongHash where the bytes were changed.
func (b *Blobs) Whole(ctx context.Context, hash string) (*Checked, error) {
	m, err := b.cut(ctx, hash)
	if err != nil {
		return nil, tell(b.Path(hash), err)
	}
	return &Checked{
		manifest: m, spans: m.Spans(), has: func(int) bool { return true },
		open: func() (*File, error) { return b.OpenPaper(hash) },
	}, nil
}

// Begun returns a reader of what is here of a paper that comes in pieces; false where none came since the
// program started. Once the paper is whole the reader has nothing any more. It believes the manifest that
// Assemble was given.
func (b *Blobs) Begun(hash string) (*Checked, bool) {
	b.mu.Lock()
	a := b.begun[hash]
	b.mu.Unlock()
	if a == nil {
		return nil, false
	}
	return &Checked{
		manifest: a.manifest, spans: a.spans,
		has: func(piece int) bool {
			a.mu.Lock()
			defer a.mu.Unlock()
			return a.marks.has(piece)
		},
		open: func() (*File, error) { return a.spot.open(piecesSuffix, os.O_RDONLY) },
	}, true
}

// Here reports whether a part of a paper that comes in pieces is here.
func (b *Blobs) Here(hash string, offset, length int64) bool {
	c, begun := b.Begun(hash)
	if !begun {
		return false
	}
	first, last, err := c.within(offset, length)
	for piece := first; err == nil && piece <= last; piece++ {
		if !c.has(piece) {
			return false
		}
	}
	return err == nil
}

// Size returns how many bytes the whole paper has.
func (c *Checked) Size() int64 { return c.manifest.Size }

// within returns the pieces in which a part of the paper lies.
func (c *Checked) within(offset, length int64) (first, last int, err error) {
	if offset < 0 || length < 1 || offset > c.manifest.Size || length > c.manifest.Size-offset {
		return 0, 0, fmt.Errorf("storage: %d bytes at %d of a paper of %d", length, offset, c.manifest.Size)
	}
	return c.pieceAt(offset), c.pieceAt(offset + length - 1), nil
}

// pieceAt is the piece in which a byte of the paper lies.
func (c *Checked) pieceAt(offset int64) int {
	return sort.Search(len(c.spans), func(i int) bool { return c.spans[i].Offset > offset }) - 1
}

// load reads a piece into data, which grows as it needs to, and holds it against its hash.
func (c *Checked) load(file *File, piece int, data []byte) ([]byte, error) {
	span := c.spans[piece]
	data = slices.Grow(data[:0], int(span.Size))[:span.Size]
	if _, err := file.ReadAt(data, span.Offset); err != nil {
		return data, fmt.Errorf("storage: read paper: %w", err)
	}
	if blake3.Sum256(data) != c.manifest.Chunks[piece].Hash {
		return data, ErrWrongHash
	}
	return data, nil
}

// Read fills into with the bytes from offset on: ErrNotHere where some are missing, ErrWrongHash where they
// are not what they were.
func (c *Checked) Read(into []byte, offset int64) error {
	first, last, err := c.within(offset, int64(len(into)))
	if err != nil {
		return err
	}
	for piece := first; piece <= last; piece++ {
		if !c.has(piece) {
			return ErrNotHere
		}
	}
	file, err := c.open()
	if errors.Is(err, os.ErrNotExist) {
		return ErrNotHere
	}
	if err != nil {
		return fmt.Errorf("storage: read paper: %w", err)
	}
	defer file.Close()
	var data []byte
	for piece := first; piece <= last; piece++ {
		if data, err = c.load(file, piece, data); err != nil {
			return err
		}
		at := c.spans[piece].Offset
		copy(into[max(at-offset, 0):], data[max(offset-at, 0):])
	}
	return nil
}
