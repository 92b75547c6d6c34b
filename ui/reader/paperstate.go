package reader

import (
	"strconv"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// drawState says why there are no pages.
func (p *View) drawState(value Value) {
	said := value.Key + value.Sentence + value.Load.Text + value.Fault + strconv.FormatBool(value.Busy)
	if p.shown == said && len(p.state.Objects) > 0 {
		return
	}
	p.shown = said
	icon := map[pageview.PaperStage]string{pageview.PaperNothing: "doc", pageview.PaperLoading: "download", pageview.PaperOpening: "papers", pageview.PaperFaulty: "warn", pageview.PaperLocked: "lock"}[value.Stage]
	var button *kit.BigButton
	if value.Retry || value.Load.State == pageview.LoadFault {
		button = kit.NewBigButton(p.words.Say("chamber.paper.again"), kit.Outline, func() { p.OnAgain() }).WithIcon("refresh")
	}
	content := kit.NewEmptyState(icon, value.Sentence, button)
	if value.Stage == pageview.PaperLoading && value.Load.State == pageview.LoadRunning {
		bar := kit.NewProgressBar(8).In(kit.Ink, kit.Track)
		bar.SetValue(value.Load.Share)
		content = kit.Column(0, kit.Spring(), kit.Anchored(0.5, 0, kit.NewIcon("download", 48, kit.Ink3)), kit.Space(12),
			kit.NewParagraph(value.Sentence, kit.Body.In(kit.Ink2).Center()),
			kit.NewParagraph(value.Load.Text, kit.Body.Strong().Center()), kit.Space(16),
			kit.Anchored(0.5, 0, kit.Fixed(280, 0, bar)), kit.Spring())
	}
	if value.Stage == pageview.PaperLocked {
		content = p.lockedState(value)
	}
	p.state.Objects = []fyne.CanvasObject{content}
	p.state.Refresh()
	p.Area.Refresh()
}

// lockedState asks for the password of a paper.
func (p *View) lockedState(value Value) *fyne.Container {
	field := kit.NewTextField(p.words.Say("chamber.paper.locked.field"), "").Masked().Literal()
	field.SetFault(value.Fault)
	field.SetDisabled(value.Busy)
	submit := func() {
		if password := field.Text(); password != "" {
			p.OnUnlock(password)
		}
	}
	field.OnSubmitted = func(string) { submit() }
	open := kit.NewBigButton(p.words.Say("chamber.paper.locked.open"), kit.Strong, submit).WithIcon("unlock")
	open.SetReason(value.Busy, "")
	return kit.Column(0, kit.Spring(), kit.Anchored(0.5, 0, kit.NewIcon("lock", 48, kit.Ink3)), kit.Space(12),
		kit.Padded(kit.Sides(24, 0), kit.NewParagraph(value.Sentence, kit.Body.In(kit.Ink2).Center())), kit.Space(16),
		kit.Anchored(0.5, 0, kit.Fixed(360, 0, kit.Column(12, field, open))), kit.Spring())
}
