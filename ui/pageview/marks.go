package pageview

import (
	"slices"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
)

// PaperMarks is where the words of a search stand in one paper, by page from 0. Pages that do not answer are
// not in it.
type PaperMarks map[int]pageMarks

// pageMarks is where they stand on one page.
type pageMarks struct {
	Aspect float32 // height of the page by its width
	Places []MarkPlace
}

// MarkPlace is one place that answers: a box for each line that it goes over.
type MarkPlace []MarkBox

// MarkBox is a rectangle in parts of the page's width and height.
type MarkBox struct{ Left, Top, Right, Bottom float32 }

// MarksIn finds a question's places in a paper.
func MarksIn(text papertext.Text, typed string) PaperMarks {
	query := search.Parse(typed)
	found := PaperMarks{}
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
			marks.Places = append(marks.Places, PlaceOf(page, span))
		}
		if len(marks.Places) > 0 {
			found[number] = marks
		}
	}
	return found
}

// PlaceOf makes one box of the words of a span that stand in one line.
func PlaceOf(page papertext.Page, span search.Span) MarkPlace {
	var place MarkPlace
	fresh := true
	for _, word := range page.Words[span.First:span.End] {
		box := MarkBox{
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
func (b MarkBox) with(other MarkBox) MarkBox {
	return MarkBox{min(b.Left, other.Left), min(b.Top, other.Top), max(b.Right, other.Right), max(b.Bottom, other.Bottom)}
}

// Around is the box around a whole place.
func (p MarkPlace) Around() MarkBox {
	var whole MarkBox
	for i, box := range p {
		if whole = whole.with(box); i == 0 {
			whole = box
		}
	}
	return whole
}

// pages are the pages with places, in order.
func (p PaperMarks) pages() []int {
	var pages []int
	for page := range p {
		pages = append(pages, page)
	}
	slices.Sort(pages)
	return pages
}

// Count is how many places the paper has.
func (p PaperMarks) Count() (count int) {
	for _, page := range p {
		count += len(page.Places)
	}
	return count
}

// MarkAt is one place of a paper.
type MarkAt struct{ Page, Place int }

// Index counts the places before one.
func (p PaperMarks) Index(at MarkAt) int {
	before := at.Place
	for _, page := range p.pages() {
		if page < at.Page {
			before += len(p[page].Places)
		}
	}
	return before
}

// Nth is the place with so many before it.
func (p PaperMarks) Nth(index int) (at MarkAt, ok bool) {
	for _, page := range p.pages() {
		if count := len(p[page].Places); index >= count {
			index -= count
			continue
		}
		return MarkAt{page, index}, index >= 0
	}
	return MarkAt{}, false
}
