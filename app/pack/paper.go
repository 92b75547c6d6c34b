package pack

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"

	"github.com/zeebo/blake3"
)

// Paper (tài liệu) is the bytes of one document of the import.
type Paper struct {
	DocumentID string
	Path       string // in the pack
	Hash       string // BLAKE3, hexadecimal
	Size       int64
	Office     bool // no PDF: an office paper, of which one is to be made

	// Open reads the paper once more, until the pack is closed. Its reader fails at the end where
	// the bytes are no longer those that were hashed.
	Open func() (io.ReadCloser, error)
}

// blob is what was learnt by reading a file through.
type blob struct {
	hash   string
	size   int64
	pdf    bool
	office bool // it is named as an office paper, and these are taken
	ok     bool // it could be read
}

// headSize is how far into a file the mark of a PDF may stand; senders put their own lines first.
const headSize = 1024

// head keeps the beginning of what is written to it.
type head struct{ bytes.Buffer }

func (h *head) Write(p []byte) (int, error) {
	h.Buffer.Write(p[:min(len(p), headSize-h.Len())]) // a buffer takes everything
	return len(p), nil
}

// hashAll reads every file of the agenda once. Its error is that of ctx.
func (r *reading) hashAll(ctx context.Context, agenda []planned) error {
	var files []*entry
	var done, total int64
	for _, item := range agenda {
		for _, paper := range item.papers {
			if _, again := r.blobs[paper.entry]; !again {
				r.blobs[paper.entry] = blob{}
				files = append(files, paper.entry)
				total += min(paper.entry.size, r.limits.File)
			}
		}
	}
	for _, e := range files {
		hash, beginning := blake3.New(), &head{}
		size, err := r.pour(ctx, e, r.limits, io.MultiWriter(hash, beginning, progress(func(n int) {
			done += int64(n)
			if r.options.Progress != nil {
				r.options.Progress(done, max(done, total))
			}
		})))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			r.found.blame(err, e.path)
		default:
			isPDF := bytes.Contains(beginning.Bytes(), []byte("%PDF-"))
			r.blobs[e] = blob{hash: hex.EncodeToString(hash.Sum(nil)), size: size, pdf: isPDF, office: !isPDF && r.isOffice(e), ok: true}
		}
		if r.left < 0 {
			break // the pack is too large: the rest is not looked at
		}
	}
	return nil
}

// progress is a writer that tells how much went by.
type progress func(n int)

func (p progress) Write(bytes []byte) (int, error) {
	p(len(bytes))
	return len(bytes), nil
}

// pour reads a file through, a piece at a time, within the limits.
func (r *reading) pour(ctx context.Context, e *entry, limits Limits, into io.Writer) (int64, error) {
	file, err := e.open(limits)
	if err != nil {
		return 0, err
	}
	defer file.Close() // only read
	piece := make([]byte, 256<<10)
	var size int64
	for {
		if err := ctx.Err(); err != nil {
			return size, err
		}
		n, err := file.Read(piece)
		size += int64(n)
		if r.left -= int64(n); r.left < 0 {
			return size, troubled(PackTooLarge, nil, "limit", inMebibytes(r.limits.Total))
		}
		if size > limits.File {
			return size, troubled(FileTooLarge, nil, "limit", inMebibytes(limits.File))
		}
		if _, err := into.Write(piece[:n]); err != nil {
			return size, err
		}
		switch {
		case errors.Is(err, io.EOF):
			return size, nil
		case err != nil:
			return size, err
		}
	}
}

// paper returns the entry as a paper of a document.
func (r *reading) paper(e *entry, document string) Paper {
	known, limits := r.blobs[e], r.limits
	return Paper{
		DocumentID: document, Path: e.path, Hash: known.hash, Size: known.size, Office: known.office,
		Open: func() (io.ReadCloser, error) {
			file, err := e.open(limits)
			if err != nil {
				return nil, lost(err, e.path)
			}
			return &checked{ReadCloser: file, path: e.path, want: known, hash: blake3.New()}, nil
		},
	}
}

// checked reads a file again and compares it with what was read before.
type checked struct {
	io.ReadCloser
	path string
	want blob
	hash *blake3.Hasher
	size int64
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.size += int64(n)
	c.hash.Write(p[:n]) // a hash takes everything
	ended := errors.Is(err, io.EOF)
	if c.size > c.want.size || ended && (c.size != c.want.size || hex.EncodeToString(c.hash.Sum(nil)) != c.want.hash) {
		return 0, refuse([]Remark{remark(FileChanged, c.path)}, nil)
	}
	if err != nil && !ended {
		return n, lost(err, c.path)
	}
	return n, err
}

// lost is a paper that can no longer be read.
func lost(err error, path string) error {
	found := &notes{}
	found.blame(err, path)
	return found.err()
}
