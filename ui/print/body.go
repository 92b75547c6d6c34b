package print

// setting is how a paragraph is set.
type setting struct {
	size   float64 // points
	indent float64 // of the first line, millimetres
	inset  float64 // of every line, millimetres
	align  align
	before float64 // points above it
	keep   float64 // millimetres of what follows that must stand on the page of its last lines
}

// body is the setting of ordinary text.
func body() setting {
	return setting{size: bodySize, indent: firstIndent, align: alignJustify, before: paragraph}
}

// leading is the height of a line of body text of this size, in millimetres.
func leading(size float64) float64 { return mm(size * bodyLeading) }

// paragraph prints one paragraph over as many pages as it needs. Of a broken paragraph at least
// two lines stand on each page.
func (s *sheet) paragraph(spans []span, as setting) {
	x, width := s.left+as.inset, s.right-s.left-as.inset
	lines := linesOf(spans, width-as.indent, width)
	lead := leading(as.size)
	if s.number == 0 {
		s.newPage()
	}
	if !s.skipGap {
		s.y += mm(as.before)
	}
	s.skipGap = false
	for n := 0; n < len(lines); {
		count := fitting(len(lines)-n, int((s.room()+0.01)/lead), s.room()-as.keep, lead, s.y <= s.top)
		if count == 0 {
			s.newPage()
			s.skipGap = false
			continue
		}
		for range count {
			indent := 0.0
			if n == 0 {
				indent = as.indent
			}
			s.y += lead
			s.drawLine(lines[n], x+indent, s.y-lead*0.24, width-indent, as.align)
			n++
		}
	}
}

// fitting decides how many of the lines left go on this page. room lines fit; unreserved is the
// height that the lines may fill when they are the last. On an empty page something always goes.
func fitting(left, room int, unreserved, lead float64, empty bool) int {
	if left <= room && (float64(left)*lead <= unreserved+0.01 || empty) {
		return left
	}
	count := min(room, left-2)
	if count < 2 {
		if empty {
			return max(min(room, left), 1)
		}
		return 0
	}
	return count
}

// heading prints a section's title, which never stands alone at the foot of a page, and marks it
// in the outline at level (0 …); a negative level leaves the outline alone.
func (s *sheet) heading(text string, f face, size float64, level int) {
	as := setting{size: size, indent: firstIndent, align: alignLeft, before: paragraph + 2}
	spans := marked(text, style{f, size})
	width := s.right - s.left
	lines := len(linesOf(spans, width-firstIndent, width))
	s.need(mm(as.before) + float64(lines+2)*leading(size))
	if level >= 0 {
		s.mark(text, level)
	}
	s.paragraph(spans, as)
}

// mark puts a line into the outline.
func (s *sheet) mark(text string, level int) {
	s.use(style{upright, bodySize}) // the outline's text is written in the encoding of the font in use
	s.pdf.Bookmark(unmarked(text), level, s.y)
}

// unmarked drops the marks of paper text.
func unmarked(text string) string {
	plain := ""
	for _, piece := range marked(text, style{}) {
		plain += piece.text
	}
	return plain
}

// centre prints lines in the middle, such as "QUYẾT NGHỊ:".
func (s *sheet) centre(text string, f face, size, before float64) {
	spans := marked(text, style{f, size})
	s.need(mm(before) + stackHeight(spans, s.right-s.left, leading(size)) + 2*leading(size))
	s.paragraph(spans, setting{size: size, align: alignCentre, before: before})
}
