package chamber

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
)

var sizes = []fyne.Size{{Width: 1280, Height: 800}, {Width: 1920, Height: 1080}, {Width: 1024, Height: 600}, {Width: 800, Height: 1280}}

// inspect finds words that stand outside the window and targets that are too small.
func inspect(t *testing.T, where string, window fyne.Window) {
	t.Helper()
	size := window.Canvas().Size()
	roots := append([]fyne.CanvasObject{window.Content()}, window.Canvas().Overlays().List()...)
	for _, root := range roots {
		look(root, fyne.Position{}, func(object fyne.CanvasObject, at fyne.Position) {
			end := at.Add(object.Size())
			outside := at.X < -0.5 || at.Y < -0.5 || end.X > size.Width+0.5 || end.Y > size.Height+0.5
			switch o := object.(type) {
			case *canvas.Text:
				if o.Text != "" && outside {
					t.Errorf("%s: %q stands outside the screen at %v", where, o.Text, at)
				}
			case fyne.Tappable:
				named, isNamed := o.(fyne.Accessible)
				off, canBeOff := o.(fyne.Disableable)
				if !isNamed || canBeOff && off.Disabled() {
					return
				}
				if object.Size().Width < 47.5 || object.Size().Height < 47.5 {
					t.Errorf("%s: %q is a target of %v", where, named.AccessibilityLabel(), object.Size())
				}
				if outside {
					t.Errorf("%s: %q stands outside the screen at %v", where, named.AccessibilityLabel(), at)
				}
			}
		})
	}
}

// look visits what is visible and does not scroll.
func look(object fyne.CanvasObject, origin fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	if object == nil || !object.Visible() {
		return
	}
	at := origin.Add(object.Position())
	visit(object, at)
	switch o := object.(type) {
	case *kit.FingerScroll:
	case *fyne.Container:
		for _, child := range o.Objects {
			look(child, at, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			look(child, at, visit)
		}
	}
}
