package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// findBar is the bar over the pages in which somebody finds words in the open paper.
type findBar struct {
	OnTyped func(string)
	OnWalk  func(by int)
	OnClose func()

	Field    *kit.TextField
	note     *kit.Text
	back, on *kit.IconButton
	drawn    findValue
	Content  *fyne.Container
}

func newFindBar(words *assets.Words) *findBar {
	f := &findBar{note: kit.NewText("", kit.Body.In(kit.Ink2))}
	f.Field = kit.NewTextField("", words.Say("chamber.find.field")).WithIcon("search")
	f.Field.OnChanged = func(text string) { f.OnTyped(text) }
	f.Field.OnSubmitted = func(string) { f.OnWalk(1) }
	f.back = kit.NewIconButton("chev_up", words.Say("chamber.find.back"), func() { f.OnWalk(-1) }).Outlined()
	f.on = kit.NewIconButton("chev_down", words.Say("chamber.find.on"), func() { f.OnWalk(1) }).Outlined()
	closing := kit.NewBigButton(words.Say("chamber.find.close"), kit.Outline, func() { f.OnClose() })
	f.Content = kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.Padded(kit.Sides(16, 8),
		kit.Row(8, kit.Fill(f.Field), f.note, f.back, f.on, closing)), kit.NewDivider()))
	f.Content.Hide()
	return f
}

// draw returns whether the bar came or went.
func (f *findBar) draw(value findValue) (moved bool) {
	if value == f.drawn {
		return false
	}
	moved = value.Shown != f.drawn.Shown
	f.drawn = value
	if moved && !value.Shown {
		f.Field.SetText("")
		if window := fyne.CurrentApp().Driver().CanvasForObject(f.Field); window != nil {
			window.Unfocus() // and the screen's keyboard goes
		}
	}
	f.note.SetText(value.Note)
	f.back.SetReason(!value.Back, "")
	f.on.SetReason(!value.On, "")
	frame.Show(f.Content, value.Shown)
	f.Content.Refresh()
	return moved
}

// Focus gives the field the keyboard; false where it does not stand in its window yet.
func (f *findBar) Focus() bool {
	window := fyne.CurrentApp().Driver().CanvasForObject(f.Field)
	if window == nil {
		return false
	}
	f.Field.Focus()
	_, writes := window.Focused().(fyne.Shortcutable) // as entries are, and buttons are not
	return writes
}
