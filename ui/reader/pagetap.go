package reader

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/ui/kit"
)

// pageTap lies over the pages while something is to be put on one, and tells where it was tapped. Drags go to the
// pages.
type pageTap struct {
	widget.BaseWidget
	view  *View
	OnTap func(page int, size, at image.Point) // both in 1/100 pt
}

func newPageTap(view *View) *pageTap {
	p := &pageTap{view: view}
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// Tapped is part of fyne.Tappable.
func (p *pageTap) Tapped(event *fyne.PointEvent) {
	offset := p.view.Scroll.Offset()
	page, x, y, on := p.view.Column.At(event.Position.AddXY(offset.X, offset.Y))
	if !on || p.OnTap == nil {
		return
	}
	size := p.view.Column.Sizes[page]
	wide, high := size.Width*100, size.Height*100
	p.OnTap(page, image.Pt(int(wide), int(high)), image.Pt(int(float64(x)*wide), int(float64(y)*high)))
}

// Dragged is part of fyne.Draggable.
func (p *pageTap) Dragged(event *fyne.DragEvent) { p.view.Scroll.Dragged(event) }

// DragEnd is part of fyne.Draggable.
func (p *pageTap) DragEnd() { p.view.Scroll.DragEnd() }

// CreateRenderer is part of fyne.Widget.
func (p *pageTap) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(kit.Tone{}))
}
