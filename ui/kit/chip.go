package kit

import (
	"fyne.io/fyne/v2"
)

// ChipKind is the meaning of a chip.
type ChipKind uint8

// The meanings of chips.
const (
	PlainChip   ChipKind = iota // beige
	UnsentChip                  // solid gold: CHƯA GỬI
	SendingChip                 // quiet gold: on its way
	SlateChip                   // slate on its tint: offline, created, expired
	DoneChip                    // green on its tint
	AlertChip                   // red on its tint
	InkChip                     // ink: the chosen filter
	OutlineChip                 // white with a line: a filter to choose
	SolidSlateChip
)

var chipDress = map[ChipKind]dress{
	PlainChip:      {fill: Beige, text: Ink},
	UnsentChip:     {fill: Gold, text: OnGold},
	SendingChip:    {fill: GoldTint, text: GoldText},
	SlateChip:      {fill: SlateTint, text: Ink2},
	DoneChip:       {fill: AgreeTint, text: AgreeText},
	AlertChip:      {fill: RedTint, text: RedText},
	InkChip:        {fill: Ink, text: OnInk},
	OutlineChip:    {fill: White, border: LineControl, text: Ink},
	SolidSlateChip: {fill: Slate, text: OnFill},
}

// Chip is a short word in a pill. With OnTapped set it is a button.
type Chip struct {
	Press
	text, icon string
	kind       ChipKind
	height     float32
	regular    bool
}

// NewChip makes a chip 28 high.
func NewChip(text string, kind ChipKind) *Chip {
	c := &Chip{text: text, kind: kind, height: 28}
	c.label = func() string { return c.text }
	c.ExtendBaseWidget(c)
	return c
}

// WithIcon puts an icon before the word and returns the chip.
func (c *Chip) WithIcon(name string) *Chip { c.icon = name; c.Refresh(); return c }

// WithHeight sets the height: 28 in cards, 36 in bars, 48 to be tapped. It returns the chip.
func (c *Chip) WithHeight(height float32) *Chip { c.height = height; c.Refresh(); return c }

// WithTap makes a button of the chip and returns it.
func (c *Chip) WithTap(tapped func()) *Chip { c.OnTapped = tapped; return c }

// Plain sets the word in regular and returns the chip.
func (c *Chip) Plain() *Chip { c.regular = true; c.Refresh(); return c }

// Text returns the word.
func (c *Chip) Text() string { return c.text }

// Kind returns the meaning.
func (c *Chip) Kind() ChipKind { return c.kind }

// Set changes word and meaning; the same again costs nothing.
func (c *Chip) Set(text string, kind ChipKind) {
	if c.text == text && c.kind == kind {
		return
	}
	c.text, c.kind = text, kind
	c.Refresh()
}

// Disabled is true for a chip that is not a button, so that the keyboard passes it.
func (c *Chip) Disabled() bool { return c.OnTapped == nil || c.disabled }

func (c *Chip) style() Style {
	style := Style{Size: 14, LineHeight: 20, Weight: SemiBold}
	if c.height >= 36 {
		style.Size, style.LineHeight = 15, 22
	}
	if c.height >= 48 {
		style.Size, style.LineHeight = 16, 24
	}
	if c.regular {
		style.Weight = Regular
	}
	return style
}

func (c *Chip) measures() (pad, icon, gap float32) {
	switch {
	case c.height >= 48:
		return 18, 20, 10
	case c.height >= 36:
		return 14, 20, 8
	default:
		return 10, 16, 6
	}
}

// CreateRenderer is part of fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	icon := newGlyph()
	var words textLines
	d := &drawing{owner: c}
	look2 := func() (Look, dress) {
		dress := chipDress[c.kind]
		dress.radius = c.height / 2
		if c.OnTapped != nil && (c.pressed || c.hovered) && c.kind == OutlineChip {
			dress.fill = Hover
		}
		return LookOf(c), dress
	}
	d.paint = func() {
		look, dress := look2()
		f.paint(look, dress, &c.Press)
		paintGlyph(icon, c.icon, look.Color(dress.text))
	}
	d.layout = func(size fyne.Size) {
		look, dress := look2()
		pad, side, gap := c.measures()
		high := min(size.Height, look.Dp(c.height))
		top := (size.Height - high) / 2
		f.place(look, fyne.NewSize(size.Width, high), &c.Press)
		f.body.Move(fyne.NewPos(0, top))
		f.ring.Move(f.ring.Position().AddXY(0, top))
		x := look.Dp(pad)
		if c.icon != "" {
			put(icon, x, top+(high-look.Dp(side))/2, look.Dp(side), look.Dp(side))
			x += look.Dp(side + gap)
		}
		words.set(look, c.style().In(dress.text), c.text, 0)
		words.place(x, top+(high-words.height())/2, size.Width-x)
		d.objects = append(f.objects(icon), words.objects()...)
	}
	d.min = func() fyne.Size {
		look := LookOf(c)
		pad, side, gap := c.measures()
		width := look.Dp(2*pad) + c.style().width(look, c.text)
		if c.icon != "" {
			width += look.Dp(side)
			if c.text != "" {
				width += look.Dp(gap)
			}
		}
		return fyne.NewSize(width, look.Dp(c.height))
	}
	d.objects = f.objects(icon)
	return newDrawing(d)
}
