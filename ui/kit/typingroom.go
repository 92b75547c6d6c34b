package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// WithKeyboard is what a window shows: its content, with the typing that the window's fields go by, and at
// the foot the screen's keyboard while something is written by hand.
func WithKeyboard(content fyne.CanvasObject, typing *Typing) fyne.CanvasObject {
	r := &typingRoom{content: content, typing: typing}
	r.ExtendBaseWidget(r)
	return r
}

// typingRoom is the content of a window with its keyboard. The content keeps its size when the keyboard
// comes up, since to lay a whole screen out anew would take longer than a frame; it is moved up as far as
// the field needs.
type typingRoom struct {
	widget.BaseWidget
	content fyne.CanvasObject
	typing  *Typing
	foot    footing
}

// layer is what fills a window: the screen, or a dialog or sheet over it.
type layer interface {
	fyne.Widget
	footing() *footing
}

// footing is the room that the keyboard takes at the foot of a layer.
type footing struct {
	slot     *fyne.Container
	keyboard *Keyboard
	shift    float32 // how far the content is moved up
}

// object is the place where the keyboard comes up; a layer draws it last.
func (f *footing) object() fyne.CanvasObject {
	if f.slot == nil {
		f.slot = container.NewWithoutLayout()
	}
	return f.slot
}

// place puts the keyboard at the foot and returns the room above it.
func (f *footing) place(size fyne.Size) fyne.Size {
	if f.keyboard == nil {
		f.object().Resize(fyne.Size{})
		return size
	}
	high := f.keyboard.fit(size)
	put(f.object(), 0, size.Height-high, size.Width, high)
	put(f.keyboard, 0, 0, size.Width, high)
	return fyne.NewSize(size.Width, size.Height-high)
}

// stand brings the keyboard up here, or takes it away.
func (f *footing) stand(keyboard *Keyboard) {
	f.object()
	f.keyboard, f.shift = keyboard, 0
	f.slot.Objects = nil
	if keyboard != nil {
		f.slot.Objects = []fyne.CanvasObject{keyboard}
	}
	f.slot.Refresh()
}

func (r *typingRoom) footing() *footing { return &r.foot }

// arrange puts content and keyboard to their places without drawing the content anew.
func (r *typingRoom) arrange() {
	size := r.Size()
	r.foot.place(size)
	put(r.content, 0, -r.foot.shift, size.Width, size.Height)
}

// CreateRenderer is part of fyne.Widget.
func (r *typingRoom) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(&drawing{
		owner:   r,
		objects: []fyne.CanvasObject{r.content, r.foot.object()},
		layout:  func(fyne.Size) { r.arrange() },
		min:     func() fyne.Size { return r.content.MinSize() },
	})
}
