package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// dialogBody lays out title, content and buttons of a dialog: the buttons at the right side by side, or
// one under the other where they are too long for that.
type dialogBody struct {
	title   *Paragraph
	scroll  *FingerScroll // nil where there is only a title
	buttons []*BigButton
}

// The room between the parts of a dialog.
const (
	dialogGap    = 16
	dialogFoot   = 24 // above the buttons
	dialogBeside = 12 // between buttons
	ringRoom     = 6  // around the content, so that the scroll cuts no focus ring
)

func (b *dialogBody) container() *fyne.Container {
	objects := []fyne.CanvasObject{b.title}
	if b.scroll != nil {
		objects = append(objects, b.scroll)
	}
	for _, button := range b.buttons {
		objects = append(objects, button)
	}
	return container.New(b, objects...)
}

// foot is the height of the buttons, and whether they stand one under the other.
func (b *dialogBody) foot(width float32) (height float32, stacked bool) {
	if len(b.buttons) == 0 {
		return 0, false
	}
	look := LookOf(b.title)
	wide := -look.Dp(dialogBeside)
	for _, button := range b.buttons {
		least := button.MinSize()
		wide += least.Width + look.Dp(dialogBeside)
		height = max(height, HeightFor(button, least.Width))
	}
	if wide <= width+0.5 {
		return height, false
	}
	height = -look.Dp(dialogBeside)
	for _, button := range b.buttons {
		height += HeightFor(button, width) + look.Dp(dialogBeside)
	}
	return height, true
}

func (b *dialogBody) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	look := LookOf(b.title)
	height := b.title.HeightFor(width)
	if b.scroll != nil {
		height += look.Dp(dialogGap) + HeightFor(b.scroll.content, width+2*look.Dp(ringRoom)) - 2*look.Dp(ringRoom)
	}
	if foot, _ := b.foot(width); foot > 0 {
		height += look.Dp(dialogFoot) + foot
	}
	return height
}

// MinSize is part of fyne.Layout.
func (b *dialogBody) MinSize([]fyne.CanvasObject) fyne.Size { return LookOf(b.title).Size(240, 120) }

// Layout is part of fyne.Layout.
func (b *dialogBody) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	look := LookOf(b.title)
	high := b.title.HeightFor(size.Width)
	put(b.title, 0, 0, size.Width, high)
	foot, stacked := b.foot(size.Width)
	y := size.Height - foot
	if b.scroll != nil {
		top := high + look.Dp(dialogGap)
		end := size.Height
		if foot > 0 {
			end = y - look.Dp(dialogFoot)
		}
		room := look.Dp(ringRoom)
		put(b.scroll, -room, top-room, size.Width+2*room, max(0, end-top)+2*room)
	}
	if stacked {
		for _, button := range b.buttons {
			own := HeightFor(button, size.Width)
			put(button, 0, y, size.Width, own)
			y += own + look.Dp(dialogBeside)
		}
		return
	}
	x := size.Width
	for i := len(b.buttons) - 1; i >= 0; i-- {
		width := b.buttons[i].MinSize().Width
		x -= width
		put(b.buttons[i], x, y, width, foot)
		x -= look.Dp(dialogBeside)
	}
}
