package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// textLines is wrapped words inside a widget's own drawing.
type textLines struct {
	look  Look
	style Style
	lines []*canvas.Text
}

// set breaks words to a width and returns how wide the widest line is.
func (t *textLines) set(look Look, style Style, text string, width float32) float32 {
	t.look, t.style = look, style
	if text == "" {
		t.lines = t.lines[:0]
		return 0
	}
	words := wrap(text, width, 0, func(s string) float32 { return style.width(look, drawn(s)) })
	for len(t.lines) < len(words) {
		t.lines = append(t.lines, canvas.NewText("", nil))
	}
	t.lines = t.lines[:len(words)]
	var wide float32
	for i, line := range t.lines {
		style.paint(look, line, drawn(words[i]))
		wide = max(wide, style.width(look, drawn(words[i])))
	}
	return wide
}

func (t *textLines) height() float32 {
	if len(t.lines) == 0 {
		return 0
	}
	return float32(len(t.lines)) * t.style.line(t.look)
}

func (t *textLines) place(x, y, width float32) {
	for i, line := range t.lines {
		t.style.place(t.look, line, fyne.NewPos(x, y+float32(i)*t.style.line(t.look)), width)
	}
}

func (t *textLines) objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(t.lines))
	for i, line := range t.lines {
		objects[i] = line
	}
	return objects
}
