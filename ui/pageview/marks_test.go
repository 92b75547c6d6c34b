package pageview

import (
	"image"
	"image/color"
	"reflect"
	"testing"

	"congso.vn/congso/app/papertext"
)

func TestMarksGoOverLines(t *testing.T) {
	word := func(text string, left, top int32, ends bool) papertext.Word {
		return papertext.Word{Text: text, Ends: ends, Box: papertext.Box{Left: left, Right: left + 80, Top: top, Bottom: top + 10}}
	}
	text := papertext.Text{Pages: []papertext.Page{
		{Width: 1000, Height: 2000},
		{Width: 1000, Height: 2000, Words: []papertext.Word{
			word("mương", 100, 100, false), word("thoát", 800, 100, true), word("nước,", 100, 120, false), word("thoát", 200, 120, false), word("nước", 300, 120, false),
		}},
	}}
	marks := MarksIn(text, "thoat nuoc")
	want := PaperMarks{1: {2, []MarkPlace{
		{{.8, .05, .88, .055}, {.1, .06, .18, .065}},
		{{.2, .06, .38, .065}},
	}}}
	if !reflect.DeepEqual(marks, want) {
		t.Errorf("%v, want %v", marks, want)
	}
	if at, ok := marks.Nth(1); !ok || at != (MarkAt{1, 1}) || marks.Index(at) != 1 {
		t.Errorf("the second place is %v", at)
	}
	if _, ok := marks.Nth(2); ok {
		t.Error("there is a third place")
	}
	if _, ok := marks.Nth(-1); ok {
		t.Error("there is a place before the first")
	}
}

// What is written stays as black as it was: a mark colours the paper alone.
func TestMarksKeepTheLettersBlack(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 100, 100))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	page.Set(50, 50, color.Black)
	layer := &MarksLayer{Chosen: -1}
	places := []MarkPlace{{{.4, .4, .6, .6}}}
	layer.Set(page, places, 0)
	if len(layer.Shots) != 1 || len(layer.Rings) != 1 {
		t.Fatalf("%d marks, %d rings", len(layer.Shots), len(layer.Rings))
	}
	made := layer.Shots[0].Image.(*image.RGBA)
	left, top := int(layer.boxes[0].Left*100+.5), int(layer.boxes[0].Top*100+.5)
	if got := made.RGBAAt(50-left, 50-top); got != (color.RGBA{A: 255}) {
		t.Errorf("a black point became %v", got)
	}
	if got := made.RGBAAt(0, 0); got.B > 130 || got.R < 240 {
		t.Errorf("the paper became %v", got)
	}
	if page.RGBAAt(45, 45) != (color.RGBA{255, 255, 255, 255}) {
		t.Error("the shared picture was drawn on")
	}
}

func TestSmallPicturesAreMeans(t *testing.T) {
	fine := image.NewRGBA(image.Rect(0, 0, 3*ThumbFiner, 2*ThumbFiner))
	for i := range fine.Pix {
		fine.Pix[i] = 255
	}
	for x := range 3 * ThumbFiner { // a thin line
		fine.SetRGBA(x, 0, color.RGBA{A: 255})
	}
	got := Lessened(fine)
	if got.Bounds().Dx() != 3 || got.Bounds().Dy() != 2 {
		t.Fatalf("%v", got.Bounds())
	}
	if line, ground := got.RGBAAt(1, 0), got.RGBAAt(1, 1); line != (color.RGBA{170, 170, 170, 255}) || ground != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("line %v, ground %v", line, ground)
	}
}
