package kit

import (
	"fyne.io/fyne/v2"
)

// Answer is the colour and shape of a vote's answer, so that it is never told by colour alone.
type Answer uint8

// The answers; Level1 to Level3 are the grades of a vote of confidence, lowest first.
const (
	ForAnswer Answer = iota
	AgainstAnswer
	AbstainAnswer
	Level1
	Level2
	Level3
)

type answerLook struct {
	fill, edge, text Color
	icon             string
}

var answerLooks = map[Answer]answerLook{
	ForAnswer:     {Agree, AgreeDark, AgreeText, "check"},
	AgainstAnswer: {Disagree, DisagreeDark, RedText, "cross"},
	AbstainAnswer: {Abstain, AbstainDark, Ink3, "ring"},
	Level1:        {Abstain, AbstainDark, Ink3, "bars1"},
	Level2:        {Blue, BlueDark, Pen, "bars2"},
	Level3:        {Agree, AgreeDark, AgreeText, "bars3"},
}

// AnswerIcon is the icon of an answer.
func AnswerIcon(answer Answer) string { return answerLooks[answer].icon }

// AnswerColor is the ground of an answer; AnswerText its colour as text.
func AnswerColor(answer Answer) Color { return answerLooks[answer].fill }

// AnswerText is the colour of an answer as text.
func AnswerText(answer Answer) Color { return answerLooks[answer].text }

// ChoiceButton is one huge answer of a vote.
type ChoiceButton struct {
	Press
	answer  Answer
	text    string
	outline bool
	height  float32
}

// NewChoiceButton makes an answer, filled with its colour.
func NewChoiceButton(answer Answer, text string, tapped func()) *ChoiceButton {
	c := &ChoiceButton{answer: answer, text: text, height: 136}
	c.OnTapped = tapped
	c.label = func() string { return c.text }
	c.ExtendBaseWidget(c)
	return c
}

// WithHeight sets the least height and returns the button.
func (c *ChoiceButton) WithHeight(height float32) *ChoiceButton {
	c.height = height
	c.Refresh()
	return c
}

// SetOutline turns the answer into an outline, because another one is chosen.
func (c *ChoiceButton) SetOutline(outline bool) {
	if c.outline != outline {
		c.outline = outline
		c.Refresh()
	}
}

// Outlined tells whether the answer is an outline now.
func (c *ChoiceButton) Outlined() bool { return c.outline }

// Answer tells which answer it is.
func (c *ChoiceButton) Answer() Answer { return c.answer }

// Text returns the words.
func (c *ChoiceButton) Text() string { return c.text }

func (c *ChoiceButton) dress() dress {
	own := answerLooks[c.answer]
	d := dress{fill: own.fill, edge: own.edge, text: OnFill, radius: 16}
	if c.answer == Level2 {
		d.text = OnInk
		d.fill, d.edge = Ink, InkShadow
	}
	if c.outline {
		d = dress{fill: White, border: LineRound, text: Ink3, radius: 16}
	}
	if c.disabled {
		d = disabledDress
		d.radius = 16
	}
	if c.pressed {
		d.border, d.borderWidth = Ink, 4
	}
	return d
}

// The measures inside an answer: beside its words, or above them from a height on, stands its icon.
const (
	choicePad    = 20
	choiceIcon   = 56
	choiceBeside = 20
	choiceTall   = 144
)

// HeightFor is more than the least height where the words need more lines.
func (c *ChoiceButton) HeightFor(width float32) float32 {
	look, style := LookOf(c), PageTitle
	words := func(room float32) float32 {
		return float32(len(wrap(c.text, room, 0, func(s string) float32 { return style.width(look, drawn(s)) }))) * style.line(look)
	}
	height := max(look.Dp(c.height), words(width-look.Dp(2*choicePad+choiceIcon+choiceBeside))+look.Dp(24))
	if height < look.Dp(choiceTall) {
		return height
	}
	return max(height, words(width-look.Dp(2*choicePad))+look.Dp(48+8+40))
}

// CreateRenderer is part of fyne.Widget.
func (c *ChoiceButton) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	icon := newGlyph()
	var words textLines
	style := PageTitle
	d := &drawing{owner: c}
	d.paint = func() {
		look, dress := LookOf(c), c.dress()
		f.paint(look, dress, &c.Press)
		paintGlyph(icon, answerLooks[c.answer].icon, look.Color(dress.text))
	}
	d.layout = func(size fyne.Size) {
		look, dress := LookOf(c), c.dress()
		down := f.place(look, size, &c.Press)
		pad := look.Dp(choicePad)
		if size.Height >= look.Dp(choiceTall) { // the icon above the words
			wide := words.set(look, style.In(dress.text), c.text, size.Width-2*pad)
			side := min(look.Dp(64), max(look.Dp(48), size.Height-words.height()-look.Dp(40)))
			gap := look.Dp(18)
			if size.Height < look.Dp(190) {
				gap = look.Dp(8)
			}
			y := (size.Height-side-gap-words.height())/2 + down
			put(icon, (size.Width-side)/2, y, side, side)
			words.style.Align = fyne.TextAlignCenter
			words.place((size.Width-wide)/2, y+side+gap, wide)
		} else { // beside them
			side, gap := look.Dp(choiceIcon), look.Dp(choiceBeside)
			wide := words.set(look, style.In(dress.text), c.text, size.Width-2*pad-side-gap)
			x := (size.Width - side - gap - wide) / 2
			put(icon, x, (size.Height-side)/2+down, side, side)
			words.place(x+side+gap, (size.Height-words.height())/2+down, wide)
		}
		d.objects = append(f.objects(icon), words.objects()...)
	}
	d.min = func() fyne.Size {
		look := LookOf(c)
		longest := (&Paragraph{text: c.text, style: style}).longestWord(look)
		width := longest + look.Dp(2*choicePad)
		return fyne.NewSize(width, c.HeightFor(max(width, c.Size().Width)))
	}
	d.objects = f.objects(icon)
	return newDrawing(d)
}
