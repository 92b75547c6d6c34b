package signature

import (
	"bytes"
	"crypto"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// ranges are the two spans of a file that a signature covers: all but its own contents up to some place, which
// is the file's end, or was when it was signed.
type ranges struct {
	before int64 // the first span is [0, before)
	after  int64 // the second is [after, end)
	end    int64
}

var (
	errRange    = errors.New("byte range is none")
	errContents = errors.New("contents do not stand between the spans")
)

// rangesOf checks the numbers of a byte range against the size of the file.
func rangesOf(numbers []int64, size int64) (ranges, error) {
	if len(numbers) != 4 {
		return ranges{}, fmt.Errorf("%d numbers: %w", len(numbers), errRange)
	}
	first, before, after, length := numbers[0], numbers[1], numbers[2], numbers[3]
	switch {
	case first != 0, before <= 0, length <= 0, after < 0,
		after <= before, after > size, length > size-after: // no sums: they could run over
		return ranges{}, fmt.Errorf("%v in a file of %d bytes: %w", numbers, size, errRange)
	case after-before > 2*MaxContents+2:
		return ranges{}, fmt.Errorf("%d bytes between the spans: %w", after-before, errRange)
	}
	return ranges{before, after, after + length}, nil
}

// encloses checks that what is not signed is the hexadecimal string of the contents and nothing besides, or
// something else could stand there.
func (r ranges) encloses(contents []byte, at io.ReaderAt) error {
	if r.after-r.before != 2*int64(len(contents))+2 {
		return fmt.Errorf("%d bytes between the spans for contents of %d: %w", r.after-r.before, len(contents), errContents)
	}
	gap := make([]byte, r.after-r.before)
	if _, err := io.ReadFull(io.NewSectionReader(at, r.before, r.after-r.before), gap); err != nil {
		return &readError{err}
	}
	if gap[0] != '<' || gap[len(gap)-1] != '>' {
		return fmt.Errorf("no string between the spans: %w", errContents)
	}
	decoded := make([]byte, len(contents))
	if _, err := hex.Decode(decoded, gap[1:len(gap)-1]); err != nil || !bytes.Equal(decoded, contents) {
		return fmt.Errorf("another string between the spans: %w", errContents)
	}
	return nil
}

// digest is the hash over both spans, which are read once.
func (r ranges) digest(hash crypto.Hash, at io.ReaderAt) ([]byte, error) {
	h := hash.New()
	for _, span := range [][2]int64{{0, r.before}, {r.after, r.end - r.after}} {
		n, err := io.Copy(h, io.NewSectionReader(at, span[0], span[1]))
		if err == nil && n < span[1] {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, &readError{err}
		}
	}
	return h.Sum(nil), nil
}

// readError is a fault of the file's bytes, not of the signature.
type readError struct{ err error }

func (e *readError) Error() string { return "read signed bytes: " + e.err.Error() }
func (e *readError) Unwrap() error { return e.err }
