package chamber

import (
	"image"

	"fyne.io/fyne/v2"
)

// drawCompare draws the two issues, and a vote over them as over everything else.
func (d *Delegate) drawCompare(m *moment) bool {
	compare, view := d.notes.compare, d.view.compare
	value, there := compare.value(m)
	if !there {
		return false
	}
	d.view.showCompare(value, d.vote.value(m))
	if !compare.goal || !compare.known || !view.panes[1].ready() || len(compare.found.Changes) == 0 {
		return true
	}
	compare.goal = false
	change := compare.found.Changes[min(compare.at, len(compare.found.Changes)-1)]
	for pane, page := range []int{change.OldPage, change.NewPage} {
		top := float32(0)
		if places, chosen := compare.marked(pane, page); chosen >= 0 {
			top = places[chosen].around().Top
		}
		view.panes[pane].reveal(page, top)
	}
	return true
}

// connectCompare hands what the view reports to its model.
func (d *Delegate) connectCompare() {
	compare, view := d.notes.compare, d.view.compare
	view.OnBack, view.OnStep, view.OnChange, view.Twin = compare.close, compare.step, compare.choose, compare.twin
	view.band.OnTapped = d.vote.bringBack
	for i, pane := range view.panes {
		pane.OnFetch = compare.fetch
		pane.OnAgain = func() { compare.again(i) }
		pane.OnSeen = func(count, first, last, width int) { compare.panes[i].want(count, first, last, width) }
		pane.column.Picture = func(page, width int) (*image.RGBA, bool) { return compare.picture(i, page, width) }
		pane.column.Fault = func(page int) string { return compare.fault(i, page) }
		pane.column.Retry = func(page int) {
			compare.panes[i].retry(page)
			pane.seen()
			pane.column.Refresh()
		}
		pane.column.Marks = func(page int) ([]markPlace, int) { return compare.marked(i, page) }
	}
}

// showCompare shows the screen of two issues.
func (v *delegateView) showCompare(value compareValue, vote voteValue) {
	value.Band = vote.Band
	v.show(v.compare.content)
	v.compare.keys.take(v.window(), nil, map[fyne.KeyName]func(){
		fyne.KeyEscape: func() { v.compare.OnBack() },
		fyne.KeyDown:   func() { v.compare.OnStep(1) }, fyne.KeyUp: func() { v.compare.OnStep(-1) },
	})
	v.compare.draw(value)
	if vote.Up && !v.vote.sheet.IsOpen() {
		v.closeDialogs() // nothing stands before a vote
	}
	v.vote.draw(vote, v.window())
}
