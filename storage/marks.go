package storage

import (
	"bytes"
	"io"
	"os"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/chunk"
)

// marks says which pieces of an unfinished paper are here, and keeps it on disk: the hash of the
// manifest they belong to, then a bit for each piece.
//
// A mark is written after the bytes are, and counts for nothing by itself when the program starts
// again: what is marked is read and held against its hash first, so that it does not matter in which
// order a power cut left the two files.
type marks struct {
	of  chunk.Hash // of the manifest as it is written
	set []byte
}

func newMarks(m chunk.Manifest) *marks {
	return &marks{of: blake3.Sum256(m.Encode()), set: make([]byte, (len(m.Chunks)+7)/8)}
}

func (m *marks) clone() *marks { return &marks{m.of, bytes.Clone(m.set)} }

func (m *marks) has(index int) bool { return m.set[index/8]&(1<<(index%8)) != 0 }

// read takes what the file says, where it is of the same manifest.
func (m *marks) read(file *os.File) error {
	data := make([]byte, len(m.of)+len(m.set))
	_, err := io.ReadFull(io.NewSectionReader(file, 0, int64(len(data))), data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	if err == nil && bytes.Equal(data[:len(m.of)], m.of[:]) {
		copy(m.set, data[len(m.of):])
	}
	return err
}

// write puts all of it into the file.
func (m *marks) write(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt(append(bytes.Clone(m.of[:]), m.set...), 0)
	return err
}

// add marks pieces whose bytes are written, in the file and here.
func (m *marks) add(file io.WriterAt, pieces []int) error {
	set := bytes.Clone(m.set)
	least, most := len(set), 0
	for _, i := range pieces {
		set[i/8] |= 1 << (i % 8)
		least, most = min(least, i/8), max(most, i/8)
	}
	if _, err := file.WriteAt(set[least:most+1], int64(len(m.of)+least)); err != nil {
		return err
	}
	m.set = set
	return nil
}
