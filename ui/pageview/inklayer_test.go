package pageview

import (
	"image"
	"image/color"
	"testing"

	"congso.vn/congso/app/notes"
)

// A page's picture for a small frame shows what is written, with signs for notes.
func TestNotesPicture(t *testing.T) {
	picture := image.NewRGBA(image.Rect(0, 0, 120, 170))
	entry := notes.Entry{Mark: notes.Mark{Kind: notes.Sticky, Colour: 0xF4C430, Anchor: notes.Anchor{Quads: []image.Rectangle{image.Rect(10000, 10000, 20000, 20000)}}}}
	got := NotesPicture(picture, PageSize{595.28, 841.89}, []notes.Entry{entry})
	if got.RGBAAt(30, 30) != (color.RGBA{0xF4, 0xC4, 0x30, 255}) || picture.RGBAAt(30, 30).A != 0 {
		t.Errorf("%v, and the page's own picture %v", got.RGBAAt(30, 30), picture.RGBAAt(30, 30))
	}
}
