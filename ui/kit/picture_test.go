package kit_test

import (
	"bytes"
	"image"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// inked counts the pixels that have the red of the brand.
func inked(picture image.Image) int {
	red := kit.LightPalette()
	want := red.Of(kit.Red)
	return count(picture, func(r, g, b uint8) bool { return near(r, want.R) && near(g, want.G) && near(b, want.B) })
}

func near(a, b uint8) bool { return max(a, b)-min(a, b) < 24 }

func count(picture image.Image, fits func(r, g, b uint8) bool) int {
	found := 0
	pixels := flat(picture).Pix
	for i := 0; i < len(pixels); i += 4 {
		if fits(pixels[i], pixels[i+1], pixels[i+2]) {
			found++
		}
	}
	return found
}

// within fails the test where a line of words reaches over the edge of its root, or a finger's target
// is smaller than 48.
func within(t *testing.T, root fyne.CanvasObject, room fyne.Size) {
	t.Helper()
	kittest.Walk(root, func(object fyne.CanvasObject, at fyne.Position) bool {
		if line, ok := object.(*canvas.Text); ok && line.Text != "" {
			end := at.Add(line.MinSize())
			if at.X < -0.5 || end.X > room.Width+0.5 {
				t.Errorf("%q reaches from %v to %v in a room of %v", line.Text, at.X, end.X, room.Width)
			}
		}
		return false
	})
}

// same tells whether two pictures are alike in every pixel.
func same(a, b image.Image) bool {
	return a.Bounds() == b.Bounds() && bytes.Equal(flat(a).Pix, flat(b).Pix)
}

// flat is a picture whose bytes can be looked at.
func flat(picture image.Image) *image.RGBA {
	if already, ok := picture.(*image.RGBA); ok {
		return already
	}
	copied := image.NewRGBA(image.Rectangle{Max: picture.Bounds().Size()})
	draw.Draw(copied, copied.Bounds(), picture, picture.Bounds().Min, draw.Src)
	return copied
}
