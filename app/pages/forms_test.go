package pages

import (
	"image"
	"testing"
)

// What somebody filled in, ticked or marked in a paper is drawn with its page, with an appearance of its own or without.
func TestFormFieldsAndAnnotationsAreShown(t *testing.T) {
	paper := pdfOf(
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]/DR<</Font<</F1 4 0 R>>>>/DA(/F1 20 Tf 0 g)/NeedAppearances true>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Annots[5 0 R 6 0 R 7 0 R 8 0 R]>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>",
		"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(MMMMMMMM)/DA(/F1 24 Tf 0 g)/F 4/Rect[50 400 250 440]/P 3 0 R>>",
		"<</Type/Annot/Subtype/Widget/FT/Btn/T(tick)/V/Yes/AS/Yes/F 4/Rect[300 400 340 440]/P 3 0 R/AP<</N<</Yes 9 0 R/Off 10 0 R>>>>>>",
		"<</Type/Annot/Subtype/Highlight/C[1 0.8 0]/F 4/Rect[50 300 250 340]/QuadPoints[50 340 250 340 50 300 250 300]/P 3 0 R>>",
		"<</Type/Annot/Subtype/Square/C[0 0 1]/IC[0 0 1]/F 2/Rect[300 300 340 340]/P 3 0 R/AP<</N 9 0 R>>>>", // hidden
		streamOf("/Type/XObject/Subtype/Form/BBox[0 0 40 40]", "0 0.5 0 rg 0 0 40 40 re f"),
		streamOf("/Type/XObject/Subtype/Form/BBox[0 0 40 40]", ""),
	)
	config, _ := testConfig(t)
	r := serving(t, config)
	opened(t, r, "form", paper)
	picture, err := r.Render(within(t), "form", 0, 500, Now)
	if err != nil {
		t.Fatal(err)
	}
	inked := func(box image.Rectangle) int {
		count := 0
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for x := box.Min.X; x < box.Max.X; x++ {
				if tone := picture.RGBAAt(x, y); int(tone.R)+int(tone.G)+int(tone.B) < 700 {
					count++
				}
			}
		}
		return count
	}
	for name, box := range map[string]image.Rectangle{
		"text that was filled in": image.Rect(50, 60, 250, 100),
		"a tick":                  image.Rect(300, 60, 340, 100),
		"a highlight":             image.Rect(50, 160, 250, 200),
	} {
		if inked(box) < 100 {
			t.Errorf("%s is not drawn", name)
		}
	}
	if inked(image.Rect(300, 160, 340, 200)) > 0 {
		t.Error("a hidden annotation is drawn")
	}
}
