package annotate_test

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/pages"
)

// A stroke looks as it does on the screen: the same place, colour and width, which follows its speed.
func TestStrokesLookAsOnTheScreen(t *testing.T) {
	const scale = 3
	plain := madeOf(inTable, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 300 200]>>", "<</Type/Page/Parent 2 0 R>>")
	for _, tool := range []ink.Tool{ink.Pen, ink.Marker} {
		s := ink.Stroke{Tool: tool, Colour: 0x1d4ed8, Width: 400}
		x, millis := 3000, 0
		for i := range 40 {
			x, millis = x+i*25, millis+16 // ever faster
			s.Points = append(s.Points, ink.Point{X: int32(x), Y: int32(6000 + i%7*900), Millis: uint32(millis - 16)})
		}
		dot := ink.Stroke{Tool: tool, Colour: 0xd0021b, Width: 900, Points: []ink.Point{{X: 4000, Y: 16000}}}
		var marks []notes.Mark
		for n, one := range []ink.Stroke{s, dot} {
			encoded, err := ink.Encode(one)
			if err != nil {
				t.Fatal(err)
			}
			m := made(n, notes.Ink, 0)
			m.Stroke = encoded
			marks = append(marks, m)
		}
		o := options()
		o.Notice = ""
		copied, _ := annotatedBy(t, plain, marks, o)
		id, _ := open(t, copied)
		drawn, err := renderer(t).Render(t.Context(), id, 0, 300*scale, pages.Now)
		if err != nil {
			t.Fatal(err)
		}
		keep(t, drawn)
		baked := image.NewRGBA(drawn.Bounds())
		draw.Draw(baked, baked.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
		ink.Bake(baked, []ink.Stroke{s, dot}, scale, baked.Rect)
		inked, other := 0, 0
		for y := range baked.Rect.Dy() {
			for x := range baked.Rect.Dx() {
				r, g, b := at(baked, x, y)
				r2, g2, b2 := at(drawn, x, y)
				if r+g+b < 760 {
					inked++
				}
				if max(r-r2, r2-r, g-g2, g2-g, b-b2, b2-b) > 90 {
					other++
				}
			}
		}
		if inked < 2000 || other*50 > inked {
			t.Errorf("%s: %d pixels of %d are others", tool, other, inked)
		}
	}
}

// Highlights and lines under words look as they do on the screen too, over what is printed.
func TestMarkedWordsLookAsOnTheScreen(t *testing.T) {
	const scale = 3
	plain := madeOf(inTable, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 300 200]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", streamed("", "0.2 0.3 0.4 rg 60 100 40 60 re f"))
	highlight, underline := made(1, notes.Highlight, 0, pt(40, 50, 200, 64), pt(40, 70, 90, 84)), made(2, notes.Underline, 0, pt(40, 110, 200, 124))
	highlight.Colour, highlight.Anchor.Quote = 0xf4c430, "lời"
	underline.Colour, underline.Anchor.Quote = 0x1d4ed8, "lời"
	crossing := stroke(3, 0, ink.Marker, 0x7ed321, 1000, image.Pt(60, 50), image.Pt(120, 130))
	marks := []notes.Mark{underline, crossing, highlight}
	o := options()
	o.Notice = ""
	copied, _ := annotatedBy(t, plain, marks, o)
	id, _ := open(t, plain)
	printed, err := renderer(t).Render(t.Context(), id, 0, 300*scale, pages.Now)
	if err != nil {
		t.Fatal(err)
	}
	baked := image.NewRGBA(printed.Bounds())
	draw.Draw(baked, baked.Rect, printed, image.Point{}, draw.Src)
	var drawn []*notes.Drawn
	for _, m := range marks {
		drawn = append(drawn, notes.Draw(notes.Entry{Mark: m}))
	}
	notes.Bake(baked, drawn, scale, baked.Rect)
	id, _ = open(t, copied)
	written, err := renderer(t).Render(t.Context(), id, 0, 300*scale, pages.Now)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, written)
	changed, other := differences(printed, baked), 0
	for _, p := range differences(baked, written) {
		r, g, b := at(baked, p.X, p.Y)
		r2, g2, b2 := at(written, p.X, p.Y)
		if max(r-r2, r2-r, g-g2, g2-g, b-b2, b2-b) > 60 {
			other++
		}
	}
	if len(changed) < 5000 || other*100 > len(changed) {
		t.Errorf("%d pixels of %d are others", other, len(changed))
	}
}
