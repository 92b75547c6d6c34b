package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
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

// Chip is a short word in a pill. It lets taps through to the row or card under it, unless WithTap made
// a button of it.
type Chip struct {
	widget.BaseWidget
	text, icon string
	kind       ChipKind
	height     float32
	regular    bool
	target     *chipTarget
}

// NewChip makes a chip 28 high.
func NewChip(text string, kind ChipKind) *Chip {
	c := &Chip{text: text, kind: kind, height: 28}
	c.ExtendBaseWidget(c)
	return c
}

// WithIcon puts an icon before the word and returns the chip.
func (c *Chip) WithIcon(name string) *Chip { c.icon = name; c.Refresh(); return c }

// WithHeight sets the height of the pill: 28 in cards, 36 in bars, 48 to be tapped. It returns the chip.
func (c *Chip) WithHeight(height float32) *Chip { c.height = height; c.Refresh(); return c }

// WithTap makes a button of the chip and returns it. The pill keeps its height, its target is at least
// 48 high.
func (c *Chip) WithTap(tapped func()) *Chip {
	c.target = &chipTarget{chip: c}
	c.target.OnTapped = tapped
	c.target.label = func() string { return c.text }
	c.target.ExtendBaseWidget(c.target)
	c.Refresh()
	return c
}

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

// SetDisabled takes a chip that is a button out of use, or back.
func (c *Chip) SetDisabled(disabled bool) {
	if c.target != nil {
		c.target.SetReason(disabled, "")
	}
}

// AccessibilityLabel is the word.
func (c *Chip) AccessibilityLabel() string { return c.text }

// AccessibilityRole is text; the target inside is the button.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

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

func (c *Chip) least() fyne.Size {
	look := LookOf(c)
	size := fyne.NewSize(c.natural(look), look.Dp(c.height))
	if c.target != nil {
		size = size.Max(look.Size(48, 48))
	}
	return size
}

// CreateRenderer is part of fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	plain := c.pill(c, &Press{})
	d := &drawing{owner: c, min: c.least}
	d.paint = func() {
		if c.target != nil {
			d.objects = []fyne.CanvasObject{c.target}
			c.target.Refresh()
			return
		}
		plain.paint()
		d.objects = plain.objects
	}
	d.layout = func(size fyne.Size) {
		if c.target != nil {
			put(c.target, 0, 0, size.Width, size.Height)
			return
		}
		plain.layout(size)
		d.objects = plain.objects
	}
	return newDrawing(d)
}

// pill draws the chip for itself, or for the target that it holds.
func (c *Chip) pill(owner fyne.Widget, press *Press) *drawing {
	f := newFace()
	icon := newGlyph()
	var words textLines
	d := &drawing{owner: owner, min: c.least, objects: f.objects(icon)}
	dressed := func() (Look, dress) {
		dress := chipDress[c.kind]
		switch {
		case press.disabled:
			dress = disabledDress
		case (press.pressed || press.hovered) && c.kind == OutlineChip:
			dress.fill = Hover
		}
		dress.radius = c.height / 2
		return LookOf(c), dress
	}
	d.paint = func() {
		look, dress := dressed()
		f.paint(look, dress, press)
		paintGlyph(icon, c.icon, look.Color(dress.text))
	}
	d.layout = func(size fyne.Size) {
		look, dress := dressed()
		pad, side, gap := c.measures()
		if c.target == nil { // a chip in a column is no wider than its word
			size.Width = min(size.Width, c.natural(look))
		}
		high := min(size.Height, look.Dp(c.height))
		top := (size.Height - high) / 2
		down := f.place(look, fyne.NewSize(size.Width, high), press)
		f.body.Move(f.body.Position().AddXY(0, top))
		f.ring.Move(f.ring.Position().AddXY(0, top))
		top += down
		wide := words.set(look, c.style().In(dress.text), c.text, 0)
		x := look.Dp(pad)
		if c.target != nil { // a short word stands in the middle of its wide target
			x = (size.Width - (c.natural(look) - look.Dp(2*pad))) / 2
		}
		if c.icon != "" {
			put(icon, x, top+(high-look.Dp(side))/2, look.Dp(side), look.Dp(side))
			x += look.Dp(side + gap)
		}
		words.place(x, top+(high-words.height())/2, wide)
		d.objects = append(f.objects(icon), words.objects()...)
	}
	return d
}

// natural is the width that the pill wants for its word.
func (c *Chip) natural(look Look) float32 {
	pad, side, gap := c.measures()
	width := look.Dp(2*pad) + c.style().width(look, c.text)
	if c.icon != "" {
		width += look.Dp(side)
		if c.text != "" {
			width += look.Dp(gap)
		}
	}
	return width
}

// chipTarget is a chip that is a button.
type chipTarget struct {
	Press
	chip *Chip
}

// CreateRenderer is part of fyne.Widget.
func (t *chipTarget) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(t.chip.pill(t, &t.Press))
}
