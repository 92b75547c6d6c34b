package writing

import (
	"context"
	"errors"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// Marks are what the holder of this tablet wrote on papers, and what others show them. It answers at once and may
// be called from any goroutine. Entries are never changed.
type Marks interface {
	// NotesOn lists what stands on a page, in the order of its making.
	NotesOn(session string, page notes.Page) []notes.Entry
	// NotesRevision is another number once that is something else.
	NotesRevision(session string, page notes.Page) uint64
	// NotesHistory says whether there is an act of the holder to take back, and an undo.
	NotesHistory(session string) (undo, redo bool)
	// NoteRefusal says once why the room did not take what the holder did; empty where it took all. It is gone from the
	// pages by then.
	NoteRefusal() string
	// NoteMoment is the time of a new act, later than everything this tablet has seen.
	NoteMoment() notes.Moment
}

// NoteWriter puts acts on papers. It may wait for the disk and is called from goroutines of its own. Nil means that the
// act is durable on this tablet; *people.Refusal and *notes.Fault that it is not taken; ErrDiskFull, and all
// else, that nothing was done and the same act may be tried again.
type NoteWriter interface {
	WriteNotes(ctx context.Context, session string, act ...notes.Placed) error
	// UndoNotes takes the holder's last act back, on whichever tablet it was done, and RedoNotes the last undo. False
	// where there is none.
	UndoNotes(ctx context.Context, session string) (bool, error)
	RedoNotes(ctx context.Context, session string) (bool, error)
	// WantNotes says that somebody without a key wants to write: the room is asked for it once more. It returns at once.
	WantNotes()
}

// ErrDiskFull says that this tablet's disk takes no more.
var ErrDiskFull = errors.New("chamber: the disk takes no more")

// WriteTool is what a finger on a page does.
type WriteTool uint8

// The tools.
const (
	HandTool WriteTool = iota // turns pages
	PenTool
	MarkerTool
	EraserTool
	TextTool // puts a note
	LassoTool
	HighlightTool
	UnderlineTool
	AgreeTool // puts a stamp
	ReviewTool
)

// eraserKind is what an eraser takes away.
type eraserKind uint8

// The erasers.
const (
	wholeStrokes eraserKind = iota
	TouchedParts
)

// writeColour is a colour to write in, with the name it has in the words.
type writeColour struct {
	Name   string
	Colour ink.Colour
}

// The colours of pens: those of the pictures, and of the marker.
var PenColours = []writeColour{{"blue", 0x1F4B73}, {"red", 0xB3261E}, {"ink", 0x1B2430}}

const (
	markerColour ink.Colour = 0xF4C430
	markerWidth  int32      = 1200 // 1/100 pt
	eraserReach             = 450.0
	// writtenAgain is how long a tablet waits before it tries to save again what it could not.
	writtenAgain = 2 // seconds
)

// penWidths are those of a pen at an ordinary speed, 1/100 pt: thin, middle, thick.
var penWidths = []int32{110, 180, 320}
