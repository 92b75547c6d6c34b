package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Kind is the rank of a button.
type Kind uint8

// The ranks. Primary is red and stands once a screen.
const (
	Primary  Kind = iota
	Strong        // ink
	Outline       // white with a line
	Soft          // the tone of the rail, for keys of second rank
	Quiet         // words only
	Positive      // green, for "that is me" and the like
	Key           // white with an edge, for keypads
)

var kindDress = map[Kind]dress{
	Primary:  {fill: Red, edge: RedShadow, text: OnFill},
	Strong:   {fill: Ink, edge: InkShadow, text: OnInk},
	Outline:  {fill: White, border: LineRound, text: Ink},
	Soft:     {fill: Well, edge: ButtonShadow, border: LineRound, text: Ink},
	Quiet:    {text: Ink},
	Positive: {fill: Agree, edge: AgreeDark, text: OnFill},
	Key:      {fill: White, edge: ButtonShadow, border: LineRound, text: Ink},
}

var disabledDress = dress{fill: White, border: Line, text: Disabled}

// BigButton is a button of words, with an icon before them and a key hint after them if wanted. Out of
// use, it says why under its words.
type BigButton struct {
	Press
	text, icon, key string
	kind            Kind
	height          float32
	textSize        float32
	wide            float32
}

// NewBigButton makes a button 48 high.
func NewBigButton(text string, kind Kind, tapped func()) *BigButton {
	b := &BigButton{text: text, kind: kind, height: 48}
	b.OnTapped = tapped
	b.label = func() string { return b.text }
	b.ExtendBaseWidget(b)
	return b
}

// WithIcon puts an icon before the words and returns the button.
func (b *BigButton) WithIcon(name string) *BigButton { b.SetIcon(name); return b }

// WithKey shows the key that does the same and returns the button.
func (b *BigButton) WithKey(key string) *BigButton { b.key = key; b.Refresh(); return b }

// WithHeight sets the height, 40 to 80; words grow with it. It returns the button.
func (b *BigButton) WithHeight(height float32) *BigButton { b.height = height; b.Refresh(); return b }

// WithTextSize sets the size of the words apart from the height and returns the button.
func (b *BigButton) WithTextSize(size float32) *BigButton { b.textSize = size; b.Refresh(); return b }

// WithWidth sets the least width and returns the button.
func (b *BigButton) WithWidth(width float32) *BigButton { b.wide = width; b.Refresh(); return b }

// Text returns the words.
func (b *BigButton) Text() string { return b.text }

