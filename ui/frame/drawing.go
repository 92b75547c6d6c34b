package frame

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Drawing is the renderer of the widgets of this package: paint dresses the objects, layout places
// them, min tells the smallest size.
type Drawing struct {
	Owner fyne.Widget
	Parts []fyne.CanvasObject
	Paint func()
	Place func(size fyne.Size)
	Least func() fyne.Size
}

// NewDrawing makes the renderer, dressed.
func NewDrawing(d *Drawing) fyne.WidgetRenderer {
	if d.Paint != nil {
		d.Paint()
	}
	return d
}

func (d *Drawing) Objects() []fyne.CanvasObject { return d.Parts }
func (d *Drawing) MinSize() fyne.Size           { return d.Least() }
func (d *Drawing) Destroy()                     {}

func (d *Drawing) Layout(size fyne.Size) {
	if d.Place != nil {
		d.Place(size)
	}
}

func (d *Drawing) Refresh() {
	if d.Paint != nil {
		d.Paint()
	}
	d.Layout(d.Owner.Size())
	canvas.Refresh(d.Owner)
}

// Put moves and resizes an object in one go.
func Put(object fyne.CanvasObject, x, y, width, height float32) {
	object.Resize(fyne.NewSize(width, height))
	object.Move(fyne.NewPos(x, y))
}

// Show makes an object visible or not without touching one that is so already.
func Show(object fyne.CanvasObject, visible bool) {
	if visible == object.Visible() {
		return
	}
	if visible {
		object.Show()
	} else {
		object.Hide()
	}
}
