package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/pageview"
)

// PageBy turns a screenful on or back; where pages are shown one at a time it turns the page at its end.
func (p *View) PageBy(by int) {
	if p.Value.Stage != pageview.PaperOpen {
		return
	}
	at, view := p.Scroll.Offset(), p.Scroll.Size().Height
	before := at.Y
	at.Y += float32(by) * view * 0.9
	p.Scroll.ScrollTo(at)
	if p.Column.Plan.Alone && p.Scroll.Offset().Y == before {
		p.GoTo(p.Current + by)
	}
}

// ToEdge goes to the first page or the last.
func (p *View) ToEdge(by int) {
	switch {
	case p.Value.Stage != pageview.PaperOpen:
	case p.Column.Plan.Alone && by < 0:
		p.GoTo(0)
	case p.Column.Plan.Alone:
		p.GoTo(p.Value.Paper.Pages - 1)
	case by < 0:
		p.Scroll.ScrollTo(fyne.NewPos(p.Scroll.Offset().X, 0))
	default:
		p.Scroll.ScrollTo(fyne.NewPos(p.Scroll.Offset().X, p.Column.Whole().Height))
	}
}

// LineBy moves by a few lines.
func (p *View) LineBy(by int) {
	if p.Value.Stage == pageview.PaperOpen {
		p.Scroll.ScrollTo(p.Scroll.Offset().AddXY(0, float32(by)*p.Scroll.Size().Height/8))
	}
}
