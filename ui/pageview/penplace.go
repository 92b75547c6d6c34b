package pageview

import (
	"image"
	"math"
)

// PenPlace is where a finger is on a page.
type PenPlace struct {
	Page  int
	At    image.Point // 1/100 pt from the page's upper left corner
	Size  image.Point // of the page, 1/100 pt
	Scale float64     // pixels of the screen a point
}

// Inside is the place, or the nearest one on its page.
func (p PenPlace) Inside(at image.Point) image.Point {
	return image.Pt(min(max(at.X, 0), p.Size.X), min(max(at.Y, 0), p.Size.Y))
}

// hundredths is a page's extent in 1/100 pt.
func (s PageSize) hundredths() image.Point {
	return image.Pt(int(math.Round(s.Width*100)), int(math.Round(s.Height*100)))
}
