package notes

import (
	"image"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Word is a word of a page as it is shown, in the order of reading.
type Word struct {
	Text string
	Rect image.Rectangle // 1/100 pt
}

// Leaf (trang) is what is known of one page of a paper.
type Leaf struct {
	Content string // hash of what the page shows; empty where it is not known
	Size    image.Point
	Words   []Word // none for a scan
}

// Paper (bản phát hành) is one issue of a paper.
type Paper struct {
	Blob   string
	Leaves []Leaf
}

// text is all words of a paper one after the other, in a form in which what only looks different is the same:
// composed (NFKC), without spaces, with one kind of dash and of quotation marks. Small and capital letters, and
// letters with other marks, are other letters: text that differs is not the same text.
type text struct {
	letters string
	words   []word
	begins  map[int]int // the number of the word that begins at a byte
	ends    map[int]int // of the one that ends there
}

type word struct {
	Word
	page  int
	same  string // as in letters
	first int    // byte of letters
}

func (w word) end() int { return w.first + len(w.same) }

func textOf(p Paper) text {
	t := text{begins: map[int]int{}, ends: map[int]int{}}
	var all strings.Builder
	for number, leaf := range p.Leaves {
		for _, w := range leaf.Words {
			same := fold(w.Text)
			if same == "" {
				continue
			}
			t.begins[all.Len()] = len(t.words)
			t.words = append(t.words, word{w, number, same, all.Len()})
			all.WriteString(same)
			t.ends[all.Len()] = len(t.words) - 1
		}
	}
	t.letters = all.String()
	return t
}

// fold is text in the form in which it is looked for.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u00ad' || r == '\u200b' || r == '\ufeff':
			return -1
		case unicode.Is(unicode.Dash, r):
			return '-'
		case strings.ContainsRune("“”„«»", r):
			return '"'
		case strings.ContainsRune("‘’‚", r):
			return '\''
		}
		return r
	}, norm.NFKC.String(text))
}

// exact is text with one space between its words and composed (NFC), and otherwise as it is.
func exact(text string) string { return norm.NFC.String(strings.Join(strings.Fields(text), " ")) }

// wordsOf returns the numbers of the first and last words that a stretch of letters touches.
func (t text) wordsOf(first, end int) (from, to int) {
	from, to = -1, -1
	low, high := 0, len(t.words) // the last word that does not begin after first
	for low < high {
		if middle := (low + high) / 2; t.words[middle].first <= first {
			low = middle + 1
		} else {
			high = middle
		}
	}
	from = low - 1
	for to = from; to+1 < len(t.words) && t.words[to+1].first < end; to++ {
	}
	return from, to
}

// whole reports whether a stretch begins and ends with words, but for signs such as brackets and commas before
// the first letter and behind the last.
func (t text) whole(first, end int) bool {
	from, to := t.wordsOf(first, end)
	if from < 0 {
		return false
	}
	return !lettered(t.letters[t.words[from].first:first]) && !lettered(t.letters[end:t.words[to].end()])
}

func lettered(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) })
}

// spread is a stretch of letters as places on pages: a rectangle for each line of each page. Of a word that it
// touches in part, it takes the part of the width.
func (t text) spread(first, end int) map[int][]image.Rectangle {
	quads := map[int][]image.Rectangle{}
	from, to := t.wordsOf(first, end)
	if from < 0 {
		return quads
	}
	for _, w := range t.words[from : to+1] {
		r := w.Rect
		if length := len(w.same); length > 0 {
			left, right := max(first-w.first, 0), min(end-w.first, length)
			r.Min.X, r.Max.X = r.Min.X+w.Rect.Dx()*left/length, r.Min.X+w.Rect.Dx()*right/length
		}
		lines := quads[w.page]
		if n := len(lines); n > 0 && sameLine(lines[n-1], r) {
			lines[n-1] = lines[n-1].Union(r)
		} else {
			quads[w.page] = append(lines, r)
		}
	}
	return quads
}

// sameLine reports whether a word goes on to the right in the line of what is before it.
func sameLine(before, next image.Rectangle) bool {
	overlap := min(before.Max.Y, next.Max.Y) - max(before.Min.Y, next.Min.Y)
	return 2*overlap > min(before.Dy(), next.Dy()) && next.Min.X >= before.Min.X && next.Min.X-before.Max.X < 4*max(before.Dy(), next.Dy())
}
