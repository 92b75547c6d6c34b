package chamber

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/notebook"
)

// fakeNotebook is what a person wrote, kept in memory.
type fakeNotebook struct {
	mu     sync.Mutex
	access notes.Access
	pages  map[notes.Page][]notes.Entry

	revision uint64
	asked    int // how often a page was read

	cards  []string
	sheets []string

	left, before []notes.Left
	lost         int
	pending      map[string]bool
	did          []string
	refuse       error

	open    func(card string) error
	bySheet func(sheet string) error
	recover func(sheet, card string) error
}

func newFakeNotebook() *fakeNotebook {
	return &fakeNotebook{access: notes.Access{Known: true, Issued: true, Open: true}, pages: map[notes.Page][]notes.Entry{}}
}

func (f *fakeNotebook) NoteAccess(string) notes.Access {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.access
}

func (f *fakeNotebook) set(access notes.Access) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.access = access
}

func (f *fakeNotebook) OpenNotes(card string) error {
	f.mu.Lock()
	f.cards = append(f.cards, card)
	f.mu.Unlock()
	return f.open(card)
}

func (f *fakeNotebook) OpenNotesBySheet(sheet string) error {
	f.mu.Lock()
	f.sheets = append(f.sheets, sheet)
	f.mu.Unlock()
	return f.bySheet(sheet)
}

func (f *fakeNotebook) RecoverNotes(_ context.Context, sheet, card string) error {
	return f.recover(sheet, card)
}

func (f *fakeNotebook) NotedPages(string) []notes.Page {
	var pages []notes.Page
	for number := range 20 {
		for page := range f.pages {
			if page.Number == number {
				pages = append(pages, page)
			}
		}
	}
	return pages
}

func (f *fakeNotebook) NotesOn(_ string, page notes.Page) []notes.Entry {
	f.asked++
	return f.pages[page]
}

func (f *fakeNotebook) NotesRevision(string, notes.Page) uint64 { return f.revision }

// noteID is the id of the nth note.
func noteID(n int) string { return fmt.Sprintf("01900000-0000-7000-8000-%012d", n) }

// put writes a mark on a page at a time.
func (f *fakeNotebook) put(t *testing.T, blob string, page int, at time.Time, mark notes.Mark) {
	t.Helper()
	count := 0
	for _, entries := range f.pages {
		count += len(entries)
	}
	mark.ID, mark.Author, mark.At = noteID(count), me, notes.Moment{Millis: at.UnixMilli()}
	mark.Anchor.Blob, mark.Anchor.Page = blob, page
	if err := mark.Check(); err != nil {
		t.Fatal(err)
	}
	key := notes.Page{Blob: blob, Number: page}
	f.revision++
	f.pages[key] = append(f.pages[key], notes.Entry{Mark: mark, Places: []string{notes.Own}})
}

// strokeFrom is a pen's line over some points.
func strokeFrom(t *testing.T, points ...image.Point) []byte {
	t.Helper()
	stroke := ink.Stroke{Tool: ink.Pen, Colour: 0x1F4B73, Width: 140}
	for i, p := range points {
		stroke.Points = append(stroke.Points, ink.Point{X: int32(p.X), Y: int32(p.Y), Millis: uint32(20 * i)})
	}
	data, err := ink.Encode(stroke)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// written is a notebook with something of every kind. The pages of the fakes are 21,000 by 29,700 wide and high.
func written(t *testing.T) *fakeNotebook {
	f := newFakeNotebook()
	for i := range 5 {
		f.put(t, "blobd1", 0, at(9, 5+i, 0), notes.Mark{Kind: notes.Ink, Stroke: strokeFrom(t,
			image.Pt(4000+1500*i, 9000), image.Pt(4800+1500*i, 10500), image.Pt(5600+1500*i, 9000))})
	}
	f.put(t, "blobd1", 0, at(9, 12, 0), notes.Mark{Kind: notes.Highlight, Colour: 0xF4C430, Anchor: notes.Anchor{
		Quads: []image.Rectangle{image.Rect(3000, 14000, 17000, 14800)}, Quote: "tổng mức đầu tư 12,4 tỷ đồng"}})
	f.put(t, "blobd1", 2, at(9, 14, 0), notes.Mark{Kind: notes.Sticky, Colour: 0xF4C430, Text: "Hỏi Sở Tài chính về nguồn vốn hỗ trợ của thành phố, vì biểu 2 chưa khớp",
		Anchor: notes.Anchor{Quads: []image.Rectangle{image.Rect(15000, 20000, 16500, 21500)}}})
	f.put(t, "blobd2", 1, at(9, 20, 0).AddDate(0, 0, -1), notes.Mark{Kind: notes.Stamped, Stamp: notes.Review, Colour: 0xB3261E,
		Anchor: notes.Anchor{Quads: []image.Rectangle{image.Rect(12000, 5000, 16000, 6500)}}})
	f.put(t, "blobd7", 4, at(8, 40, 0), notes.Mark{Kind: notes.Underline, Colour: 0x1F4B73, Anchor: notes.Anchor{
		Quads: []image.Rectangle{image.Rect(3000, 8000, 12000, 8600)}, Quote: "mức chi hỗ trợ tổ dân phố"}})
	return f
}

// rowWords is the list as it is read.
func rowWords(value notebook.NotesValue) string {
	var rows []string
	for _, row := range value.Rows {
		rows = append(rows, strings.Join([]string{row.Paper, row.Kind, row.When, row.Words}, "|"))
	}
	return strings.Join(rows, "\n")
}

// notedBench is a tablet whose person wrote on papers, lockedBench one whose person signed in by code.
func notedBench(t *testing.T) *bench {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook = written(t)
	return b
}

func lockedBench(t *testing.T) *bench {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook.set(notes.Access{Known: true, Issued: true, Locked: 12})
	return b
}

// picturesOfNotes waits until the small pictures are made.
func (b *bench) picturesOfNotes() {
	b.t.Helper()
	b.settle()
	b.loop.Until(b.t, "pictures of notes", func() bool {
		b.delegate.heart.Beat()
		return len(b.delegate.notes.pictures.Making) == 0 && b.delegate.notes.pictures.Shots.Opening == ""
	})
	b.delegate.heart.Beat()
}

// lefts are entries that found no place, on papers by their bytes.
func (f *fakeNotebook) lose(t *testing.T, document, blob string, page int, mark notes.Mark, candidates ...notes.Anchor) {
	t.Helper()
	f.lost++
	mark.ID, mark.Author, mark.At = noteID(500+f.lost), me, notes.Moment{Millis: at(9, 10, f.lost).UnixMilli()}
	mark.Anchor.Blob, mark.Anchor.Page = blob, page
	if err := mark.Check(); err != nil {
		t.Fatal(err)
	}
	f.left = append(f.left, notes.Left{Entry: notes.Entry{Mark: mark, Places: []string{notes.Own}}, Document: document, Candidates: candidates})
}

func (f *fakeNotebook) Tray(string) []notes.Left {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.left)
}

