package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// StripKind is the meaning of a strip.
type StripKind uint8

// The meanings of strips.
const (
	NoticeStrip  StripKind = iota // gold tint: something to know
	AlertStrip                    // red tint: something is not possible now
	OfflineStrip                  // slate: cut off, old
	DoneStrip                     // green tint
	InkStrip                      // ink: a passing message
)

var stripDress = map[StripKind]dress{
	NoticeStrip:  {fill: GoldTint, text: GoldText},
	AlertStrip:   {fill: RedTint, text: RedText},
	OfflineStrip: {fill: Slate, text: OnFill},
	DoneStrip:    {fill: AgreeTint, text: AgreeText},
	InkStrip:     {fill: Ink, text: OnInk},
}

// Strip is a band 48 high across a screen or a card: an icon, a sentence that wraps, a word to tap.
type Strip struct {
	widget.BaseWidget
	kind       StripKind
	icon, text string
	radius     float32
	action     *stripAction
}

// NewStrip makes a band.
func NewStrip(kind StripKind, icon, text string) *Strip {
	s := &Strip{kind: kind, icon: icon, text: text}
	s.ExtendBaseWidget(s)
	return s
}

// WithAction puts a word to tap at the end and returns the strip.
func (s *Strip) WithAction(text string, tapped func()) *Strip {
	s.action = &stripAction{text: text, strip: s}
	s.action.OnTapped = tapped
	s.action.label = func() string { return text }
	s.action.ExtendBaseWidget(s.action)
	s.Refresh()
	return s
}

// WithRadius rounds the corners, for a band inside a card, and returns the strip.
func (s *Strip) WithRadius(radius float32) *Strip { s.radius = radius; s.Refresh(); return s }

// Set changes meaning, icon and sentence; the same again costs nothing.
func (s *Strip) Set(kind StripKind, icon, text string) {
	if s.kind == kind && s.icon == icon && s.text == text {
		return
	}
	s.kind, s.icon, s.text = kind, icon, text
	s.Refresh()
}

// Text returns the sentence.
func (s *Strip) Text() string { return s.text }

func (s *Strip) style() Style { return Body.Strong().In(stripDress[s.kind].text) }

func (s *Strip) beside(look Look) (left, right float32) {
	left, right = look.Dp(16), look.Dp(16)
	if s.icon != "" {
		left += look.Dp(22 + 10)
	}
	if s.action != nil {
		right = s.action.MinSize().Width + look.Dp(8)
	}
	return left, right
}

// HeightFor is more than 48 where the sentence needs more lines.
func (s *Strip) HeightFor(width float32) float32 {
	look := LookOf(s)
	left, right := s.beside(look)
	style := s.style()
	lines := wrap(s.text, width-left-right, 0, func(t string) float32 { return style.width(look, drawn(t)) })
	return max(look.Dp(48), float32(len(lines))*style.line(look)+look.Dp(20))
}

// CreateRenderer is part of fyne.Widget.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer {
	ground, icon := canvas.NewRectangle(Tone{}), newGlyph()
	var words textLines
	d := &drawing{owner: s}
	d.paint = func() {
		look := LookOf(s)
		ground.FillColor = look.Color(stripDress[s.kind].fill)
		ground.CornerRadius = look.Dp(s.radius)
		paintGlyph(icon, s.icon, look.Color(stripDress[s.kind].text))
		if s.action != nil {
			s.action.Refresh()
		}
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(s)
		left, right := s.beside(look)
		put(ground, 0, 0, size.Width, size.Height)
		side := look.Dp(22)
		put(icon, look.Dp(16), (size.Height-side)/2, side, side)
		words.set(look, s.style(), s.text, size.Width-left-right)
		words.place(left, (size.Height-words.height())/2, size.Width-left-right)
		d.objects = append([]fyne.CanvasObject{ground, icon}, words.objects()...)
		if s.action != nil {
			width := s.action.MinSize().Width
			put(s.action, size.Width-width-look.Dp(4), (size.Height-look.Dp(48))/2, width, look.Dp(48))
			d.objects = append(d.objects, s.action)
		}
	}
	d.min = func() fyne.Size {
		look := LookOf(s)
		left, right := s.beside(look)
		longest := (&Paragraph{text: s.text, style: s.style()}).longestWord(look)
		width := left + right + longest
		return fyne.NewSize(width, s.HeightFor(max(width, s.Size().Width)))
	}
	d.objects = []fyne.CanvasObject{ground, icon}
	return newDrawing(d)
}

// stripAction is the word to tap: underlined, in the strip's own colour.
type stripAction struct {
	Press
	text  string
	strip *Strip
}

// CreateRenderer is part of fyne.Widget.
func (a *stripAction) CreateRenderer() fyne.WidgetRenderer {
	word, under, ring := canvas.NewText("", nil), canvas.NewRectangle(Tone{}), newRing()
	style := func() Style { return a.strip.style().Center() }
	return newDrawing(&drawing{
		owner:   a,
		objects: []fyne.CanvasObject{word, under, ring},
		paint: func() {
			look := LookOf(a)
			style().paint(look, word, a.text)
			under.FillColor = look.Color(style().Color)
			paintRing(ring, look, a.focused)
			ring.StrokeColor = look.Color(style().Color)
		},
		layout: func(size fyne.Size) {
			look := LookOf(a)
			down := float32(0)
			if a.pressed {
				down = look.Dp(2)
			}
			high := style().line(look)
			y := (size.Height-high)/2 + down
			style().place(look, word, fyne.NewPos(0, y), size.Width)
			put(under, look.Dp(12), y+high-look.Dp(2), size.Width-look.Dp(24), max(1, look.Dp(1.5)))
			inset := look.Dp(6)
			placeRing(ring, look, inset, inset, size.Width-2*inset, size.Height-2*inset, look.Dp(6))
		},
		min: func() fyne.Size {
			look := LookOf(a)
			return fyne.NewSize(style().width(look, a.text)+look.Dp(24), look.Dp(48))
		},
	})
}
