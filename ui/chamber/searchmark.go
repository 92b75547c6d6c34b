package chamber

import (
	"slices"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
)

// paperMarks is where the words of a search stand in one paper, by page from 0. Pages that do not answer are
// not in it.
type paperMarks map[int]pageMarks

// pageMarks is where they stand on one page.
type pageMarks struct {
	Aspect float32 // height of the page by its width
	Places []markPlace
}

// markPlace is one place that answers: a box for each line that it goes over.
type markPlace []markBox

// markBox is a rectangle in parts of the page's width and height.
type markBox struct{ Left, Top, Right, Bottom float32 }

// marksIn finds a question's places in a paper.
func marksIn(text papertext.Text, typed string) paperMarks {
	query := search.Parse(typed)
	found := paperMarks{}
	var words []string
	for number, page := range text.Pages {
		if page.Bare() || page.Width <= 0 || page.Height <= 0 {
			continue
		}
		words = words[:0]
		for _, word := range page.Words {
			words = append(words, word.Text)
		}
		marks := pageMarks{Aspect: float32(page.Height) / float32(page.Width)}
		for _, span := range query.Spans(words) {
			marks.Places = append(marks.Places, placeOf(page, span))
		}
		if len(marks.Places) > 0 {
			found[number] = marks
		}
	}
	return found
}

// placeOf makes one box of the words of a span that stand in one line.
func placeOf(page papertext.Page, span search.Span) markPlace {
	var place markPlace
	fresh := true
	for _, word := range page.Words[span.First:span.End] {
		box := markBox{
			float32(word.Box.Left) / float32(page.Width), float32(word.Box.Top) / float32(page.Height),
			float32(word.Box.Right) / float32(page.Width), float32(word.Box.Bottom) / float32(page.Height),
		}
		if last := len(place) - 1; !fresh && last >= 0 && box.Left >= place[last].Left {
			place[last] = place[last].with(box)
		} else {
			place = append(place, box)
		}
		fresh = word.Ends
	}
	return place
}

// with is the box around both.
func (b markBox) with(other markBox) markBox {
	return markBox{min(b.Left, other.Left), min(b.Top, other.Top), max(b.Right, other.Right), max(b.Bottom, other.Bottom)}
}

// around is the box around a whole place.
func (p markPlace) around() markBox {
	var whole markBox
	for i, box := range p {
		if whole = whole.with(box); i == 0 {
			whole = box
		}
	}
	return whole
}

// pages are the pages with places, in order.
func (p paperMarks) pages() []int {
	var pages []int
	for page := range p {
		pages = append(pages, page)
	}
	slices.Sort(pages)
	return pages
}

// count is how many places the paper has.
func (p paperMarks) count() (count int) {
	for _, page := range p {
		count += len(page.Places)
	}
	return count
}

// markAt is one place of a paper.
type markAt struct{ Page, Place int }

// index counts the places before one.
func (p paperMarks) index(at markAt) int {
	before := at.Place
	for _, page := range p.pages() {
		if page < at.Page {
			before += len(p[page].Places)
		}
	}
	return before
}

// nth is the place with so many before it.
func (p paperMarks) nth(index int) (at markAt, ok bool) {
	for _, page := range p.pages() {
		if count := len(p[page].Places); index >= count {
			index -= count
			continue
		}
		return markAt{page, index}, index >= 0
	}
	return markAt{}, false
}
