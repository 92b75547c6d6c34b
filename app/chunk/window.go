package chunk

import (
	"errors"
	"io"
)

// window is the part of a stream that is looked at.
type window struct {
	from       io.Reader
	buffer     []byte
	start, end int
	over       bool
}

// windowSize is how much is held at a time: enough that what is left over is seldom moved.
const windowSize = 4 << 20

// fill returns what comes next in the stream: at least size bytes, unless it ends before. What it
// returned before is gone.
func (w *window) fill(size int) ([]byte, error) {
	if w.buffer == nil {
		w.buffer = make([]byte, windowSize)
	}
	if w.end-w.start >= size || w.over {
		return w.buffer[w.start:w.end], nil
	}
	w.end = copy(w.buffer, w.buffer[w.start:w.end])
	w.start = 0
	n, err := io.ReadFull(w.from, w.buffer[w.end:])
	w.end += n
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		w.over = true
	case err != nil:
		return nil, err
	}
	return w.buffer[w.start:w.end], nil
}

// pass goes on behind what was dealt with.
func (w *window) pass(size int) { w.start += size }
