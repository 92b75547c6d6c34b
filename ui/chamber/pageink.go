package chamber

import (
	"image"
	"math"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// scale is how many pixels of the screen a unit of the canvas has.
func (c *pageColumn) scale() float32 {
	if window := fyne.CurrentApp().Driver().CanvasForObject(c); window != nil {
		return window.Scale()
	}
	return 1
}

// snap brings a measure to whole pixels.
func (c *pageColumn) snap(measure float32) float32 {
	scale := c.scale()
	return float32(math.Round(float64(measure*scale))) / scale
}

// exact brings all pages of a plan to whole pixels, so that what is drawn over a page lies exactly on it.
func (c *pageColumn) exact(plan pagePlan) pagePlan {
	for i, spot := range plan.spots {
		plan.spots[i] = pageSpot{c.snap(spot.X), c.snap(spot.Y), c.snap(spot.Width), c.snap(spot.Height)}
	}
	plan.wide = c.snap(plan.wide)
	return plan
}

// penAt is where on a page a point of the column is, and false where there is no page.
func (c *pageColumn) penAt(point fyne.Position) (penPlace, bool) {
	page, _, _, ok := c.at(point)
	if !ok || c.sizes[page].Width <= 0 {
		return penPlace{}, false
	}
	return penPlace{Page: page, At: c.on(page, point), Size: c.sizes[page].hundredths(), Scale: float64(c.width()) / c.sizes[page].Width}, true
}

// on is where a point of the column is as seen from a page, in 1/100 pt, also beyond the page.
func (c *pageColumn) on(page int, point fyne.Position) image.Point {
	spot, ok := c.spot(page)
	if !ok {
		return image.Point{}
	}
	size := c.sizes[page].hundredths()
	return image.Pt(int((point.X-spot.X)/spot.Width*float32(size.X)), int((point.Y-spot.Y)/spot.Height*float32(size.Y)))
}

// choose frames what is chosen on a page.
func (c *pageColumn) choose(chosen selectionValue) {
	c.choice = chosen
	c.frame()
}

func (c *pageColumn) frame() {
	spot, ok := c.spot(c.choice.Page)
	show(c.chosen, ok && c.choice.Count > 0)
	if !c.chosen.Visible() {
		return
	}
	look, box := kit.LookOf(c), c.choice.Box
	air := look.Dp(6)
	c.chosen.StrokeColor, c.chosen.StrokeWidth, c.chosen.CornerRadius = paperTone, look.Dp(2), look.Dp(4)
	if c.dark {
		c.chosen.StrokeColor = kit.Tone{R: 0xF5, G: 0xF2, B: 0xEB, A: 0xFF}
	}
	put(c.chosen, spot.X+box.Left*spot.Width-air, spot.Y+box.Top*spot.Height-air,
		(box.Right-box.Left)*spot.Width+2*air, (box.Bottom-box.Top)*spot.Height+2*air)
	c.chosen.Refresh()
}
