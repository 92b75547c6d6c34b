package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Age says how old something is that came from elsewhere: words of the caller ("14 giây"), with a
// clock and in grey when it is past its due. Nothing stale ever looks live.
type Age struct {
	widget.BaseWidget
	text  string
	stale bool
	style Style
}

// NewAge makes an age in a style, Meta on tablets.
func NewAge(text string, style Style) *Age {
	a := &Age{text: text, style: style}
	a.ExtendBaseWidget(a)
	return a
}

// Set changes words and freshness; the same again costs nothing.
func (a *Age) Set(text string, stale bool) {
	if a.text == text && a.stale == stale {
		return
	}
	a.text, a.stale = text, stale
	a.Refresh()
}

// Stale tells whether it is past its due.
func (a *Age) Stale() bool { return a.stale }

// Text returns the words.
func (a *Age) Text() string { return a.text }

// Baseline tells how far the letters' foot stands below the top.
func (a *Age) Baseline() float32 { return a.style.baseline(LookOf(a)) }

// AccessibilityLabel is the words.
func (a *Age) AccessibilityLabel() string { return a.text }

// AccessibilityRole is text.
func (a *Age) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (a *Age) shown() (Style, float32) {
	if a.stale {
		return a.style.In(Ink3), a.style.Size + 2
	}
	return a.style, 0
}

// CreateRenderer is part of fyne.Widget.
func (a *Age) CreateRenderer() fyne.WidgetRenderer {
	word, clock := canvas.NewText("", nil), newGlyph()
	return newDrawing(&drawing{
		owner:   a,
		objects: []fyne.CanvasObject{clock, word},
		paint: func() {
			look := LookOf(a)
			style, _ := a.shown()
			style.paint(look, word, a.text)
			name := ""
			if a.stale {
				name = "clock"
			}
			paintGlyph(clock, name, look.Color(style.Color))
		},
		layout: func(size fyne.Size) {
			look := LookOf(a)
			style, side := a.shown()
			var x float32
			if side > 0 {
				put(clock, 0, (size.Height-look.Dp(side))/2, look.Dp(side), look.Dp(side))
				x = look.Dp(side + 6)
			}
			style.place(look, word, fyne.NewPos(x, (size.Height-style.line(look))/2), size.Width-x)
		},
		min: func() fyne.Size {
			look := LookOf(a)
			style, side := a.shown()
			width := style.width(look, a.text)
			if side > 0 {
				width += look.Dp(side + 6)
			}
			return fyne.NewSize(width, style.line(look))
		},
	})
}
