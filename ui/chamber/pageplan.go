package chamber

import (
	"sort"

	"fyne.io/fyne/v2"
)

// pageSpot is where a page stands in the column. One without a width is not shown.
type pageSpot struct{ X, Y, Width, Height float32 }

// planWish is what a plan of pages is made of. Measures are canvas units.
type planWish struct {
	Sizes       []PageSize
	Room        fyne.Size // the screen's part
	Margin, Gap float32
	Across      int // pages beside each other
	Percent     int // of the room's width
	Only        int // the page whose row alone is shown; -1: all
}

// pagePlan is where all pages of a paper stand.
type pagePlan struct {
	spots  []pageSpot
	rows   []planRow
	wide   float32 // of one page
	extent fyne.Size
	alone  bool // one row is shown, and no other
}

// planRow is pages beside each other.
type planRow struct {
	first, last int
	top, bottom float32 // the gap below belongs to it
}

// planPages reckons where the pages stand: all equally wide, in rows below each other.
func planPages(w planWish) pagePlan {
	across := max(1, w.Across)
	room := w.Room.Width - 2*w.Margin - w.Gap*float32(across-1)
	p := pagePlan{alone: w.Only >= 0, spots: make([]pageSpot, len(w.Sizes)), wide: max(1, room/float32(across)) * float32(w.Percent) / 100}
	y := w.Margin
	for first := 0; first < len(w.Sizes); first += across {
		last := min(first+across, len(w.Sizes)) - 1
		if w.Only >= 0 && (w.Only < first || w.Only > last) {
			continue
		}
		high := float32(0)
		for page := first; page <= last; page++ {
			spot := pageSpot{w.Margin + float32(page-first)*(p.wide+w.Gap), y, p.wide, heightOf(w.Sizes[page], p.wide)}
			p.spots[page] = spot
			high = max(high, spot.Height)
		}
		p.rows = append(p.rows, planRow{first, last, y, y + high + w.Gap})
		y += high + w.Gap
	}
	if len(w.Sizes) > 0 {
		p.extent = fyne.NewSize(float32(across)*p.wide+w.Gap*float32(across-1)+2*w.Margin, y)
	}
	return p
}

// heightOf is how high a page of a width is; of one without a size as of A4.
func heightOf(size PageSize, wide float32) float32 {
	if size.Width <= 0 || size.Height <= 0 {
		return wide * 1.414
	}
	return wide * float32(size.Height/size.Width)
}

// row is the row at a height.
func (p pagePlan) row(y float32) (row planRow, ok bool) {
	if len(p.rows) == 0 {
		return planRow{}, false
	}
	at := sort.Search(len(p.rows), func(i int) bool { return p.rows[i].bottom > y })
	return p.rows[min(at, len(p.rows)-1)], true
}

// shown bounds pages to those that are shown at all.
func (p pagePlan) shown(first, last int) (int, int) {
	if len(p.rows) == 0 {
		return 0, -1
	}
	return max(first, p.rows[0].first), min(last, p.rows[len(p.rows)-1].last)
}

// at is the page at a point, and the point in parts of the page; false between pages.
func (p pagePlan) at(x, y float32) (page int, partX, partY float32, ok bool) {
	row, there := p.row(y)
	if !there {
		return 0, 0, 0, false
	}
	for page := row.first; page <= row.last; page++ {
		spot := p.spots[page]
		if x >= spot.X && x < spot.X+spot.Width && y >= spot.Y && y < spot.Y+spot.Height {
			return page, (x - spot.X) / spot.Width, (y - spot.Y) / spot.Height, true
		}
	}
	return 0, 0, 0, false
}
