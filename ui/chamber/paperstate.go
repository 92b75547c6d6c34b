package chamber

import (
	"strconv"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// drawState says why there are no pages.
func (p *paperView) drawState(value paperValue) {
	said := value.Key + value.Sentence + value.Load.Text + value.Fault + strconv.FormatBool(value.Busy)
	if p.shown == said && len(p.state.Objects) > 0 {
		return
	}
	p.shown = said
	icon := map[paperStage]string{paperNothing: "doc", paperLoading: "download", paperOpening: "papers", paperFaulty: "warn", paperLocked: "lock"}[value.Stage]
	var button *kit.BigButton
	if value.Retry || value.Load.State == loadFault {
		button = kit.NewBigButton(p.words.Say("chamber.paper.again"), kit.Outline, func() { p.OnAgain() }).WithIcon("refresh")
	}
	content := kit.NewEmptyState(icon, value.Sentence, button)
	if value.Stage == paperLoading && value.Load.State == loadRunning {
		bar := kit.NewProgressBar(8).In(kit.Ink, kit.Track)
		bar.SetValue(value.Load.Share)
		content = kit.Column(0, kit.Spring(), kit.Anchored(0.5, 0, kit.NewIcon("download", 48, kit.Ink3)), kit.Space(12),
			kit.NewParagraph(value.Sentence, kit.Body.In(kit.Ink2).Center()),
			kit.NewParagraph(value.Load.Text, kit.Body.Strong().Center()), kit.Space(16),
			kit.Anchored(0.5, 0, kit.Fixed(280, 0, bar)), kit.Spring())
	}
	if value.Stage == paperLocked {
		content = p.lockedState(value)
	}
	p.state.Objects = []fyne.CanvasObject{content}
	p.state.Refresh()
	p.area.Refresh()
}

// lockedState asks for the password of a paper.
func (p *paperView) lockedState(value paperValue) *fyne.Container {
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