// SetText changes the words.
func (b *BigButton) SetText(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

// SetIcon changes the icon; an empty name takes it away.
func (b *BigButton) SetIcon(name string) {
	if b.icon != name {
		b.icon = name
		b.Refresh()
	}
}

// SetKind changes the rank.
func (b *BigButton) SetKind(kind Kind) {
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

func (b *BigButton) style() Style {
	size := b.textSize
	if size == 0 {
		switch {
		case b.height >= 80:
			size = 20
		case b.height >= 72:
			size = 24
		case b.height >= 60:
			size = 18
		case b.height < 44:
			size = 14
		default:
			size = 16
		}
	}
	style := Sized(size).Strong()
	style.LineHeight = float32(int(size*1.4 + 0.5))
	return style
}

func (b *BigButton) dress() dress {
	d := kindDress[b.kind]
	if b.disabled {
		d = disabledDress
		if b.kind == Quiet {
			d.fill, d.border = NoColor, NoColor
		}
	} else if b.hovered && !b.pressed {
		switch b.kind {
		case Outline, Quiet:
			d.fill = Hover
		}
	} else if b.pressed && d.edge == NoColor {
		d.fill = Line
	}
	d.radius = 12
	if b.height < 48 {
		d.radius = 10
	}
	if b.height >= 72 {
		d.radius = 14
	}
	return d
}

func (b *BigButton) iconSize() float32 { return max(20, b.style().Size*1.25) }

var keyStyle = Meta.Strong()

// measures of the inside of a button
const (
	buttonPad = 16
	iconGap   = 10
	keyGap    = 12
	keyPad    = 8
	keyHeight = 24
)

// rest is the width that stands beside the words: icon, key hint and margins.
func (b *BigButton) rest(look Look) float32 {
	width := look.Dp(2 * buttonPad)
	if b.icon != "" {
		width += look.Dp(b.iconSize())
		if b.text != "" {
			width += look.Dp(iconGap)
		}
	}
	if b.key != "" {
		width += look.Dp(keyGap+2*keyPad) + keyStyle.width(look, b.key)
	}
	return width
}

// HeightFor tells how high the button wants to be: more where words or reason need more lines.
func (b *BigButton) HeightFor(width float32) float32 {
	look := LookOf(b)
	lines := wrap(b.text, width-b.rest(look), 0, func(s string) float32 { return b.style().width(look, s) })
	height := float32(len(lines)) * b.style().line(look)
	height += float32(len(b.reasonLines(look, width))) * Meta.line(look)
	return max(look.Dp(b.height), height+look.Dp(4))
}

func (b *BigButton) reasonLines(look Look, width float32) []string {
	if !b.disabled || b.reason == "" {
		return nil
	}
	return wrap(b.reason, width-look.Dp(2*buttonPad), 0, func(s string) float32 { return Meta.width(look, s) })
}

// CreateRenderer is part of fyne.Widget.
func (b *BigButton) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	icon := newGlyph()
	keyBox, keyText := canvas.NewRectangle(Tone{}), canvas.NewText("", nil)
	var words, why textLines
	d := &drawing{owner: b}
	d.paint = func() {
		look, dress := LookOf(b), b.dress()
		f.paint(look, dress, &b.Press)
		paintGlyph(icon, b.icon, look.Color(dress.text))
		keyStyle.In(dress.text).paint(look, keyText, b.key)
		keyBox.FillColor, keyBox.StrokeColor = Tone{}, look.Color(dress.text)
		keyBox.StrokeWidth, keyBox.CornerRadius = look.Dp(1), look.Dp(6)
		show(keyBox, b.key != "")
		show(keyText, b.key != "")
	}
	d.layout = func(size fyne.Size) {
		look, dress := LookOf(b), b.dress()
		down := f.place(look, size, &b.Press)
		style := b.style().In(dress.text)
		wide := words.set(look, style, b.text, size.Width-b.rest(look))
		reason := Meta.In(dress.text)
		if dress.text == Disabled {
			reason = reason.In(Ink2)
		}
		whyText := ""
		if b.disabled {
			whyText = b.reason
		}
		why.set(look, reason.Center(), whyText, size.Width-look.Dp(2*buttonPad))
		high := words.height() + why.height()
		y := (size.Height-high)/2 + down
		x := (size.Width-b.rest(look)-wide)/2 + look.Dp(buttonPad)
		middle := y + words.height()/2
		if b.icon != "" {
			side := look.Dp(b.iconSize())
			put(icon, x, middle-side/2, side, side)
			x += side
			if b.text != "" {
				x += look.Dp(iconGap)
			}
		}
		words.place(x, y, wide)
		x += wide
		if b.key != "" {
			x += look.Dp(keyGap)
			boxWidth := keyStyle.width(look, b.key) + look.Dp(2*keyPad)
			put(keyBox, x, middle-look.Dp(keyHeight)/2, boxWidth, look.Dp(keyHeight))
			keyStyle.Center().place(look, keyText, fyne.NewPos(x, middle-keyStyle.line(look)/2), boxWidth)
		}
		why.place(look.Dp(buttonPad), y+words.height(), size.Width-look.Dp(2*buttonPad))
		d.objects = append(f.objects(icon, keyBox, keyText), words.objects()...)
		d.objects = append(d.objects, why.objects()...)
	}
	d.min = func() fyne.Size {
		look := LookOf(b)
		width := b.rest(look) + b.style().width(look, b.text)
		width = max(width, look.Dp(max(b.wide, b.height)))
		return fyne.NewSize(width, b.HeightFor(max(width, b.Size().Width)))
	}
	d.objects = f.objects(icon, keyBox, keyText)
	return newDrawing(d)
}
