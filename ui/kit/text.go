package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Text is one line of words. It never wraps and is never cut unless Truncate asks for it: for longer
// words take a Paragraph.
type Text struct {
	widget.BaseWidget
	text     string
	style    Style
	truncate bool
}

// NewText makes a line in a style.
func NewText(text string, style Style) *Text {
	t := &Text{text: text, style: style}
	t.ExtendBaseWidget(t)
	return t
}

// Truncate lets the line end in "…" where there is no room, and returns it.
func (t *Text) Truncate() *Text { t.truncate = true; t.Refresh(); return t }

// Text returns the words.
func (t *Text) Text() string { return t.text }

// SetText changes the words; the same words again cost nothing.
func (t *Text) SetText(text string) {
	if t.text == text {
		return
	}
	t.text = text
	t.Refresh()
}

// SetStyle changes the look; the same style again costs nothing.
func (t *Text) SetStyle(style Style) {
	if t.style == style {
		return
	}
	t.style = style
	t.Refresh()
}

// Baseline tells how far the letters' foot stands below the top.
func (t *Text) Baseline() float32 { return t.style.baseline(LookOf(t)) }

// AccessibilityLabel is the words.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is part of fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewText("", nil)
	return newDrawing(&drawing{
		owner:   t,
		objects: []fyne.CanvasObject{line},
		paint: func() {
			t.style.paint(LookOf(t), line, drawn(t.text))
		},
		layout: func(size fyne.Size) {
			look := LookOf(t)
			if t.truncate {
				line.Text = shorten(look, t.style, drawn(t.text), size.Width)
			}
			middle := (size.Height - t.style.line(look)) / 2
			t.style.place(look, line, fyne.NewPos(0, max(middle, 0)), size.Width)
		},
		min: func() fyne.Size {
			look := LookOf(t)
			if t.truncate {
				return fyne.NewSize(look.Dp(24), t.style.line(look))
			}
			return fyne.NewSize(t.style.width(look, drawn(t.text)), t.style.line(look))
		},
	})
}

// drawn replaces what only steers wrapping.
func drawn(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// shorten cuts words from the end until they fit with a trailing "…".
func shorten(look Look, style Style, text string, width float32) string {
	if style.width(look, text) <= width+0.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		middle := (low + high + 1) / 2
		if style.width(look, strings.TrimRight(string(runes[:middle]), " ")+"…") <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}
