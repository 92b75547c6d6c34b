package trust

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

func scan(t *testing.T, picture image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatal(err)
	}
	return read.GetText()
}

func TestQRIsReadBack(t *testing.T) {
	text := sampleInvitation().String()
	code, err := NewQR(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, pixels := range []int{600, 1000} {
		picture := code.Image(pixels)
		if side := picture.Bounds().Dx(); side > pixels || side < pixels/2 || side != picture.Bounds().Dy() {
			t.Fatalf("%d pixels asked, %v given", pixels, picture.Bounds())
		}
		if got := scan(t, picture); got != text {
			t.Fatalf("read %q", got)
		}
	}
	if side := code.Image(1).Bounds().Dx(); side != len(code) {
		t.Fatalf("smallest picture has %d pixels for %d modules", side, len(code))
	}
	if got := scan(t, photograph(t, code.Terminal())); got != text {
		t.Fatalf("read from the terminal: %q", got)
	}
	if _, err := NewQR(strings.Repeat("x", 5000)); err == nil {
		t.Fatal("5000 bytes in one QR")
	}
}

// photograph draws a terminal's text as a dark screen with light blocks shows it.
func photograph(t *testing.T, text string) image.Image {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	const dot = 6
	width := len([]rune(lines[0]))
	screen := image.NewGray(image.Rect(0, 0, width*dot, len(lines)*2*dot))
	fill := func(x, y int) {
		for i := range dot * dot {
			screen.SetGray(x*dot+i%dot, y*dot+i/dot, color.Gray{Y: 255})
		}
	}
	for y, line := range lines {
		if len([]rune(line)) != width {
			t.Fatalf("line %d has %d columns, not %d", y, len([]rune(line)), width)
		}
		for x, r := range []rune(line) {
			if r == '█' || r == '▀' {
				fill(x, 2*y)
			}
			if r == '█' || r == '▄' {
				fill(x, 2*y+1)
			}
		}
	}
	return screen
}
