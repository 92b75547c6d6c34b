package pageview

import "image"

// Around is an area of a size around a place, on the page.
func (p PenPlace) Around(size image.Point) image.Rectangle {
	corner := p.At.Sub(size.Div(2))
	corner.X = max(0, min(corner.X, p.Size.X-size.X))
	corner.Y = max(0, min(corner.Y, p.Size.Y-size.Y))
	return image.Rectangle{Min: corner, Max: corner.Add(size)}
}
