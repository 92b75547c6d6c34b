package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// goKey is the shortcut that asks for a page.
var goKey = &desktop.CustomShortcut{KeyName: fyne.KeyG, Modifier: fyne.KeyModifierControl}

// pageBy turns a screenful on or back; where pages are shown one at a time it turns the page at its end.
func (p *paperView) pageBy(by int) {
	if p.value.Stage != paperOpen {
		return
	}
	at, view := p.scroll.Offset(), p.scroll.Size().Height
	before := at.Y
	at.Y += float32(by) * view * 0.9
	p.scroll.ScrollTo(at)
	if p.column.plan.alone && p.scroll.Offset().Y == before {
		p.goTo(p.current + by)
	}
}

// toEdge goes to the first page or the last.
func (p *paperView) toEdge(by int) {
	switch {
	case p.value.Stage != paperOpen:
	case p.column.plan.alone && by < 0:
		p.goTo(0)
	case p.column.plan.alone:
		p.goTo(p.value.Paper.Pages - 1)
	case by < 0:
		p.scroll.ScrollTo(fyne.NewPos(p.scroll.Offset().X, 0))
	default:
		p.scroll.ScrollTo(fyne.NewPos(p.scroll.Offset().X, p.column.whole().Height))
	}
}

// lineBy moves by a few lines.
func (p *paperView) lineBy(by int) {
	if p.value.Stage == paperOpen {
		p.scroll.ScrollTo(p.scroll.Offset().AddXY(0, float32(by)*p.scroll.Size().Height/8))
	}
}

// hearKeys gives the open paper the window's keys while nothing lies over it.
func (d *Delegate) hearKeys() {
	window := d.view.window()
	if window == nil || window.Overlays().Top() != nil {
		return
	}
	pages := d.view.desk.paper
	free := func(do func()) func() {
		return func() {
			if window.Overlays().Top() == nil {
				do()
			}
		}
	}
	d.view.reading.take(window, func(letter rune) {
		free(func() {
			switch letter {
			case '+', '=':
				pages.OnZoom(1, pages.scale)
			case '-':
				pages.OnZoom(-1, pages.scale)
			case '0':
				pages.OnFit(FitWidth)
			}
		})()
	}, map[fyne.KeyName]func(){
		fyne.KeyPageDown: free(func() { pages.pageBy(1) }),
		fyne.KeyPageUp:   free(func() { pages.pageBy(-1) }),
		fyne.KeySpace:    free(func() { pages.pageBy(1) }),
		fyne.KeyDown:     free(func() { pages.lineBy(1) }),
		fyne.KeyUp:       free(func() { pages.lineBy(-1) }),
		fyne.KeyEscape:   free(d.endReading),
		fyne.KeyHome:     free(func() { pages.toEdge(-1) }),
		fyne.KeyEnd:      free(func() { pages.toEdge(1) }),
	})
}

// goKeyed asks for a page where the papers are shown and nothing lies over them.
func (d *Delegate) goKeyed() {
	window := d.view.window()
	if window != nil && window.Overlays().Top() == nil && d.view.stage == d.view.desk.content {
		d.askPage()
	}
}

// endReading ends what goes on over the pages: the last thing begun first.
func (d *Delegate) endReading() {
	r := d.readers
	switch {
	case r.flow.on:
		r.flow.close()
	case r.pick.on:
		d.view.desk.paper.bars.pick.OnClose()
	case r.find.up:
		r.find.close()
	case r.aloud.on:
		r.aloud.close()
	}
}
