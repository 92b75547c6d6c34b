package writing

import (
	"context"
	"slices"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// Value is what the tablet shows of writing.
type Value struct {
	Shown      bool // there is a paper to write on, and a notebook
	Tool       WriteTool
	Colour     ink.Colour
	Eraser     eraserKind
	Width      int // which of penWidths
	Undo, Redo bool
	Left       bool // the bar is at the left hand
	Unsaved    string
	Chosen     pageview.SelectionValue
	Share      shareValue
}

// writing tells whether a finger on a page writes.
func (v Value) writing() bool { return v.Shown && v.Tool != HandTool }

// Ask is a question that writing puts to the person.
type Ask struct {
	Locked  bool                     // notes of before wait for the card
	Reason  string                   // why nothing can be written
	Note    *notes.Drawn             // a note to be read, written anew or taken away
	At      *pageview.PenPlace       // where a new note is to lie
	Taken   func(string)             // the note's text
	Removed func()                   // take it away
	Refused string                   // what was not taken, and why
	Colour  *pageview.SelectionValue // what is to have another colour
}

// Model is the pen (bút) on the open paper: the tools, what is being written, and what waits to be saved.
type Model struct {
	setting *frame.Setting
	book    Marks
	locks   noteLocks
	writer  NoteWriter
	texts   pageview.Searches
	errands *frame.Errands
	newID   func() string
	changed func()
	Ask     func(Ask)
	Stroke  strokeView
	Pages   *InkPages

	drawings Drawings // nil: no stroke is shown to others before it is finished
	Others   *Others

	Tool     WriteTool
	Colours  map[WriteTool]ink.Colour
	width    int
	eraser   eraserKind
	gesture  gesture
	Chosen   selection
	Sharing  sharing
	session  string
	document string
	blob     string
	Person   string
	told     bool // of what is locked
	text     papertext.Text
	TextOf   string // blob of text
	asking   string

	Queue   []*saving
	Saving  bool
	Trouble string
	waiting func() bool // stops what tries again
}

// strokeView shows the stroke under the finger.
type strokeView interface {
	// begin shows a new stroke on a page that is so many pixels wide.
	begin(page int, wide float64) *pageview.LiveStroke
	// extend shows what was added to it.
	extend(stroke *pageview.LiveStroke, tiles []*ink.Tile)
	// settle keeps it until the page has the mark that it became; empty: it goes at once.
	settle(stroke *pageview.LiveStroke, id string)
	// choose shows what is chosen.
	choose(pageview.SelectionValue)
}

// noteLocks tells how the holder's notes stand on this device.
type noteLocks interface {
	// NoteAccess says it of the notes of a session.
	NoteAccess(session string) notes.Access
}

// Sources are what writing reads and writes. Without any of Marks, Locks, Writer and NewID nothing is written on
// this tablet.
type Sources struct {
	Marks  Marks
	Locks  noteLocks
	Writer NoteWriter
	Texts  pageview.Searches
	// Drawings are strokes that are not finished, the holder's and others'. Nil: none are shown.
	Drawings Drawings
	// NewID makes ids of marks: UUIDv7.
	NewID func() string
}

// NewModel makes the pens; changed is told after each change of what they show.
func NewModel(setting *frame.Setting, sources Sources, errands *frame.Errands, changed func()) *Model {
	w := &Model{
		setting: setting, book: sources.Marks, locks: sources.Locks, writer: sources.Writer, texts: sources.Texts, errands: errands,
		drawings: sources.Drawings, Others: newOthers(setting, sources.Drawings), newID: sources.NewID, changed: changed, width: 1,
		Colours: map[WriteTool]ink.Colour{PenTool: PenColours[0].Colour, MarkerTool: markerColour, HighlightTool: markerColour, UnderlineTool: PenColours[1].Colour},
	}
	w.Others.done = func(page int, id string) bool { return w.Pages.Baked(page, id) }
	w.Others.finished = w.has
	return w
}

// Can reports whether this tablet has a notebook at all.
func (w *Model) Can() bool {
	return w.book != nil && w.locks != nil && w.writer != nil && w.newID != nil
}

// Value is what is shown at a moment, for the paper that is open.
func (w *Model) Value(m *frame.Moment, paper reader.Value, shown string, look frame.Look) Value {
	if !w.Can() {
		return Value{}
	}
	if paper.Stage != pageview.PaperOpen {
		w.open(m.State.ID, "", "", nil)
		w.Others.open("", "", "")
		w.Person = m.Person.Person
		return Value{}
	}
	w.Person = m.Person.Person
	w.open(m.State.ID, paper.Document, shown, paper.Paper.Sizes)
	w.Pages.Choose(w.whose())
	w.Pages.Follow()
	w.Others.name = func(person string) string { return m.State.Deputies[person].Name }
	w.Others.open(m.State.ID, shown, w.whose())
	w.Chosen.follow(w)
	if code := w.book.NoteRefusal(); code != "" {
		w.Ask(Ask{Refused: m.Words.Say("refusal." + code)})
	}
	if w.Tool == HighlightTool || w.Tool == UnderlineTool {
		w.Learn() // the server may have read the paper meanwhile
	}
	undo, redo := w.book.NotesHistory(m.State.ID)
	value := Value{
		Shown: true, Tool: w.Tool, Colour: w.colour(), Eraser: w.eraser, Width: w.width, Left: look.LeftHand,
		Undo: undo || len(w.Queue) > 0, Redo: redo, Chosen: w.Chosen.value(),
		Share: w.Sharing.value(m.State),
	}
	if w.Trouble != "" {
		value.Unsaved = w.Trouble
	}
	return value
}

// open turns to another paper. What is being written is finished on the one before.
func (w *Model) open(session, document, blob string, sizes []pageview.PageSize) {
	if w.session != session || w.blob != blob {
		w.Up()
		w.Chosen = selection{}
		w.Sharing.Place = notes.Own
		w.session, w.document, w.blob = session, document, blob
		w.Learn()
	}
	w.Pages.Open(session, blob, sizes)
}

// Learn brings the words of the open paper: marks on words need them, and all marks the sign of their page.
func (w *Model) Learn() {
	if w.blob == "" || w.blob == w.TextOf || w.blob == w.asking || w.texts == nil {
		return
	}
	blob := w.blob
	w.asking = blob
	var text papertext.Text
	var known bool
	w.errands.Run(func(ctx context.Context) (err error) {
		text, known, err = w.texts.Words(ctx, blob)
		return err
	}, func(err error) {
		if w.asking == blob {
			w.asking = ""
		}
		if err == nil && known && w.blob == blob {
			w.text, w.TextOf = text, blob
		}
	})
}

// colour is that of the tool in use.
func (w *Model) colour() ink.Colour {
	if colour, has := w.Colours[w.Tool]; has {
		return colour
	}
	return w.Colours[PenTool]
}

// Choose takes a tool. To write takes a key to seal what is written.
func (w *Model) Choose(tool WriteTool) {
	w.Up()
	w.Chosen = selection{}
	defer w.changed()
	if tool == HandTool {
		w.Tool = HandTool
		return
	}
	access := w.locks.NoteAccess(w.session)
	switch {
	case access.Known && access.Issued:
	case !access.Known:
		w.Ask(Ask{Reason: w.setting.Words.Say("write.key.coming")})
		return
	default:
		w.writer.WantNotes()
		w.Ask(Ask{Reason: w.setting.Words.Say("refusal.notes.no-key")})
		return
	}
	w.Tool = tool
	w.Learn()
	if access.Locked > 0 && !w.told {
		w.told = true
		w.Ask(Ask{Locked: true})
	}
}

// Paint takes a colour for the tool in use, or for what is chosen.
func (w *Model) Paint(colour ink.Colour) {
	if len(w.Chosen.Marks) > 0 {
		w.Recolour(colour)
		return
	}
	tool := w.Tool
	if _, has := w.Colours[tool]; !has {
		tool = PenTool
	}
	if tool == MarkerTool && w.Tool == MarkerTool {
		w.Tool = PenTool // colours are those of the pen; the marker is gold
		tool = PenTool
	}
	w.Colours[tool] = colour
	w.changed()
}

// SetWidth takes another width, one of those that are offered.
func (w *Model) SetWidth(width int) {
	w.width = min(max(width, 0), len(penWidths)-1)
	w.changed()
}

// SetEraser takes another eraser.
func (w *Model) SetEraser(kind eraserKind) {
	w.eraser, w.Tool = kind, EraserTool
	w.changed()
}

// Forget drops everything of the person who held the tablet.
func (w *Model) Forget() {
	if !w.Can() {
		return
	}
	w.Cancel()
	if w.waiting != nil {
		w.waiting()
		w.waiting = nil
	}
	w.Tool, w.eraser, w.width, w.told = HandTool, wholeStrokes, 1, false
	w.Queue, w.Saving, w.Trouble, w.Chosen, w.Sharing = nil, false, "", selection{}, sharing{}
	w.session, w.document, w.blob, w.Person = "", "", "", ""
	w.text, w.TextOf, w.asking = papertext.Text{}, "", ""
	w.Pages.forget()
	w.Pages.Open("", "", nil)
	w.Others.open("", "", "")
}

// Rest ends what is under way, until the next moment.
func (w *Model) Rest() {
	if w.Can() {
		w.Up()
		w.asking = ""
	}
}

// has reports whether a mark stands on a page.
func (w *Model) has(page notes.Page, id string) bool {
	return slices.ContainsFunc(w.book.NotesOn(w.session, page), func(e notes.Entry) bool { return e.ID == id })
}

// Own reports whether a mark is the holder's.
func (w *Model) Own(m *notes.Drawn) bool { return m.Author == w.Person }

// Anchor is that of a mark on a page of the open paper.
func (w *Model) Anchor(page int) notes.Anchor {
	a := notes.Anchor{Blob: w.blob, Page: page}
	if w.TextOf == w.blob && page < len(w.text.Pages) {
		a.Content = w.text.Pages[page].Content
	}
	return a
}

// Mark makes a mark of the holder.
func (w *Model) Mark(kind notes.Kind, anchor notes.Anchor, at notes.Moment) notes.Mark {
	return notes.Mark{ID: w.newID(), Kind: kind, Anchor: anchor, Author: w.Person, At: at}
}

// Drawn makes a mark ready as the notebook will show it in these layers.
func Drawn(m notes.Mark, places []string) *notes.Drawn {
	return notes.Draw(notes.Entry{Mark: m, Places: places})
}
