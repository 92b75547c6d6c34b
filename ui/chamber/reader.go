package chamber

import "unicode"

// reader takes what is typed on the start screen without any field having the keyboard: the digits of
// a code, or the text of a card from a scanner, which types it and ends with Enter.
type reader struct {
	text   []rune
	card   bool
	digit  func(rune)
	begun  func()       // a card's text begins: the boxes are emptied
	submit func(string) // a card's text is whole
}

// longestCard bounds what a scanner may type.
const longestCard = 256

func (r *reader) typed(letter rune) {
	if unicode.IsControl(letter) || len(r.text) >= longestCard {
		return
	}
	r.text = append(r.text, letter)
	switch {
	case r.card:
	case letter >= '0' && letter <= '9':
		r.digit(letter)
	default:
		r.card = true
		r.begun()
	}
}

func (r *reader) enter() {
	text, card := string(r.text), r.card
	r.reset()
	if card {
		r.submit(text)
	}
}

func (r *reader) reset() { r.text, r.card = nil, false }
