package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// InkDot is the colour of a pen to choose: a disc of 28 in a target of 48, with a ring around the chosen one. Ink is on
// paper, which is white in every theme: the tone is told and not looked up.
type InkDot struct {
	Press
	tone     Tone
	text     string
	selected bool
}

// NewInkDot makes one; label is the colour's name.
func NewInkDot(tone Tone, label string, tapped func()) *InkDot {
	d := &InkDot{tone: tone, text: label}
	d.OnTapped = tapped
	d.label = func() string { return d.text }
	d.ExtendBaseWidget(d)
	return d
}

// SetSelected rings the colour in use.
func (d *InkDot) SetSelected(selected bool) {
	if d.selected != selected {
		d.selected = selected
		d.Refresh()
	}
}

// Selected tells whether it is the colour in use.
func (d *InkDot) Selected() bool { return d.selected }

// SetTone changes the colour and its name.
func (d *InkDot) SetTone(tone Tone, label string) {
	if d.tone != tone || d.text != label {
		d.tone, d.text = tone, label
		d.Refresh()
	}
}

// Tone returns the colour.
func (d *InkDot) Tone() Tone { return d.tone }

// CreateRenderer is part of fyne.Widget.
func (d *InkDot) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	ring, gap, disc := canvas.NewCircle(Tone{}), canvas.NewCircle(Tone{}), canvas.NewCircle(Tone{})
	r := &drawing{owner: d}
	r.paint = func() {
		look := LookOf(d)
		dress := dress{radius: 12}
		if d.pressed {
			dress.fill = Line
		} else if d.hovered {
			dress.fill = Hover
		}
		f.paint(look, dress, &d.Press)
		disc.FillColor = d.tone
		disc.StrokeColor, disc.StrokeWidth = look.Color(LineControl), look.Dp(1) // a dark pen on a dark bar
		ring.StrokeColor, ring.StrokeWidth = look.Color(Ink), look.Dp(3)
		gap.StrokeColor, gap.StrokeWidth = look.Color(White), look.Dp(2)
		show(ring, d.selected)
		show(gap, d.selected)
	}
	r.layout = func(size fyne.Size) {
		look := LookOf(d)
		f.place(look, size, &d.Press)
		place := func(circle *canvas.Circle, measure float32) {
			side := look.Dp(measure)
			put(circle, (size.Width-side)/2, (size.Height-side)/2, side, side)
		}
		place(disc, 28)
		place(gap, 30)
		place(ring, 36)
	}
	r.min = func() fyne.Size { return LookOf(d).Size(48, 48) }
	r.objects = f.objects(disc, gap, ring)
	return newDrawing(r)
}
