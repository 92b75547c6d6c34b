package annotate

import (
	"fmt"
	"strings"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// Lettering draws words as outlines of their letters, so that every reader shows Vietnamese letters as they are,
// without a font of its own. It may be used from any goroutine.
type Lettering struct {
	mu     sync.Mutex
	font   *sfnt.Font
	buffer sfnt.Buffer
	glyphs map[rune]glyph
}

// glyph is a letter at the size em.
type glyph struct {
	segments []sfnt.Segment
	advance  float64
}

// em is the size in points at which letters are read.
const em = 1000

// NewLettering reads a TrueType font.
func NewLettering(font []byte) (*Lettering, error) {
	read, err := sfnt.Parse(font)
	if err != nil {
		return nil, fmt.Errorf("annotate: read font: %w", err)
	}
	return &Lettering{font: read, glyphs: map[rune]glyph{}}, nil
}

// composed is a text as it is drawn: letters with their marks in one, one kind of white.
func composed(written string) string {
	return norm.NFC.String(strings.ReplaceAll(strings.ReplaceAll(written, "\r\n", "\n"), "\t", " "))
}

// glyph looks a letter up; one that the font does not have is a box, and one that cannot be drawn is a gap.
func (l *Lettering) glyph(letter rune) glyph {
	l.mu.Lock()
	defer l.mu.Unlock()
	if g, known := l.glyphs[letter]; known {
		return g
	}
	var g glyph
	index, err := l.font.GlyphIndex(&l.buffer, letter)
	if err == nil {
		if segments, err := l.font.LoadGlyph(&l.buffer, index, fixed.I(em), nil); err == nil {
			g.segments = append(g.segments, segments...)
		}
		if advance, err := l.font.GlyphAdvance(&l.buffer, index, fixed.I(em), 0); err == nil {
			g.advance = float64(advance) / 64 / em
		}
	}
	l.glyphs[letter] = g
	return g
}

// width of a line in points.
func (l *Lettering) width(line string, size float64) float64 {
	wide := 0.0
	for _, letter := range line {
		wide += l.glyph(letter).advance * size
	}
	return wide
}

// lines breaks a text into lines of a width: between words, and within those that are too long.
func (l *Lettering) lines(written string, size, width float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(composed(written), "\n") {
		line, wide := "", 0.0
		for _, word := range strings.Fields(paragraph) {
			long := l.width(word, size)
			gap := l.width(" ", size)
			switch {
			case line == "":
			case wide+gap+long <= width:
				line, wide = line+" ", wide+gap
			default:
				lines, line, wide = append(lines, line), "", 0
			}
			if long <= width {
				line, wide = line+word, wide+long
				continue
			}
			for _, letter := range word {
				one := l.glyph(letter).advance * size
				if line != "" && wide+one > width {
					lines, line, wide = append(lines, line), "", 0
				}
				line, wide = line+string(letter), wide+one
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// letters fills a line of words whose foot is at a place.
func (a *appearance) letters(l *Lettering, line string, size float64, at point) {
	drawn := false
	for _, letter := range line {
		g := l.glyph(letter)
		var pen point
		to := func(p fixed.Point26_6) point {
			return point{at.x + float64(p.X)/64/em*size, at.y + float64(p.Y)/64/em*size}
		}
		for _, s := range g.segments {
			drawn = true
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				pen = to(s.Args[0])
				a.at("m", pen)
			case sfnt.SegmentOpLineTo:
				pen = to(s.Args[0])
				a.at("l", pen)
			case sfnt.SegmentOpQuadTo:
				// a quadratic curve as a cubic one
				c, end := to(s.Args[0]), to(s.Args[1])
				a.at("c", between(pen, c), between(end, c), end)
				pen = end
			case sfnt.SegmentOpCubeTo:
				pen = to(s.Args[2])
				a.at("c", to(s.Args[0]), to(s.Args[1]), pen)
			}
		}
		at.x += g.advance * size
	}
	if drawn {
		a.put("f")
	}
}

// between is two thirds of the way.
func between(from, to point) point {
	return point{from.x + 2*(to.x-from.x)/3, from.y + 2*(to.y-from.y)/3}
}
