package chamber

import (
	"context"

	"congso.vn/congso/app/notes"
)

// Notebook is what the holder wrote on papers. OpenNotes and OpenNotesBySheet write to the disk, and
// RecoverNotes asks the room: they are called from goroutines of their own. All else answers at once.
type Notebook interface {
	// NoteAccess says how the holder's notes of a session stand on this device.
	NoteAccess(session string) notes.Access
	// OpenNotes opens what the card of the holder opens; *people.Refusal where it opens nothing.
	OpenNotes(card string) error
	// OpenNotesBySheet does it with a recovery sheet; *notes.Mistyped where it was not typed as printed.
	OpenNotesBySheet(sheet string) error
	// RecoverNotes opens by the sheet, and gives it to a card for good; people.ErrOffline without the room.
	RecoverNotes(ctx context.Context, sheet, card string) error

	// NotedPages are the pages of a session that something is written on.
	NotedPages(session string) []notes.Page
	// NotesOn is what is written on one, in the order of its making.
	NotesOn(session string, page notes.Page) []notes.Entry
}
