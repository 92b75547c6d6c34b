package chamber

import (
	"context"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/kit"
)

// writeValue is what the tablet shows of writing.
type writeValue struct {
	Shown      bool // there is a paper to write on, and a notebook
	Tool       writeTool
	Colour     ink.Colour
	Eraser     eraserKind
	Width      int // which of penWidths
	Undo, Redo bool
	Left       bool // the bar is at the left hand
	Unsaved    string
	Chosen     selectionValue
	Share      shareValue
}

// writing tells whether a finger on a page writes.
func (v writeValue) writing() bool { return v.Shown && v.Tool != handTool }

// writeAsk is a question that writing puts to the person.
type writeAsk struct {
	Locked  bool            // notes of before wait for the card
	Reason  string          // why nothing can be written
	Note    *notes.Drawn    // a note to be read, written anew or taken away
	At      *penPlace       // where a new note is to lie
	Taken   func(string)    // the note's text
	Removed func()          // take it away
	Refused string          // what was not taken, and why
	Colour  *selectionValue // what is to have another colour
}

// writeModel is the pen (bút) on the open paper: the tools, what is being written, and what waits to be saved.
type writeModel struct {
	setting *Setting
	book    Marks
	locks   noteLocks
	writer  NoteWriter
	texts   Searches
	errands *errands
	newID   func() string
	changed func()
	ask     func(writeAsk)
	stroke  strokeView
	pages   *inkPages

	tool     writeTool
	colours  map[writeTool]ink.Colour
	width    int
	eraser   eraserKind
	gesture  gesture
	chosen   selection
	sharing  sharing
	session  string
	document string
	blob     string
	person   string
	told     bool // of what is locked
	text     papertext.Text
	textOf   string // blob of text
	asking   string

	queue   []*saving
	saving  bool
	trouble string
	waiting func() bool // stops what tries again
}

// strokeView shows the stroke under the finger.
type strokeView interface {
	// begin shows a new stroke on a page that is so many pixels wide.
	begin(page int, wide float64) *liveStroke
	// extend shows what was added to it.
	extend(stroke *liveStroke, tiles []*ink.Tile)
	// settle keeps it until the page has the mark that it became; empty: it goes at once.
	settle(stroke *liveStroke, id string)
	// choose shows what is chosen.
	choose(selectionValue)
}

// noteLocks tells how the holder's notes stand on this device.
type noteLocks interface {
	// NoteAccess says it of the notes of a session.
	NoteAccess(session string) notes.Access
}

// writeSources are what writing reads and writes. Without any of Marks, Locks, Writer and NewID nothing is written on
// this tablet.
type writeSources struct {
	Marks  Marks
	Locks  noteLocks
	Writer NoteWriter
	Texts  Searches
	// NewID makes ids of marks: UUIDv7.
	NewID func() string
}

// newWriteModel makes the pens; changed is told after each change of what they show.
func newWriteModel(setting *Setting, sources writeSources, errands *errands, changed func()) *writeModel {
	w := &writeModel{
		setting: setting, book: sources.Marks, locks: sources.Locks, writer: sources.Writer, texts: sources.Texts, errands: errands,
		newID: sources.NewID, changed: changed, width: 1,
		colours: map[writeTool]ink.Colour{penTool: penColours[0].Colour, markerTool: markerColour, highlightTool: markerColour, underlineTool: penColours[1].Colour},
	}
	return w
}

// can reports whether this tablet has a notebook at all.
func (w *writeModel) can() bool {
	return w.book != nil && w.locks != nil && w.writer != nil && w.newID != nil
}

// value is what is shown at a moment, for the paper that is open.
func (w *writeModel) value(m *moment, paper paperValue, shown string, look Look) writeValue {
	if !w.can() {
		return writeValue{}
	}
	if paper.Stage != paperOpen {
		w.open(m.state.ID, "", "", nil)
		w.person = m.person.Person
		return writeValue{}
	}
	w.person = m.person.Person
	w.open(m.state.ID, paper.Document, shown, paper.Paper.Sizes)
	w.pages.choose(w.whose())
	w.pages.follow()
	w.chosen.follow(w)
	if code := w.book.NoteRefusal(); code != "" {
		w.ask(writeAsk{Refused: m.words.Say("refusal." + code)})
	}
	if w.tool == highlightTool || w.tool == underlineTool {
		w.learn() // the server may have read the paper meanwhile
	}
	undo, redo := w.book.NotesHistory(m.state.ID)
	value := writeValue{
		Shown: true, Tool: w.tool, Colour: w.colour(), Eraser: w.eraser, Width: w.width, Left: look.LeftHand,
		Undo: undo || len(w.queue) > 0, Redo: redo, Chosen: w.chosen.value(),
		Share: w.sharing.value(m.state),
	}
	if w.trouble != "" {
		value.Unsaved = w.trouble
	}
	return value
}

