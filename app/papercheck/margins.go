package papercheck

import "math"

// Margins of NĐ 30/2020/NĐ-CP, annex I, in millimetres: top and bottom 20–25, left 30–35, right 15–20. What may be off
// by is allowed on either side.
const (
	leastEdge            = 20 // top and bottom; text may end far above the bottom
	leastLeft, mostLeft  = 30, 35
	leastRight, mostLine = 15, 20
	off                  = 2

	millimetre = 72 / 25.4
)

// Below so many words a page says nothing of its margins; below the second nothing of how wide its lines may become.
const (
	leastWords = 60
	fullWords  = 150
)

// fits reports whether the text of a page keeps to the margins. Scanned pages say nothing of theirs, and the number of
// the page stands in the margin.
func fits(page Page) bool {
	for _, picture := range page.Pictures {
		if isScan(picture) {
			return true
		}
	}
	if len(page.Words) < leastWords {
		return true
	}
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, word := range page.Words {
		if word.Number && isEdge(page, word) {
			continue
		}
		left, top = min(left, word.Left), min(top, word.Top)
		right, bottom = max(right, word.Right), max(bottom, word.Bottom)
	}
	left, top = left/millimetre, top/millimetre
	right, bottom = (page.Width-right)/millimetre, (page.Height-bottom)/millimetre
	switch {
	case left < leastLeft-off, right < leastRight-off, top < leastEdge-off, bottom < leastEdge-off:
		return false
	case len(page.Words) >= fullWords && (left > mostLeft+off || right > mostLine+off):
		return false
	}
	return true
}

// isEdge reports whether a word stands in the margin above or below.
func isEdge(page Page, word Box) bool {
	return word.Bottom <= (leastEdge+off)*millimetre || word.Top >= page.Height-(leastEdge+off)*millimetre
}
