package annotate_test

import (
	"image"
	"testing"
	"time"

	"congso.vn/congso/app/annotate"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// Whatever is called a paper: it is refused, or its copy can be annotated once more.
func FuzzIncrement(f *testing.F) {
	for _, form := range allForms {
		f.Add(madePaper(form, "/MediaBox[0 0 520 640]/Rotate 90", "/CropBox[10 10 500 600]", ""))
	}
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</A(\\(\\053\\\n)/B<4 5>/C#20D true>>endobj trailer<</Root 1 0 R>>"))
	marks := []notes.Mark{stroke(1, 0, ink.Pen, 0xd0021b, 300, image.Pt(60, 60), image.Pt(200, 90))}
	plain := annotate.Options{Author: "An", Title: "Bản ghi chú", At: madeAt}
	f.Fuzz(func(t *testing.T, paper []byte) {
		if len(paper) > 1<<20 {
			return
		}
		late := time.AfterFunc(20*time.Second, func() { panic("it takes too long") })
		defer late.Stop()
		result, err := annotate.Increment(paper, marks, plain)
		if err != nil || result.Written == 0 {
			return
		}
		copied := append(append([]byte{}, paper...), result.Tail...)
		again, err := annotate.Increment(copied, marks, plain)
		if err != nil || again.Written != 1 || again.Mended && !result.Mended {
			t.Errorf("once more: %d written, mended %v, %v", again.Written, again.Mended, err)
		}
	})
}
