package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// bandView is the band under the bar that brings the vote sheet back: one target over the whole width.
type bandView struct {
	OnTapped func()

	drawn   bandValue
	clock   *kit.Clock
	text    *kit.Text
	content *fyne.Container
}

func newBandView() *bandView {
	b := &bandView{content: kit.Layers()}
	b.content.Hide()
	return b
}

func (b *bandView) draw(value bandValue) {
	clock, text := value.Clock, value.Text
	still := value
	still.Clock, still.Text = "", ""
	before := b.drawn
	before.Clock, before.Text = "", ""
	hadClock := b.drawn.Clock != ""
	b.drawn = value
	if still == before && hadClock == (clock != "") {
		if b.clock != nil {
			b.clock.SetText(clock)
			b.text.SetText(text)
		}
		return
	}
	show(b.content, value.Shown)
	if !value.Shown {
		return
	}
	fill, ink := kit.Ink, kit.OnInk
	switch {
	case value.Loud:
		fill, ink = kit.Gold, kit.OnGold
	case value.Good:
		fill, ink = kit.AgreeTint, kit.AgreeText
	case value.Icon == "gavel":
		fill, ink = kit.SlateTint, kit.Ink
	}
	b.text = kit.NewText(text, kit.Title.In(ink)).Truncate()
	b.clock = kit.NewClock(clock, 24).In(ink)
	words := kit.Column(0, b.text)
	if value.Note != "" {
		words.Add(kit.NewText(value.Note, kit.Meta.In(ink)).Truncate())
	}
	row := []fyne.CanvasObject{kit.NewIcon(value.Icon, 28, ink), kit.Fill(words)}
	if clock != "" {
		row = append(row, b.clock)
	}
	row = append(row, kit.NewPanel(kit.White, kit.Padded(kit.Sides(16, 8), kit.NewText(value.Action, kit.Body.Strong()))).WithRadius(10))
	card := kit.NewListRow(value.Text, kit.Row(14, row...), func() { b.OnTapped() }).WithHeight(72).WithPadding(kit.Sides(16, 8)).WithGround(fill)
	b.content.Objects = []fyne.CanvasObject{card}
	b.content.Refresh()
}

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
	show(a.note, a.note.Text() != "")
	show(a.chip, value.Queued)
	show(a.button, !value.Queued)
	a.button.SetReason(value.Busy, "")
	if value.Busy {
		a.working.Start()
	} else {
		a.working.Stop()
	}
	if a.content.Visible() != value.Ask {
		show(a.content, value.Ask)
	} else if value.Ask {
		a.content.Refresh()
	}
}
