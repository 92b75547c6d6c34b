package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"congso.vn/congso/app/chunk"
)

// Paper is a paper that is here whole, read from any place to its end. No byte of it is given that is not what
// it was when the paper came: what the disk changed since ends the reading with ErrWrongHash. Not safe for
// concurrent use.
type Paper struct {
	blobs *Blobs
	hash  string
	from  *Checked
	file  *File
	at    int64
	piece int // that data is of; -1: of none
	data  []byte
}

var _ io.ReadSeekCloser = (*Paper)(nil)

// OpenSound opens a paper for whoever it is sent to. All of it is held against its hash when it is opened for
// the first time, and every piece again whenever it is read.
func (b *Blobs) OpenSound(ctx context.Context, hash string) (*Paper, error) {
	from, err := b.sound(ctx, hash)
	if err != nil {
		return nil, err
	}
	file, err := b.OpenPaper(hash)
	if err != nil {
		return nil, err
	}
	return &Paper{blobs: b, hash: hash, from: from, file: file, piece: -1}, nil
}

// SoundManifest returns which pieces a paper is made of, as its bytes say and not as it was noted.
func (b *Blobs) SoundManifest(ctx context.Context, hash string) (chunk.Manifest, error) {
	from, err := b.sound(ctx, hash)
	if err != nil {
		return chunk.Manifest{}, err
	}
	return from.manifest, nil
}

// Size returns how many bytes a paper has that is here whole.
func (b *Blobs) Size(hash string) (int64, bool) {
	info, err := os.Stat(b.Path(hash))
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	return info.Size(), true
}

// sound is Whole, which reads every byte, once for all who ask while the program runs.
func (b *Blobs) sound(ctx context.Context, hash string) (*Checked, error) {
	b.mu.Lock()
	known := b.wholes[hash]
	b.mu.Unlock()
	if known != nil {
		return known, nil
	}
	// It is for others too: that this one goes away ends nothing.
	made, err, _ := b.making.Do("sound "+hash, func() (any, error) {
		whole, err := b.Whole(context.WithoutCancel(ctx), hash)
		if err != nil {
			return nil, err
		}
		b.mu.Lock()
		b.wholes[hash] = whole
		b.mu.Unlock()
		return whole, nil
	})
	if err != nil {
		return nil, err
	}
	return made.(*Checked), nil
}

// unsound has a paper held against its hash anew before it is opened again.
func (b *Blobs) unsound(hash string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.wholes, hash)
}

// Read is as of an os.File.
func (p *Paper) Read(into []byte) (int, error) {
	if len(into) == 0 {
		return 0, nil
	}
	if p.at >= p.from.manifest.Size {
		return 0, io.EOF
	}
	piece := p.from.pieceAt(p.at)
	if piece != p.piece {
		if err := p.load(piece); err != nil {
			return 0, err
		}
	}
	n := copy(into, p.data[p.at-p.from.spans[piece].Offset:])
	p.at += int64(n)
	return n, nil
}

// load reads a piece. A paper that was cut off is not what it was.
func (p *Paper) load(piece int) (err error) {
	p.piece = -1
	if p.data, err = p.from.load(p.file, piece, p.data); errors.Is(err, io.EOF) || errors.Is(err, ErrWrongHash) {
		p.blobs.unsound(p.hash)
		return ErrWrongHash
	}
	if err == nil {
		p.piece = piece
	}
	return err
}

// Seek is as of an os.File.
func (p *Paper) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += p.at
	case io.SeekEnd:
		offset += p.from.manifest.Size
	}
	if offset < 0 {
		return p.at, &fs.PathError{Op: "seek", Path: p.file.Name(), Err: fs.ErrInvalid}
	}
	p.at = offset
	return offset, nil
}

// Close is as of an os.File.
func (p *Paper) Close() error { return p.file.Close() }

// SetAside takes the name from a paper whose bytes were changed on the disk, so that it can come again. They
// are kept, for whoever wants to know what happened to them, until it did.
func (b *Blobs) SetAside(hash string) error {
	b.forget(hash)
	target := b.Path(hash)
	if err := os.Rename(target, target+damagedSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return tell(target, err)
	}
	return nil
}

// Damaged returns the papers that were set aside and did not come again.
func (b *Blobs) Damaged() ([]string, error) {
	var damaged []string
	err := b.walk(func(hash, name string) error {
		if strings.HasSuffix(name, damagedSuffix) && !b.Has(hash) {
			damaged = append(damaged, hash)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("storage: damaged papers: %w", err)
	}
	return damaged, nil
}

// Mended removes what was set aside of a paper that came again.
func (b *Blobs) Mended(hash string) error {
	if !b.Has(hash) {
		return nil
	}
	target := b.Path(hash)
	if err := os.Remove(target + damagedSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return tell(target, err)
	}
	return nil
}
