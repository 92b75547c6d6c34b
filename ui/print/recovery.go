package print

// The plan of recovery sheets, in millimetres: strips over the width of the page, cut from each other.
const (
	recoveryRows  = 6
	recoveryInset = 6.0
)

// recoveries prints the recovery sheets (phiếu khôi phục ghi chú) of the cards that have one, on pages of their
// own: who keeps it with the card has lost both at once.
func (s *sheet) recoveries(c Cards) {
	height := (pageHeight - 2*cardMargin) / recoveryRows
	n := 0
	for _, card := range c.Cards {
		if card.Recovery == "" {
			continue
		}
		if n%recoveryRows == 0 {
			s.newPage()
		}
		y := cardMargin + float64(n%recoveryRows)*height
		s.recovery(c, card, y, height)
		n++
	}
}

// recovery prints one strip from y on.
func (s *sheet) recovery(c Cards, card Card, y, height float64) {
	x, width := cardMargin+recoveryInset, pageWidth-2*cardMargin-2*recoveryInset
	small, letters := style{upright, 9.5}, style{bold, 17}
	at := y + recoveryInset - 2
	at = s.stack(plain(s.words.Say("print.recovery.title"), style{bold, 12}), x, at, width, mm(14), alignLeft)
	name := style{bold, fit(card.Name, width, 14, 14, 9)}
	at = s.stack(plain(card.Name, name), x, at+0.5, width, mm(name.size*1.12), alignLeft)
	at = s.stack(plain(c.Office, small), x, at, width, mm(11.5), alignLeft)
	at = s.stack(plain(card.Recovery, letters), x, at+1.5, width, mm(21), alignLeft)
	s.stack(plain(s.words.Say("print.recovery.keep"), small), x, at+0.5, width, mm(11.5), alignLeft)
	s.pdf.SetDashPattern([]float64{1.2, 1}, 0)
	s.rule(cardMargin, pageWidth-cardMargin, y+height)
	s.pdf.SetDashPattern([]float64{}, 0)
}
