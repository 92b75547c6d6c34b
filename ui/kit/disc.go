package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Disc is a circle with an icon or a few letters in it: numbers of items, initials of people, big marks
// of success.
type Disc struct {
	widget.BaseWidget
	text, icon string
	size       float32
	fill, line Color
	ink        Color
	lineWidth  float32
	weight     Weight
}

func newDisc(size float32) *Disc {
	d := &Disc{size: size, weight: SemiBold, lineWidth: 1.5}
	d.ExtendBaseWidget(d)
	return d
}

// NewIconDisc makes a filled disc with an icon of half its size.
func NewIconDisc(icon string, size float32, fill, ink Color) *Disc {
	d := newDisc(size)
	d.icon, d.fill, d.ink = icon, fill, ink
	return d
}

// NewAvatar makes the disc of a person, 40 in bars.
func NewAvatar(initials string, size float32) *Disc {
	d := newDisc(size)
	d.text, d.fill, d.ink = initials, Beige, Ink
	return d
}

// NewNumberCircle makes the circle of an item to come: a ring with its number, 32 in the agenda.
func NewNumberCircle(number string, size float32) *Disc {
	d := newDisc(size)
	d.text = number
	d.SetState(ComingNumber)
	return d
}

// NumberState is how far the numbered thing is.
type NumberState uint8

// The states of a number circle.
const (
	ComingNumber  NumberState = iota // a ring
	CurrentNumber                    // red
	FirstNumber                      // ink: first in a list
	OldNumber                        // slate: current, but the news is old
	DoneNumber                       // a tick on green tint
)

// SetState changes how far the numbered thing is.
func (d *Disc) SetState(state NumberState) {
	d.icon, d.line = "", NoColor
	switch state {
	case CurrentNumber:
		d.fill, d.ink = Red, OnFill
	case FirstNumber:
		d.fill, d.ink = Ink, OnInk
	case OldNumber:
		d.fill, d.ink = Slate, OnFill
	case DoneNumber:
		d.fill, d.ink, d.icon = AgreeTint, AgreeText, "check"
	default:
		d.fill, d.ink, d.line = NoColor, Ink2, LineControl
	}
	d.Refresh()
}

// Set changes letters, icon and colours at once.
func (d *Disc) Set(text, icon string, fill, ink Color) {
	if d.text == text && d.icon == icon && d.fill == fill && d.ink == ink {
		return
	}
	d.text, d.icon, d.fill, d.ink = text, icon, fill, ink
	d.Refresh()
}

// WithLine draws a line around and returns the disc.
func (d *Disc) WithLine(line Color, width float32) *Disc {
	d.line, d.lineWidth = line, width
	d.Refresh()
	return d
}

// Text returns the letters.
func (d *Disc) Text() string { return d.text }

func (d *Disc) style() Style {
	size := max(14, d.size*0.36)
	if len([]rune(d.text)) > 2 && d.size < 40 {
		size = 14
	}
	return Style{Size: size, LineHeight: size * 1.3, Weight: d.weight, Color: d.ink}.Center()
}

// CreateRenderer is part of fyne.Widget.
func (d *Disc) CreateRenderer() fyne.WidgetRenderer {
	circle := canvas.NewCircle(Tone{})
	line := canvas.NewText("", nil)
	icon := newGlyph()
	return newDrawing(&drawing{
		owner:   d,
		objects: []fyne.CanvasObject{circle, line, icon},
		paint: func() {
			look := LookOf(d)
			circle.FillColor = look.Color(d.fill)
			circle.StrokeColor, circle.StrokeWidth = look.Color(d.line), 0
			if d.line != NoColor {
				circle.StrokeWidth = look.Dp(d.lineWidth)
			}
			paintGlyph(icon, d.icon, look.Color(d.ink))
			d.style().paint(look, line, d.text)
			show(line, d.icon == "")
		},
		layout: func(size fyne.Size) {
			look := LookOf(d)
			side := look.Dp(d.size)
			x, y := (size.Width-side)/2, (size.Height-side)/2
			put(circle, x, y, side, side)
			mark := side * 0.56
			put(icon, x+(side-mark)/2, y+(side-mark)/2, mark, mark)
			style := d.style()
			style.place(look, line, fyne.NewPos(x, y+(side-style.line(look))/2), side)
		},
		min: func() fyne.Size { return LookOf(d).Size(d.size, d.size) },
	})
}

// Initials are the first letters of the last two words of a name: Nguyễn Thị Phương Thảo Nguyên is TN.
func Initials(name string) string {
	var letters []rune
	start := true
	for _, r := range name {
		if r == ' ' {
			start = true
			continue
		}
		if start {
			letters = append(letters, r)
		}
		start = false
	}
	if len(letters) > 2 {
		letters = letters[len(letters)-2:]
	}
	return string(letters)
}
