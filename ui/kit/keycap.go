package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/widget"
)

// keyFace is how one key looks.
type keyFace struct {
	text    string // large, in the middle
	caption string // small, under text
	hint    string // small, in the corner
	word    string // of the size of words, beside the icon
	icon    string
	label   string // what a screen reader says
	ground  Color
	ink     Color
	small   bool // text is a word
	quiet   bool // the word is no more than a name
	bar     bool // a line under the icon
	pressed bool
	off     bool // nothing to do now
}

// keyCap is one key under a finger. The key acts when the finger is lifted on it, or near it.
type keyCap struct {
	widget.BaseWidget
	resting
	board   *Keyboard
	spec    keySpec
	face    keyFace
	form    rune // a form of a letter, in the row of forms
	handled bool // the finger's way was taken by down and up; the tap that follows is the same
}

var (
	_ fyne.Focusable    = (*keyCap)(nil)
	_ fyne.Disableable  = (*keyCap)(nil)
	_ fyne.Tappable     = (*keyCap)(nil)
	_ fyne.Draggable    = (*keyCap)(nil)
	_ fyne.Accessible   = (*keyCap)(nil)
	_ desktop.Mouseable = (*keyCap)(nil)
	_ mobile.Touchable  = (*keyCap)(nil)
)

func newKeyCap(board *Keyboard) *keyCap {
	c := &keyCap{board: board}
	c.ExtendBaseWidget(c)
	return c
}

// set changes the key; the same again costs nothing.
func (c *keyCap) set(spec keySpec, face keyFace) {
	c.spec = spec
	if c.face != face {
		c.face = face
		c.Refresh()
	}
}

// AccessibilityLabel is what a screen reader says.
func (c *keyCap) AccessibilityLabel() string { return c.face.label }

// AccessibilityRole is button.
func (c *keyCap) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// MouseDown is part of desktop.Mouseable.
func (c *keyCap) MouseDown(event *desktop.MouseEvent) {
	if event.Button == desktop.MouseButtonPrimary {
		c.down()
	}
}

// MouseUp is part of desktop.Mouseable.
func (c *keyCap) MouseUp(event *desktop.MouseEvent) { c.up(event.Position) }

// TouchDown is part of mobile.Touchable.
func (c *keyCap) TouchDown(*mobile.TouchEvent) { c.down() }

// TouchUp is part of mobile.Touchable.
func (c *keyCap) TouchUp(event *mobile.TouchEvent) { c.up(event.Position) }

// TouchCancel is part of mobile.Touchable.
func (c *keyCap) TouchCancel(*mobile.TouchEvent) { c.board.model.up(true) }

// Dragged is the finger that slides, perhaps to a form of the letter.
func (c *keyCap) Dragged(event *fyne.DragEvent) {
	if c.form == 0 && c.board.model.forms != nil && c.board.model.pressed != nil {
		c.board.model.slide(c.board.popUp.at(event.Position.Add(c.Position()).Subtract(c.board.popUp.Position())))
	}
}

// DragEnd is part of fyne.Draggable; no tap follows it.
func (c *keyCap) DragEnd() { c.handled = false }

// Tapped acts for a tap that came without a finger's way: from a screen reader.
func (c *keyCap) Tapped(*fyne.PointEvent) {
	if c.handled {
		c.handled = false
		return
	}
	c.down()
	c.up(fyne.NewPos(c.Size().Width/2, c.Size().Height/2))
	c.handled = false
}

func (c *keyCap) down() {
	c.handled = false
	if c.face.off {
		return
	}
	if c.form != 0 {
		c.board.model.slide(c.form)
		return
	}
	c.board.model.down(c.spec)
}

func (c *keyCap) up(at fyne.Position) {
	c.handled = true
	// A hand in a hurry leaves its key a little before it is lifted.
	const near = 24
	size := c.Size()
	away := at.X < -near || at.Y < -near || at.X > size.Width+near || at.Y > size.Height+near
	switch {
	case c.form == 0 && c.board.model.pressed != nil && *c.board.model.pressed == c.spec:
		c.board.model.up(away)
	case c.form != 0 && away:
		c.board.model.slide(0)
	case c.form != 0 && c.board.model.slid == c.form:
		c.board.model.choose(c.form)
	}
}

