package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// word is one word of a text: letters, digits and the marks on them.
type word struct {
	first, end int // bytes of the text
}

// cut finds the words of a text.
func cut(text string) []word {
	var words []word
	first := -1
	for i, letter := range text {
		k := kindOf(letter)
		inside := k == wordLetter || k == wordMark && first >= 0
		switch {
		case inside && first < 0:
			first = i
		case !inside && first >= 0:
			words = append(words, word{first, i})
			first = -1
		}
	}
	if first >= 0 {
		words = append(words, word{first, len(text)})
	}
	return words
}

// Columns makes of a text what an index keeps of it: its words as they are written and without their marks,
// with one space between them. Both have the same words at the same places.
func Columns(text string) (exact, folded string) { return new(Cutter).Columns(text) }

// Cutter is Columns for many texts: it remembers the words, of which a language has few. For one goroutine.
type Cutter struct {
	known map[string]forms // by the word as it was written
}

// forms are the two forms of a word.
type forms struct{ exact, folded string }

// remembered bounds what a Cutter keeps: numbers and names go on without end.
const remembered = 50_000

// Columns is the function of that name.
func (c *Cutter) Columns(text string) (exact, folded string) {
	var a, b strings.Builder
	a.Grow(len(text))
	b.Grow(len(text))
	for i, w := range cut(text) {
		if i > 0 {
			a.WriteByte(' ')
			b.WriteByte(' ')
		}
		f := c.forms(text[w.first:w.end])
		a.WriteString(f.exact)
		b.WriteString(f.folded)
	}
	return a.String(), b.String()
}

func (c *Cutter) forms(written string) forms {
	f, known := c.known[written]
	if !known {
		f.exact = exactWord(written)
		f.folded = foldWord(f.exact)
		if c.known == nil || len(c.known) >= remembered {
			c.known = map[string]forms{}
		}
		c.known[strings.Clone(written)] = f
	}
	return f
}

// exactWord is a word in small letters, composed and without letters that only look different (NFKC: "ﬁ",
// "²"), with its tone where the older spelling has it.
func exactWord(text string) string { return settleTone(exactOther(text)) }

// exactOther is exactWord but for the tone.
func exactOther(text string) string {
	text = norm.NFKC.String(strings.ToLower(norm.NFKC.String(text)))
	for _, letter := range text {
		if slowKindOf(letter) == noWord { // the stroke of "½"
			return strings.Map(func(letter rune) rune {
				if slowKindOf(letter) != noWord {
					return letter
				}
				return -1
			}, text)
		}
	}
	return text
}

// foldWord is an exact word without its marks. đ is a letter of its own in Unicode, and no mark.
func foldWord(exact string) string {
	marked := false
	for i := range len(exact) {
		marked = marked || exact[i] >= 0x80
	}
	if !marked {
		return exact
	}
	if folded, ok := foldKnown(exact); ok {
		return folded
	}
	return foldAny(exact)
}

// foldKnown folds a word, exact or not, of letters that are looked up, as those of Vietnamese all are; false
// for others.
func foldKnown(word string) (folded string, ok bool) {
	var space [64]byte
	plain, ok := appendFolded(space[:0], word)
	return string(plain), ok
}

// appendFolded is foldKnown without memory of its own.
func appendFolded(to []byte, word string) (folded []byte, ok bool) {
	for _, letter := range word {
		base := baseOf(letter)
		if base == 0 {
			return to, false
		}
		to = append(to, base)
	}
	return to, true
}

// foldAny folds any word.
func foldAny(exact string) string {
	var b strings.Builder
	for _, letter := range norm.NFD.String(exact) {
		switch {
		case letter == 'đ':
			b.WriteByte('d')
		case !unicode.Is(unicode.Mn, letter):
			b.WriteRune(letter)
		}
	}
	return norm.NFC.String(b.String())
}
