package papertext

// Comparison (so sánh hai bản) is what is another in a new issue of a paper than in the one before.
type Comparison struct {
	Changes []Change
	// OldTwin says for each old page beside which new one it stands, NewTwin the other way round.
	OldTwin, NewTwin []int
	// Words says that words were compared; without them only pages that look different are known.
	Words bool
}

// Change (chỗ đổi) is one place that is another: words that took the place of others, or a page on which something
// without words is another.
type Change struct {
	Old, New         []Span // of words, page by page; empty where words only came or only went
	OldPage, NewPage int    // where it begins, on either side
	OldWord, NewWord int    // the word of that page that it begins before
	Looks            bool   // the words are the same; what is drawn is not
}

// Span is words of one page, from First to before End.
type Span struct{ Page, First, End int }

// mostCompared is how many words of either issue are compared; longer papers are compared by their pages.
const mostCompared = 400_000

// near is how many words alike between two changes make them one: a lone "và" tells nobody anything.
const near = 2

// Compare finds what is another in a new issue. The same texts give the same answer.
func Compare(old, issued Text) Comparison {
	a, b := wordsOf(old), wordsOf(issued)
	c := Comparison{Words: len(a.texts) <= mostCompared && len(b.texts) <= mostCompared && (len(a.texts) > 0 || len(b.texts) > 0)}
	to := make([]int, len(a.texts))
	for i := range to {
		to[i] = -1
	}
	if c.Words {
		match(a.texts, b.texts, 0, 0, to)
	}
	c.OldTwin, c.NewTwin = twins(old, issued, a, b, to)
	if c.Words {
		c.Changes = changes(a, b, to)
		c.stand(a, b)
	}
	c.looks(old, issued)
	c.order()
	return c
}

// row is all words of a text one after the other.
type row struct {
	texts []string
	pages []int // of each word
	first []int // the number of the first word of each page
}

func wordsOf(t Text) row {
	var r row
	for number, page := range t.Pages {
		r.first = append(r.first, len(r.texts))
		for _, word := range page.Words {
			r.texts, r.pages = append(r.texts, word.Text), append(r.pages, number)
		}
	}
	return r
}

// at is the page and the word of it that a number stands for; behind the last word it is the end of the last page.
func (r row) at(number int) (page, word int) {
	if number < len(r.pages) {
		page = r.pages[number]
	} else {
		page = max(0, len(r.first)-1)
	}
	if len(r.first) == 0 {
		return 0, 0
	}
	return page, number - r.first[page]
}

// spans are the words from first to before end, page by page.
func (r row) spans(first, end int) []Span {
	var spans []Span
	for number := first; number < end; number++ {
		page, word := r.at(number)
		if last := len(spans) - 1; last >= 0 && spans[last].Page == page {
			spans[last].End = word + 1
		} else {
			spans = append(spans, Span{page, word, word + 1})
		}
	}
	return spans
}

// stand has places where words only came or went, and that lie between two pages, belong to the page beside the
// one that has the words.
func (c *Comparison) stand(a, b row) {
	for i := range c.Changes {
		change := &c.Changes[i]
		switch {
		case len(change.Old) == 0 && change.NewPage < len(c.NewTwin):
			change.OldPage, change.OldWord = a.before(change.OldPage, change.OldWord, c.NewTwin[change.NewPage])
		case len(change.New) == 0 && change.OldPage < len(c.OldTwin):
			change.NewPage, change.NewWord = b.before(change.NewPage, change.NewWord, c.OldTwin[change.OldPage])
		}
	}
}

// before is a place at the beginning of a page as the end of the page before, where that is the wanted one.
func (r row) before(page, word, wanted int) (int, int) {
	if word > 0 || page >= len(r.first) || r.first[page] == 0 || r.pages[r.first[page]-1] != wanted {
		return page, word
	}
	return wanted, r.first[page] - r.first[wanted]
}

// changes are the gaps between words that became each other.
func changes(a, b row, to []int) []Change {
	var all []Change
	oldFrom, newFrom := 0, 0 // behind the last words alike
	begun := false
	oldBegan, newBegan := 0, 0
	alike := 0
	end := func(i, j int) {
		oldPage, oldWord := a.at(oldBegan)
		newPage, newWord := b.at(newBegan)
		all = append(all, Change{Old: a.spans(oldBegan, i), New: b.spans(newBegan, j), OldPage: oldPage, NewPage: newPage, OldWord: oldWord, NewWord: newWord})
		begun = false
	}
	var oldEnd, newEnd int // of the change that is begun
	step := func(i, j int) {
		if i == oldFrom && j == newFrom {
			return
		}
		if begun && alike > near {
			end(oldEnd, newEnd)
		}
		if !begun {
			begun, oldBegan, newBegan = true, oldFrom, newFrom
		}
		oldEnd, newEnd, alike = i, j, 0
	}
	for i, j := range to {
		if j < 0 {
			continue
		}
		step(i, j)
		oldFrom, newFrom = i+1, j+1
		alike++
	}
	step(len(a.texts), len(b.texts))
	if begun {
		end(oldEnd, newEnd)
	}
	return all
}
