package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// aloudBar is the bar under the pages while the paper is read aloud.
type aloudBar struct {
	OnPause func()
	OnStop  func()

	words    *assets.Words
	text     *kit.Text
	sentence *kit.Text
	pause    *kit.BigButton
	Drawn    aloudValue
	Content  *fyne.Container
}

func newAloudBar(words *assets.Words) *aloudBar {
	a := &aloudBar{words: words, text: kit.NewText("", kit.Body.Strong()).Truncate(), sentence: kit.NewText("", kit.Dense).Truncate()}
	a.pause = kit.NewBigButton("", kit.Strong, func() { a.OnPause() }).WithHeight(56)
	stop := kit.NewBigButton(words.Say("chamber.aloud.stop"), kit.Outline, func() { a.OnStop() }).WithIcon("stop").WithHeight(56)
	a.Content = kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.NewDivider(), kit.Padded(kit.Sides(16, 6),
		kit.Row(12, kit.NewIcon("sound", 24, kit.Ink2), kit.Fill(kit.Column(0, a.text, a.sentence)), a.pause, stop))))
	a.Content.Hide()
	return a
}

// draw returns whether the bar came or went.
func (a *aloudBar) draw(value aloudValue) (moved bool) {
	if value == a.Drawn {
		return false
	}
	moved = value.Shown != a.Drawn.Shown
	a.Drawn = value
	a.text.SetText(value.Text)
	a.sentence.SetText(value.Sentence)
	a.pause.SetText(a.words.Say(frame.Pick(value.Playing, "chamber.aloud.pause", "chamber.aloud.play")))
	a.pause.SetIcon(frame.Pick(value.Playing, "pause", "play"))
	frame.Show(a.Content, value.Shown)
	a.Content.Refresh()
	return moved
}
