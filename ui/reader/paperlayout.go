package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// pageArea lays ground, pages and state over each other; another width lays the pages out anew.
type pageArea struct{ view *View }

func (*pageArea) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (a *pageArea) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wide, left := a.view.pens.Beside(size)
	pages, foot := size.SubtractWidthHeight(wide, 0), float32(0)
	if wide == 0 {
		foot = a.view.pens.Foot()
	}
	changed := a.view.Scroll.Size() != pages || a.view.Column.Foot != foot
	for _, object := range objects {
		if object != fyne.CanvasObject(a.view.Scroll) {
			frame.Put(object, 0, 0, size.Width, size.Height)
		}
	}
	frame.Put(a.view.Scroll, frame.Pick(left, wide, 0), 0, pages.Width, pages.Height)
	a.view.Column.Foot = foot
	if changed {
		a.view.settle()
	}
}

// zoomLeast is the width of the head under which the zoom stands among the ways of looking alone.
const zoomLeast = 860

// paperHead gives the tabs what the tools leave.
type paperHead struct{ view *View }

func (*paperHead) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, kit.LookOf(objects[0]).Dp(56))
}

func (h *paperHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	wide := float32(0)
	frame.Show(h.view.zoom, size.Width >= look.Dp(zoomLeast))
	if objects[1].Visible() {
		wide = objects[1].MinSize().Width + look.Dp(8)
	}
	frame.Put(objects[1], size.Width-wide, 0, max(0, wide-look.Dp(8)), size.Height)
	frame.Put(objects[0], look.Dp(8), 0, max(0, size.Width-wide-look.Dp(16)), size.Height)
	frame.Put(objects[2], look.Dp(8), 0, max(0, size.Width-wide-look.Dp(16)), size.Height)
	h.view.pens.Fit(size.Width - wide)
}

// paperBody puts the strip beside the pages, or under them where the screen is higher than wide, and bars over and
// under both.
type paperBody struct{ view *View }

func (*paperBody) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (b *paperBody) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p := b.view
	look := kit.LookOf(p.Column)
	top, foot := float32(0), size.Height
	if high := kit.HeightFor(p.Above, size.Width); high > 0 {
		frame.Put(p.Above, 0, 0, size.Width, high)
		top = high
	}
	left := float32(0)
	if p.Thumbs.Content.Visible() {
		lying := size.Height > size.Width
		p.Thumbs.lay(lying)
		if lying {
			foot -= look.Dp(stripHigh)
			frame.Put(p.Thumbs.Content, 0, foot, size.Width, look.Dp(stripHigh))
		} else {
			left = look.Dp(stripWide)
			frame.Put(p.Thumbs.Content, 0, top, left, max(0, foot-top))
		}
	}
	if high := kit.HeightFor(p.below, size.Width-left); high > 0 {
		foot -= high
		frame.Put(p.below, left, foot, size.Width-left, high)
	}
	frame.Put(p.Area, left, top, size.Width-left, max(0, foot-top))
}
