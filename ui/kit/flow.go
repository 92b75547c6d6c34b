package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// flow sets objects like words: side by side, a new line where there is no room.
type flow struct {
	gap, lineGap float32
	widthed      float32
}

// Flow sets objects like words, with a gap between them and another between lines; in a line they stand
// in the middle of its height.
func Flow(gap, lineGap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap, lineGap: lineGap}, objects...)
}

func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.widthed = size.Width
	f.walk(objects, size.Width, func(object fyne.CanvasObject, x, y float32, own fyne.Size) {
		put(object, x, y, own.Width, own.Height)
	})
}

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, object := range objects {
		if object.Visible() {
			width = max(width, object.MinSize().Width)
		}
	}
	return fyne.NewSize(width, f.heightFor(objects, max(width, f.widthed)))
}

func (f *flow) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return f.walk(objects, width, func(fyne.CanvasObject, float32, float32, fyne.Size) {})
}

func (f *flow) walk(objects []fyne.CanvasObject, width float32, place func(fyne.CanvasObject, float32, float32, fyne.Size)) float32 {
	if len(objects) == 0 {
		return 0
	}
	look := LookOf(objects[0])
	var x, y, high float32
	start := 0
	sizes := make([]fyne.Size, len(objects))
	end := func(before int) { // a line is full: its objects stand in the middle of its height
		x = 0
		for i := start; i < before; i++ {
			if objects[i].Visible() {
				place(objects[i], x, y+(high-sizes[i].Height)/2, sizes[i])
				x += sizes[i].Width + look.Dp(f.gap)
			}
		}
		start = before
	}
	for i, object := range objects {
		if !object.Visible() {
			continue
		}
		own := object.MinSize()
		own.Width = min(own.Width, max(width, 0))
		if x > 0 && x+own.Width > width+0.5 {
			end(i)
			x, y, high = 0, y+high+look.Dp(f.lineGap), 0
		}
		sizes[i] = own
		x += own.Width + look.Dp(f.gap)
		high = max(high, own.Height)
	}
	end(len(objects))
	return y + high
}
