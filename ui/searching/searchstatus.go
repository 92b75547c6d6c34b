package searching

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// searchStatus is how the tablet stands, beside the field: connection, what is not sent, the time.
type searchStatus struct {
	dot     *kit.Dot
	link    *kit.Text
	cut     *kit.Chip
	unsent  *kit.Chip
	line    *kit.Divider
	clock   *kit.Clock
	drawn   frame.BarValue
	content *fyne.Container
}

func newSearchStatus() *searchStatus {
	s := &searchStatus{dot: kit.NewDot(10, kit.Online), link: kit.NewText("", kit.Meta), clock: kit.NewClock("", 20).SemiBold(), line: kit.NewVerticalDivider(24)}
	s.cut = kit.NewChip("", kit.SlateChip).WithHeight(36).WithIcon("nolink")
	s.unsent = kit.NewChip("", kit.UnsentChip).WithHeight(36).WithIcon("tray")
	s.content = kit.Row(10, s.dot, s.link, s.cut, s.unsent, s.line, s.clock)
	return s
}

func (s *searchStatus) draw(value frame.BarValue) {
	if value.Link == s.drawn.Link && value.UnsentShort == s.drawn.UnsentShort && value.UnsentLoud == s.drawn.UnsentLoud && value.Clock == s.drawn.Clock {
		return
	}
	again := value.Link != s.drawn.Link || value.UnsentShort != s.drawn.UnsentShort
	s.drawn = value
	s.dot.SetColor(frame.DotColor(value.Link.State))
	s.clock.SetText(value.Clock)
	if again {
		s.content.Refresh()
	}
}

// fit shows what has room and returns how wide it is. The state of the connection always has.
func (s *searchStatus) fit(room float32) float32 {
	cut := s.drawn.Link.Cut()
	full := func(on bool) float32 {
		s.link.SetText(s.drawn.Link.Text)
		s.cut.Set(frame.Pick(on, s.drawn.Link.Text, ""), kit.SlateChip)
		s.unsent.Set(s.drawn.UnsentShort, frame.Pick(s.drawn.UnsentLoud, kit.UnsentChip, kit.SendingChip))
		frame.Show(s.dot, !cut)
		frame.Show(s.link, !cut && on)
		frame.Show(s.cut, cut)
		frame.Show(s.unsent, s.drawn.UnsentShort != "")
		return s.content.MinSize().Width
	}
	frame.Show(s.line, true)
	frame.Show(s.clock, true)
	wide := full(true)
	if wide > room {
		wide = full(false)
	}
	if wide > room {
		frame.Show(s.line, false)
		frame.Show(s.clock, false)
		wide = full(false)
	}
	return wide
}
