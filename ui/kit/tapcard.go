package kit

import "fyne.io/fyne/v2"

// TapCard is a white card that is one button as a whole. Its content must hold nothing to tap.
type TapCard struct {
	Press
	content  fyne.CanvasObject
	insets   Insets
	radius   float32
	selected bool
	size     fyne.Size
}

// NewTapCard makes a card with radius 14 and margins of 13; label is what a screen reader says.
func NewTapCard(label string, content fyne.CanvasObject, tapped func()) *TapCard {
	c := &TapCard{content: content, insets: All(13), radius: 14}
	c.OnTapped = tapped
	c.label = func() string { return label }
	c.ExtendBaseWidget(c)
	return c
}

// WithPadding sets the margins and returns the card.
func (c *TapCard) WithPadding(insets Insets) *TapCard { c.insets = insets; c.Refresh(); return c }

// WithRadius sets the radius and returns the card.
func (c *TapCard) WithRadius(radius float32) *TapCard { c.radius = radius; c.Refresh(); return c }

// WithSize sets the least size and returns the card.
func (c *TapCard) WithSize(width, height float32) *TapCard {
	c.size = fyne.NewSize(width, height)
	c.Refresh()
	return c
}

// SetContent changes what stands on the card.
func (c *TapCard) SetContent(content fyne.CanvasObject) { c.content = content; c.Refresh() }

// SetSelected outlines the card in ink.
func (c *TapCard) SetSelected(selected bool) {
	if c.selected != selected {
		c.selected = selected
		c.Refresh()
	}
}

// HeightFor is the content's height and the margins, at least the least height.
func (c *TapCard) HeightFor(width float32) float32 {
	look := LookOf(c)
	own := HeightFor(c.content, width-look.Dp(c.insets.Left+c.insets.Right)) + look.Dp(c.insets.Top+c.insets.Bottom)
	return max(own, look.Dp(c.size.Height))
}

// CreateRenderer is part of fyne.Widget.
func (c *TapCard) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	d := &drawing{owner: c}
	d.paint = func() {
		dress := dress{fill: White, edge: ButtonShadow, border: LineRound, radius: c.radius}
		switch {
		case c.disabled:
			dress.fill, dress.border = Paper, Line
		case c.pressed:
			dress.fill, dress.edge = Well, NoColor
		case c.hovered:
			dress.fill = Hover
		}
		if c.selected {
			dress.border, dress.borderWidth = Ink, 2
		}
		f.paint(LookOf(c), dress, &c.Press)
		d.objects = f.objects(c.content)
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(c)
		down := f.place(look, size, &c.Press)
		put(c.content, look.Dp(c.insets.Left), look.Dp(c.insets.Top)+down,
			size.Width-look.Dp(c.insets.Left+c.insets.Right), size.Height-look.Dp(c.insets.Top+c.insets.Bottom))
	}
	d.min = func() fyne.Size {
		look := LookOf(c)
		width := max(c.content.MinSize().Width+look.Dp(c.insets.Left+c.insets.Right), look.Dp(c.size.Width))
		return fyne.NewSize(width, c.HeightFor(max(width, c.Size().Width)))
	}
	return newDrawing(d)
}
