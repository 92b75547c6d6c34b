package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// turnBar turns pages where they are shown one at a time.
type turnBar struct {
	back, on *kit.BigButton
	content  *fyne.Container
}

func newTurnBar(words *assets.Words, turn func(by int)) *turnBar {
	t := &turnBar{
		back: kit.NewBigButton(words.Say("chamber.paper.back"), kit.Outline, func() { turn(-1) }).WithIcon("chev_left").WithHeight(56),
		on:   kit.NewBigButton(words.Say("chamber.paper.on"), kit.Strong, func() { turn(1) }).WithIcon("chev_right").WithHeight(56),
	}
	t.content = kit.Layers(kit.NewPanel(kit.White, nil),
		kit.Column(0, kit.NewDivider(), kit.Padded(kit.Sides(16, 6), kit.Row(12, kit.Share(1, t.back), kit.Share(1, t.on)))))
	t.content.Hide()
	return t
}

// set says whether there are pages before and after.
func (t *turnBar) set(back, on bool) {
	t.back.SetReason(!back, "")
	t.on.SetReason(!on, "")
}
