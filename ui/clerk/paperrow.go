package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// buildPaper is one paper of the open item, with what can be done about it.
func (v *prepareView) buildPaper(p paperRow) fyne.CanvasObject {
	s := v.screen
	style := kit.Body.Strong()
	chip := kit.NewChip(p.Audience, kit.PlainChip)
	if p.Withdrawn {
		style, chip = kit.Body.In(kit.Ink3), kit.NewChip(s.say("clerk.paper.withdrawn"), kit.SlateChip)
	}
	marks := []fyne.CanvasObject{chip}
	if p.Pending {
		marks = append(marks, kit.NewChip(s.say("clerk.not-sent"), kit.UnsentChip))
	}
	words := []fyne.CanvasObject{kit.NewParagraph(p.Title, style).MaxLines(3), kit.Flow(12, 4, append(marks, kit.NewText(p.About, kit.Meta))...)}
	if more := v.moreOfPaper(p); len(more) > 0 {
		words = append(words, kit.Flow(8, 4, more...))
	}
	icon := kit.NewIcon("doc", 24, kit.Ink2)
	var tools []fyne.CanvasObject
	switch {
	case p.ReadOnly:
	case p.Withdrawn:
		tools = append(tools, s.button(button{Text: s.say("clerk.paper.restore"), Icon: "undo", Kind: kit.Quiet, Deed: restorePaper, ID: p.ID}))
	default:
		tools = append(tools,
			s.tool("pencil", s.say("clerk.paper.change"), changePaper, p.ID, "", false),
			s.tool("refresh", s.say("clerk.paper.replace"), replacePaper, p.ID, "", false),
			s.tool("trash", s.say("clerk.paper.withdraw"), withdrawPaper, p.ID, "", false))
	}
	parts := []fyne.CanvasObject{icon, kit.Fill(kit.Column(4, words...)), kit.Row(0, tools...)}
	return kit.NewPanel(kit.White, kit.NewListRow(p.Title, kit.Row(12, parts...), nil).WithHeight(72).
		WithPadding(kit.Insets{Top: 10, Bottom: 10, Left: 16, Right: 8}).WithDivider())
}

// moreOfPaper is what the server knows of a paper beyond what stands in the agenda.
func (v *prepareView) moreOfPaper(p paperRow) []fyne.CanvasObject {
	var more []fyne.CanvasObject
	if p.Original != "" {
		more = append(more, v.screen.button(button{Text: p.Original, Icon: "download", Kind: kit.Quiet, Deed: saveOriginal, ID: p.ID}))
	}
	return more
}
