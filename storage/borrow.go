package storage

import (
	"context"
	"os"
	"strings"
)

// borrow takes missing pieces from papers that are here: mostly the version before. Each is checked as
// if it had come over the network.
func (a *Assembly) borrow(ctx context.Context) error {
	if len(a.Missing()) == 0 {
		return nil
	}
	var others []string
	err := a.blobs.walk(func(hash, name string) error {
		if strings.HasSuffix(name, hash) && hash != a.hash {
			others = append(others, hash)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, other := range others {
		if err := a.borrowFrom(ctx, other); err != nil {
			return err
		}
	}
	return nil
}

// borrowFrom takes what one paper has. A paper that cannot be read lends nothing.
func (a *Assembly) borrowFrom(ctx context.Context, other string) error {
	m, err := a.blobs.Manifest(ctx, other)
	if err != nil {
		return ctx.Err()
	}
	var file *File
	for i, span := range m.Spans() {
		wanted := a.same[m.Chunks[i].Hash]
		if len(wanted) == 0 || a.marks.has(wanted[0]) && a.marks.has(wanted[len(wanted)-1]) {
			continue
		}
		if file == nil {
			if file, err = a.blobs.OpenPaper(other); err != nil {
				return nil
			}
			defer file.Close()
		}
		if data := a.right(file, span, wanted[0]); data != nil {
			if _, err := a.Put(wanted[0], data); err != nil {
				return err
			}
		}
	}
	return nil
}

// Received returns how many bytes of an unfinished paper are here, as far as was noted.
func (b *Blobs) Received(hash string) int64 {
	m, kept := b.Kept(hash)
	file, err := os.Open(b.Path(hash) + haveSuffix)
	if err != nil {
		return b.PartSize(hash)
	}
	defer file.Close()
	noted := newMarks(m)
	if !kept || noted.read(file) != nil {
		return 0
	}
	var received int64
	for i, c := range m.Chunks {
		if noted.has(i) {
			received += int64(c.Size)
		}
	}
	return received
}
