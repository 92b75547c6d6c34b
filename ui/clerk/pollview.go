package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// buildPoll is a poll's card: the question, how it is decided, what it came to, what can be done.
func buildPoll(s *screen, p pollCard) fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		kit.RowAt(kit.Top, 12, kit.Fill(kit.NewParagraph(kit.KeepNumbers(p.Question), kit.Title).MaxLines(4)), kit.NewChip(p.State, p.StateKind)),
	}
	for _, line := range p.Lines {
		parts = append(parts, kit.NewParagraph(line, kit.Meta))
	}
	if p.Counted {
		icon := "check"
		if p.VerdictKind == kit.AlertStrip {
			icon = "cross"
		}
		parts = append(parts, kit.NewResultBar(p.Tally).WithHeight(28), kit.NewStrip(p.VerdictKind, icon, p.Verdict).WithRadius(10))
	}
	if len(p.Buttons) > 0 {
		buttons := make([]fyne.CanvasObject, 0, len(p.Buttons))
		why := ""
		for _, b := range p.Buttons {
			if b.Why != "" { // said once under the buttons, where there is room for it
				why, b.Why, b.Busy = b.Why, "", true
			}
			buttons = append(buttons, s.button(b))
		}
		parts = append(parts, kit.Padded(kit.Insets{Top: 4}, kit.Flow(8, 8, buttons...)))
		if why != "" {
			parts = append(parts, kit.NewParagraph(why, kit.Meta.In(kit.Ink2)))
		}
	}
	return kit.NewCard(kit.Column(6, parts...)).WithPadding(kit.All(16))
}

// liveView is the poll that takes ballots now. Its clock and its bar change in place.
type liveView struct {
	screen *screen
	holder *fyne.Container
	frame  *region[liveSight]
	clock  *kit.Clock
	note   *kit.Text
	counts *kit.Paragraph
	bar    *kit.ResultBar
}

func newLiveView(s *screen) *liveView {
	v := &liveView{
		screen: s, clock: kit.NewClock("00:00", 52), note: kit.NewText("", kit.Meta), counts: kit.NewParagraph("", kit.Title),
		bar: kit.NewResultBar(kit.Tally{}),
	}
	v.frame = newRegion(s, v.build)
	v.holder = v.frame.holder
	return v
}

func (v *liveView) Draw(l liveSight) bool {
	v.clock.SetText(l.Clock)
	v.clock.SetColor(kit.Ink)
	if l.Urgent {
		v.clock.SetColor(kit.RedText)
	}
	v.note.SetText(l.ClockNote)
	v.counts.SetText(l.Counts)
	v.bar.Set(l.Tally)
	return v.frame.Draw(liveSight{Poll: l.Poll, Question: l.Question, About: l.About})
}

func (v *liveView) build(l liveSight) fyne.CanvasObject {
	if l.Poll == "" {
		return nil
	}
	s := v.screen
	return kit.NewPanel(kit.White, kit.Column(12,
		kit.RowAt(kit.Top, 16,
			kit.Fill(kit.Column(4, kit.NewText(s.say("clerk.poll.live"), kit.Meta.Strong().In(kit.GoldText)), kit.NewParagraph(kit.KeepNumbers(l.Question), kit.Heading).MaxLines(4),
				kit.NewParagraph(l.About, kit.Meta))),
			kit.Column(0, v.clock, v.note)),
		v.bar, v.counts,
	)).WithBorder(kit.Gold).WithBorderWidth(2).WithRadius(16).WithPadding(kit.All(20))
}
