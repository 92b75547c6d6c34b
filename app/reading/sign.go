package reading

import (
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/draw"
	"math"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/papertext"
)

func hundredths(points float64) int { return int(math.Round(points * 100)) }

func boxOf(r image.Rectangle) papertext.Box {
	return papertext.Box{Left: int32(r.Min.X), Top: int32(r.Min.Y), Right: int32(r.Max.X), Bottom: int32(r.Max.Y)}
}

func scaled(b papertext.Box, by float64) papertext.Box {
	at := func(v int32) int32 { return int32(math.Round(float64(v) * by)) }
	return papertext.Box{Left: at(b.Left), Top: at(b.Top), Right: at(b.Right), Bottom: at(b.Bottom)}
}

func grayOf(picture *image.RGBA) *image.Gray {
	gray := image.NewGray(picture.Rect)
	draw.Draw(gray, gray.Rect, picture, picture.Rect.Min, draw.Src)
	return gray
}

// blank reports whether nothing is drawn on a page: no letters are looked for there.
func blank(gray *image.Gray) bool {
	const white = 0xF0
	for _, level := range gray.Pix {
		if level < white {
			return false
		}
	}
	return true
}

// sign is what a page is known by: its size, its words in their order, and how it looks in sixteen grays. Two pages
// of one sign look the same. Where its words are is not asked: where a paper bears no fonts of its own, PDFium tells
// other widths for the same letters when it has drawn with a face before, and the picture tells places as well.
func sign(page papertext.Page, gray *image.Gray) string {
	hash := blake3.New()
	number := func(values ...int) {
		for _, v := range values {
			var b [8]byte
			binary.LittleEndian.PutUint64(b[:], uint64(v))
			_, _ = hash.Write(b[:]) // a hash takes everything
		}
	}
	number(page.Width, page.Height, len(page.Words))
	for _, w := range page.Words {
		number(len(w.Text))
		_, _ = hash.WriteString(w.Text)
	}
	number(gray.Rect.Dx(), gray.Rect.Dy())
	row := make([]byte, gray.Rect.Dx())
	for y := range gray.Rect.Dy() {
		for x := range row {
			row[x] = gray.Pix[y*gray.Stride+x] >> 4
		}
		_, _ = hash.Write(row)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

var _ Renderer = (*pages.Renderer)(nil)
