package frame

import "unicode"

// CardReader takes what is typed on the start screen without any field having the keyboard: the digits of
// a code, or the text of a card from a scanner, which types it and ends with Enter.
type CardReader struct {
	text   []rune
	card   bool
	Digit  func(rune)
	Begun  func()       // a card's text begins: the boxes are emptied
	Submit func(string) // a card's text is whole
}

// longestCard bounds what a scanner may type.
const longestCard = 256

// Typed takes a letter. Control characters and what is too long are left away.
func (r *CardReader) Typed(letter rune) {
	if unicode.IsControl(letter) || len(r.text) >= longestCard {
		return
	}
	r.text = append(r.text, letter)
	switch {
	case r.card:
	case letter >= '0' && letter <= '9':
		r.Digit(letter)
	default:
		r.card = true
		r.Begun()
	}
}

// Enter ends what was typed; the text of a card is handed in.
func (r *CardReader) Enter() {
	text, card := string(r.text), r.card
	r.Reset()
	if card {
		r.Submit(text)
	}
}

// Reset forgets what was typed.
func (r *CardReader) Reset() { r.text, r.card = nil, false }
