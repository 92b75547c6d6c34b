package chunk

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/zeebo/blake3"
)

// form begins every written manifest. On disk and on the wire: a new form gets a new word.
const form = "CSM1"

// ErrBadManifest is wrapped by every error of Decode.
var ErrBadManifest = errors.New("chunk: no valid manifest")

// Encode writes a manifest: form, hash of the paper, its size, number of pieces, of each its size and
// hash, and at the end the hash of all this, so that a flipped bit on a disk is seen.
func (m Manifest) Encode() []byte {
	data := make([]byte, 0, len(form)+3*len(m.Hash)+len(m.Chunks)*(len(m.Hash)+3))
	data = append(data, form...)
	data = append(data, m.Hash[:]...)
	data = binary.AppendUvarint(data, uint64(m.Size))
	data = binary.AppendUvarint(data, uint64(len(m.Chunks)))
	for _, c := range m.Chunks {
		data = binary.AppendUvarint(data, uint64(c.Size))
		data = append(data, c.Hash[:]...)
	}
	sum := blake3.Sum256(data)
	return append(data, sum[:]...)
}

// Decode reads a manifest and believes nothing in it: sizes must add up, counts must be there, nothing
// may follow. What a manifest says of hashes is held against the bytes when they are here.
func Decode(data []byte) (Manifest, error) {
	var m Manifest
	body, ok := cutEnd(data, len(m.Hash))
	if !ok {
		return Manifest{}, fmt.Errorf("%w: %d bytes", ErrBadManifest, len(data))
	}
	if sum := blake3.Sum256(body); string(sum[:]) != string(data[len(body):]) {
		return Manifest{}, fmt.Errorf("%w: damaged", ErrBadManifest)
	}
	r := reader{rest: body}
	r.word(form)
	r.hash(&m.Hash)
	size, count := r.number(MaxPaper), r.number(MaxPaper)
	if count > uint64(len(r.rest))/(1+uint64(len(m.Hash))) {
		return Manifest{}, fmt.Errorf("%w: %d pieces in %d bytes", ErrBadManifest, count, len(r.rest))
	}
	m.Size = int64(size)
	m.Chunks = make([]Chunk, count)
	var sum int64
	for i := range m.Chunks {
		c := &m.Chunks[i]
		c.Size = uint32(r.number(MaxSize))
		r.hash(&c.Hash)
		if c.Size == 0 {
			r.bad = true
		}
		sum += int64(c.Size)
	}
	switch {
	case r.bad || len(r.rest) > 0:
		return Manifest{}, fmt.Errorf("%w: malformed", ErrBadManifest)
	case sum != m.Size:
		return Manifest{}, fmt.Errorf("%w: pieces of %d bytes in a paper of %d", ErrBadManifest, sum, m.Size)
	}
	return m, nil
}

func cutEnd(data []byte, size int) ([]byte, bool) {
	if len(data) < size {
		return nil, false
	}
	return data[:len(data)-size], true
}

// reader takes a manifest apart; bad is set by the first thing that is not as it must be.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) take(size int) []byte {
	if len(r.rest) < size {
		r.bad, r.rest = true, nil
		return nil
	}
	taken := r.rest[:size]
	r.rest = r.rest[size:]
	return taken
}

func (r *reader) word(text string) { r.bad = r.bad || string(r.take(len(text))) != text }

func (r *reader) hash(into *Hash) { copy(into[:], r.take(len(into))) }

// number reads a number in its only form: the shortest.
func (r *reader) number(most uint64) uint64 {
	value, size := binary.Uvarint(r.rest)
	if size <= 0 || value > most || size > 1 && r.rest[size-1] == 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return value
}
