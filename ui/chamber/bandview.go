package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// attendView is the band that asks to mark oneself present (điểm danh).
type attendView struct {
	OnAttend func()

	words   *assets.Words
	text    *kit.Paragraph
	note    *kit.Paragraph
	chip    *kit.Chip
	button  *kit.BigButton
	working *kit.Working
	drawn   attendValue
	content *fyne.Container
}

func newAttendView(words *assets.Words, after kit.After) *attendView {
	a := &attendView{words: words, text: kit.NewParagraph("", kit.Body.Strong()), note: kit.NewParagraph("", kit.Meta)}
	a.chip = kit.NewChip(words.Say("chamber.unsent.chip"), kit.UnsentChip)
	a.button = kit.NewBigButton(words.Say("chamber.attend.button"), kit.Positive, func() { a.OnAttend() }).WithHeight(56).WithIcon("person_check")
	a.working = kit.NewWorking("", 24, after)
	a.content = kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.Padded(kit.Sides(16, 10), kit.Row(14,
		kit.NewIcon("people", 28, kit.Ink2), kit.Fill(kit.Column(0, a.text, a.note)), a.working, a.chip, a.button)), kit.NewDivider()))
	a.content.Hide()
	return a
}

func (a *attendView) draw(value attendValue) {
	if value == a.drawn {
		return
	}
	a.drawn = value
	a.text.SetText(value.Text)
	a.note.SetText(value.Age)
	a.note.SetStyle(kit.Meta)
	if value.Fault != "" {
		a.note.SetText(value.Fault)
		a.note.SetStyle(kit.Meta.In(kit.RedText))
	}
	frame.Show(a.note, a.note.Text() != "")
	frame.Show(a.chip, value.Queued)
	frame.Show(a.button, !value.Queued)
	a.button.SetReason(value.Busy, "")
	if value.Busy {
		a.working.Start()
	} else {
		a.working.Stop()
	}
	if a.content.Visible() != value.Ask {
		frame.Show(a.content, value.Ask)
	} else if value.Ask {
		a.content.Refresh()
	}
}
