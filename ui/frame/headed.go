package frame

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// Headed is a head 56 high, a line under it and the rest.
type Headed struct{}

func (*Headed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*Headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := kit.LookOf(objects[0]).Dp(56)
	Put(objects[0], 0, 0, size.Width, head)
	Put(objects[1], 0, head-1, size.Width, 1)
	Put(objects[2], 0, head, size.Width, max(0, size.Height-head))
}
