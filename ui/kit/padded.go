package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Insets are the empty margins around something.
type Insets struct{ Top, Right, Bottom, Left float32 }

// All is the same margin on every side.
func All(measure float32) Insets { return Insets{measure, measure, measure, measure} }

// Sides is one margin left and right and another above and below.
func Sides(horizontal, vertical float32) Insets {
	return Insets{vertical, horizontal, vertical, horizontal}
}

type padded struct {
	insets  Insets
	widthed float32
}

// Padded puts margins around an object.
func Padded(insets Insets, object fyne.CanvasObject) *fyne.Container {
	return container.New(&padded{insets: insets}, object)
}

func (p *padded) scaled(objects []fyne.CanvasObject) Insets {
	if len(objects) == 0 {
		return p.insets
	}
	look := LookOf(objects[0])
	return Insets{look.Dp(p.insets.Top), look.Dp(p.insets.Right), look.Dp(p.insets.Bottom), look.Dp(p.insets.Left)}
}

func (p *padded) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p.widthed = size.Width
	in := p.scaled(objects)
	for _, object := range objects {
		put(object, in.Left, in.Top, max(0, size.Width-in.Left-in.Right), max(0, size.Height-in.Top-in.Bottom))
	}
}

func (p *padded) MinSize(objects []fyne.CanvasObject) fyne.Size {
	in := p.scaled(objects)
	var width float32
	for _, object := range objects {
		width = max(width, object.MinSize().Width)
	}
	width += in.Left + in.Right
	return fyne.NewSize(width, p.heightFor(objects, max(width, p.widthed)))
}

func (p *padded) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	in := p.scaled(objects)
	var height float32
	for _, object := range objects {
		height = max(height, HeightFor(object, width-in.Left-in.Right))
	}
	return height + in.Top + in.Bottom
}

type fixed struct{ width, height float32 }

// Fixed gives an object a fixed width, height or both; 0 leaves that direction as the object wants it.
// A nil object is empty room.
func Fixed(width, height float32, object fyne.CanvasObject) *fyne.Container {
	if object == nil {
		return container.New(&fixed{width, height})
	}
	return container.New(&fixed{width, height}, object)
}

func (f *fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		put(object, 0, 0, size.Width, size.Height)
	}
}

func (f *fixed) look(objects []fyne.CanvasObject) Look {
	if len(objects) == 0 {
		return LookOf(nil)
	}
	return LookOf(objects[0])
}

func (f *fixed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := f.look(objects).Size(f.width, f.height)
	for _, object := range objects {
		least := object.MinSize()
		if f.width == 0 {
			size.Width = max(size.Width, least.Width)
		}
	}
	size.Height = f.heightFor(objects, size.Width)
	return size
}

func (f *fixed) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if f.height > 0 {
		return f.look(objects).Dp(f.height)
	}
	var height float32
	for _, object := range objects {
		height = max(height, HeightFor(object, width))
	}
	return height
}

type layers struct{ widthed float32 }

// Layers puts objects over each other, each as large as the whole; the last is on top.
func Layers(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&layers{}, objects...)
}

func (l *layers) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.widthed = size.Width
	for _, object := range objects {
		put(object, 0, 0, size.Width, size.Height)
	}
}

func (l *layers) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, object := range objects {
		if object.Visible() {
			width = max(width, object.MinSize().Width)
		}
	}
	return fyne.NewSize(width, l.heightFor(objects, max(width, l.widthed)))
}

func (l *layers) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var height float32
	for _, object := range objects {
		if object.Visible() {
			height = max(height, HeightFor(object, width))
		}
	}
	return height
}

type anchored struct {
	x, y    float32
	widthed float32
}

// Anchored puts an object at its smallest size into a larger room: 0 is left or top, 0.5 the middle,
// 1 right or bottom.
func Anchored(x, y float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&anchored{x: x, y: y}, object)
}

// Centered puts an object at its smallest size into the middle of a larger room.
func Centered(object fyne.CanvasObject) *fyne.Container { return Anchored(0.5, 0.5, object) }

func (a *anchored) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	a.widthed = size.Width
	for _, object := range objects {
		width := min(naturalWidth(object, size.Width), size.Width)
		height := min(HeightFor(object, width), size.Height)
		put(object, (size.Width-width)*a.x, (size.Height-height)*a.y, width, height)
	}
}

// naturalWidth is the width at which an object stands without wrapping, at most the room.
func naturalWidth(object fyne.CanvasObject, room float32) float32 {
	if p, ok := object.(*Paragraph); ok {
		return min(p.Natural().Width, room)
	}
	return object.MinSize().Width
}

func (a *anchored) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, object := range objects {
		size = size.Max(object.MinSize())
	}
	return size
}

func (a *anchored) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var height float32
	for _, object := range objects {
		height = max(height, HeightFor(object, naturalWidth(object, width)))
	}
	return height
}
