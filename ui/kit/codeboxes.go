package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// CodeBoxes is a row of boxes for a personal code. It takes digits from a keypad (Type) and, when it
// has the focus, from the keyboard.
type CodeBoxes struct {
	widget.BaseWidget

	// OnChanged is called after every change, OnComplete when the last box is filled.
	OnChanged  func(code string)
	OnComplete func(code string)

	count    int
	code     []rune
	open     bool
	wrong    bool
	disabled bool
	focused  bool
}

var (
	_ fyne.Focusable   = (*CodeBoxes)(nil)
	_ fyne.Tappable    = (*CodeBoxes)(nil)
	_ fyne.Disableable = (*CodeBoxes)(nil)
)

// NewCodeBoxes makes so many masked boxes, 8 for delegates.
func NewCodeBoxes(count int) *CodeBoxes {
	c := &CodeBoxes{count: count}
	c.ExtendBaseWidget(c)
	return c
}

// Unmasked shows the digits and returns the boxes.
func (c *CodeBoxes) Unmasked() *CodeBoxes { c.open = true; c.Refresh(); return c }

// Code is what was typed.
func (c *CodeBoxes) Code() string { return string(c.code) }

// Type adds a digit; other letters and what is over the last box are passed by.
func (c *CodeBoxes) Type(digit rune) {
	if c.disabled || digit < '0' || digit > '9' || len(c.code) >= c.count {
		return
	}
	c.code = append(c.code, digit)
	c.wrong = false
	c.changed()
	if len(c.code) == c.count && c.OnComplete != nil {
		c.OnComplete(string(c.code))
	}
}

// Backspace takes the last digit away.
func (c *CodeBoxes) Backspace() {
	if c.disabled || len(c.code) == 0 {
		return
	}
	c.code = c.code[:len(c.code)-1]
	c.changed()
}

// Clear empties all boxes.
func (c *CodeBoxes) Clear() {
	if len(c.code) == 0 {
		return
	}
	c.code = nil
	c.changed()
}

// SetWrong outlines the boxes in red until the next digit.
func (c *CodeBoxes) SetWrong(wrong bool) {
	if c.wrong != wrong {
		c.wrong = wrong
		c.Refresh()
	}
}

// SetDisabled takes the boxes out of use, or back.
func (c *CodeBoxes) SetDisabled(disabled bool) {
	if c.disabled != disabled {
		c.disabled = disabled
		c.Refresh()
	}
}

// Enable takes the boxes back into use.
func (c *CodeBoxes) Enable() { c.SetDisabled(false) }

// Disable takes the boxes out of use.
func (c *CodeBoxes) Disable() { c.SetDisabled(true) }

// Disabled tells whether they are out of use; the keyboard passes them then.
func (c *CodeBoxes) Disabled() bool { return c.disabled }

func (c *CodeBoxes) changed() {
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(string(c.code))
	}
}

// FocusGained is part of fyne.Focusable.
func (c *CodeBoxes) FocusGained() {
	c.focused = true
	c.Refresh()
	reveal(c)
}

// FocusLost is part of fyne.Focusable.
func (c *CodeBoxes) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune is part of fyne.Focusable.
func (c *CodeBoxes) TypedRune(r rune) { c.Type(r) }

// TypedKey is part of fyne.Focusable.
func (c *CodeBoxes) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyBackspace:
		c.Backspace()
	case fyne.KeyDelete:
		c.Clear()
	default:
		passKey(c, key)
	}
}

// Tapped takes the keyboard's focus.
func (c *CodeBoxes) Tapped(*fyne.PointEvent) {
	if window := windowOf(c); window != nil {
		window.Focus(c)
	}
}

// CreateRenderer is part of fyne.Widget.
func (c *CodeBoxes) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: c}
	boxes := make([]*canvas.Rectangle, c.count)
	dots := make([]*canvas.Circle, c.count)
	digits := make([]*canvas.Text, c.count)
	cursor := canvas.NewRectangle(Tone{})
	ring := newRing()
	style := SheetTitle.Center()
	d.objects = []fyne.CanvasObject{ring}
	for i := range boxes {
		boxes[i], dots[i], digits[i] = canvas.NewRectangle(Tone{}), canvas.NewCircle(Tone{}), canvas.NewText("", nil)
	}
	d.paint = func() {
		look := LookOf(c)
		d.objects = d.objects[:0]
		var last fyne.CanvasObject
		for i, box := range boxes {
			box.FillColor = look.Color(White)
			box.StrokeColor, box.StrokeWidth = look.Color(LineControl), look.Dp(1)
			box.CornerRadius = look.Dp(10)
			switch {
			case c.wrong:
				box.StrokeColor, box.StrokeWidth = look.Color(RedText), look.Dp(2)
			case i == len(c.code) && !c.disabled:
				box.StrokeColor, box.StrokeWidth = look.Color(Ink), look.Dp(3)
				last = box
			}
			filled := i < len(c.code)
			dots[i].FillColor = look.Color(Ink)
			show(dots[i], filled && !c.open)
			text := ""
			if filled && c.open {
				text = string(c.code[i])
			}
			style.paint(look, digits[i], text)
			if box != last {
				d.objects = append(d.objects, box)
			}
			d.objects = append(d.objects, dots[i], digits[i])
		}
		cursor.FillColor = look.Color(Ink)
		show(cursor, len(c.code) < c.count && !c.disabled)
		paintRing(ring, look, c.focused)
		if last != nil {
			d.objects = append(d.objects, last)
		}
		d.objects = append(d.objects, cursor, ring)
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(c)
		pitch := size.Width / float32(c.count)
		for i, box := range boxes {
			x := float32(i) * pitch
			put(box, x, 0, pitch, size.Height)
			side := look.Dp(16)
			put(dots[i], x+(pitch-side)/2, (size.Height-side)/2, side, side)
			style.place(look, digits[i], fyne.NewPos(x, (size.Height-style.line(look))/2), pitch)
			if i == len(c.code) {
				put(cursor, x+pitch/2-look.Dp(1), size.Height/4, look.Dp(2), size.Height/2)
			}
		}
		placeRing(ring, look, 0, 0, size.Width, size.Height, look.Dp(10))
	}
	d.min = func() fyne.Size { return LookOf(c).Size(44*float32(c.count), 64) }
	return newDrawing(d)
}
