package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Dot is a small filled circle or ring: the state of a connection, a paper not downloaded.
type Dot struct {
	widget.BaseWidget
	size   float32
	stroke float32
	color  Color
}

// NewDot makes a filled dot, 10 for connections.
func NewDot(size float32, color Color) *Dot {
	d := &Dot{size: size, color: color}
	d.ExtendBaseWidget(d)
	return d
}

// NewRingDot makes a ring, 9 with a line of 2 for what is not downloaded.
func NewRingDot(size, stroke float32, color Color) *Dot {
	d := &Dot{size: size, stroke: stroke, color: color}
	d.ExtendBaseWidget(d)
	return d
}

// SetColor changes the colour.
func (d *Dot) SetColor(color Color) {
	if d.color != color {
		d.color = color
		d.Refresh()
	}
}

// SetHollow changes between a filled dot and a ring with a line of 2.
func (d *Dot) SetHollow(hollow bool) {
	stroke := float32(0)
	if hollow {
		stroke = 2
	}
	if d.stroke != stroke {
		d.stroke = stroke
		d.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	circle := canvas.NewCircle(Tone{})
	return newDrawing(&drawing{
		owner:   d,
		objects: []fyne.CanvasObject{circle},
		paint: func() {
			look := LookOf(d)
			if d.stroke > 0 {
				circle.FillColor, circle.StrokeColor, circle.StrokeWidth = Tone{}, look.Color(d.color), look.Dp(d.stroke)
			} else {
				circle.FillColor, circle.StrokeColor, circle.StrokeWidth = look.Color(d.color), Tone{}, 0
			}
		},
		layout: func(size fyne.Size) {
			side := LookOf(d).Dp(d.size)
			put(circle, (size.Width-side)/2, (size.Height-side)/2, side, side)
		},
		min: func() fyne.Size { return LookOf(d).Size(d.size, d.size) },
	})
}
