package search

import "strings"

// Span is a stretch of words, from First to before End.
type Span struct{ First, End int }

// Spans returns where the words of a text answer a query, in order: where all of them stand together when
// they do anywhere, else every one. They are looked for as they were typed first, and without their marks
// only where that finds nothing. A word may bring commas, strokes and brackets with it, as those of a page do.
func (q Query) Spans(words []string) []Span {
	spans, _ := q.Answers(words)
	return spans
}

// Answers is Spans, and whether the words stand there as they were typed.
func (q Query) Answers(words []string) (spans []Span, exact bool) {
	if q.Empty() {
		return nil, false
	}
	var terms, folded []string
	var of []int // the word that a term is of
	for i, text := range words {
		for _, w := range cut(text) {
			f := q.forms(text[w.first:w.end])
			terms, folded = append(terms, f.exact), append(folded, f.folded)
			of = append(of, i)
		}
	}
	found, exact := q.answers(terms, folded)
	for _, s := range found {
		s = Span{of[s.First], of[s.End-1] + 1}
		if last := len(spans) - 1; last >= 0 && s.First < spans[last].End {
			spans[last].End = max(spans[last].End, s.End)
			continue
		}
		spans = append(spans, s)
	}
	return spans, exact
}

// notAsked stands for words of a page that are none of a query: no word has a space.
var notAsked = forms{" ", " "}

// forms are those of a word of a page. Most words of a page are none of a query, and need not be looked at twice.
func (q Query) forms(written string) forms {
	var space [64]byte
	if folded, ok := appendFolded(space[:0], written); ok && !q.asks(folded) {
		return notAsked
	}
	return q.known.forms(written)
}

// asks reports whether a word without marks is one of a query, or goes on where the last one does.
func (q Query) asks(folded []byte) bool {
	for i, group := range q.groups {
		for n, t := range group {
			last := q.open && i == len(q.groups)-1 && n == len(group)-1
			if string(folded) == t.folded || last && strings.HasPrefix(string(folded), t.folded) {
				return true
			}
		}
	}
	return false
}

// answers is Answers of words whose two forms are known.
func (q Query) answers(exact, folded []string) ([]Span, bool) {
	if found := q.spans(exact, exactOf); len(found) > 0 {
		return found, true
	}
	return q.spans(folded, foldedOf), false
}

func (q Query) spans(words []string, of func(term) string) []Span {
	var whole []term
	for _, group := range q.groups {
		whole = append(whole, group...)
	}
	if found := occurrences(words, whole, of, q.open); len(found) > 0 {
		return found
	}
	if len(q.groups) == 1 {
		return nil
	}
	marked := make([]bool, len(words))
	for i, group := range q.groups {
		found := occurrences(words, group, of, q.open && i == len(q.groups)-1)
		if len(found) == 0 {
			return nil // the page does not answer in these letters
		}
		for _, s := range found {
			for at := s.First; at < s.End; at++ {
				marked[at] = true
			}
		}
	}
	var spans []Span
	for at, is := range marked {
		switch {
		case !is:
		case len(spans) > 0 && spans[len(spans)-1].End == at:
			spans[len(spans)-1].End++
		default:
			spans = append(spans, Span{at, at + 1})
		}
	}
	return spans
}

// occurrences finds terms one behind the other. The last may go on where it is open, but whole words win.
func occurrences(words []string, terms []term, of func(term) string, open bool) []Span {
	look := func(fits func(word, asked string, last bool) bool) []Span {
		var found []Span
		for at := 0; at+len(terms) <= len(words); at++ {
			fit := true
			for i := 0; fit && i < len(terms); i++ {
				fit = fits(words[at+i], of(terms[i]), i == len(terms)-1)
			}
			if fit {
				found = append(found, Span{at, at + len(terms)})
				at += len(terms) - 1
			}
		}
		return found
	}
	found := look(func(word, asked string, _ bool) bool { return word == asked })
	if len(found) == 0 && open {
		found = look(func(word, asked string, last bool) bool {
			return word == asked || last && len(asked) >= 2 && strings.HasPrefix(word, asked)
		})
	}
	return found
}
