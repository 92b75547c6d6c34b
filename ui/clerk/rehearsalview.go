package clerk

import (
	"strconv"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// rehearsalView is the card of the rehearsal: the choices, the progress, the verdict with its figures.
type rehearsalView struct {
	screen   *screen
	content  fyne.CanvasObject
	plan     *region[rehearsalSight]
	progress *region[rehearsalSight]
	report   *region[reportSight]
}

func newRehearsalView(s *screen) *rehearsalView {
	v := &rehearsalView{screen: s}
	v.plan, v.progress, v.report = newRegion(s, v.buildPlan), newRegion(s, v.buildProgress), newRegion(s, v.buildReport)
	v.content = kit.NewCard(kit.Column(16, v.plan.holder, v.progress.holder, v.report.holder)).WithPadding(kit.All(20))
	return v
}

func (v *rehearsalView) Draw(r rehearsalSight) bool {
	changed := v.report.Draw(r.Report)
	r.Report = reportSight{}
	plan := r
	plan.Step, plan.Share, plan.Stopping = "", 0, false
	changed = v.plan.Draw(plan) || changed
	return v.progress.Draw(r) || changed
}

func (v *rehearsalView) buildPlan(r rehearsalSight) fyne.CanvasObject {
	s := v.screen
	words := kit.Row(16, kit.NewIcon("doccheck", 40, kit.Ink2), kit.Fill(kit.Column(4,
		kit.NewParagraph(s.say("clerk.rehearsal"), kit.Title), kit.NewParagraph(s.say("clerk.rehearsal.about"), kit.Body.In(kit.Ink2)))))
	if r.Running {
		return words
	}
	devices := make([]kit.Option, 0, len(rehearsalDevices))
	for _, count := range rehearsalDevices {
		devices = append(devices, kit.Option{ID: strconv.Itoa(count), Text: s.say("clerk.rehearsal.devices", "count", count)})
	}
	lines := make([]kit.Option, 0, len(rehearsalLines))
	for _, line := range rehearsalLines {
		lines = append(lines, kit.Option{ID: line, Text: s.say("clerk.rehearsal.line." + line)})
	}
	begin := s.button(button{Text: s.say("clerk.rehearsal.begin"), Icon: "play", Kind: kit.Primary, Deed: beginRehearsal, Why: r.Why})
	parts := []fyne.CanvasObject{
		words,
		kit.NewText(s.say("clerk.rehearsal.how-many"), kit.Body.Strong()),
		kit.NewSegments(devices, r.Devices, func(id string) { s.on(deed{Name: planRehearsal, ID: "devices", Value: id}) }),
		kit.NewText(s.say("clerk.rehearsal.line"), kit.Body.Strong()),
		kit.NewSegments(lines, r.Line, func(id string) { s.on(deed{Name: planRehearsal, ID: "line", Value: id}) }),
		kit.Anchored(0, 0, begin),
	}
	if r.Why != "" {
		parts = append(parts, kit.NewParagraph(r.Why, kit.Meta))
	}
	return kit.Column(12, parts...)
}

func (v *rehearsalView) buildProgress(r rehearsalSight) fyne.CanvasObject {
	if !r.Running {
		return nil
	}
	s := v.screen
	bar := kit.NewProgressBar(16)
	bar.SetValue(r.Share)
	text := r.Step
	if r.Stopping {
		text = s.say("clerk.rehearsal.stopping")
	}
	return kit.Column(12, bar, kit.Row(12, kit.Fill(kit.NewParagraph(text, kit.Body)),
		s.button(button{Text: s.say("clerk.stop"), Kind: kit.Outline, Deed: stopRehearsal, Busy: r.Stopping})))
}

func (v *rehearsalView) buildReport(r reportSight) fyne.CanvasObject {
	if !r.Shown {
		return nil
	}
	s := v.screen
	kind, icon := kit.AlertStrip, "cross_circle"
	if r.Ready {
		kind, icon = kit.DoneStrip, "check_circle"
	}
	parts := []fyne.CanvasObject{kit.NewStrip(kind, icon, r.Verdict).WithRadius(12), kit.NewParagraph(r.About, kit.Meta)}
	for _, reason := range r.Reasons {
		parts = append(parts, kit.Row(12, kit.NewIcon("warn", 28, kit.Disagree), kit.Fill(kit.NewParagraph(reason, kit.Body))))
	}
	if len(r.Rows) > 0 {
		parts = append(parts, kit.Padded(kit.Insets{Top: 4}, v.figures(r.Rows)))
	}
	if r.Ready {
		parts = append(parts, kit.Anchored(0, 0, s.button(button{Text: s.say("clerk.rehearsal.certificate"), Icon: "printer", Kind: kit.Strong, Deed: printCertificate, Busy: r.Printing})))
	}
	return kit.Column(12, parts...)
}

// figures is the table of what each step took.
func (v *rehearsalView) figures(rows []figureRow) fyne.CanvasObject {
	s := v.screen
	line := func(style kit.Style, f figureRow) fyne.CanvasObject {
		return kit.Padded(kit.Sides(12, 6), kit.Row(12, kit.Share(4, kit.NewParagraph(f.Step, style)),
			kit.Share(1, kit.NewText(f.Count, style)), kit.Share(1, kit.NewText(f.Middle, style)), kit.Share(1, kit.NewText(f.Late, style)), kit.Share(1, kit.NewText(f.Most, style))))
	}
	lines := []fyne.CanvasObject{line(kit.Meta, figureRow{s.say("clerk.rehearsal.step"), s.say("clerk.rehearsal.machines"), s.say("clerk.rehearsal.middle"), s.say("clerk.rehearsal.late"), s.say("clerk.rehearsal.most")})}
	for _, f := range rows {
		lines = append(lines, kit.NewDivider(), line(kit.Body, f))
	}
	return kit.NewPanel(kit.Paper, kit.Column(0, lines...)).WithRadius(12).WithBorder(kit.LineRound)
}
