package notebook

import (
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// CompareValue is the screen that shows the issue before and the paper as it stands beside each other.
type CompareValue struct {
	Title    string // the paper
	Sentence string // where the two differ, or why that is not known
	Count    string // "Chỗ đổi 3/12"
	Pages    []changedPage
	At       int // the change that is looked at, -1 for none
	Steps    int // how many there are
	Old, New paneValue
	Band     frame.BandValue
}

// changedPage is one page of the new issue that is another.
type changedPage struct {
	Text   string // "Trang 2"
	Change int    // the first on it
	Chosen bool
}

// paneValue is one of the two issues.
type paneValue struct {
	Head     string // "Bản trước, phát lúc 08:05"
	Blob     string
	Stage    pageview.PaperStage
	Sentence string
	Load     pageview.LoadValue
	Paper    pageview.Paper
	Fetch    bool // it can be brought here
	Retry    bool
}

// sideMarks are the changed places of one issue, by page, with the number of their change.
type sideMarks map[int]pageChanges

type pageChanges struct {
	places  []pageview.MarkPlace
	changes []int
}

// marksOfChanges are the places of changes on either issue.
func marksOfChanges(c papertext.Comparison, old, issued papertext.Text) (before, now sideMarks) {
	before, now = sideMarks{}, sideMarks{}
	for number, change := range c.Changes {
		before.add(old, change.Old, change.OldPage, change.OldWord, change.Looks, number)
		now.add(issued, change.New, change.NewPage, change.NewWord, change.Looks, number)
	}
	return before, now
}

// add adds the places of a change: its words, or the gap where words of the other issue stood. Of a picture the
// whole page is the place.
func (s sideMarks) add(text papertext.Text, spans []papertext.Span, page, word int, looks bool, number int) {
	put := func(page int, place pageview.MarkPlace) {
		at := s[page]
		at.places, at.changes = append(at.places, place), append(at.changes, number)
		s[page] = at
	}
	if page >= len(text.Pages) {
		return
	}
	switch {
	case looks:
		put(page, pageview.MarkPlace{{Left: 0.005, Top: 0.005, Right: 0.995, Bottom: 0.995}})
	case len(spans) == 0:
		if place, ok := gap(text.Pages[page], word); ok {
			put(page, place)
		}
	}
	for _, span := range spans {
		if p := text.Pages[span.Page]; p.Width > 0 && p.Height > 0 {
			put(span.Page, pageview.PlaceOf(p, search.Span{First: span.First, End: span.End}))
		}
	}
}

// gap is a narrow place before a word of a page, or behind its last.
func gap(page papertext.Page, word int) (pageview.MarkPlace, bool) {
	if len(page.Words) == 0 || page.Width <= 0 || page.Height <= 0 {
		return nil, false
	}
	wide := int32(page.Width / 150)
	box := page.Words[min(max(word, 0), len(page.Words)-1)].Box
	left := box.Left - wide
	if word >= len(page.Words) {
		left = box.Right
	}
	w, h := float32(page.Width), float32(page.Height)
	return pageview.MarkPlace{{Left: max(0, float32(left)/w), Top: float32(box.Top) / h, Right: float32(left+wide) / w, Bottom: float32(box.Bottom) / h}}, true
}

// on are the places of a page, and which of them is the chosen change's, -1 for none.
func (s sideMarks) on(page, chosen int) ([]pageview.MarkPlace, int) {
	at := s[page]
	for i, change := range at.changes {
		if change == chosen {
			return at.places, i
		}
	}
	return at.places, -1
}
