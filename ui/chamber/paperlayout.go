package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// pageArea lays ground, pages and state over each other; another width lays the pages out anew.
type pageArea struct{ view *paperView }

func (*pageArea) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (a *pageArea) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wide, left := a.view.pens.Beside(size)
	pages, foot := size.SubtractWidthHeight(wide, 0), float32(0)
	if wide == 0 {
		foot = a.view.pens.Foot()
	}
	changed := a.view.scroll.Size() != pages || a.view.column.foot != foot
	for _, object := range objects {
		if object != fyne.CanvasObject(a.view.scroll) {
			put(object, 0, 0, size.Width, size.Height)
		}
	}
	put(a.view.scroll, pick(left, wide, 0), 0, pages.Width, pages.Height)
	a.view.column.foot = foot
	if changed {
		a.view.settle()
	}
}

// zoomLeast is the width of the head under which the zoom stands among the ways of looking alone.
const zoomLeast = 860

// paperHead gives the tabs what the tools leave.
type paperHead struct{ view *paperView }

func (*paperHead) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, kit.LookOf(objects[0]).Dp(56))
}

func (h *paperHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	wide := float32(0)
	show(h.view.zoom, size.Width >= look.Dp(zoomLeast))
	if objects[1].Visible() {
		wide = objects[1].MinSize().Width + look.Dp(8)
	}
	put(objects[1], size.Width-wide, 0, max(0, wide-look.Dp(8)), size.Height)
	put(objects[0], look.Dp(8), 0, max(0, size.Width-wide-look.Dp(16)), size.Height)
	put(objects[2], look.Dp(8), 0, max(0, size.Width-wide-look.Dp(16)), size.Height)
	h.view.pens.Fit(size.Width - wide)
}

// headed is a head 56 high, a line under it and the rest.
type headed struct{}

func (*headed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := kit.LookOf(objects[0]).Dp(56)
	put(objects[0], 0, 0, size.Width, head)
	put(objects[1], 0, head-1, size.Width, 1)
	put(objects[2], 0, head, size.Width, max(0, size.Height-head))
}

// paperBody puts the strip beside the pages, or under them where the screen is higher than wide, and bars over and
// under both.
type paperBody struct{ view *paperView }

func (*paperBody) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (b *paperBody) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p := b.view
	look := kit.LookOf(p.column)
	top, foot := float32(0), size.Height
	if high := kit.HeightFor(p.above, size.Width); high > 0 {
		put(p.above, 0, 0, size.Width, high)
		top = high
	}
	left := float32(0)
	if p.thumbs.content.Visible() {
		lying := size.Height > size.Width
		p.thumbs.lay(lying)
		if lying {
			foot -= look.Dp(stripHigh)
			put(p.thumbs.content, 0, foot, size.Width, look.Dp(stripHigh))
		} else {
			left = look.Dp(stripWide)
			put(p.thumbs.content, 0, top, left, max(0, foot-top))
		}
	}
	if high := kit.HeightFor(p.below, size.Width-left); high > 0 {
		foot -= high
		put(p.below, left, foot, size.Width-left, high)
	}
	put(p.area, left, top, size.Width-left, max(0, foot-top))
}
