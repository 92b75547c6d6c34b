package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// lapseView is the band that says what came too late to count.
type lapseView struct {
	OnAgain func(command string)
	OnSeen  func(command string)

	words   *assets.Words
	after   kit.After
	drawn   lapseValue
	working *kit.Working
	content *fyne.Container
}

func newLapseView(words *assets.Words, after kit.After) *lapseView {
	l := &lapseView{words: words, after: after, content: kit.Layers()}
	l.content.Hide()
	return l
}

func (l *lapseView) draw(value lapseValue) {
	if value == l.drawn {
		return
	}
	l.drawn = value
	if l.working != nil {
		l.working.Stop()
		l.working = nil
	}
	frame.Show(l.content, value.Command != "")
	if value.Command == "" {
		l.content.Objects = nil
		return
	}
	head := kit.Flow(10, 4, kit.NewChip(l.words.Say("chamber.lapse.chip"), kit.SlateChip), kit.NewText(value.Title, kit.Body.Strong()))
	if value.More != "" {
		head.Add(kit.NewText(value.More, kit.Meta))
	}
	words := kit.Column(4, head, kit.NewParagraph(value.Text, kit.Dense))
	if value.Fault != "" {
		words.Add(kit.NewParagraph(value.Fault, kit.Dense.In(kit.RedText)))
	}
	row := []fyne.CanvasObject{kit.NewIcon(value.Icon, 28, kit.Ink2), kit.Fill(words)}
	command := value.Command
	if value.Busy {
		l.working = kit.NewWorking("", 24, l.after)
		l.working.Start()
		row = append(row, l.working)
	}
	ways := kit.Row(8)
	if value.Again {
		again := kit.NewBigButton(l.words.Say("chamber.lapse.again"), kit.Strong, func() { l.OnAgain(command) }).WithHeight(56).WithIcon("redo")
		again.SetReason(value.Busy, "")
		ways.Add(again)
	}
	seen := kit.NewBigButton(l.words.Say("chamber.lapse.seen"), kit.Outline, func() { l.OnSeen(command) }).WithHeight(56)
	seen.SetReason(value.Busy, "")
	ways.Add(seen)
	row = append(row, ways)
	l.content.Objects = []fyne.CanvasObject{kit.NewPanel(kit.GoldTint, nil), kit.Column(0, kit.Padded(kit.Sides(16, 10), kit.Row(14, row...)), kit.NewDivider())}
	l.content.Refresh()
}