func (f *fakeNotebook) CarryPending(_, blob string) bool { return f.pending[blob] }

func (f *fakeNotebook) PlaceNotes(_ context.Context, _ string, marks []notes.Entry, on notes.Anchor, by image.Point) error {
	if f.refuse != nil {
		return f.refuse
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, fmt.Sprintf("place %d on %s/%d %s by %v", len(marks), on.Blob, on.Page, on.Content, by))
	f.drop(marks)
	return nil
}

func (f *fakeNotebook) RemoveNotes(_ context.Context, _ string, marks []notes.Entry) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, fmt.Sprintf("remove %d", len(marks)))
	f.drop(marks)
	return nil
}

func (f *fakeNotebook) drop(marks []notes.Entry) {
	f.before = f.left
	f.left = slices.DeleteFunc(slices.Clone(f.left), func(left notes.Left) bool {
		return slices.ContainsFunc(marks, func(m notes.Entry) bool { return m.ID == left.ID })
	})
}

func (f *fakeNotebook) UndoNotes(context.Context, string) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did, f.left = append(f.did, "undo"), f.before
	return true, nil
}

// reissuedBench is a tablet on which the open paper was issued anew, after its person had written on it; some of it
// found no place, and some of it was on a paper that was withdrawn.
func reissuedBench(t *testing.T) *bench {
	s := sitting(t)
	document := s.state.Documents["d1"]
	s.write(council.IssueKind, "d1/1", council.Issue{Document: "d1", Revision: 1, Blob: "before", Size: 4_000_000, Pages: 6})
	document.Revision, document.Blob = 2, "blobd1"
	s.write(council.DocumentKind, "d1", document)
	b := newBench(t, s.state, at(9, 26, 0))
	b.notebook = written(t)
	b.notebook.put(t, "before", 0, at(9, 1, 0), notes.Mark{Kind: notes.Sticky, Text: "x", Anchor: notes.Anchor{Quads: quadOf(2)}})
	for i := range 3 {
		b.notebook.lose(t, "d1", "before", 2, notes.Mark{Kind: notes.Ink, Stroke: strokeFrom(t, image.Pt(4000+2000*i, 9000), image.Pt(5000+2000*i, 10500))},
			notes.Anchor{Blob: "blobd1", Page: 3, Quads: quadOf(4)})
	}
	b.notebook.lose(t, "d1", "before", 2, notes.Mark{Kind: notes.Highlight, Colour: 0xF4C430, Anchor: notes.Anchor{
		Quads: []image.Rectangle{image.Rect(3000, 14000, 17000, 14800)}, Quote: "giao Ủy ban nhân dân phường tổ chức thực hiện"}})
	b.notebook.lose(t, "", "gone", 1, notes.Mark{Kind: notes.Sticky, Text: "Đề nghị giải trình thêm về nguồn vốn", Anchor: notes.Anchor{Quads: quadOf(3)}})
	b.load["gone"] = council.PaperState{}
	return b
}
