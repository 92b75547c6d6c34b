package chamber

import (
	"reflect"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// pastVotesView is the panel of polls that are over.
type pastVotesView struct {
	words   *assets.Words
	rows    *fyne.Container
	scroll  *kit.FingerScroll
	drawn   votesValue
	content fyne.CanvasObject
}

func newPastVotesView(words *assets.Words) *pastVotesView {
	v := &pastVotesView{words: words, rows: kit.Column(12)}
	v.scroll = kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.All(16), v.rows))
	v.content = v.scroll
	return v
}

func (v *pastVotesView) draw(value votesValue) {
	if len(v.rows.Objects) > 0 && reflect.DeepEqual(value, v.drawn) {
		return
	}
	v.drawn = value
	v.rows.Objects = nil
	for _, row := range value.Rows {
		own := []fyne.CanvasObject{kit.Fill(kit.NewParagraph(row.Own, kit.Body.Strong()))}
		if row.Choice != "" {
			answer := answerOf(row.Choice)
			own = append([]fyne.CanvasObject{kit.NewIconDisc(kit.AnswerIcon(answer), 28, kit.AnswerColor(answer), kit.OnFill)}, own...)
		}
		column := []fyne.CanvasObject{kit.NewParagraph(row.Question, kit.Title), kit.RowAt(kit.Top, 10, own...),
			kit.NewParagraph(row.Result, kit.Dense.In(frame.Pick(row.Passed, kit.AgreeText, kit.Ink2)))}
		if row.When != "" {
			column = append(column, kit.NewParagraph(row.When, kit.Meta))
		}
		v.rows.Add(kit.NewCard(kit.Column(8, column...)))
	}
	if value.Empty != "" {
		v.rows.Add(kit.Padded(kit.Insets{Top: 48}, kit.NewEmptyState("ballot", value.Empty, nil)))
	}
	v.rows.Refresh()
	v.scroll.Refresh()
}
