package chamber

import (
	"context"
	"fmt"
	"sync"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// fakeNotes is a notebook in memory, with the real rules of merging and undoing.
type fakeNotes struct {
	mu      sync.Mutex
	book    *notes.Book
	history *notes.History
	clock   notes.Clock
	number  int
	turn    uint64
	err     error         // of every act
	gate    chan struct{} // where set, acts wait for it
	writes  []notes.Edit
	wants   int
	refusal string
	told    func()

	underway *notes.Underway
	drawer   func()             // who watches what others draw
	left     []notes.Unfinished // what left the tablet, and to which layers
	leftTo   []string
}

func (f *fakeNotes) Unfinished(_, blob string) []notes.Drawing {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.underway.On(blob)
}

func (f *fakeNotes) WatchUnfinished(told func()) func() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drawer = told
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.drawer = nil
	}
}

func (f *fakeNotes) ShowUnfinished(_, place string, part notes.Unfinished) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left, f.leftTo = append(f.left, part), append(f.leftTo, place)
}

// draws has somebody else's stroke grow to so many points, of which so many were told before.
func (f *fakeNotes) draws(author, id string, page int, stroke ink.Stroke, told int) {
	part, err := notes.PartOf(id, stroke, told)
	if err != nil {
		panic(err) // the test's own stroke
	}
	part.Blob, part.Page = "blobd1", page
	read, err := ink.Decode(part.Stroke)
	if err != nil {
		panic(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.underway.Take(author, part, read, 1000)
	if f.drawer != nil {
		f.drawer()
	}
}

// finishes has it become a mark, and expires what is not.
func (f *fakeNotes) finishes(author, id string, page int, stroke ink.Stroke) {
	data, err := ink.Encode(stroke)
	if err != nil {
		panic(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.clock.Now(1000)
	mark := notes.Mark{ID: id, Kind: notes.Ink, At: at, Colour: stroke.Colour, Anchor: notes.Anchor{Blob: "blobd1", Page: page}, Stroke: data}
	f.take(author, notes.Placed{Place: notes.All, Edit: notes.Edit{ID: f.id(), At: at, Adds: []notes.Mark{mark}}})
	f.underway.End(author, id, 1000)
	if f.drawer != nil {
		f.drawer()
	}
}

func (f *fakeNotes) expires(millis int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.underway.Expire(millis)
	if f.drawer != nil {
		f.drawer()
	}
}

func newFakeNotes() *fakeNotes {
	f := &fakeNotes{book: notes.NewBook(), underway: notes.NewUnderway()}
	f.history = notes.NewHistory(me, f.book)
	return f
}

func (f *fakeNotes) newID() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.id()
}

func (f *fakeNotes) id() string {
	f.number++
	return fmt.Sprintf("01930000-0000-7000-8000-%012x", f.number)
}

func (f *fakeNotes) NotesOn(_ string, page notes.Page) []notes.Entry {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.book.On(page)
}

func (f *fakeNotes) NotesRevision(_ string, page notes.Page) uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.turn<<32 + f.book.Revision(page)
}

func (f *fakeNotes) NotesHistory(string) (undo, redo bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.history.CanUndo(), f.history.CanRedo()
}

func (f *fakeNotes) NoteMoment() notes.Moment {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.clock.Now(1000)
}

func (f *fakeNotes) NoteRefusal() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	code := f.refusal
	f.refusal = ""
	return code
}

func (f *fakeNotes) WantNotes() { f.wants++ }

func (f *fakeNotes) pass() error {
	f.mu.Lock()
	gate, err := f.gate, f.err
	f.mu.Unlock()
	if gate != nil {
		<-gate
	}
	return err
}

func (f *fakeNotes) WriteNotes(ctx context.Context, _ string, act ...notes.Placed) error {
	if err := f.pass(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, one := range act {
		if err := one.Edit.Check(); err != nil {
			return err
		}
	}
	f.mu.Lock()
	f.take(me, act...)
	told := f.told
	f.mu.Unlock()
	if told != nil {
		told()
	}
	return nil
}

// take applies an act of somebody; f.mu is held.
func (f *fakeNotes) take(owner string, act ...notes.Placed) {
	for _, one := range act {
		f.book.Apply(notes.Layer{Owner: owner, Place: one.Place}, one.Edit)
		if owner == me {
			f.history.Apply(one.Place, one.Edit)
			f.writes = append(f.writes, one.Edit)
		}
	}
}

// elsewhere is an act on another tablet of the holder, or of somebody else.
func (f *fakeNotes) elsewhere(owner, place string, edit notes.Edit) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.take(owner, notes.Placed{Place: place, Edit: edit})
}

func (f *fakeNotes) UndoNotes(context.Context, string) (bool, error) {
	return f.invert((*notes.History).Undo)
}

func (f *fakeNotes) RedoNotes(context.Context, string) (bool, error) {
	return f.invert((*notes.History).Redo)
}

func (f *fakeNotes) invert(how func(*notes.History, func() string, notes.Moment) []notes.Placed) (bool, error) {
	if err := f.pass(); err != nil {
		return false, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	act := how(f.history, f.id, f.clock.Now(1000))
	f.take(me, act...)
	return len(act) > 0, nil
}

// on lists what stands on a page of the paper that the tests open.
func (f *fakeNotes) on(page int) []notes.Entry {
	return f.NotesOn(sessionID, notes.Page{Blob: "blobd1", Number: page})
}
