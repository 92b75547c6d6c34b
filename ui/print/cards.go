package print

import (
	"io"
	"strconv"
	"strings"
)

// Card (thẻ đại biểu) is what one person signs in with: a card to scan and, apart from it, eight
// digits. The caller gives both; nothing here is kept.
type Card struct {
	Name     string
	Position string
	Group    string
	Seat     int    // 0: none given
	Secret   string // text of the QR code
	Code     string // eight digits
	Recovery string // text of the recovery sheet; empty: none is printed
}

// Cards is a set of cards of one session.
type Cards struct {
	Office  string
	Session string
	PerPage int // 8 or 10; 0: 8
	Cards   []Card
}

// The cutting plan, in millimetres: two columns of cards between margins that every printer keeps.
const (
	cardMargin   = 10.0
	cardWidth    = (pageWidth - 2*cardMargin) / 2
	cutMark      = 4.0
	tearOff      = 14.0
	cardInset    = 4.0
	longestQR    = 36.0
	cardsAcross  = 2
	defaultCards = 8
)

// Cards prints the cards, eight or ten to a page with cut marks. Each has a strip to tear off with
// the digits, so that a card worn on the breast does not show them. Recovery sheets follow on pages of their own.
func (p Press) Cards(w io.Writer, c Cards) error {
	if c.PerPage == 0 {
		c.PerPage = defaultCards
	}
	switch {
	case len(c.Cards) == 0:
		return Refusal{Empty}
	case c.PerPage != 8 && c.PerPage != 10:
		return Refusal{PerPage}
	}
	s := p.newSheet(p.Words.Say("print.cards.file", "session", clean(c.Session)))
	s.plainPages = true
	rows := c.PerPage / cardsAcross
	height := (pageHeight - 2*cardMargin) / float64(rows)
	for n, card := range c.Cards {
		place := n % c.PerPage
		if place == 0 {
			s.newPage()
			s.cutMarks(rows, height)
		}
		x := cardMargin + float64(place%cardsAcross)*cardWidth
		y := cardMargin + float64(place/cardsAcross)*height
		if err := s.card(c, card, x, y, height); err != nil {
			return err
		}
	}
	s.recoveries(c)
	return s.finish(w)
}

// card prints one card whose upper left corner is (x, y).
func (s *sheet) card(c Cards, card Card, x, y, height float64) error {
	main := height - tearOff
	code := min(main-2*cardInset-7, longestQR)
	width := cardWidth - 2*cardInset

	top := y + cardInset - 1
	top = s.stack(plain(c.Office, style{bold, 8.5}), x+cardInset, top, width, mm(10), alignLeft)
	top = s.stack(plain(c.Session, style{upright, 8.5}), x+cardInset, top, width, mm(10), alignLeft)
	if err := s.qr(card.Secret, x+cardInset, y+main-cardInset-code+1.5, code); err != nil {
		return err
	}

	left, room := x+cardInset+code+3.5, width-code-3.5
	size := fit(card.Name, room, main-(top-y)-20, 17, 9)
	at := s.stack(plain(card.Name, style{bold, size}), left, top+1.5, room, mm(size*1.12), alignLeft)
	detail := style{upright, 10}
	at = s.stack(plain(card.Position, detail), left, at+0.8, room, mm(11.5), alignLeft)
	s.stack(plain(s.placeOf(card), detail.with(bold)), left, at, room, mm(12), alignLeft)
	return s.tear(card, x, y+main)
}

// fit finds the largest size, from down to least, at which a name stands in a box.
func fit(name string, width, height, from, least float64) float64 {
	for size := from; size > least; size -= 0.5 {
		spans := plain(name, style{bold, size})
		if stackHeight(spans, width, mm(size*1.12)) <= height && len(linesOf(spans, width, width)) <= 3 && widestWord(spans) <= width {
			return size
		}
	}
	return least
}

// widestWord is how wide the widest word is, so that no name is cut inside a word without need.
func widestWord(spans []span) float64 {
	width := 0.0
	for _, w := range wordsOf(spans, 1e6) {
		width = max(width, w.width)
	}
	return width
}