// open turns to another paper. What is being written is finished on the one before.
func (w *writeModel) open(session, document, blob string, sizes []PageSize) {
	if w.session != session || w.blob != blob {
		w.up()
		w.chosen = selection{}
		w.sharing.place = notes.Own
		w.session, w.document, w.blob = session, document, blob
		w.learn()
	}
	w.pages.open(session, blob, sizes)
}

// learn brings the words of the open paper: marks on words need them, and all marks the sign of their page.
func (w *writeModel) learn() {
	if w.blob == "" || w.blob == w.textOf || w.blob == w.asking || w.texts == nil {
		return
	}
	blob := w.blob
	w.asking = blob
	var text papertext.Text
	var known bool
	w.errands.run(func(ctx context.Context) (err error) {
		text, known, err = w.texts.Words(ctx, blob)
		return err
	}, func(err error) {
		if w.asking == blob {
			w.asking = ""
		}
		if err == nil && known && w.blob == blob {
			w.text, w.textOf = text, blob
		}
	})
}

// colour is that of the tool in use.
func (w *writeModel) colour() ink.Colour {
	if colour, has := w.colours[w.tool]; has {
		return colour
	}
	return w.colours[penTool]
}

// choose takes a tool. To write takes a key to seal what is written.
func (w *writeModel) choose(tool writeTool) {
	w.up()
	w.chosen = selection{}
	defer w.changed()
	if tool == handTool {
		w.tool = handTool
		return
	}
	access := w.locks.NoteAccess(w.session)
	switch {
	case access.Known && access.Issued:
	case !access.Known:
		w.ask(writeAsk{Reason: w.setting.Words.Say("write.key.coming")})
		return
	default:
		w.writer.WantNotes()
		w.ask(writeAsk{Reason: w.setting.Words.Say("refusal.notes.no-key")})
		return
	}
	w.tool = tool
	w.learn()
	if access.Locked > 0 && !w.told {
		w.told = true
		w.ask(writeAsk{Locked: true})
	}
}

// paint takes a colour for the tool in use, or for what is chosen.
func (w *writeModel) paint(colour ink.Colour) {
	if len(w.chosen.marks) > 0 {
		w.recolour(colour)
		return
	}
	tool := w.tool
	if _, has := w.colours[tool]; !has {
		tool = penTool
	}
	if tool == markerTool && w.tool == markerTool {
		w.tool = penTool // colours are those of the pen; the marker is gold
		tool = penTool
	}
	w.colours[tool] = colour
	w.changed()
}

func (w *writeModel) setWidth(width int) {
	w.width = min(max(width, 0), len(penWidths)-1)
	w.changed()
}

func (w *writeModel) setEraser(kind eraserKind) {
	w.eraser, w.tool = kind, eraserTool
	w.changed()
}

// forget drops everything of the person who held the tablet.
func (w *writeModel) forget() {
	if !w.can() {
		return
	}
	w.cancel()
	if w.waiting != nil {
		w.waiting()
		w.waiting = nil
	}
	w.tool, w.eraser, w.width, w.told = handTool, wholeStrokes, 1, false
	w.queue, w.saving, w.trouble, w.chosen, w.sharing = nil, false, "", selection{}, sharing{}
	w.session, w.document, w.blob, w.person = "", "", "", ""
	w.text, w.textOf, w.asking = papertext.Text{}, "", ""
	w.pages.forget()
	w.pages.open("", "", nil)
}

// rest ends what is under way, until the next moment.
func (w *writeModel) rest() {
	if w.can() {
		w.up()
		w.asking = ""
	}
}

// own reports whether a mark is the holder's.
func (w *writeModel) own(m *notes.Drawn) bool { return m.Author == w.person }

// anchor is that of a mark on a page of the open paper.
func (w *writeModel) anchor(page int) notes.Anchor {
	a := notes.Anchor{Blob: w.blob, Page: page}
	if w.textOf == w.blob && page < len(w.text.Pages) {
		a.Content = w.text.Pages[page].Content
	}
	return a
}

// mark makes a mark of the holder.
func (w *writeModel) mark(kind notes.Kind, anchor notes.Anchor, at notes.Moment) notes.Mark {
	return notes.Mark{ID: w.newID(), Kind: kind, Anchor: anchor, Author: w.person, At: at}
}

// drawn makes a mark ready as the notebook will show it in these layers.
func drawn(m notes.Mark, places []string) *notes.Drawn {
	return notes.Draw(notes.Entry{Mark: m, Places: places})
}

// tone is a colour as it is shown.
func tone(c ink.Colour) kit.Tone {
	return kit.Tone{R: byte(c >> 16), G: byte(c >> 8), B: byte(c), A: 255}
}
