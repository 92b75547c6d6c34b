package rehearse

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"sync"

	"github.com/zeebo/blake3"

	"congso.vn/congso/sync/link"
)

// Shelf takes papers as a device does and keeps none: it counts their bytes and compares their hashes, so
// that five hundred devices do not fill this machine's disk. Safe from any goroutine.
type Shelf struct {
	mu    sync.Mutex
	have  map[string]bool
	parts map[string]*part
	wrong int
}

var _ link.Shelf = (*Shelf)(nil)

// part is an unfinished paper.
type part struct {
	mu   sync.Mutex // held by the transfer
	sum  *blake3.Hasher
	size int64
}

// NewShelf returns an empty one.
func NewShelf() *Shelf { return &Shelf{have: map[string]bool{}, parts: map[string]*part{}} }

// Errors of Receive.
var (
	ErrWrongHash = errors.New("rehearse: the paper has another hash")
	ErrGap       = errors.New("rehearse: the bytes do not continue what is here")
)

// Has is part of link.Shelf.
func (s *Shelf) Has(hash string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.have[hash]
}

// PartSize is part of link.Shelf.
func (s *Shelf) PartSize(hash string) int64 {
	s.mu.Lock()
	p := s.parts[hash]
	s.mu.Unlock()
	if p == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.size
}

// Wrong is how many papers came whole with another hash than they were asked by.
func (s *Shelf) Wrong() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wrong
}

// Receive is part of link.Shelf.
func (s *Shelf) Receive(ctx context.Context, hash string, offset int64, from io.Reader, progress func(int64)) error {
	s.mu.Lock()
	p := s.parts[hash]
	if p == nil {
		p = &part{sum: blake3.New()}
		s.parts[hash] = p
	}
	s.mu.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	switch offset {
	case p.size:
	case 0:
		p.sum, p.size = blake3.New(), 0
	default:
		return ErrGap
	}
	buffer := make([]byte, 64<<10)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := from.Read(buffer)
		p.sum.Write(buffer[:n]) // never fails
		p.size += int64(n)
		if n > 0 && progress != nil {
			progress(p.size)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.parts, hash)
	if hex.EncodeToString(p.sum.Sum(nil)) != hash {
		s.wrong++
		return ErrWrongHash
	}
	s.have[hash] = true
	return nil
}
