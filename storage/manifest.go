package storage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"congso.vn/congso/app/chunk"
)

// Manifest returns which pieces the bytes of hash are made of. It is made once and kept beside them; one
// that was damaged, or is of other bytes, is made anew.
func (b *Blobs) Manifest(ctx context.Context, hash string) (chunk.Manifest, error) {
	info, err := os.Stat(b.Path(hash))
	if err != nil {
		return chunk.Manifest{}, tell(b.Path(hash), err)
	}
	if m, kept := b.Kept(hash); kept && m.Size == info.Size() {
		return m, nil
	}
	made, err, _ := b.making.Do(hash, func() (any, error) { return b.makeManifest(ctx, hash) })
	if err != nil {
		return chunk.Manifest{}, tell(b.Path(hash), err)
	}
	return made.(chunk.Manifest), nil
}

// Kept returns the manifest that is kept of hash, whether its bytes are here or only some of them.
func (b *Blobs) Kept(hash string) (chunk.Manifest, bool) {
	data, err := os.ReadFile(b.Path(hash) + manifestSuffix)
	if err != nil {
		return chunk.Manifest{}, false
	}
	m, err := chunk.Decode(data)
	return m, err == nil && hex.EncodeToString(m.Hash[:]) == hash
}

func (b *Blobs) makeManifest(ctx context.Context, hash string) (chunk.Manifest, error) {
	m, err := b.cut(ctx, hash)
	if err != nil {
		return chunk.Manifest{}, err
	}
	return m, b.keep(hash, m)
}

// cut reads a paper and says which pieces it is made of; ErrWrongHash where the bytes were changed.
func (b *Blobs) cut(ctx context.Context, hash string) (chunk.Manifest, error) {
	file, err := b.OpenPaper(hash)
	if err != nil {
		return chunk.Manifest{}, err
	}
	defer file.Close()
	m, err := chunk.Cut(&stoppable{ctx, file})
	if err != nil {
		return chunk.Manifest{}, err
	}
	if hex.EncodeToString(m.Hash[:]) != hash {
		return chunk.Manifest{}, fmt.Errorf("%w: the file changed on the disk", ErrWrongHash)
	}
	return m, nil
}

// keep writes a manifest down. It is checked whenever it is read, so that nothing needs to be said to the
// disk about order.
func (b *Blobs) keep(hash string, m chunk.Manifest) error {
	target := b.Path(hash) + manifestSuffix
	if err := makeFolder(filepath.Dir(target)); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(target), hash+manifestSuffix+"-*")
	if err != nil {
		return err
	}
	_, err = file.Write(m.Encode())
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), target)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx  context.Context
	from io.Reader
}

func (s *stoppable) Read(into []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.from.Read(into)
}
