package pageview

import (
	"image"
	"math"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// scale is how many pixels of the screen a unit of the canvas has.
func (c *PageColumn) scale() float32 {
	if window := fyne.CurrentApp().Driver().CanvasForObject(c); window != nil {
		return window.Scale()
	}
	return 1
}

// snap brings a measure to whole pixels.
func (c *PageColumn) snap(measure float32) float32 {
	scale := c.scale()
	return float32(math.Round(float64(measure*scale))) / scale
}

// exact brings all pages of a plan to whole pixels, so that what is drawn over a page lies exactly on it.
func (c *PageColumn) exact(plan pagePlan) pagePlan {
	for i, spot := range plan.Spots {
		plan.Spots[i] = pageSpot{c.snap(spot.X), c.snap(spot.Y), c.snap(spot.Width), c.snap(spot.Height)}
	}
	plan.wide = c.snap(plan.wide)
	return plan
}

// PenAt is where on a page a point of the column is, and false where there is no page.
func (c *PageColumn) PenAt(point fyne.Position) (PenPlace, bool) {
	page, _, _, ok := c.At(point)
	if !ok || c.Sizes[page].Width <= 0 {
		return PenPlace{}, false
	}
	return PenPlace{Page: page, At: c.On(page, point), Size: c.Sizes[page].hundredths(), Scale: float64(c.Width()) / c.Sizes[page].Width}, true
}

// On is where a point of the column is as seen from a page, in 1/100 pt, also beyond the page.
func (c *PageColumn) On(page int, point fyne.Position) image.Point {
	spot, ok := c.Spot(page)
	if !ok {
		return image.Point{}
	}
	size := c.Sizes[page].hundredths()
	return image.Pt(int((point.X-spot.X)/spot.Width*float32(size.X)), int((point.Y-spot.Y)/spot.Height*float32(size.Y)))
}

// Choose frames what is chosen on a page.
func (c *PageColumn) Choose(chosen SelectionValue) {
	c.choice = chosen
	c.frame()
}

func (c *PageColumn) frame() {
	spot, ok := c.Spot(c.choice.Page)
	frame.Show(c.Chosen, ok && c.choice.Count > 0)
	if !c.Chosen.Visible() {
		return
	}
	look, box := kit.LookOf(c), c.choice.Box
	air := look.Dp(6)
	c.Chosen.StrokeColor, c.Chosen.StrokeWidth, c.Chosen.CornerRadius = paperTone, look.Dp(2), look.Dp(4)
	if c.Dark {
		c.Chosen.StrokeColor = kit.Tone{R: 0xF5, G: 0xF2, B: 0xEB, A: 0xFF}
	}
	frame.Put(c.Chosen, spot.X+box.Left*spot.Width-air, spot.Y+box.Top*spot.Height-air,
		(box.Right-box.Left)*spot.Width+2*air, (box.Bottom-box.Top)*spot.Height+2*air)
	c.Chosen.Refresh()
}
