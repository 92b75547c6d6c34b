package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// The cells of a clock in parts of the letter size: the font's digits differ in width, so each stands
// in the middle of its own cell and the clock never dances.
const (
	digitCell = 0.66
	colonCell = 0.32
)

// Clock is time in digits.
type Clock struct {
	widget.BaseWidget
	text  string
	style Style
}

// NewClock makes a clock in bold digits of a size.
func NewClock(text string, size float32) *Clock {
	style := Sized(size).Heavy()
	style.LineHeight = size
	c := &Clock{text: text, style: style}
	c.ExtendBaseWidget(c)
	return c
}

// In sets the colour and returns the clock.
func (c *Clock) In(color Color) *Clock { c.SetColor(color); return c }

// SemiBold sets the digits in semibold, for the time of day in bars, and returns the clock.
func (c *Clock) SemiBold() *Clock { c.style.Weight = SemiBold; c.Refresh(); return c }

// SetText changes the time; the same again costs nothing.
func (c *Clock) SetText(text string) {
	if c.text != text {
		c.text = text
		c.Refresh()
	}
}

// Text returns the time.
func (c *Clock) Text() string { return c.text }

// SetColor changes the colour.
func (c *Clock) SetColor(color Color) {
	if c.style.Color != color {
		c.style.Color = color
		c.Refresh()
	}
}

// Baseline tells how far the digits' foot stands below the top.
func (c *Clock) Baseline() float32 { return c.style.baseline(LookOf(c)) }

// AccessibilityLabel is the time.
func (c *Clock) AccessibilityLabel() string { return c.text }

// AccessibilityRole is text.
func (c *Clock) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (c *Clock) cell(look Look, r rune) float32 {
	em := c.style.size(look)
	switch {
	case r >= '0' && r <= '9':
		return em * digitCell
	case r == ':':
		return em * colonCell
	default:
		return c.style.width(look, string(r))
	}
}

// CreateRenderer is part of fyne.Widget.
func (c *Clock) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: c}
	var digits []*canvas.Text
	d.paint = func() {
		look := LookOf(c)
		runes := []rune(c.text)
		for len(digits) < len(runes) {
			digits = append(digits, canvas.NewText("", nil))
		}
		digits = digits[:len(runes)]
		d.objects = d.objects[:0]
		for i, r := range runes {
			c.style.paint(look, digits[i], string(r))
			d.objects = append(d.objects, digits[i])
		}
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(c)
		style := c.style.Center()
		x := (size.Width - c.wide(look)) / 2
		y := (size.Height - style.line(look)) / 2
		for i, r := range []rune(c.text) {
			cell := c.cell(look, r)
			style.place(look, digits[i], fyne.NewPos(x, y), cell)
			x += cell
		}
	}
	d.min = func() fyne.Size {
		look := LookOf(c)
		return fyne.NewSize(c.wide(look), c.style.line(look))
	}
	return newDrawing(d)
}

func (c *Clock) wide(look Look) float32 {
	var wide float32
	for _, r := range c.text {
		wide += c.cell(look, r)
	}
	return wide
}
