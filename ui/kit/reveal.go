package kit

import "fyne.io/fyne/v2"

// standing are the scrolls that are drawn somewhere now.
var standing = map[*FingerScroll]struct{}{}

// windowOf is the canvas that an object is drawn on, nil for one that stands nowhere.
func windowOf(object fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if len(driver.AllWindows()) == 0 {
		return nil
	}
	return driver.CanvasForObject(object)
}

// reveal scrolls what got the keyboard's focus into view, in every scroll that it stands in.
func reveal(object fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	window := windowOf(object)
	if window == nil {
		return
	}
	for f := range standing {
		if driver.CanvasForObject(f) == window && f.holds(driver, object) {
			f.show(driver, object)
		}
	}
}

// scrolls tells whether an object stands in a scroll, where a finger may have moved it.
func scrolls(window fyne.Canvas, object fyne.CanvasObject) bool {
	driver := fyne.CurrentApp().Driver()
	for f := range standing {
		if driver.CanvasForObject(f) == window && f.holds(driver, object) {
			return true
		}
	}
	return false
}

// holds tells whether an object stands somewhere in the content.
func (f *FingerScroll) holds(driver fyne.Driver, object fyne.CanvasObject) bool {
	return moves(driver, f.holder, object)
}

// moves tells whether an object goes along when another one is moved, because it is that one or stands
// in it. Fyne knows no parents, so the other one is moved a little and back, without a drawing between.
func moves(driver fyne.Driver, whole, part fyne.CanvasObject) bool {
	at, before := whole.Position(), driver.AbsolutePositionForObject(part)
	whole.Move(at.AddXY(0, 1))
	after := driver.AbsolutePositionForObject(part)
	whole.Move(at)
	return after != before
}

// show moves as little as needed to have an object and its focus ring in view.
func (f *FingerScroll) show(driver fyne.Driver, object fyne.CanvasObject) {
	const around = 8
	away := LookOf(f).Dp(around)
	top := driver.AbsolutePositionForObject(object).Subtract(driver.AbsolutePositionForObject(f.holder))
	offset, size := f.scroll.Offset, object.Size()
	offset.X = into(offset.X, f.view.Width, top.X-away, size.Width+2*away)
	offset.Y = into(offset.Y, f.view.Height, top.Y-away, size.Height+2*away)
	f.ScrollTo(offset)
}

// into is the offset next to the present one at which a part can be seen; of a part that is larger
// than the view, its start.
func into(offset, view, start, length float32) float32 {
	if start+length > offset+view {
		offset = start + length - view
	}
	return min(offset, start)
}
