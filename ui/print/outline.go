package print

import (
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"congso.vn/congso/assets"
)

// sealFont is the font whose letters are drawn as shapes on a seal. Shapes, not text: a seal is a
// picture, and its letters must not turn up in a search of the paper.
var sealFont = sync.OnceValue(func() *sfnt.Font {
	parsed, err := sfnt.Parse(assets.Font("BeVietnamPro-SemiBold.ttf"))
	if err != nil { // the file is part of the program
		panic("print: seal font: " + err.Error())
	}
	return parsed
})

// place says where a point of a letter lies on the page: x along the line, y up from it.
type place func(x, y float64) (float64, float64)

// shape fills a letter of this size in millimetres and returns its width.
func (s *sheet) shape(letter rune, size float64, at place) float64 {
	var buffer sfnt.Buffer
	const em = 1000
	glyph, err := sealFont().GlyphIndex(&buffer, letter)
	if err != nil {
		return 0
	}
	segments, err := sealFont().LoadGlyph(&buffer, glyph, fixed.I(em), nil)
	if err != nil {
		return 0
	}
	point := func(p fixed.Point26_6) (float64, float64) {
		return at(float64(p.X)/64/em*size, -float64(p.Y)/64/em*size)
	}
	var fromX, fromY float64
	drawn := false
	for _, segment := range segments {
		x, y := point(segment.Args[0])
		switch segment.Op {
		case sfnt.SegmentOpMoveTo:
			if drawn {
				s.pdf.ClosePath()
			}
			drawn = true
			s.pdf.MoveTo(x, y)
		case sfnt.SegmentOpLineTo:
			s.pdf.LineTo(x, y)
		case sfnt.SegmentOpQuadTo: // the page knows cubic curves only
			toX, toY := point(segment.Args[1])
			s.pdf.CurveBezierCubicTo(fromX+(x-fromX)*2/3, fromY+(y-fromY)*2/3, toX+(x-toX)*2/3, toY+(y-toY)*2/3, toX, toY)
			x, y = toX, toY
		case sfnt.SegmentOpCubeTo:
			x2, y2 := point(segment.Args[1])
			toX, toY := point(segment.Args[2])
			s.pdf.CurveBezierCubicTo(x, y, x2, y2, toX, toY)
			x, y = toX, toY
		}
		fromX, fromY = x, y
	}
	if drawn {
		s.pdf.ClosePath()
		s.pdf.DrawPath("F")
	}
	return shapeWidth(letter, size)
}

// shapeWidth is how wide shape draws.
func shapeWidth(letter rune, size float64) float64 {
	var buffer sfnt.Buffer
	glyph, err := sealFont().GlyphIndex(&buffer, letter)
	if err != nil {
		return 0
	}
	advance, err := sealFont().GlyphAdvance(&buffer, glyph, fixed.I(1000), font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(advance) / 64 / 1000 * size
}

// arc draws text around a circle whose middle is (cx, cy): over the top with the letters' feet
// inward, or under the bottom with their feet outward. It shrinks to stay within the angle span.
func (s *sheet) arc(text string, cx, cy, radius, size, span float64, over bool) {
	total := func() float64 {
		width := 0.0
		for _, letter := range text {
			width += shapeWidth(letter, size) * 1.06
		}
		return width / radius
	}
	for size > 0.5 && total() > span {
		size *= 0.96
	}
	angle := -total() / 2
	for _, letter := range text {
		width := shapeWidth(letter, size) * 1.06
		turn := angle + width/radius/2 // of the letter's middle, from straight up or straight down
		sin, cos := math.Sincos(turn)
		half := shapeWidth(letter, size) / 2
		s.shape(letter, size, func(x, y float64) (float64, float64) {
			x -= half
			if over {
				return cx + (radius+y)*sin + x*cos, cy - (radius+y)*cos + x*sin
			}
			return cx + (radius-y)*sin + x*cos, cy + (radius-y)*cos - x*sin
		})
		angle += width / radius
	}
}
