package reader

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// signedView is the strip over a paper that is digitally signed, and the sheet that says more. What is not proven
// is never green.
type signedView struct {
	OnTapped func()

	words   *assets.Words
	drawn   signedValue
	Content *fyne.Container
}

func newSignedView(words *assets.Words) *signedView {
	s := &signedView{words: words, Content: kit.Layers()}
	s.Content.Hide()
	return s
}

// SignedLook is how a state looks: icon, ground and words.
func SignedLook(state string) (icon string, fill, ink kit.Color) {
	switch state {
	case council.SignedGood:
		return "check_circle", kit.AgreeTint, kit.AgreeText
	case council.SignedBad:
		return "cross_circle", kit.RedTint, kit.RedText
	}
	return "help", kit.SlateTint, kit.Ink
}

// draw shows the strip and reports whether it came or went.
func (s *signedView) draw(value signedValue) (changed bool) {
	if s.drawn.equal(value) {
		return false
	}
	changed = (s.drawn.State == "") != (value.State == "")
	s.drawn = value
	frame.Show(s.Content, value.State != "")
	s.Content.Objects = nil
	if value.State != "" {
		icon, fill, ink := SignedLook(value.State)
		row := kit.Row(12, kit.NewIcon(icon, 24, ink), kit.Fill(kit.NewText(value.Text, kit.Body.Strong().In(ink)).Truncate()),
			kit.NewText(s.words.Say("chamber.signed.more"), kit.Body.In(ink)), kit.NewIcon("chev_right", 20, ink))
		s.Content.Objects = []fyne.CanvasObject{kit.NewListRow(value.Text, row, func() { s.OnTapped() }).WithHeight(48).WithPadding(kit.Sides(16, 4)).WithGround(fill)}
	}
	s.Content.Refresh()
	return changed
}

// Dialog says all that there is to be said of the signatures.
func (s *signedView) Dialog() *kit.Dialog {
	var rows []fyne.CanvasObject
	for i, line := range s.drawn.Lines {
		if i > 0 {
			rows = append(rows, kit.NewDivider())
		}
		icon, _, ink := SignedLook(line.State)
		column := []fyne.CanvasObject{kit.NewParagraph(line.Title, kit.Body.Strong().In(ink))}
		if line.Name != "" {
			column = append(column, kit.NewParagraph(line.Name, kit.Title))
		}
		for _, said := range append([]string{line.Whose, line.When}, line.Said...) {
			if said != "" {
				column = append(column, kit.NewParagraph(said, kit.Body.In(kit.Ink2)))
			}
		}
		rows = append(rows, kit.RowAt(kit.Top, 16, kit.NewIcon(icon, 28, ink), kit.Fill(kit.Column(6, column...))))
	}
	if s.drawn.Unlisted != "" {
		rows = append(rows, kit.RowAt(kit.Top, 16, kit.NewIcon("help", 28, kit.Ink), kit.Fill(kit.NewParagraph(s.drawn.Unlisted, kit.Body.Strong()))))
	}
	rows = append(rows, kit.NewParagraph(s.drawn.Checked, kit.Meta.In(kit.Ink3)))
	return kit.NewDialog(s.words.Say("chamber.signed.title"), kit.Column(16, rows...),
		kit.DialogButton{Text: s.words.Say("chamber.signed.close"), Kind: kit.Strong, Default: true, Cancel: true}).WithWidth(720)
}
