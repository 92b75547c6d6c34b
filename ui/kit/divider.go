package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Divider is a line 1 px thin between rows or columns.
type Divider struct {
	widget.BaseWidget
	vertical bool
	length   float32
	color    Color
}

// NewDivider makes a line from left to right.
func NewDivider() *Divider {
	d := &Divider{color: Line}
	d.ExtendBaseWidget(d)
	return d
}

// NewVerticalDivider makes a line of a length from top to bottom; with length 0 it is as high as its
// room.
func NewVerticalDivider(length float32) *Divider {
	d := &Divider{color: LineRound, vertical: true, length: length}
	d.ExtendBaseWidget(d)
	return d
}

// In sets the colour and returns the divider.
func (d *Divider) In(color Color) *Divider { d.color = color; d.Refresh(); return d }

// CreateRenderer is part of fyne.Widget.
func (d *Divider) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(Tone{})
	return newDrawing(&drawing{
		owner:   d,
		objects: []fyne.CanvasObject{line},
		paint:   func() { line.FillColor = LookOf(d).Color(d.color) },
		layout: func(size fyne.Size) {
			thin := max(1, LookOf(d).Dp(1))
			if !d.vertical {
				put(line, 0, 0, size.Width, thin)
				return
			}
			length := size.Height
			if d.length > 0 {
				length = min(length, LookOf(d).Dp(d.length))
			}
			put(line, 0, (size.Height-length)/2, thin, length)
		},
		min: func() fyne.Size {
			thin := max(1, LookOf(d).Dp(1))
			if d.vertical {
				return fyne.NewSize(thin, LookOf(d).Dp(d.length))
			}
			return fyne.NewSize(1, thin)
		},
	})
}
