package chamber

import (
	"image"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/writing"
)

// drawCompare draws the two issues, and a vote over them as over everything else.
func (d *Delegate) drawCompare(m *frame.Moment) bool {
	compare, view := d.notes.compare, d.view.compare
	value, there := compare.Value(m)
	if !there {
		return false
	}
	d.compareInk.follow(m, value)
	d.view.showCompare(value, d.vote.value(m))
	if !compare.Goal || !compare.Known || !view.Panes[1].Ready() || len(compare.Found.Changes) == 0 {
		return true
	}
	compare.Goal = false
	change := compare.Found.Changes[min(compare.At, len(compare.Found.Changes)-1)]
	for pane, page := range []int{change.OldPage, change.NewPage} {
		top := float32(0)
		if places, chosen := compare.Marked(pane, page); chosen >= 0 {
			top = places[chosen].Around().Top
		}
		view.Panes[pane].Reveal(page, top)
	}
	return true
}

// connectCompare hands what the view reports to its model.
func (d *Delegate) connectCompare() {
	compare, view := d.notes.compare, d.view.compare
	view.OnBack = func() { d.compareInk.rest(); compare.Close() }
	view.OnStep, view.OnChange, view.Twin = compare.Step, compare.Choose, compare.Twin
	view.Band.OnTapped = d.vote.bringBack
	for i, pane := range view.Panes {
		pane.OnFetch = compare.Fetch
		pane.OnAgain = func() { compare.Again(i) }
		pane.OnSeen = func(count, first, last, width int) {
			compare.Panes[i].Want(count, first, last, width)
			if ink := d.compareInk[i]; ink != nil {
				ink.Leave(first-writing.InkBeside, last+writing.InkBeside)
			}
		}
		pane.Column.Picture = func(page, width int) (*image.RGBA, bool) { return compare.Picture(i, page, width) }
		pane.Column.Fault = func(page int) string { return compare.Fault(i, page) }
		pane.Column.Retry = func(page int) {
			compare.Panes[i].Retry(page)
			pane.Seen()
			pane.Column.Refresh()
		}
		d.connectCompareInk(i, pane.Column)
		pane.Column.Marks = func(page int) ([]pageview.MarkPlace, int) { return compare.Marked(i, page) }
	}
}

// showCompare shows the screen of two issues.
func (v *delegateView) showCompare(value notebook.CompareValue, vote voteValue) {
	value.Band = vote.Band
	v.show(v.compare.Content)
	v.compare.Keys.Take(v.window(), nil, map[fyne.KeyName]func(){
		fyne.KeyEscape: func() { v.compare.OnBack() },
		fyne.KeyDown:   func() { v.compare.OnStep(1) }, fyne.KeyUp: func() { v.compare.OnStep(-1) },
	})
	v.compare.Draw(value)
	if vote.Up && !v.vote.sheet.IsOpen() {
		v.closeDialogs() // nothing stands before a vote
	}
	v.vote.draw(vote, v.window())
}
