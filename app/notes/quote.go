package notes

import (
	"image"
	"strings"
	"unicode/utf8"
)

// Quote returns the anchor of a highlight or underline over some words of a leaf, from the first to before the end:
// their rectangles line by line, their text, and what stands before and after it on the page.
func Quote(p Paper, page, first, end int) (Anchor, bool) {
	if page < 0 || page >= len(p.Leaves) || first < 0 || end > len(p.Leaves[page].Words) || first >= end {
		return Anchor{}, false
	}
	leaf := p.Leaves[page]
	a := Anchor{Blob: p.Blob, Page: page, Content: leaf.Content}
	t := textOf(Paper{Leaves: []Leaf{{Words: leaf.Words[first:end]}}})
	a.Quads = t.spread(0, len(t.letters))[0]
	a.Quote = joined(leaf.Words[first:end])
	before, after := joined(leaf.Words[:first]), joined(leaf.Words[end:])
	a.Before, a.After = lastLetters(before, Context), firstLetters(after, Context)
	return a, len(a.Quads) > 0 && a.Quote != ""
}

func joined(words []Word) string {
	var texts []string
	for _, w := range words {
		texts = append(texts, w.Text)
	}
	return exact(strings.Join(texts, " "))
}

func firstLetters(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

func lastLetters(text string, n int) string {
	for i := len(text); n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
		if n == 1 {
			return text[i:]
		}
	}
	if n == 0 {
		return ""
	}
	return text
}

// find is where a quote stands in a paper.
type find struct {
	first, end int // bytes of its letters
	exact      bool
	around     int // letters before and after it that are those of the anchor
}

// Rules of what is the same place. A short quote may stand anywhere: it needs what is around it.
const (
	longQuote    = 12 // letters that no other word is likely to contain
	uniqueQuote  = 40 // letters that are the place wherever they stand, if they stand there once
	leastContext = 12 // letters around a shorter one
	clearly      = 8  // letters by which the best is better than the next
)

// seek returns every place where the quote stands, exact ones alone where there are some.
func (t text) seek(a Anchor) []find {
	quote := fold(a.Quote)
	if quote == "" {
		return nil
	}
	before, after := fold(a.Before), fold(a.After)
	var finds []find
	exactly := false
	for at := 0; ; {
		i := strings.Index(t.letters[at:], quote)
		if i < 0 {
			break
		}
		f := find{first: at + i, end: at + i + len(quote)}
		_, size := utf8.DecodeRuneInString(t.letters[f.first:])
		at = f.first + size
		if !t.whole(f.first, f.end) && utf8.RuneCountInString(quote) < longQuote {
			continue
		}
		f.exact = t.exactly(f, a.Quote)
		exactly = exactly || f.exact
		f.around = alike(before, t.letters[:f.first], true) + alike(after, t.letters[f.end:], false)
		finds = append(finds, f)
	}
	if exactly {
		kept := finds[:0]
		for _, f := range finds {
			if f.exact {
				kept = append(kept, f)
			}
		}
		finds = kept
	}
	return finds
}

// exactly reports whether the words of a find read as the quote does, letter by letter.
func (t text) exactly(f find, quote string) bool {
	from, to := t.wordsOf(f.first, f.end)
	var words []Word
	for _, w := range t.words[from : to+1] {
		words = append(words, w.Word)
	}
	return strings.Contains(joined(words), exact(quote))
}

// alike counts the letters that two texts share, from the end of both backward or from the beginning on.
func alike(one, other string, backward bool) int {
	n := 0
	for one != "" && other != "" && n < Context {
		if backward {
			a, sizeA := utf8.DecodeLastRuneInString(one)
			b, sizeB := utf8.DecodeLastRuneInString(other)
			if a != b {
				break
			}
			one, other = one[:len(one)-sizeA], other[:len(other)-sizeB]
		} else {
			a, sizeA := utf8.DecodeRuneInString(one)
			b, sizeB := utf8.DecodeRuneInString(other)
			if a != b {
				break
			}
			one, other = one[sizeA:], other[sizeB:]
		}
		n++
	}
	return n
}

// choose returns the find that is clearly the place, if one is.
func choose(a Anchor, finds []find) (find, bool) {
	if len(finds) == 0 {
		return find{}, false
	}
	best, next := finds[0], -1
	for _, f := range finds[1:] {
		if f.around > best.around {
			best, next = f, best.around
		} else {
			next = max(next, f.around)
		}
	}
	letters := utf8.RuneCountInString(fold(a.Quote))
	switch {
	case next >= 0:
		return best, best.around >= leastContext && best.around-next >= clearly
	case letters >= uniqueQuote:
		return best, true
	}
	known := utf8.RuneCountInString(fold(a.Before) + fold(a.After))
	return best, best.around >= min(leastContext, known) && (known > 0 || letters >= longQuote)
}

// anchors are those of a find, one for each page that it lies on.
func (t text) anchors(p Paper, a Anchor, f find) []Anchor {
	quads := t.spread(f.first, f.end)
	var all []Anchor
	for page := range p.Leaves {
		if len(quads[page]) == 0 {
			continue
		}
		other := a
		other.Blob, other.Page, other.Content, other.Quads = p.Blob, page, p.Leaves[page].Content, quads[page]
		all = append(all, other)
	}
	return all
}

// move returns the anchor on another page with what has places moved along.
func (a Anchor) move(p Paper, page int, by image.Point) Anchor {
	a.Blob, a.Page, a.Content = p.Blob, page, p.Leaves[page].Content
	quads := make([]image.Rectangle, len(a.Quads))
	for i, quad := range a.Quads {
		quads[i] = quad.Add(by)
	}
	a.Quads = quads
	return a
}
