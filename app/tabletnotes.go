package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/seat"
	"congso.vn/congso/storage"
	"congso.vn/congso/ui/writing"
)

// tabletNotes gives a seat's notebook the form that the delegate's screen declares: it says where the disk is full.
type tabletNotes struct{ *seat.Seat }

var (
	_ writing.Marks      = (*seat.Seat)(nil)
	_ writing.NoteWriter = tabletNotes{}
	_ writing.Drawings   = (*seat.Seat)(nil)
)

func (t tabletNotes) WriteNotes(ctx context.Context, session string, act ...notes.Placed) error {
	return told(t.Seat.WriteNotes(ctx, session, act...))
}

func (t tabletNotes) UndoNotes(ctx context.Context, session string) (bool, error) {
	done, err := t.Seat.UndoNotes(ctx, session)
	return done, told(err)
}

func (t tabletNotes) RedoNotes(ctx context.Context, session string) (bool, error) {
	done, err := t.Seat.RedoNotes(ctx, session)
	return done, told(err)
}

func told(err error) error {
	if storage.IsFull(err) {
		return errors.Join(writing.ErrDiskFull, err)
	}
	return err
}

// newMarkID makes an id of a mark.
func newMarkID() string { return uuid.Must(uuid.NewV7()).String() }
