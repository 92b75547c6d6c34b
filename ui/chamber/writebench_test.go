package chamber

import (
	"fmt"
	"image"
	"math"
	"testing"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/writing"
)

// filled writes so many strokes on a page.
func filled(tb testing.TB, f *fakeNotes, count int) {
	tb.Helper()
	for row := range count {
		s := ink.Stroke{Tool: ink.Pen, Colour: 0x1F4B73, Width: 180}
		for i := range 60 {
			s.Points = append(s.Points, ink.Point{X: int32(4000 + row%8*6000 + 90*i), Y: int32(3000 + row/8*9%78000 + int(300*math.Sin(float64(i)/3))), Millis: uint32(8 * i)})
		}
		data, err := ink.Encode(ink.Thin(s, ink.Thinness))
		if err != nil {
			tb.Fatal(err)
		}
		at := f.NoteMoment()
		m := notes.Mark{ID: f.newID(), Kind: notes.Ink, Colour: s.Colour, Stroke: data, At: at, Anchor: notes.Anchor{Blob: "blobd1"}}
		f.elsewhere(me, notes.Own, notes.Edit{ID: f.newID(), At: at, Adds: []notes.Mark{m}})
	}
}

func inkedPages(f *fakeNotes) (*writing.InkPages, *image.RGBA) {
	p := writing.NewInkPages(f, func(do func(), done func()) { do(); done() }, func(int) {})
	p.Open(sessionID, "blobd1", []pageview.PageSize{{Width: 595.28, Height: 841.89}})
	return p, image.NewRGBA(image.Rect(0, 0, 1600, 2263))
}

// BenchmarkOpenInkedPage is everything between a page's picture and its ink on the screen.
func BenchmarkOpenInkedPage(b *testing.B) {
	for _, count := range []int{1500, 10_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			f := newFakeNotes()
			filled(b, f, count)
			for b.Loop() {
				p, picture := inkedPages(f)
				p.Show(0, picture, false)
			}
		})
	}
}

// BenchmarkOneStrokeMore is what one more stroke costs a page that has many: drawn as it is saved, then as it is read.
func BenchmarkOneStrokeMore(b *testing.B) {
	for _, count := range []int{1500, 10_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			f := newFakeNotes()
			filled(b, f, count)
			p, picture := inkedPages(f)
			p.Show(0, picture, false)
			row := 0
			for b.Loop() {
				row++
				s := ink.Stroke{Tool: ink.Pen, Width: 180, Points: []ink.Point{{X: 9000, Y: int32(9000 + row%1000*40)}, {X: 20000, Y: int32(9000 + row%1000*40), Millis: 200}}}
				data, err := ink.Encode(s)
				if err != nil {
					b.Fatal(err)
				}
				m := notes.Mark{ID: f.newID(), Kind: notes.Ink, Stroke: data, At: f.NoteMoment(), Author: me, Anchor: notes.Anchor{Blob: "blobd1"}}
				p.Add(writing.Drawn(m, []string{notes.Own}))
				f.elsewhere(me, notes.Own, notes.Edit{ID: f.newID(), At: m.At, Adds: []notes.Mark{m}})
				p.Settle(sessionID, writing.Drawn(m, []string{notes.Own}))
				p.Follow()
			}
		})
	}
}
