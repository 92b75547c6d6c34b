package frame

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// BandView is the band under the bar that brings the vote sheet back: one target over the whole width.
type BandView struct {
	OnTapped func()

	drawn   BandValue
	clock   *kit.Clock
	text    *kit.Text
	Content *fyne.Container
}

// NewBandView makes one that is not shown.
func NewBandView() *BandView {
	b := &BandView{Content: kit.Layers()}
	b.Content.Hide()
	return b
}

// Draw shows a value; the same again costs nothing.
func (b *BandView) Draw(value BandValue) {
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
	Show(b.Content, value.Shown)
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
	b.Content.Objects = []fyne.CanvasObject{card}
	b.Content.Refresh()
}
