package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// readyView is the page for the evening before: whether the room holds.
type readyView struct {
	screen    *screen
	content   *fyne.Container
	head      *region[readyHead]
	papers    *region[papersSight]
	listed    *region[bool]
	missing   *rows[holdingRow]
	rehearsal *rehearsalView
	standby   *region[standbySight]
	owing     *region[int]
	owers     *rows[owingRow]
	body      *kit.FingerScroll
}

type readyHead struct {
	session string
	none    bool
}

func newReadyView(s *screen) *readyView {
	v := &readyView{screen: s}
	v.head = newRegion(s, v.buildHead)
	v.papers = newRegion(s, v.buildPapers)
	v.listed = newRegion(s, func(some bool) fyne.CanvasObject {
		if !some {
			return nil
		}
		return kit.Padded(kit.Insets{Top: 16}, kit.NewText(s.say("clerk.papers.missing"), kit.Title))
	})
	v.missing = newRows(s, 0, func(r holdingRow) string { return r.ID }, v.buildMissing)
	v.rehearsal = newRehearsalView(s)
	v.standby = newRegion(s, v.buildStandby)
	v.owing = newRegion(s, v.buildOwing)
	v.owers = newRows(s, 0, func(r owingRow) string { return r.ID }, v.buildOwer)
	v.body = kit.NewFingerScroll(kit.Vertical, centred(1100, kit.Padded(kit.Insets{Top: 24, Bottom: 80}, kit.Column(16,
		v.head.holder, v.papers.holder, v.standby.holder, v.rehearsal.content, v.listed.holder, v.missing.holder, v.owing.holder, v.owers.holder))))
	v.content = kit.Layers(v.body)
	return v
}

func (v *readyView) Draw(r readySight) {
	list := r.Papers.Rows
	r.Papers.Rows = nil
	changed := v.head.Draw(readyHead{r.Session, r.NoSession})
	changed = v.rehearsal.Draw(r.Rehearsal) || changed
	changed = v.papers.Draw(r.Papers) || changed
	changed = v.listed.Draw(len(list) > 0) || changed
	changed = v.missing.Draw(list) || changed
	changed = v.standby.Draw(r.Standby) || changed
	changed = v.owing.Draw(len(r.Owing)) || changed
	if v.owers.Draw(r.Owing) || changed {
		v.body.Refresh()
	}
}

func (v *readyView) buildHead(h readyHead) fyne.CanvasObject {
	s := v.screen
	under := h.session
	if h.none {
		under = s.say("clerk.ready.none")
	}
	return kit.Column(0, kit.NewText(s.say("clerk.ready"), kit.SheetTitle), kit.NewParagraph(under, kit.Meta))
}

func (v *readyView) buildPapers(p papersSight) fyne.CanvasObject {
	if p.Head == "" {
		return nil
	}
	bar := kit.NewProgressBar(16)
	bar.SetValue(p.Share)
	icon, color := "download", kit.Ink2
	if p.All {
		icon, color = "check_circle", kit.Agree
	}
	parts := []fyne.CanvasObject{
		kit.Row(16, kit.NewIcon(icon, 40, color), kit.Fill(kit.Column(4, kit.NewParagraph(p.Head, kit.Title), kit.NewParagraph(p.About, kit.Body.In(kit.Ink2))))),
	}
	if p.Share > 0 && !p.All {
		parts = append(parts, bar)
	}
	return kit.NewCard(kit.Column(16, parts...)).WithPadding(kit.All(20))
}

// buildMissing is one tablet that has not all papers yet.
func (v *readyView) buildMissing(r holdingRow) fyne.CanvasObject {
	dot := kit.NewDot(10, kit.Online)
	if !r.Connected {
		dot = kit.NewRingDot(10, 2, kit.Ink3)
	}
	words := []fyne.CanvasObject{kit.Row(8, dot, kit.Fill(kit.NewParagraph(r.Text, kit.Meta)))}
	if r.Told {
		bar := kit.NewProgressBar(10)
		bar.SetValue(r.Share)
		words = append(words, bar)
	}
	content := kit.Row(16, kit.NewNumberCircle(r.Number, 40),
		kit.Share(3, kit.NewParagraph(r.Name, kit.Body.Strong())),
		kit.Share(4, kit.Column(6, words...)))
	return kit.NewPanel(kit.White, kit.NewListRow(r.Name, content, nil).WithHeight(68).
		WithPadding(kit.Insets{Top: 8, Bottom: 8, Left: 16, Right: 16}).WithDivider())
}

func (v *readyView) buildStandby(b standbySight) fyne.CanvasObject {
	s := v.screen
	words := kit.Row(16, kit.NewIcon(b.Icon, 40, b.Color), kit.Fill(kit.Column(4, kit.NewParagraph(b.Title, kit.Title), kit.NewParagraph(b.About, kit.Body.In(kit.Ink2)))))
	if !b.Alone {
		return kit.NewCard(words).WithPadding(kit.All(20))
	}
	alone := s.button(button{Text: s.say("clerk.duty.alone"), Kind: kit.Strong, Deed: goAlone, Busy: b.Busy})
	return kit.NewCard(besideOrBelow(760, 16, words, alone)).WithPadding(kit.All(20)).WithBorder(kit.Disagree).WithBorderWidth(2)
}

func (v *readyView) buildOwing(count int) fyne.CanvasObject {
	if count == 0 {
		return nil
	}
	s := v.screen
	return kit.NewCard(kit.Row(16, kit.NewIcon("eraser", 40, kit.Gold), kit.Fill(kit.Column(4,
		kit.NewParagraph(s.say("clerk.owing", "count", count), kit.Title), kit.NewParagraph(s.say("clerk.owing.about"), kit.Body.In(kit.Ink2)))))).WithPadding(kit.All(20))
}

func (v *readyView) buildOwer(r owingRow) fyne.CanvasObject {
	content := kit.Row(16, kit.NewNumberCircle(r.Number, 40), kit.Share(3, kit.NewParagraph(r.Name, kit.Body.Strong())), kit.Share(4, kit.NewParagraph(r.Text, kit.Meta)))
	return kit.NewPanel(kit.White, kit.NewListRow(r.Name, content, nil).WithHeight(60).
		WithPadding(kit.Insets{Top: 8, Bottom: 8, Left: 16, Right: 16}).WithDivider())
}

// dutyStrip warns over every page that ballots wait for the standby.
func (s *screen) dutyStrip(d dutySight) fyne.CanvasObject {
	if d.Text == "" {
		return nil
	}
	strip := kit.NewStrip(kit.AlertStrip, "warn", d.Text)
	if !d.Busy {
		strip.WithAction(d.Action, s.tell(goAlone, ""))
	}
	return strip
}
