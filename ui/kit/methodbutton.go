package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// MethodButton shows by which method letters are composed in a window, and turns to the next one: for
// windows without a keyboard on the screen, whose keyboard has a key for it.
type MethodButton struct {
	Press
	typing *Typing
}

// NewMethodButton makes the button of a window's typing, 48 high and little wider.
func NewMethodButton(typing *Typing) *MethodButton {
	b := &MethodButton{typing: typing}
	b.OnTapped = func() {
		typing.choose(typing.next())
		b.Refresh()
	}
	b.label = func() string { return b.say("method") + ": " + b.method() }
	b.ExtendBaseWidget(b)
	return b
}

func (b *MethodButton) say(name string) string { return b.typing.words.Say("typing." + name) }

func (b *MethodButton) method() string { return b.say("method." + string(b.typing.Method())) }

// CreateRenderer is part of fyne.Widget.
func (b *MethodButton) CreateRenderer() fyne.WidgetRenderer {
	f := newFace()
	above, method := canvas.NewText("", nil), canvas.NewText("", nil)
	small, large := capCaption.In(Ink2).Center(), Dense.Strong().Tall(20).In(Ink).Center()
	return newDrawing(&drawing{
		owner:   b,
		objects: f.objects(above, method),
		paint: func() {
			look, d := LookOf(b), dress{radius: 12}
			switch {
			case b.pressed:
				d.fill = Line
			case b.hovered:
				d.fill = Hover
			}
			f.paint(look, d, &b.Press)
			small.paint(look, above, b.say("method.short"))
			large.paint(look, method, b.method())
		},
		layout: func(size fyne.Size) {
			look := LookOf(b)
			y := f.place(look, size, &b.Press) + (size.Height-small.line(look)-large.line(look))/2
			small.place(look, above, fyne.NewPos(0, y), size.Width)
			large.place(look, method, fyne.NewPos(0, y+small.line(look)), size.Width)
		},
		min: func() fyne.Size {
			look := LookOf(b)
			wide := look.Dp(48)
			for _, each := range []Method{TypeOff, TypeTelex, TypeVNI} { // so that nothing moves at a tap
				wide = max(wide, large.width(look, b.say("method."+string(each)))+look.Dp(6))
			}
			return fyne.NewSize(wide, look.Dp(48))
		},
	})
}
