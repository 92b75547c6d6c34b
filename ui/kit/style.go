package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Weight is the thickness of letters.
type Weight uint8

// The three weights of the house.
const (
	Regular Weight = iota
	SemiBold
	Bold
)

// smallest is the size under which nothing is written.
const smallest = 14

// Style says how letters look: a role's size and line height with a weight, a colour and a side.
// Styles are values; the methods return changed copies:
//
//	kit.NewText("Chương trình", kit.Title)
//	kit.NewText("đúng giờ", kit.Meta.In(kit.Ink3))
type Style struct {
	Size       float32
	LineHeight float32
	Weight     Weight
	Color      Color
	Align      fyne.TextAlign
}

// The roles. Titles are semibold, reading text is regular.
var (
	Meta       = Style{Size: 14, LineHeight: 20, Color: Ink2}
	Dense      = Style{Size: 15, LineHeight: 22, Color: Ink2}
	Body       = Style{Size: 16, LineHeight: 24, Color: Ink}
	Cue        = Style{Size: 18, LineHeight: 28, Color: Ink}
	Title      = Style{Size: 18, LineHeight: 26, Weight: SemiBold, Color: Ink}
	Heading    = Style{Size: 20, LineHeight: 28, Weight: SemiBold, Color: Ink}
	Act        = Style{Size: 24, LineHeight: 32, Weight: SemiBold, Color: Ink}
	SheetTitle = Style{Size: 28, LineHeight: 36, Weight: SemiBold, Color: Ink}
	PageTitle  = Style{Size: 32, LineHeight: 42, Weight: SemiBold, Color: Ink}
	FullName   = Style{Size: 36, LineHeight: 44, Weight: SemiBold, Color: Ink}
)

// Sized returns a style of any size, for halls and walls; its line is 1.27 times as high, which leaves
// room for stacked Vietnamese marks. Sizes under 14 become 14.
func Sized(size float32) Style {
	if size < smallest {
		size = smallest
	}
	return Style{Size: size, LineHeight: float32(int(size*1.27 + 0.5)), Weight: Regular, Color: Ink}
}

// In returns the style in another colour.
func (s Style) In(color Color) Style { s.Color = color; return s }

// Strong returns the style in semibold.
func (s Style) Strong() Style { s.Weight = SemiBold; return s }

// Plain returns the style in regular.
func (s Style) Plain() Style { s.Weight = Regular; return s }

// Heavy returns the style in bold, for clocks and big numbers.
func (s Style) Heavy() Style { s.Weight = Bold; return s }

// Center returns the style set in the middle.
func (s Style) Center() Style { s.Align = fyne.TextAlignCenter; return s }

// Trailing returns the style set to the right.
func (s Style) Trailing() Style { s.Align = fyne.TextAlignTrailing; return s }

// Tall returns the style with another line height.
func (s Style) Tall(lineHeight float32) Style { s.LineHeight = lineHeight; return s }

func (s Style) size(look Look) float32 {
	return look.Dp(max(s.Size, smallest))
}

func (s Style) line(look Look) float32 { return look.Dp(max(s.LineHeight, s.Size)) }

func (s Style) face() (fyne.TextStyle, fyne.Resource) {
	switch s.Weight {
	case SemiBold:
		return fyne.TextStyle{Bold: true}, nil
	case Bold:
		return fyne.TextStyle{Bold: true}, boldFont()
	default:
		return fyne.TextStyle{}, nil
	}
}

// measure tells how large one line is drawn, and how far its baseline stands below its top.
func (s Style) measure(look Look, text string) (fyne.Size, float32) {
	style, source := s.face()
	return fyne.CurrentApp().Driver().RenderedTextSize(text, s.size(look), style, source)
}

// width tells how wide one line is.
func (s Style) width(look Look, text string) float32 {
	if text == "" {
		return 0
	}
	size, _ := s.measure(look, text)
	return size.Width
}

// baseline tells how far the baseline stands below the top of the style's line box.
func (s Style) baseline(look Look) float32 {
	size, base := s.measure(look, "Ấg")
	return (s.line(look)-size.Height)/2 + base
}

// paint dresses a line of text in this style.
func (s Style) paint(look Look, line *canvas.Text, text string) {
	line.Text = text
	line.TextSize = s.size(look)
	line.TextStyle, line.FontSource = s.face()
	line.Color = look.Color(s.Color)
	line.Alignment = fyne.TextAlignLeading
}

// place puts a painted line into a box whose height is the style's line: the letters stand in the
// middle of it, at the style's side.
func (s Style) place(look Look, line *canvas.Text, at fyne.Position, width float32) {
	size := line.MinSize()
	x := at.X
	switch s.Align {
	case fyne.TextAlignCenter:
		x += (width - size.Width) / 2
	case fyne.TextAlignTrailing:
		x += width - size.Width
	}
	line.Resize(size)
	line.Move(fyne.NewPos(x, at.Y+(s.line(look)-size.Height)/2))
}
