package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// drawing is the renderer of the widgets of this package: paint dresses the objects, layout places
// them, min tells the smallest size.
type drawing struct {
	owner   fyne.Widget
	objects []fyne.CanvasObject
	paint   func()
	layout  func(size fyne.Size)
	min     func() fyne.Size
}

func newDrawing(d *drawing) fyne.WidgetRenderer {
	if d.paint != nil {
		d.paint()
	}
	return d
}

func (d *drawing) Objects() []fyne.CanvasObject { return d.objects }
func (d *drawing) MinSize() fyne.Size           { return d.min() }
func (d *drawing) Destroy()                     {}

func (d *drawing) Layout(size fyne.Size) {
	if d.layout != nil {
		d.layout(size)
	}
}

func (d *drawing) Refresh() {
	if d.paint != nil {
		d.paint()
	}
	d.Layout(d.owner.Size())
	canvas.Refresh(d.owner)
}

// put moves and resizes an object in one go.
func put(object fyne.CanvasObject, x, y, width, height float32) {
	object.Resize(fyne.NewSize(width, height))
	object.Move(fyne.NewPos(x, y))
}

// show makes an object visible or not without touching one that is so already.
func show(object fyne.CanvasObject, visible bool) {
	if visible == object.Visible() {
		return
	}
	if visible {
		object.Show()
	} else {
		object.Hide()
	}
}
