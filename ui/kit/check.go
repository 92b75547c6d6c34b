package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// toggle is what a check and a switch share: on or off, the words beside, the whole row as target.
type toggle struct {
	Press
	// OnChanged is called when the finger or the keyboard changes it.
	OnChanged func(on bool)

	text string
	on   bool
}

func (t *toggle) start(text string, on bool, onChanged func(bool)) {
	t.text, t.on, t.OnChanged = text, on, onChanged
	t.label = func() string { return t.text }
	t.OnTapped = func() {
		t.SetOn(!t.on)
		if t.OnChanged != nil {
			t.OnChanged(t.on)
		}
	}
}

// On tells whether it is on.
func (t *toggle) On() bool { return t.on }

// SetOn changes it without a report.
func (t *toggle) SetOn(on bool) {
	if t.on != on {
		t.on = on
		t.Refresh()
	}
}

// Text returns the words.
func (t *toggle) Text() string { return t.text }

func (t *toggle) style() Style {
	if t.disabled {
		return Body.In(Disabled)
	}
	return Body
}

// beside is the room left of the words.
func (t *toggle) beside(look Look, markWidth float32) float32 {
	if t.text == "" {
		return look.Dp(markWidth)
	}
	return look.Dp(markWidth + 10)
}

// heightFor is more than 48 where the words need more than two lines.
func (t *toggle) heightFor(look Look, width, markWidth float32) float32 {
	style := t.style()
	lines := wrap(t.text, width-t.beside(look, markWidth), 0, func(s string) float32 { return style.width(look, drawn(s)) })
	return max(look.Dp(48), float32(len(lines))*style.line(look))
}

// toggleDrawing draws a mark of a size at the left and the words beside it, on a row 48 high.
func (t *toggle) toggleDrawing(owner fyne.Widget, markWidth, markHeight float32, mark []fyne.CanvasObject,
	paint func(look Look), place func(look Look, x, y float32)) *drawing {
	ring := newRing()
	var words textLines
	d := &drawing{owner: owner}
	d.paint = func() {
		look := LookOf(owner)
		paint(look)
		paintRing(ring, look, t.focused)
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(owner)
		y := (size.Height - look.Dp(markHeight)) / 2
		place(look, 0, y)
		placeRing(ring, look, 0, y, look.Dp(markWidth), look.Dp(markHeight), look.Dp(min(markHeight/2, 8)))
		left := t.beside(look, markWidth)
		words.set(look, t.style(), t.text, size.Width-left)
		words.place(left, (size.Height-words.height())/2, size.Width-left)
		d.objects = append(append([]fyne.CanvasObject{}, mark...), ring)
		d.objects = append(d.objects, words.objects()...)
	}
	d.min = func() fyne.Size {
		look := LookOf(owner)
		width := t.beside(look, markWidth) + min(t.style().width(look, t.text), look.Dp(320))
		return fyne.NewSize(width, t.heightFor(look, max(width, owner.Size().Width), markWidth))
	}
	d.objects = mark
	return d
}

// Check is a box to tick, with words.
type Check struct{ toggle }

// NewCheck makes a box of 24 in a target 48 high.
func NewCheck(text string, on bool, onChanged func(on bool)) *Check {
	c := &Check{}
	c.start(text, on, onChanged)
	c.ExtendBaseWidget(c)
	return c
}

// HeightFor is more than 48 where the words need more than two lines.
func (c *Check) HeightFor(width float32) float32 { return c.heightFor(LookOf(c), width, 24) }

// CreateRenderer is part of fyne.Widget.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	box, tick := canvas.NewRectangle(Tone{}), newGlyph()
	return newDrawing(c.toggleDrawing(c, 24, 24, []fyne.CanvasObject{box, tick},
		func(look Look) {
			box.FillColor, box.StrokeColor, box.StrokeWidth = look.Color(White), look.Color(LineControl), look.Dp(2)
			name := ""
			if c.on {
				box.FillColor, box.StrokeWidth = look.Color(Ink), 0
				name = "check"
			}
			if c.disabled {
				box.StrokeColor = look.Color(Line)
				if c.on {
					box.FillColor = look.Color(Disabled)
				}
			}
			box.CornerRadius = look.Dp(6)
			paintGlyph(tick, name, look.Color(OnInk))
		},
		func(look Look, x, y float32) {
			put(box, x, y, look.Dp(24), look.Dp(24))
			put(tick, x+look.Dp(2), y+look.Dp(2), look.Dp(20), look.Dp(20))
		}))
}

// Switch is a switch 44 by 26, with words.
type Switch struct{ toggle }

// NewSwitch makes a switch in a target 48 high.
func NewSwitch(text string, on bool, onChanged func(on bool)) *Switch {
	s := &Switch{}
	s.start(text, on, onChanged)
	s.ExtendBaseWidget(s)
	return s
}

// HeightFor is more than 48 where the words need more than two lines.
func (s *Switch) HeightFor(width float32) float32 { return s.heightFor(LookOf(s), width, 44) }

// CreateRenderer is part of fyne.Widget.
func (s *Switch) CreateRenderer() fyne.WidgetRenderer {
	track, knob := canvas.NewRectangle(Tone{}), canvas.NewCircle(Tone{})
	return newDrawing(s.toggleDrawing(s, 44, 26, []fyne.CanvasObject{track, knob},
		func(look Look) {
			track.CornerRadius = look.Dp(13)
			track.StrokeColor, track.StrokeWidth = look.Color(LineControl), look.Dp(2)
			track.FillColor, knob.FillColor = look.Color(White), look.Color(LineControl)
			if s.on {
				track.FillColor, track.StrokeWidth = look.Color(Ink), 0
				knob.FillColor = look.Color(OnInk)
			}
			if s.disabled {
				track.StrokeColor = look.Color(Line)
				knob.FillColor = look.Color(Line)
				if s.on {
					track.FillColor = look.Color(Disabled)
				}
			}
		},
		func(look Look, x, y float32) {
			put(track, x, y, look.Dp(44), look.Dp(26))
			side, inset := look.Dp(16), look.Dp(5)
			if s.on {
				side, inset = look.Dp(20), look.Dp(3)
				put(knob, x+look.Dp(44)-side-inset, y+inset, side, side)
				return
			}
			put(knob, x+inset, y+inset, side, side)
		}))
}
