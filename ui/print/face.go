package print

import (
	"sync"

	"github.com/jung-kurt/gofpdf"

	"congso.vn/congso/assets"
)

// pointsPerMM turns millimetres into points.
const pointsPerMM = 72 / 25.4

// face is one cut of the paper font.
type face int

// The faces. Bold and italic combine.
const (
	upright    face = 0
	bold       face = 1
	italic     face = 2
	boldItalic face = bold | italic
)

// faceFiles names the font file of each face.
var faceFiles = [...]string{
	upright:    "LiberationSerif-Regular.ttf",
	bold:       "LiberationSerif-Bold.ttf",
	italic:     "LiberationSerif-Italic.ttf",
	boldItalic: "LiberationSerif-BoldItalic.ttf",
}

// family is the name under which the file knows a face. Each face is its own family.
func (f face) family() string {
	return [...]string{upright: "serif", bold: "serifbold", italic: "serifitalic", boldItalic: "serifbolditalic"}[f]
}

// style is a face at a size in points.
type style struct {
	face face
	size float64
}

func (s style) with(f face) style { return style{f, s.size} }

// advances holds, for every letter of the basic plane, its width in thousandths of the size.
type advances [1 << 16]uint16

// advancesOf measures a face once for the whole program, through the same font reader that writes
// the file, so that what is measured is what is printed.
var advancesOf = [...]func() *advances{
	upright: measured(upright), bold: measured(bold), italic: measured(italic), boldItalic: measured(boldItalic),
}

func measured(f face) func() *advances {
	return sync.OnceValue(func() *advances {
		ruler := gofpdf.New("P", "mm", "A4", "")
		ruler.AddUTF8FontFromBytes(f.family(), "", assets.Font(faceFiles[f]))
		ruler.SetFont(f.family(), "", 10)
		var widths advances
		for letter := range widths {
			if letter < 0xD800 || letter > 0xDFFF { // halves of surrogates are no letters
				widths[letter] = uint16(ruler.GetStringSymbolWidth(string(rune(letter))))
			}
		}
		return &widths
	})
}

// width is how wide a text prints, in millimetres.
func (s style) width(text string) float64 {
	widths := advancesOf[s.face]()
	total := 0
	for _, letter := range text {
		if letter < 1<<16 {
			total += int(widths[letter])
		}
	}
	return float64(total) / 1000 * s.size / pointsPerMM
}
