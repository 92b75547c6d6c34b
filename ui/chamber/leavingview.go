package chamber

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// leavingView is the screen of a tablet that was given back and still has something to send.
type leavingView struct {
	OnRetry func()

	words   *assets.Words
	plate   *plateView
	middle  *fyne.Container
	drawn   leavingValue
	content *fyne.Container
}

func newLeavingView(words *assets.Words) *leavingView {
	l := &leavingView{words: words, plate: newPlateView(words), middle: kit.Layers()}
	l.content = container.New(&besidePlate{}, kit.NewPanel(kit.Paper, nil), l.plate.content, l.middle)
	return l
}

func (l *leavingView) draw(value leavingValue) {
	l.plate.draw(value.Plate)
	value.Plate = plateValue{}
	if reflect.DeepEqual(value, l.drawn) {
		return
	}
	l.drawn = value
	parts := []fyne.CanvasObject{
		kit.Spring(),
		kit.Anchored(0.5, 0, kit.NewIconDisc("tray", 96, kit.Gold, kit.OnGold)),
		kit.NewParagraph(value.Title, kit.PageTitle.Center()),
		kit.NewParagraph(value.Sentence, kit.Cue.In(kit.Ink2).Center()),
	}
	for _, act := range value.Acts {
		parts = append(parts, actCard(l.words, act))
	}
	if value.CanRetry {
		parts = append(parts, kit.Anchored(0.5, 0, kit.NewBigButton(l.words.Say("chamber.retry"), kit.Strong, func() { l.OnRetry() }).WithHeight(56).WithIcon("refresh")))
	}
	parts = append(parts, kit.Spring())
	l.middle.Objects = []fyne.CanvasObject{kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.Sides(32, 24), kit.Column(16, parts...)))}
	l.middle.Refresh()
}

// actCard is one thing that waits to be sent.
func actCard(words *assets.Words, act actValue) fyne.CanvasObject {
	column := []fyne.CanvasObject{kit.NewParagraph(act.Title, kit.Body.Strong())}
	if act.Note != "" {
		column = append(column, kit.NewParagraph(act.Note, kit.Dense).MaxLines(3))
	}
	chip := kit.NewChip(words.Say("chamber.unsent.chip.sending"), kit.SendingChip)
	if act.Loud {
		chip = kit.NewChip(words.Say("chamber.unsent.chip"), kit.UnsentChip)
	}
	column = append(column, kit.Padded(kit.Insets{Top: 6}, kit.Row(10, chip, kit.Fill(kit.NewText(act.Age, kit.Dense)))))
	return kit.NewCard(kit.RowAt(kit.Top, 14, kit.NewIcon(act.Icon, 24, kit.Ink2), kit.Fill(kit.Column(2, column...)))).WithRadius(12)
}

// besidePlate lays something beside the plate, under it in portrait.
type besidePlate struct{}

func (*besidePlate) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*besidePlate) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	if size.Height > size.Width {
		high := look.Dp(plateHigh)
		frame.Put(objects[1], 0, 0, size.Width, high)
		frame.Put(objects[2], 0, high, size.Width, size.Height-high)
		return
	}
	wide := min(look.Dp(448), size.Width*0.36)
	frame.Put(objects[1], 0, 0, wide, size.Height)
	frame.Put(objects[2], wide, 0, size.Width-wide, size.Height)
}
