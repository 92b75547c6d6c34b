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
	if reading := v.buildReading(p); reading != nil {
		words = append(words, reading)
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
	s := v.screen
	if p.Remarks != "" {
		icon := "info"
		if p.Graver {
			icon = "warn"
		}
		more = append(more, s.button(button{Text: p.Remarks, Icon: icon, Kind: kit.Quiet, Deed: showRemarks, ID: p.ID}))
	}
	if p.Original != "" {
		more = append(more, s.button(button{Text: p.Original, Icon: "download", Kind: kit.Quiet, Deed: saveOriginal, ID: p.ID}))
	}
	return more
}

// buildReading is how far the server is with reading the words of a paper; nil where there is nothing to say.
func (v *prepareView) buildReading(p paperRow) fyne.CanvasObject {
	s, r := v.screen, p.Reading
	if r.Text == "" {
		return nil
	}
	style := kit.Meta
	if r.Failed {
		style = kit.Meta.In(kit.RedText)
	}
	parts := []fyne.CanvasObject{kit.Fill(kit.NewParagraph(r.Text, style))}
	switch {
	case p.ReadOnly:
	case r.Stop:
		parts = append(parts, s.button(button{Text: s.say("clerk.reading.stop"), Icon: "stop", Kind: kit.Quiet, Deed: stopReading, ID: p.ID}))
	case r.Again:
		parts = append(parts, s.button(button{Text: s.say("clerk.reading.read"), Icon: "refresh", Kind: kit.Quiet, Deed: readAgain, ID: p.ID}))
	}
	row := fyne.CanvasObject(kit.Row(12, parts...))
	if r.Running {
		bar := kit.NewProgressBar(6)
		bar.SetValue(r.Share)
		row = kit.Column(4, row, bar)
	}
	return row
}
