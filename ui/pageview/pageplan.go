package pageview

import (
	"sort"

	"fyne.io/fyne/v2"
)

// pageSpot is where a page stands in the column. One without a width is not shown.
type pageSpot struct{ X, Y, Width, Height float32 }

// PlanWish is what a plan of pages is made of. Measures are canvas units.
type PlanWish struct {
	Sizes       []PageSize
	Room        fyne.Size // the screen's part
	Margin, Gap float32
	Across      int // pages beside each other
	Percent     int // of the room's width
	Only        int // the page whose row alone is shown; -1: all
}

// pagePlan is where all pages of a paper stand.
type pagePlan struct {
	Spots  []pageSpot
	Rows   []planRow
	wide   float32 // of one page
	Extent fyne.Size
	Alone  bool // one row is shown, and no other
}

// planRow is pages beside each other.
type planRow struct {
	First, Last int
	Top, Bottom float32 // the gap below belongs to it
}

// PlanPages reckons where the pages stand: all equally wide, in rows below each other.
func PlanPages(w PlanWish) pagePlan {
	across := max(1, w.Across)
	room := w.Room.Width - 2*w.Margin - w.Gap*float32(across-1)
	p := pagePlan{Alone: w.Only >= 0, Spots: make([]pageSpot, len(w.Sizes)), wide: max(1, room/float32(across)) * float32(w.Percent) / 100}
	y := w.Margin
	for first := 0; first < len(w.Sizes); first += across {
		last := min(first+across, len(w.Sizes)) - 1
		if w.Only >= 0 && (w.Only < first || w.Only > last) {
			continue
		}
		high := float32(0)
		for page := first; page <= last; page++ {
			spot := pageSpot{w.Margin + float32(page-first)*(p.wide+w.Gap), y, p.wide, HeightOf(w.Sizes[page], p.wide)}
			p.Spots[page] = spot
			high = max(high, spot.Height)
		}
		p.Rows = append(p.Rows, planRow{first, last, y, y + high + w.Gap})
		y += high + w.Gap
	}
	if len(w.Sizes) > 0 {
		p.Extent = fyne.NewSize(float32(across)*p.wide+w.Gap*float32(across-1)+2*w.Margin, y)
	}
	return p
}

// HeightOf is how high a page of a width is; of one without a size as of A4.
func HeightOf(size PageSize, wide float32) float32 {
	if size.Width <= 0 || size.Height <= 0 {
		return wide * 1.414
	}
	return wide * float32(size.Height/size.Width)
}

// row is the row at a height.
func (p pagePlan) row(y float32) (row planRow, ok bool) {
	if len(p.Rows) == 0 {
		return planRow{}, false
	}
	at := sort.Search(len(p.Rows), func(i int) bool { return p.Rows[i].Bottom > y })
	return p.Rows[min(at, len(p.Rows)-1)], true
}

// Shown bounds pages to those that are shown at all.
func (p pagePlan) Shown(first, last int) (int, int) {
	if len(p.Rows) == 0 {
		return 0, -1
	}
	return max(first, p.Rows[0].First), min(last, p.Rows[len(p.Rows)-1].Last)
}

// At is the page at a point, and the point in parts of the page; false between pages.
func (p pagePlan) At(x, y float32) (page int, partX, partY float32, ok bool) {
	row, there := p.row(y)
	if !there {
		return 0, 0, 0, false
	}
	for page := row.First; page <= row.Last; page++ {
		spot := p.Spots[page]
		if x >= spot.X && x < spot.X+spot.Width && y >= spot.Y && y < spot.Y+spot.Height {
			return page, (x - spot.X) / spot.Width, (y - spot.Y) / spot.Height, true
		}
	}
	return 0, 0, 0, false
}
