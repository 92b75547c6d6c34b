package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
)

// way goes through an audience as it stands in the log, and holds every change against the running hash that
// was written with it.
type way struct {
	audience change.Audience
	at       change.Cursor
	known    bool // at is where the next entry follows
}

// next reads one row. The first of them is believed where it is not known what it follows.
func (w *way) next(rows *sql.Rows) (change.Entry, error) {
	var e change.Entry
	var running []byte
	if err := scanChange(rows, &e.Change, &e.Place, &running); err != nil {
		return e, err
	}
	copy(e.Running[:], running)
	to := change.Cursor{Place: e.Place, Running: e.Running}
	if w.known && w.at.Next(e.Change) != to {
		return e, fmt.Errorf("%w: place %d of %s, number %d of %s", change.ErrBroken, e.Place, w.audience, e.Seq, e.Stream)
	}
	w.at, w.known = to, true
	return e, nil
}

// damaged says of a broken chain that the file is damaged.
func (r *Room) damaged(err error) error {
	if errors.Is(err, change.ErrBroken) {
		return &Error{Code: Damaged, Path: r.path, Err: err}
	}
	return err
}

// Sound goes through a stream from its beginning to its end, as it was when it was last written, and returns an
// error that says that the file is damaged where the disk changed any of it since.
func (r *Room) Sound(ctx context.Context, stream change.Stream) error {
	head, err := r.Head(ctx, stream)
	if err != nil {
		return err
	}
	t := trail{finding: Finding{Stream: stream}}
	if err := r.Stream(ctx, stream, func(c change.Change) error { t.follow(c); return nil }); err != nil {
		return err
	}
	if found := t.end(head); !found.OK() {
		return &Error{Code: Damaged, Path: r.path, Err: fmt.Errorf("%w: %s: from number %d on: %s", change.ErrBroken, stream, found.BadSeq, found.Reason)}
	}
	return nil
}
