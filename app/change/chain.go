package change

import (
	"errors"
	"fmt"
)

// Head is the end of a stream: how many changes it has, and the hash of the last.
type Head struct {
	Seq  uint64 `json:"seq"`
	Hash Hash   `json:"hash"`
}

// Append numbers a draft as the next change after head and returns it with the new head.
func (h Head) Append(draft Draft, epoch uint32, atMillis int64) (Change, Head) {
	c := Change{
		Stream: draft.Stream, Seq: h.Seq + 1, Epoch: epoch, At: atMillis, Kind: draft.Kind,
		Audience: draft.Audience, Key: draft.Key, Body: draft.Body, Previous: h.Hash,
	}
	return c, Head{Seq: c.Seq, Hash: c.Hash()}
}

// ErrBroken is wrapped by every error of Follow.
var ErrBroken = errors.New("change: chain is broken")

// Follow checks that c is the next change after head, and returns the new head. The error names
// the first sequence number that cannot be trusted.
func (h Head) Follow(c Change) (Head, error) {
	if c.Seq != h.Seq+1 {
		return h, fmt.Errorf("%w: %s: number %d follows %d", ErrBroken, c.Stream, c.Seq, h.Seq)
	}
	if c.Previous != h.Hash {
		return h, fmt.Errorf("%w: %s: number %d does not continue the one before", ErrBroken, c.Stream, c.Seq)
	}
	return Head{Seq: c.Seq, Hash: c.Hash()}, nil
}

// Entry is a change at its place in an audience. Places run 1, 2, 3 … without gaps, so a device
// that holds place n knows that it misses nothing before n; Running is the hash over all changes
// of the audience up to this place, so it also knows that what it holds is the same.
type Entry struct {
	Change
	Place   uint64 `json:"place"`
	Running Hash   `json:"-"`
}

// Cursor is how far one reader has come in one audience.
type Cursor struct {
	Place   uint64 `json:"place"`
	Running Hash   `json:"running"`
}

// Next returns the cursor after one more change of the audience.
func (c Cursor) Next(added Change) Cursor {
	return Cursor{Place: c.Place + 1, Running: run(c.Running, added.Hash())}
}
