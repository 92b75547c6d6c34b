package notes

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"congso.vn/congso/app/ink"
)

// sheetOf is a white page of 100 × 100 points, two pixels each.
func sheetOf() *image.RGBA {
	page := image.NewRGBA(image.Rect(0, 0, 200, 200))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	return page
}

func inkAt(t *testing.T, id string, colour ink.Colour, points ...ink.Point) *Drawn {
	t.Helper()
	data, err := ink.Encode(ink.Stroke{Tool: ink.Pen, Colour: colour, Width: 300, Points: points})
	if err != nil {
		t.Fatal(err)
	}
	return Draw(Entry{Mark: Mark{ID: id, Kind: Ink, Colour: colour, Stroke: data}})
}

// Marks stand where their places say: a highlight darkens paper and leaves ink black, a line lies under its words, ink
// over both.
func TestMarksAreDrawnWhereTheyLie(t *testing.T) {
	area := []image.Rectangle{image.Rect(1000, 1000, 5000, 2000)}
	highlight := Draw(Entry{Mark: Mark{Kind: Highlight, Colour: 0xF4C430, Anchor: Anchor{Quads: area}}})
	under := Draw(Entry{Mark: Mark{Kind: Underline, Colour: 0xB3261E, Anchor: Anchor{Quads: area}}})
	stroke := inkAt(t, "a", 0x1F4B73, ink.Point{X: 2000, Y: 500}, ink.Point{X: 2000, Y: 3000})
	page := sheetOf()
	page.Set(80, 30, color.Black)
	Bake(page, []*Drawn{stroke, under, highlight}, 2, page.Rect)
	at := func(x, y int) color.RGBA { return page.RGBAAt(x, y) }
	if got := at(60, 30); got.R < 240 || got.B > 200 {
		t.Errorf("highlighted paper is %v", got)
	}
	if got := at(80, 30); got != (color.RGBA{A: 255}) {
		t.Errorf("a letter under a highlight is %v", got)
	}
	if got := at(60, 41); got != (color.RGBA{0xB3, 0x26, 0x1E, 255}) {
		t.Errorf("the line under words is %v", got)
	}
	if got := at(40, 30); got != (color.RGBA{0x1F, 0x4B, 0x73, 255}) {
		t.Errorf("ink over a highlight is %v", got)
	}
	white := color.RGBA{255, 255, 255, 255}
	for _, off := range []image.Point{{60, 18}, {60, 45}, {18, 30}, {103, 30}} {
		if got := at(off.X, off.Y); got != white {
			t.Errorf("%v beside the marks is %v", off, got)
		}
	}
}

// What Covers says is all that changes, so that only that part need be drawn anew.
func TestMarksChangeNothingElse(t *testing.T) {
	for _, m := range []*Drawn{
		inkAt(t, "a", 0, ink.Point{X: 2500, Y: 2500}, ink.Point{X: 4700, Y: 6100, Millis: 40}, ink.Point{X: 5200, Y: 2900, Millis: 90}),
		Draw(Entry{Mark: Mark{Kind: Highlight, Colour: 0xF4C430, Anchor: Anchor{Quads: []image.Rectangle{image.Rect(1111, 2222, 3333, 4444)}}}}),
		Draw(Entry{Mark: Mark{Kind: Underline, Anchor: Anchor{Quads: []image.Rectangle{image.Rect(1111, 2222, 3333, 4444)}}}}),
	} {
		page, clean := sheetOf(), sheetOf()
		Bake(page, []*Drawn{m}, 2, page.Rect)
		if bytes.Equal(page.Pix, clean.Pix) {
			t.Errorf("%s is not drawn", m.Kind)
		}
		draw.Draw(page, m.Covers(2), image.White, image.Point{}, draw.Src)
		if !bytes.Equal(page.Pix, clean.Pix) {
			t.Errorf("%s reaches beyond %v", m.Kind, m.Covers(2))
		}
	}
}

