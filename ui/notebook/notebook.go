// Package notebook is what a person wrote on papers, seen as a whole (sổ ghi chép): the list, the tray
// of marks without a place, opening it by card or sheet, two issues of a paper side by side, and export
// into files.
package notebook

import (
	"context"
	"image"

	"congso.vn/congso/app/notes"
)

// Notebook is what the holder wrote on papers. What opens notes, puts them elsewhere or takes them away writes to
// the disk or asks the room: it is called from goroutines of its own. All else answers at once.
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
	// NotesRevision is another number once that is something else. It answers at once.
	NotesRevision(session string, page notes.Page) uint64
	// Tray is what found no place on the papers as they stand.
	Tray(session string) []notes.Left
	// CarryPending tells that marks on an earlier issue (its bytes) are still to be carried to the paper as it stands.
	CarryPending(session, blob string) bool
	// PlaceNotes puts marks at another place, moved by so much: on names paper, page and what the page shows.
	PlaceNotes(ctx context.Context, session string, marks []notes.Entry, on notes.Anchor, by image.Point) error
	// RemoveNotes takes marks away.
	RemoveNotes(ctx context.Context, session string, marks []notes.Entry) error
	// UndoNotes takes the last act back; false where there is none.
	UndoNotes(ctx context.Context, session string) (bool, error)
}
