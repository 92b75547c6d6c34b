package pageview

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// signLayer shows sticky notes and stamps on one page. A note is a target for a finger however small the page is; a
// stamp is as large as the page has it.
type signLayer struct {
	marks []*notes.Drawn
	signs []sign
}

type sign struct {
	note   *kit.IconButton
	ground *canvas.Rectangle // of a stamp
	text   *canvas.Text
}

// set shows marks; the same again costs nothing.
func (l *signLayer) set(marks []*notes.Drawn, c *PageColumn, page int) {
	same := len(marks) == len(l.marks)
	for i := 0; same && i < len(marks); i++ {
		same = marks[i] == l.marks[i]
	}
	if same {
		return
	}
	l.marks, l.signs = marks, nil
	for _, m := range marks {
		if m.Kind == notes.Sticky {
			id := m.ID
			l.signs = append(l.signs, sign{note: kit.NewIconButton("note", c.NoteWords+": "+m.Text, func() { c.OnSign(id, page) }).Outlined()})
			continue
		}
		ground, text := canvas.NewRectangle(kit.Tone{R: 255, G: 255, B: 255, A: 0xD8}), canvas.NewText(c.StampWords[m.Stamp], Tone(m.Colour))
		ground.StrokeColor = Tone(m.Colour)
		text.TextStyle.Bold, text.Alignment = true, fyne.TextAlignCenter
		l.signs = append(l.signs, sign{ground: ground, text: text})
	}
}

// place puts the signs on a page that is drawn at a place; unit is how wide 1/100 pt is.
func (l *signLayer) place(look kit.Look, x, y, unit float32) {
	for i, one := range l.signs {
		box := l.marks[i].Bounds
		left, top, wide, high := x+float32(box.Min.X)*unit, y+float32(box.Min.Y)*unit, float32(box.Dx())*unit, float32(box.Dy())*unit
		if one.note != nil {
			side := look.Dp(48)
			frame.Put(one.note, left+(wide-side)/2, top+(high-side)/2, side, side)
			continue
		}
		one.ground.StrokeWidth, one.ground.CornerRadius = max(1, high*0.07), high*0.25
		frame.Put(one.ground, left, top, wide, high)
		if size := high * 0.5; one.text.TextSize != size {
			one.text.TextSize = size
			one.text.Refresh()
		}
		least := one.text.MinSize()
		frame.Put(one.text, left, top+(high-least.Height)/2, wide, least.Height)
	}
}

func (l *signLayer) objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, one := range l.signs {
		if one.note != nil {
			objects = append(objects, one.note)
		} else {
			objects = append(objects, one.ground, one.text)
		}
	}
	return objects
}
