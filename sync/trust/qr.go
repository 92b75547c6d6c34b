package trust

import (
	"fmt"
	"image"
	"image/color"
	"strings"

	"github.com/skip2/go-qrcode"
)

// QR is a square of dark modules with its quiet zone, row by row.
type QR [][]bool

// NewQR returns the QR of an invitation, or of any other text.
func NewQR(text string) (QR, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("trust: make QR: %w", err)
	}
	return code.Bitmap(), nil
}

// Terminal returns the QR as lines of half blocks, two rows of modules in one. The light
// modules are the drawn ones: on the usual dark terminal a camera sees dark on light.
func (q QR) Terminal() string {
	var b strings.Builder
	for y := 0; y < len(q); y += 2 {
		for x := range q[y] {
			below := y+1 < len(q) && q[y+1][x]
			switch {
			case q[y][x] && below:
				b.WriteByte(' ')
			case q[y][x]:
				b.WriteRune('▄')
			case below:
				b.WriteRune('▀')
			default:
				b.WriteRune('█')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Image returns the QR as a square picture of at most this many pixels a side, and at least
// one pixel for each module: all modules are of the same size, so the picture may be smaller.
func (q QR) Image(pixels int) image.Image {
	scale := 1
	if len(q) > 0 {
		scale = max(1, pixels/len(q))
	}
	side := len(q) * scale
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if q[y/scale][x/scale] {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	return picture
}
