package chamber

import (
	"image"
	"testing"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit/kittest"
)

// put writes a line on a page of some bytes, so far down in 1/100 pt, and gives its id.
func (f *fakeNotes) put(t *testing.T, author, place, blob string, page int, down int32) string {
	t.Helper()
	data, err := ink.Encode(ink.Stroke{Tool: ink.Pen, Colour: 0x1F4B73, Width: 400, Points: []ink.Point{{X: 9000, Y: down}, {X: 30000, Y: down, Millis: 200}}})
	if err != nil {
		t.Fatal(err)
	}
	m := notes.Mark{ID: f.newID(), Kind: notes.Ink, Colour: 0x1F4B73, Stroke: data, At: f.NoteMoment(), Anchor: notes.Anchor{Blob: blob, Page: page}}
	f.elsewhere(author, place, notes.Edit{ID: f.newID(), At: m.At, Adds: []notes.Mark{m}})
	return m.ID
}

// What the holder wrote stands on the issue it lies on, and there alone; what others wrote does not come between.
func TestOwnNotesStandOnTheirIssue(t *testing.T) {
	b := comparedBench(t)
	before := b.notes.put(t, me, notes.Own, "before", 0, 30000)
	now := b.notes.put(t, me, notes.Own, "blobd1", 0, 60000)
	b.notes.put(t, "p2", notes.All, "blobd1", 0, 45000)
	sticky := notes.Mark{ID: b.notes.newID(), Kind: notes.Sticky, Text: "Hỏi lại số liệu", At: b.notes.NoteMoment(),
		Anchor: notes.Anchor{Blob: "before", Quads: []image.Rectangle{image.Rect(6000, 6000, 8000, 8000)}}}
	b.notes.elsewhere(me, notes.Own, notes.Edit{ID: b.notes.newID(), At: sticky.At, Adds: []notes.Mark{sticky}})
	screen, window := compared(t, b)
	drawn := func(side int) bool {
		sheet := screen.compareInk[side].Sheets[0]
		return sheet != nil && !sheet.Working && len(sheet.Tiles) > 0
	}
	b.loop.Until(t, "the ink of both", func() bool { return drawn(0) && drawn(1) })
	for side, want := range [][]string{{before, sticky.ID}, {now}} {
		var got []string
		for _, m := range screen.compareInk[side].On(0) {
			got = append(got, m.ID)
		}
		if len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("side %d shows %v, want %v", side, got, want)
		}
		column := screen.view.compare.Panes[side].Column
		picture, ok := column.Picture(0, column.Width())
		if !ok || len(column.Ink(0, picture)) == 0 || len(column.Signs(0)) != len(want)-1 {
			t.Errorf("side %d draws nothing of it", side)
		}
	}
	column := screen.view.compare.Panes[0].Column
	column.OnSign(sticky.ID, 0)
	if !kittest.Shows(over(window), sticky.Text) {
		t.Error("a note that is touched is not read out")
	}
	screen.view.closeDialogs()
	late := b.notes.put(t, me, notes.Own, "before", 0, 50000) // on another tablet of the same person
	b.turn(func() {})
	b.loop.Until(t, "what came meanwhile", func() bool {
		marks := screen.compareInk[0].On(0)
		return len(marks) == 3 && marks[2].ID == late
	})
	screen.view.compare.OnBack()
	b.settle()
	if len(screen.compareInk[0].Sheets)+len(screen.compareInk[1].Sheets) != 0 {
		t.Error("the ink is kept after the comparison")
	}
}

// notedIssuesBench is a tablet whose holder wrote on both issues of a paper.
func notedIssuesBench(t *testing.T) *bench {
	b := comparedBench(t)
	b.notes.put(t, me, notes.Own, "before", 2, 9800)
	b.notes.put(t, me, notes.Own, "blobd1", 2, 14500)
	return b
}
