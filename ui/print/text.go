package print

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// noBreak is the space at which no line ends.
const noBreak = '\u00a0'

// span is a stretch of text of one style.
type span struct {
	text  string
	style style
}

// clean makes text fit to print: NFC, because the PDF writer does not place combining marks;
// no control characters; nothing outside the basic plane, which the font does not have.
func clean(text string) string {
	text = norm.NFC.String(text)
	return strings.Map(func(letter rune) rune {
		switch {
		case letter == '\t' || letter == '\r' || letter == '\n':
			return ' '
		case letter > 0xFFFF || letter == unicode.ReplacementChar:
			return '□'
		case unicode.IsControl(letter) || letter == '\u200b' || letter == '\ufeff':
			return -1
		}
		return letter
	}, text)
}

// plain is text of one style, taken as it is.
func plain(text string, s style) []span { return []span{{clean(text), s}} }

// marked reads the two marks of paper text: **bold** and __italic__.
func marked(text string, s style) []span {
	var spans []span
	current := s.face
	text = clean(text)
	for text != "" {
		at, toggles := nextMark(text)
		if at > 0 {
			spans = append(spans, span{strings.ReplaceAll(text[:at], wall, ""), s.with(current)})
		}
		if toggles == upright {
			break
		}
		current ^= toggles
		text = text[at+2:]
	}
	return spans
}

// nextMark finds the next mark and the face it switches; upright where there is none.
func nextMark(text string) (at int, toggles face) {
	b, i := strings.Index(text, "**"), strings.Index(text, "__")
	switch {
	case b < 0 && i < 0:
		return len(text), upright
	case i < 0 || b >= 0 && b < i:
		return b, bold
	default:
		return i, italic
	}
}

// word is what a line never breaks inside: pieces that touch.
type word struct {
	pieces []span
	width  float64
	space  float64 // width of the space after it
}

// wordsOf cuts spans at spaces. A word wider than limit is cut between letters, so that nothing
// ever leaves the page.
func wordsOf(spans []span, limit float64) []word {
	var words []word
	var current word
	finish := func(after style) {
		if len(current.pieces) == 0 {
			return
		}
		current.space = after.width(" ")
		words = append(words, splitWord(current, limit)...)
		current = word{}
	}
	for _, s := range spans {
		rest := s.text
		for rest != "" {
			at := strings.IndexByte(rest, ' ')
			piece := rest
			if at >= 0 {
				piece = rest[:at]
			}
			if piece != "" {
				piece = strings.ReplaceAll(piece, string(noBreak), " ")
				current.pieces = append(current.pieces, span{piece, s.style})
				current.width += s.style.width(piece)
			}
			if at < 0 {
				break
			}
			finish(s.style)
			rest = rest[at+1:]
		}
	}
	if len(spans) > 0 {
		finish(spans[len(spans)-1].style)
	}
	return words
}

// splitWord cuts a word that is too wide for any line.
func splitWord(w word, limit float64) []word {
	if w.width <= limit {
		return []word{w}
	}
	var parts []word
	current := word{}
	for _, piece := range w.pieces {
		start := 0
		for at, letter := range piece.text {
			advance := piece.style.width(string(letter))
			if current.width+advance > limit && current.width > 0 {
				if at > start {
					current.pieces = append(current.pieces, span{piece.text[start:at], piece.style})
				}
				parts = append(parts, current)
				current, start = word{}, at
			}
			current.width += advance
		}
		if start < len(piece.text) {
			current.pieces = append(current.pieces, span{piece.text[start:], piece.style})
		}
	}
	current.space = w.space
	return append(parts, current)
}

// line is one line of words as broken.
type line struct {
	words   []word
	natural float64 // width without stretching, spaces between words included
	last    bool    // of its paragraph: never stretched
}

// linesOf breaks text into lines: the first is first wide, all others rest.
func linesOf(spans []span, first, rest float64) []line {
	words := wordsOf(spans, min(first, rest))
	var lines []line
	current, limit := line{}, first
	for _, w := range words {
		gap := 0.0
		if n := len(current.words); n > 0 {
			gap = current.words[n-1].space
		}
		if len(current.words) > 0 && current.natural+gap+w.width > limit+0.001 {
			lines = append(lines, current)
			current, gap, limit = line{}, 0, rest
		}
		current.natural += gap + w.width
		current.words = append(current.words, w)
	}
	if len(current.words) > 0 {
		current.last = true
		lines = append(lines, current)
	}
	return lines
}
