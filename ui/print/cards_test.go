package print

import (
	"errors"
	"io"
	"testing"
)

// Every card's code is read from the picture of its own place on the page.
func TestCardsReadBack(t *testing.T) {
	for _, perPage := range []int{8, 10} {
		c := cards(18, perPage)
		file := printed(t, func(w io.Writer) error { return press().Cards(w, c) })
		if pages := len(pagesOf(t, file)); pages != (18+perPage-1)/perPage {
			t.Errorf("18 cards, %d to a page, fill %d pages", perPage, pages)
		}
		height := (pageHeight - 2*cardMargin) / float64(perPage/cardsAcross)
		page := pictureOf(t, file, 2)
		for n, card := range c.Cards[perPage:min(2*perPage, 18)] {
			x, y := cardMargin+float64(n%2)*cardWidth, cardMargin+float64(n/2)*height
			if got := codeIn(t, within(page, x, y, x+cardWidth, y+height)); got != card.Secret {
				t.Errorf("card of %s, %d to a page, reads %q", card.Name, perPage, got)
			}
		}
		text := textOf(t, file)
		for _, card := range c.Cards {
			wants(t, text, card.Name, grouped(card.Code)[:4]+" "+card.Code[4:])
		}
	}
}

// The longest names stay on their cards: no text reaches over an edge where the knife goes.
func TestCardsKeepWithinTheirEdges(t *testing.T) {
	c := cards(18, 10)
	c.Cards[0].Name, c.Cards[0].Position = longWord, longWord
	for _, p := range piecesOf(t, printed(t, func(w io.Writer) error { return press().Cards(w, c) })) {
		left, right := p.Left/pointsPerMM, (p.Left+p.Width)/pointsPerMM
		edge := cardMargin
		if left > cardMargin+cardWidth {
			edge += cardWidth
		}
		if left < edge+1 || right > edge+cardWidth-1 {
			t.Errorf("%q stands between %.1f and %.1f mm, its card between %.1f and %.1f", p.Text, left, right, edge, edge+cardWidth)
		}
	}
}

func TestCodesAreListed(t *testing.T) {
	c := cards(40, 8)
	text := textOf(t, printed(t, func(w io.Writer) error { return press().Codes(w, c) }))
	wants(t, text, "DANH SÁCH MÃ CÁ NHÂN", "hết kỳ họp thì hủy")
	for _, card := range c.Cards {
		wants(t, text, card.Code[:4]+" "+card.Code[4:])
	}
}

func TestCardsAreRefused(t *testing.T) {
	var refusal Refusal
	if err := press().Cards(io.Discard, Cards{}); !errors.As(err, &refusal) || refusal.Code != Empty {
		t.Errorf("no cards: %v", err)
	}
	if err := press().Cards(io.Discard, cards(1, 9)); !errors.As(err, &refusal) || refusal.Code != PerPage {
		t.Errorf("nine to a page: %v", err)
	}
	if err := press().Codes(io.Discard, Cards{}); !errors.As(err, &refusal) || refusal.Code != Empty {
		t.Errorf("no codes: %v", err)
	}
}

// Recovery sheets stand on pages of their own, six to a page, within the edges, each with all its letters.
func TestRecoverySheets(t *testing.T) {
	c := cards(8, 8)
	for i := range 7 {
		c.Cards[i].Recovery = "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-234" + string(rune('2'+i))
	}
	c.Cards[1].Name, c.Office = longWord+" "+longWord, longWord
	file := printed(t, func(w io.Writer) error { return press().Cards(w, c) })
	if pages := len(pagesOf(t, file)); pages != 3 {
		t.Errorf("a page of cards and seven recovery sheets fill %d pages", pages)
	}
	text := textOf(t, file)
	for _, card := range c.Cards[:7] {
		wants(t, text, card.Recovery)
	}
	wants(t, text, "PHIẾU KHÔI PHỤC GHI CHÚ", "không để cùng thẻ")
	for _, p := range piecesOf(t, file) {
		if right := (p.Left + p.Width) / pointsPerMM; right > pageWidth-cardMargin+0.5 {
			t.Errorf("%q stands up to %.1f mm", p.Text, right)
		}
	}
}
