package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// trailView is the band over the papers while a search goes on in them: the way back, the places of the open
// paper, and the end of it.
type trailView struct {
	OnResults func()
	OnWalk    func(by int)
	OnClose   func()

	text     *kit.Text
	note     *kit.Text
	back, on *kit.IconButton
	drawn    trailValue
	content  *fyne.Container
}

func newTrailView(words *assets.Words) *trailView {
	t := &trailView{text: kit.NewText("", kit.Body.Strong()).Truncate(), note: kit.NewText("", kit.Meta).Truncate()}
	results := kit.NewBigButton(words.Say("search.results"), kit.Outline, func() { t.OnResults() }).WithIcon("chev_left")
	t.back = kit.NewIconButton("chev_up", words.Say("search.place.back"), func() { t.OnWalk(-1) }).Outlined()
	t.on = kit.NewIconButton("chev_down", words.Say("search.place.on"), func() { t.OnWalk(1) }).Outlined()
	closing := kit.NewIconButton("cross", words.Say("search.close"), func() { t.OnClose() })
	t.content = kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.Padded(kit.Sides(16, 8),
		kit.Row(8, results, kit.Space(0), kit.Fill(kit.Column(0, t.text, t.note)), t.back, t.on, closing)), kit.NewDivider()))
	t.content.Hide()
	return t
}

func (t *trailView) draw(value trailValue) {
	if value == t.drawn {
		return
	}
	t.drawn = value
	t.text.SetText(value.Text)
	t.note.SetText(value.Note)
	t.back.SetReason(!value.Back, "")
	t.on.SetReason(!value.On, "")
	show(t.note, value.Note != "")
	show(t.content, value.Shown)
	if value.Shown {
		t.content.Refresh()
	}
}
