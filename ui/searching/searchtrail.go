package searching

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// TrailView is the band over the papers while a search goes on in them: the way back, the places of the open
// paper, and the end of it.
type TrailView struct {
	OnResults func()
	OnWalk    func(by int)
	OnClose   func()

	text     *kit.Text
	note     *kit.Text
	back, on *kit.IconButton
	drawn    TrailValue
	Content  *fyne.Container
}

// NewTrailView makes one that is not shown.
func NewTrailView(words *assets.Words) *TrailView {
	t := &TrailView{text: kit.NewText("", kit.Body.Strong()).Truncate(), note: kit.NewText("", kit.Meta).Truncate()}
	results := kit.NewBigButton(words.Say("search.results"), kit.Outline, func() { t.OnResults() }).WithIcon("chev_left")
	t.back = kit.NewIconButton("chev_up", words.Say("search.place.back"), func() { t.OnWalk(-1) }).Outlined()
	t.on = kit.NewIconButton("chev_down", words.Say("search.place.on"), func() { t.OnWalk(1) }).Outlined()
	closing := kit.NewIconButton("cross", words.Say("search.close"), func() { t.OnClose() })
	t.Content = kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.Padded(kit.Sides(16, 8),
		kit.Row(8, results, kit.Space(0), kit.Fill(kit.Column(0, t.text, t.note)), t.back, t.on, closing)), kit.NewDivider()))
	t.Content.Hide()
	return t
}

// Draw shows a value.
func (t *TrailView) Draw(value TrailValue) {
	if value == t.drawn {
		return
	}
	t.drawn = value
	t.text.SetText(value.Text)
	t.note.SetText(value.Note)
	t.back.SetReason(!value.Back, "")
	t.on.SetReason(!value.On, "")
	frame.Show(t.note, value.Note != "")
	frame.Show(t.Content, value.Shown)
	if value.Shown {
		t.Content.Refresh()
	}
}
