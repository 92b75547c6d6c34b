package searching

import (
	"slices"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// searchHelpView is what stands under the field where nothing is typed, nothing was found, or it failed.
type searchHelpView struct {
	OnAgain func(text string)

	words   *assets.Words
	drawn   Value
	whole   bool
	content *kit.FingerScroll
}

func newSearchHelpView(words *assets.Words) *searchHelpView {
	return &searchHelpView{words: words, content: kit.NewFingerScroll(kit.Vertical, kit.Column(0))}
}

func (h *searchHelpView) draw(value Value) {
	before := h.drawn
	h.drawn = value
	if h.whole && before.Stage == value.Stage && before.Sentence == value.Sentence && before.Notes == value.Notes &&
		slices.Equal(before.Advice, value.Advice) && slices.Equal(before.Recent, value.Recent) {
		return
	}
	h.whole = true
	var column []fyne.CanvasObject
	if value.Stage == searchHelp && len(value.Recent) > 0 {
		chips := kit.Flow(8, 8)
		for _, text := range value.Recent {
			chips.Add(kit.NewChip(text, kit.OutlineChip).Plain().WithHeight(48).WithIcon("history").WithTap(func() { h.OnAgain(text) }))
		}
		column = append(column, kit.NewText(h.words.Say("search.recent"), kit.Dense.Strong()), chips, kit.Space(8))
	}
	switch value.Stage {
	case searchNothing:
		column = append(column, kit.NewParagraph(value.Sentence, kit.Heading))
	case searchFaulty:
		column = append(column, kit.RowAt(kit.Top, 12, kit.NewIcon("warn", 24, kit.RedText), kit.Fill(kit.NewParagraph(value.Sentence, kit.Body))))
	}
	icons := []string{"letters", "search", "info"}
	for i, advice := range value.Advice {
		icon := icons[min(i, len(icons)-1)]
		column = append(column, kit.RowAt(kit.Top, 12, kit.NewIcon(icon, 24, kit.Ink3), kit.Fill(kit.NewParagraph(advice, kit.Body.In(kit.Ink2)))))
	}
	if value.Notes != "" {
		column = append(column, kit.Space(4), notesPanel(value.Notes))
	}
	h.content.SetContent(kit.Padded(kit.Insets{Top: 24, Right: 24, Bottom: 24, Left: 24}, kit.Column(12, column...)))
	h.content.ScrollTo(fyne.Position{})
}

// notesPanel says what cannot be found yet.
func notesPanel(notes string) fyne.CanvasObject {
	return kit.NewPanel(kit.Well, kit.RowAt(kit.Top, 12, kit.NewIcon("info", 20, kit.Ink2), kit.Fill(kit.NewParagraph(notes, kit.Dense)))).
		WithRadius(12).WithPadding(kit.Sides(16, 10))
}