var (
	capLetter  = Sized(24)
	capWord    = Body.Strong()
	capCaption = Style{Size: 14, LineHeight: 16}
)

// CreateRenderer is part of fyne.Widget.
func (c *keyCap) CreateRenderer() fyne.WidgetRenderer {
	edge, body, bar := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	text, caption, hint, word := canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil), canvas.NewText("", nil)
	icon := newGlyph()
	d := &drawing{owner: c, objects: []fyne.CanvasObject{edge, body, bar, text, caption, hint, word, icon}}
	d.paint = func() {
		look, f := c.board.look(), c.face
		ground, ink, edgeTone := f.ground, f.ink, ButtonShadow
		if ground == Ink {
			edgeTone = InkShadow
		}
		if f.off {
			ink = Disabled
		}
		border := LineRound
		if look.Palette.Dark {
			border = LineControl // the grounds alone are too much alike there
		}
		if f.pressed {
			ground = map[Color]Color{White: Gold, Well: Gold, Ink: InkShadow}[ground]
			if ground == Gold {
				ink, border = OnGold, GoldShadow
			}
		}
		body.FillColor, body.StrokeColor, body.StrokeWidth = look.Color(ground), look.Color(border), 1
		if ground == Ink || ground == InkShadow {
			body.StrokeWidth = 0
		}
		body.CornerRadius, edge.CornerRadius = 10, 10
		edge.FillColor = look.Color(edgeTone)
		show(edge, !f.pressed && !f.off)
		bar.FillColor = look.Color(ink)
		show(bar, f.bar)
		c.textStyle().In(ink).paint(look, text, f.text)
		small := Ink2
		if f.pressed || f.off {
			small = ink
		}
		capCaption.In(small).paint(look, caption, f.caption)
		capCaption.In(small).paint(look, hint, f.hint)
		style := capWord.In(ink)
		if f.quiet {
			style = Dense.In(small)
		}
		style.paint(look, word, f.word)
		for line, words := range map[*canvas.Text]string{text: f.text, caption: f.caption, hint: f.hint, word: f.word} {
			show(line, words != "")
		}
		paintGlyph(icon, f.icon, look.Color(ink))
	}
	d.layout = func(size fyne.Size) {
		look, f := c.board.look(), c.face
		const half = keyboardGap / 2
		var lower float32
		if f.pressed {
			lower = 2
		}
		wide, high := size.Width-2*half, size.Height-2*half
		put(body, half, half+lower, wide, high)
		put(edge, half, half+2, wide, high)
		style := c.textStyle().Center()
		textHigh := style.line(look)
		y := half + lower + (high-textHigh)/2
		if f.caption != "" {
			y = half + lower + (high-textHigh-capCaption.line(look))/2
			capCaption.Center().place(look, caption, fyne.NewPos(half, y+textHigh), wide)
		}
		style.place(look, text, fyne.NewPos(half, y), wide)
		capCaption.Trailing().place(look, hint, fyne.NewPos(half, half+lower+3), wide-7)
		side := look.Dp(24)
		middle := half + lower + high/2
		if f.icon != "" && f.word == "" {
			put(icon, half+(wide-side)/2, middle-side/2, side, side)
			put(bar, half+(wide-side)/2, middle+side/2+2, side, 3)
			return
		}
		words := capWord
		if f.quiet {
			words = Dense
		}
		room := wide - 2*8
		if f.icon != "" {
			room -= side + 6
		}
		word.Text = shorten(look, words, f.word, room)
		long := words.width(look, word.Text)
		x := half + (wide-long)/2
		if f.icon != "" {
			x = half + (wide-long-side-6)/2
			put(icon, x, middle-side/2, side, side)
			x += side + 6
		}
		words.place(look, word, fyne.NewPos(x, middle-words.line(look)/2), long)
	}
	d.min = func() fyne.Size { return fyne.NewSize(48+keyboardGap, c.board.high()) }
	return newDrawing(d)
}

// textStyle is the style of what stands in the middle of the key.
func (c *keyCap) textStyle() Style {
	switch {
	case c.face.small:
		return capWord.Tall(22)
	case c.face.caption != "":
		return Style{Size: 20, LineHeight: 24}
	}
	return capLetter
}

func upper(text string) string { return strings.ToUpper(text) }