func TestSignsOfNotesAndStamps(t *testing.T) {
	note := Draw(Entry{Mark: Mark{Kind: Sticky, Colour: 0xF4C430, Anchor: Anchor{Quads: []image.Rectangle{image.Rect(1000, 1000, 2000, 2000)}}}})
	page := sheetOf()
	Bake(page, []*Drawn{note}, 2, page.Rect)
	if !bytes.Equal(page.Pix, sheetOf().Pix) {
		t.Error("a sticky note is part of the page")
	}
	Signs(page, []*Drawn{note}, 2, page.Rect)
	if got := page.RGBAAt(30, 30); got != (color.RGBA{0xF4, 0xC4, 0x30, 255}) {
		t.Errorf("the sign is %v", got)
	}
}

// A damaged stroke is drawn as nothing and hides nothing.
func TestDamagedStrokes(t *testing.T) {
	broken := Draw(Entry{Mark: Mark{Kind: Ink, Stroke: []byte{1, 2, 3}}})
	page := sheetOf()
	Bake(page, []*Drawn{broken}, 2, page.Rect)
	if !broken.Bounds.Empty() || !bytes.Equal(page.Pix, sheetOf().Pix) {
		t.Error("something is drawn")
	}
}

// A page's revision rises with every mark that comes or goes, and with nothing else.
func TestRevisionsOfPages(t *testing.T) {
	p := newPen(1)
	page, other := Page{"b1", 2}, Page{"b1", 3}
	if p.book.Revision(page) != 0 {
		t.Error("an empty page has a revision")
	}
	m := p.write("một")
	first := p.book.Revision(page)
	p.take(Own, p.given[0].Edit) // the room's echo
	if again := p.book.Revision(page); first == 0 || again != first {
		t.Errorf("%d, after the same again %d", first, again)
	}
	p.remove(m)
	if p.book.Revision(page) <= first || p.book.Revision(other) != 0 {
		t.Errorf("after a removal %d, of another page %d", p.book.Revision(page), p.book.Revision(other))
	}
}

// History that is taken act by act is the history that is taken at once.
func TestHistoryGoesOnAsItIsSorted(t *testing.T) {
	p := newPen(1)
	p.history.CanUndo()
	a, b := p.write("a"), p.write("b")
	p.do(p.history.Undo(p.next, p.now())...)
	whole := NewHistory("an", p.book)
	for _, one := range p.given {
		whole.Apply(one.Place, one.Edit)
	}
	for _, h := range []*History{p.history, whole} {
		if !h.CanUndo() || !h.CanRedo() {
			t.Fatal("not one act done and one undone")
		}
	}
	undo, want := p.history.Undo(p.next, p.now()), whole.Undo(p.next, p.now())
	if undo[0].Edit.Inverts != want[0].Edit.Inverts || undo[0].Edit.Removes[0] != a.ID {
		t.Errorf("%+v, not %+v", undo, want)
	}
	if redo := p.history.Redo(p.next, p.now()); len(redo[0].Edit.Adds) != 1 || redo[0].Edit.Adds[0].Root() != b.ID {
		t.Errorf("%+v", redo)
	}
	// An act of earlier that arrives late is sorted in.
	late := sticky(p.next(), "late", Moment{Millis: 1})
	p.take(Own, Edit{ID: p.next(), At: late.At, Adds: []Mark{late}})
	if p.history.CanRedo() != true || p.history.Undo(p.next, p.now())[0].Edit.Removes[0] != a.ID {
		t.Error("an act of earlier ends what could be redone, or is undone first")
	}
}

func BenchmarkReady1500Strokes(b *testing.B) {
	var entries []Entry
	for i := range 1500 {
		s := ink.Stroke{Tool: ink.Pen, Width: 120}
		for k := range 40 {
			s.Points = append(s.Points, ink.Point{X: int32(1000 + i%40*1300 + k*30), Y: int32(1000 + i/40*2000 + (k%7)*60), Millis: uint32(k * 16)})
		}
		data, err := ink.Encode(s)
		if err != nil {
			b.Fatal(err)
		}
		entries = append(entries, Entry{Mark: Mark{Kind: Ink, Stroke: data}})
	}
	for b.Loop() {
		for _, e := range entries {
			Draw(e)
		}
	}
}

func BenchmarkOn10000Marks(b *testing.B) {
	p := newPen(1)
	for i := range 10_000 {
		m := sticky(p.next(), "x", p.now())
		m.Anchor.Page = 2
		_ = i
		p.take(Own, Edit{ID: p.next(), At: m.At, Adds: []Mark{m}})
	}
	for b.Loop() {
		p.book.On(Page{"b1", 2})
	}
}
