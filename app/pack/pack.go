// Package pack reads a session pack (bộ hồ sơ kỳ họp): a folder or a zip file with session.json,
// delegates.csv and papers as PDF, from which a whole council session is taken over at once.
// docs/session-pack.md says what may stand in it.
//
// Nothing is written anywhere. What a pack says is not trusted: no path leads out of it, no link
// is followed, sizes are measured while reading.
package pack

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Pack is an opened session pack. Close it when its papers have been taken. Read and the papers'
// Open may be called from any goroutine, until Close.
type Pack struct {
	name   string
	source source
}

// source is where the files of a pack lie: a folder, or a zip file.
type source interface {
	// list returns what lies in the source, folders left out. Faults go into the notes.
	list(limits Limits, found *notes) []*entry
	Close() error
}

// Open opens a pack. A path that is neither a folder nor a zip file is refused; what lies in the
// pack is looked at by Read.
func Open(path string) (*Pack, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unopened(path, Unreadable, err)
	}
	name := filepath.Base(path)
	switch {
	case info.IsDir():
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, unopened(path, Unreadable, err)
		}
		return &Pack{name: name, source: folder{root}}, nil
	case info.Mode().IsRegular():
		file, err := os.Open(path)
		if err != nil {
			return nil, unopened(path, Unreadable, err)
		}
		if !beginsLikeZip(file) {
			return nil, unopened(path, NotAPack, file.Close())
		}
		return &Pack{name: strings.TrimSuffix(name, filepath.Ext(name)), source: archive{file, file, info.Size()}}, nil
	}
	return nil, unopened(path, NotAPack, nil)
}

func unopened(path, code string, cause error) error {
	if cause != nil {
		cause = fmt.Errorf("pack: open %s: %w", path, cause)
	}
	return refuse([]Remark{remark(code, filepath.Base(path))}, nil, cause)
}

// beginsLikeZip looks for the mark of a zip's first file, or of the end of one that holds nothing.
func beginsLikeZip(file io.ReaderAt) bool {
	mark := make([]byte, 4)
	if _, err := file.ReadAt(mark, 0); err != nil {
		return false
	}
	return bytes.Equal(mark, []byte("PK\x03\x04")) || bytes.Equal(mark, []byte("PK\x05\x06"))
}

// Name is the pack's name: that of its folder, or of its zip file without ".zip".
func (p *Pack) Name() string { return p.name }

// Close lets the folder or zip file go. Papers can no longer be opened afterwards.
func (p *Pack) Close() error {
	if err := p.source.Close(); err != nil {
		return fmt.Errorf("pack: close: %w", err)
	}
	return nil
}
