package writing

import "congso.vn/congso/ui/pageview"

// writers is part of othersView.
func (w *View) writers(all []pageview.Writer) {
	w.Paper.Column.NameWriters(all, func(name string) string { return w.words.Say("write.other", "name", name) })
}

// extent is part of othersView.
func (w *View) extent(page int) (size pageview.PageSize, scale float64) {
	column := w.Paper.Column
	if _, ok := column.Spot(page); !ok || column.Sizes[page].Width <= 0 || column.Sizes[page].Height <= 0 {
		return pageview.PageSize{}, 0
	}
	return column.Sizes[page], float64(column.Width()) / column.Sizes[page].Width
}
