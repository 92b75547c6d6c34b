package print

import "strings"

// align is where a line stands between its edges.
type align int

// The alignments.
const (
	alignLeft align = iota
	alignCentre
	alignRight
	alignJustify
)

// loosest is how much of a line may be white between words before it is left ragged instead.
const loosest = 0.35

// mm turns points into millimetres.
func mm(points float64) float64 { return points / pointsPerMM }

// drawLine prints one line with its baseline at y, between x and x+width.
func (s *sheet) drawLine(l line, x, y, width float64, a align) {
	stretch := 0.0
	switch a {
	case alignCentre:
		x += (width - l.natural) / 2
	case alignRight:
		x += width - l.natural
	case alignJustify:
		free := width - l.natural
		if gaps := len(l.words) - 1; !l.last && gaps > 0 && free > 0 && free < width*loosest {
			stretch = free / float64(gaps)
		}
	}
	if stretch == 0 {
		s.drawTogether(l, x, y)
		return
	}
	for n, w := range l.words {
		for p, piece := range w.pieces {
			text := piece.text
			if p == len(w.pieces)-1 && n < len(l.words)-1 {
				text += " " // so that copied text keeps its spaces
			}
			s.use(piece.style)
			s.pdf.Text(x, y, text)
			x += piece.style.width(piece.text)
		}
		x += w.space + stretch
	}
}

// drawTogether prints a line without stretching, all neighbours of one style in one go.
func (s *sheet) drawTogether(l line, x, y float64) {
	var text strings.Builder
	var current style
	flush := func() {
		if text.Len() > 0 {
			s.use(current)
			s.pdf.Text(x, y, text.String())
			x += current.width(text.String())
			text.Reset()
		}
	}
	for n, w := range l.words {
		for _, piece := range w.pieces {
			if piece.style != current {
				flush()
				current = piece.style
			}
			text.WriteString(piece.text)
		}
		if n < len(l.words)-1 {
			text.WriteByte(' ')
		}
	}
	flush()
}

// centred prints one line around x, unbroken.
func (s *sheet) centred(y, x float64, spans []span) {
	for _, l := range linesOf(spans, 1e6, 1e6) {
		s.drawLine(l, x-l.natural/2, y, l.natural, alignLeft)
	}
}

// stack prints lines one under the other in a column, starting at the top edge y, and returns the
// edge below. It does not break pages.
func (s *sheet) stack(spans []span, x, y, width, leading float64, a align) float64 {
	for _, l := range linesOf(spans, width, width) {
		y += leading
		s.drawLine(l, x, y-leading*0.24, width, a)
	}
	return y
}

// stackHeight is how tall stack prints.
func stackHeight(spans []span, width, leading float64) float64 {
	return float64(len(linesOf(spans, width, width))) * leading
}

// rule draws a horizontal line.
func (s *sheet) rule(x1, x2, y float64) {
	s.pdf.SetLineWidth(0.2)
	s.pdf.Line(x1, y, x2, y)
}