// placeOf says group and seat.
func (s *sheet) placeOf(card Card) string {
	var parts []string
	if card.Group != "" {
		parts = append(parts, card.Group)
	}
	if card.Seat > 0 {
		parts = append(parts, s.words.Say("print.cards.seat", "seat", card.Seat))
	}
	return strings.Join(parts, " · ")
}

// tear prints the strip with the digits below a dashed line. It bears the name too, for the one
// who hands it out.
func (s *sheet) tear(card Card, x, y float64) error {
	s.pdf.SetDashPattern([]float64{1.2, 1}, 0)
	s.rule(x, x+cardWidth, y)
	s.pdf.SetDashPattern([]float64{}, 0)
	digits := style{bold, 18}
	code := grouped(card.Code)
	width := digits.width(code)
	right := x + cardWidth - cardInset
	s.stack(plain(code, digits), right-width-0.1, y+2, width+0.2, mm(26), alignLeft)
	label := s.words.Say("print.cards.code")
	room := cardWidth - 2*cardInset - width - 3
	name := style{bold, fit(card.Name, room, 7.4, 10, 7)}
	at := s.stack(plain(label, style{upright, 8}), x+cardInset, y+1.6, room, mm(10), alignLeft)
	s.stack(plain(card.Name, name), x+cardInset, at, room, mm(name.size*1.1), alignLeft)
	return nil
}

// grouped sets eight digits in two groups of four, as people read them out.
func grouped(code string) string {
	if len(code) != 8 {
		return code
	}
	return code[:4] + string(noBreak) + code[4:]
}

// cutMarks prints short lines where the knife goes, outside the cards.
func (s *sheet) cutMarks(rows int, height float64) {
	s.pdf.SetLineWidth(0.15)
	for column := range cardsAcross + 1 {
		x := cardMargin + float64(column)*cardWidth
		s.pdf.Line(x, cardMargin-cutMark-1, x, cardMargin-1)
		s.pdf.Line(x, pageHeight-cardMargin+1, x, pageHeight-cardMargin+1+cutMark)
	}
	for row := range rows + 1 {
		y := cardMargin + float64(row)*height
		s.pdf.Line(cardMargin-cutMark-1, y, cardMargin-1, y)
		s.pdf.Line(pageWidth-cardMargin+1, y, pageWidth-cardMargin+1+cutMark, y)
		middle := cardMargin + cardWidth
		s.pdf.Line(middle-1.5, y, middle+1.5, y)
	}
	for row := range rows + 1 {
		y := cardMargin + float64(row)*height
		s.pdf.Line(cardMargin+cardWidth, y-1.5, cardMargin+cardWidth, y+1.5)
	}
	s.pdf.SetLineWidth(0.2)
}

// Codes prints the plain list of names and digits, for the clerk's safe.
func (p Press) Codes(w io.Writer, c Cards) error {
	if len(c.Cards) == 0 {
		return Refusal{Empty}
	}
	s := p.newSheet(p.Words.Say("print.codes.file", "session", clean(c.Session)))
	s.newPage()
	upper, lower := officeLines(p.Words.Say, c.Office, "")
	s.head(Head{Superior: upper, Issuer: lower})
	s.title(p.Words.Say("print.codes.kind"), p.Words.Say("print.result.session.short", "session", clean(c.Session), "office", clean(c.Office)))
	s.fact("print.codes.warning")
	table := Table{
		Size: 12, Tall: 8.5,
		Columns: []Column{
			{Title: p.Words.Say("print.column.number"), Width: 11, Align: "center"},
			{Title: p.Words.Say("print.column.name"), Width: 64},
			{Title: p.Words.Say("print.column.group"), Width: 22, Align: "center"},
			{Title: p.Words.Say("print.column.seat"), Width: 14, Align: "center"},
			{Title: p.Words.Say("print.column.code"), Width: 30, Align: "center"},
			{Title: p.Words.Say("print.column.received"), Width: 22},
		},
	}
	for n, card := range c.Cards {
		seat := ""
		if card.Seat > 0 {
			seat = strconv.Itoa(card.Seat)
		}
		table.Rows = append(table.Rows, Row{Cells: []string{
			strconv.Itoa(n + 1), safe(card.Name), safe(card.Group), seat, "**" + grouped(card.Code) + "**", ""}})
	}
	s.table(table)
	return s.finish(w)
}
