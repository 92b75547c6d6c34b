package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// IconButton is a target of at least 48 with an icon, and under it the label where Labelled asks for
// it; the label is always there for screen readers.
type IconButton struct {
	Press
	icon, text string
	side       float32
	width      float32
	iconSize   float32
	labelled   bool
	outlined   bool
	selected   bool
	marked     bool
}

// NewIconButton makes a target of 48 with an icon of 24.
func NewIconButton(icon, label string, tapped func()) *IconButton {
	b := &IconButton{icon: icon, text: label, side: 48, iconSize: 24}
	b.OnTapped = tapped
	b.label = func() string { return b.text }
	b.ExtendBaseWidget(b)
	return b
}

// WithSide sets the side of the target and returns the button.
func (b *IconButton) WithSide(side float32) *IconButton { b.side = side; b.Refresh(); return b }

// WithWidth sets a width apart from the height and returns the button.
func (b *IconButton) WithWidth(width float32) *IconButton { b.width = width; b.Refresh(); return b }

// WithIconSize sets the size of the icon and returns the button.
func (b *IconButton) WithIconSize(size float32) *IconButton {
	b.iconSize = size
	b.Refresh()
	return b
}

// Labelled shows the label under the icon and returns the button.
func (b *IconButton) Labelled() *IconButton { b.labelled = true; b.Refresh(); return b }

// Outlined gives the button a white ground and a line, and returns it.
func (b *IconButton) Outlined() *IconButton { b.outlined = true; b.Refresh(); return b }

// Text returns the label.
func (b *IconButton) Text() string { return b.text }

// SetText changes the label.
func (b *IconButton) SetText(label string) {
	if b.text != label {
		b.text = label
		b.Refresh()
	}
}

// SetIcon changes the icon.
func (b *IconButton) SetIcon(icon string) {
	if b.icon != icon {
		b.icon = icon
		b.Refresh()
	}
}

// SetSelected fills the button with ink, as the tool in use.
func (b *IconButton) SetSelected(selected bool) {
	if b.selected != selected {
		b.selected = selected
		b.Refresh()
	}
}

// Selected tells whether it is the tool in use.
func (b *IconButton) Selected() bool { return b.selected }

// SetMarked puts a red dot at the icon: something waits behind it.
func (b *IconButton) SetMarked(marked bool) {
	if b.marked != marked {
		b.marked = marked
		b.Refresh()
	}
}

func (b *IconButton) dress() dress {
	d := dress{text: Ink2, radius: 12}
	if b.outlined {
		d.fill, d.border, d.text = White, LineRound, Ink
	}
	switch {
	case b.disabled:
		d.text = Disabled
	case b.selected:
		d.fill, d.text, d.border = Ink, OnInk, NoColor
	case b.pressed:
		d.fill = Line
	case b.hovered:
		d.fill = Hover
	}
	return d
}

var iconLabel = Style{Size: 15, LineHeight: 20}

// CreateRenderer is part of fyne.Widget.
func (b *IconButton) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	icon := newGlyph()
	dot := canvas.NewCircle(Tone{})
	var words textLines
	d := &drawing{owner: b}
	d.paint = func() {
		look, dress := LookOf(b), b.dress()
		f.paint(look, dress, &b.Press)
		paintGlyph(icon, b.icon, look.Color(dress.text))
		dot.FillColor = look.Color(Red)
		show(dot, b.marked)
	}
	d.layout = func(size fyne.Size) {
		look, dress := LookOf(b), b.dress()
		down := f.place(look, size, &b.Press)
		text := ""
		if b.labelled {
			text = b.text
		}
		words.set(look, iconLabel.In(dress.text).Center(), text, size.Width-look.Dp(8))
		side := look.Dp(b.iconSize)
		high := side
		if text != "" {
			high += look.Dp(6) + words.height()
		}
		y := (size.Height-high)/2 + down
		put(icon, (size.Width-side)/2, y, side, side)
		put(dot, (size.Width+side)/2-look.Dp(5), y-look.Dp(3), look.Dp(10), look.Dp(10))
		words.place(look.Dp(4), y+side+look.Dp(6), size.Width-look.Dp(8))
		d.objects = append(f.objects(icon, dot), words.objects()...)
	}
	d.min = func() fyne.Size {
		look := LookOf(b)
		size := look.Size(max(b.side, b.width), b.side)
		if b.labelled {
			longest := (&Paragraph{text: b.text, style: iconLabel}).longestWord(look)
			size.Width = max(size.Width, longest+look.Dp(8))
		}
		return size
	}
	d.objects = f.objects(icon, dot)
	return newDrawing(d)
}
