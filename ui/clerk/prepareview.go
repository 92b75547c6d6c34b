package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// prepareView is the preparation of a session: the agenda, and the open item with its papers and polls.
type prepareView struct {
	screen  *screen
	content *fyne.Container
	split   *kit.Split
	rail    *railView
	none    *region[bool]
	head    *region[itemHead]
	papers  *rows[paperRow]
	uploads *rows[uploadRow]
	polls   *rows[pollCard]
	titles  *region[prepareTitles]
	foot    *region[prepareTitles]
	body    *kit.FingerScroll
	noneUp  bool
}

type prepareTitles struct {
	papers, polls       int
	item, closed, rules bool
}

func newPrepareView(s *screen) *prepareView {
	v := &prepareView{screen: s, rail: newRailView(s, true)}
	v.none, v.head = newRegion(s, v.buildNone), newRegion(s, v.buildHead)
	v.titles, v.foot = newRegion(s, v.buildPapersTitle), newRegion(s, v.buildPollsTitle)
	v.papers = newRows(s, 0, func(p paperRow) string { return p.ID }, v.buildPaper)
	v.uploads = newRows(s, 8, func(u uploadRow) string { return u.ID }, v.buildUpload)
	v.polls = newRows(s, 12, func(p pollCard) string { return p.ID }, func(p pollCard) fyne.CanvasObject { return buildPoll(s, p) })
	v.body = kit.NewFingerScroll(kit.Vertical, centred(1000, kit.Padded(kit.Insets{Top: 24, Bottom: 80}, kit.Column(16,
		v.head.holder, v.titles.holder, v.uploads.holder, v.papers.holder, v.foot.holder, v.polls.holder))))
	v.split = kit.NewSplit(kit.SplitColumn{Content: v.rail.holder, Width: 340, Least: 220}, kit.SplitColumn{Content: v.body, Least: 480})
	v.content = kit.Layers(v.split)
	return v
}

func (v *prepareView) Draw(p prepareSight) {
	v.none.Draw(p.NoSession)
	if v.noneUp != p.NoSession {
		v.noneUp = p.NoSession
		v.content.Objects = []fyne.CanvasObject{v.split}
		if p.NoSession {
			v.content.Objects = []fyne.CanvasObject{v.none.holder}
		}
		v.content.Refresh()
	}
	if p.NoSession {
		return
	}
	v.rail.Draw(p.Items, "", !p.Closed)
	titles := prepareTitles{len(p.Papers), len(p.Polls), p.Item.Exists, p.Closed, p.Item.HasRules}
	changed := v.head.Draw(p.Item)
	changed = v.titles.Draw(titles) || changed
	changed = v.foot.Draw(titles) || changed
	changed = v.papers.Draw(p.Papers) || changed
	changed = v.uploads.Draw(p.Uploads) || changed
	if v.polls.Draw(p.Polls) || changed {
		v.body.Refresh()
	}
}

func (v *prepareView) buildNone(bool) fyne.CanvasObject { return noSession(v.screen) }

// noSession is what stands where a session would, with the way to one.
func noSession(s *screen) fyne.CanvasObject {
	return kit.NewEmptyState("gavel", s.say("clerk.session.none"),
		s.button(button{Text: s.say("clerk.session.none.go"), Icon: "arrow_right", Kind: kit.Strong, Deed: showPage, ID: string(sessionsPage)}))
}

func (v *prepareView) buildHead(h itemHead) fyne.CanvasObject {
	s := v.screen
	if !h.Exists {
		return kit.Padded(kit.Sides(0, 48), kit.NewParagraph(s.say("clerk.agenda.empty"), kit.Body.In(kit.Ink2).Center()))
	}
	words := kit.Column(4, kit.NewParagraph(h.Above, kit.Meta), kit.NewParagraph(kit.KeepNumbers(h.Title), kit.Act))
	if h.ReadOnly {
		return words
	}
	remove := s.button(button{Text: s.say("clerk.remove"), Icon: "trash", Kind: kit.Quiet, Deed: removeItem, ID: h.ID})
	remove.SetReason(!h.Removable, "")
	parts := []fyne.CanvasObject{besideOrBelow(640, 16, words, kit.Row(8,
		s.button(button{Text: s.say("clerk.change"), Icon: "pencil", Kind: kit.Outline, Deed: changeItem, ID: h.ID}), remove))}
	if h.Why != "" {
		parts = append(parts, kit.NewParagraph(h.Why, kit.Meta.In(kit.Ink3)))
	}
	return kit.Column(8, parts...)
}

func (v *prepareView) buildPapersTitle(t prepareTitles) fyne.CanvasObject {
	if !t.item {
		return nil
	}
	s := v.screen
	title := kit.NewText(s.say("clerk.papers"), kit.Heading)
	column := []fyne.CanvasObject{kit.Fixed(0, 48, title)}
	if !t.closed {
		column[0] = kit.Row(12, kit.Fill(title), s.button(button{Text: s.say("clerk.paper.add"), Icon: "upload", Kind: kit.Outline, Deed: addPaper}))
	}
	if t.papers == 0 {
		column = append(column, kit.NewPanel(kit.White, kit.NewParagraph(s.say("clerk.papers.empty"), kit.Body.In(kit.Ink2).Center())).
			WithBorder(kit.LineRound).WithRadius(14).WithPadding(kit.All(24)))
	}
	return kit.Padded(kit.Insets{Top: 8}, kit.Column(12, column...))
}

func (v *prepareView) buildPollsTitle(t prepareTitles) fyne.CanvasObject {
	if !t.item {
		return nil
	}
	s := v.screen
	title := kit.NewText(s.say("clerk.polls"), kit.Heading)
	column := []fyne.CanvasObject{kit.Fixed(0, 48, title)}
	if !t.closed && t.rules {
		column[0] = kit.Row(12, kit.Fill(title), s.button(button{Text: s.say("clerk.poll.new"), Icon: "plus", Kind: kit.Outline, Deed: newPoll}))
	}
	if t.polls == 0 {
		column = append(column, kit.NewParagraph(s.say("clerk.polls.empty"), kit.Body.In(kit.Ink2)))
	}
	return kit.Padded(kit.Insets{Top: 8}, kit.Column(8, column...))
}

func (v *prepareView) buildUpload(u uploadRow) fyne.CanvasObject {
	s := v.screen
	if len(u.Faults) > 0 {
		return kit.NewCard(kit.Column(12, kit.NewStrip(kit.AlertStrip, "warn", s.say("clerk.upload.failed", "name", u.Name)).WithRadius(10),
			lines("", "cross_circle", kit.RedText, u.Faults),
			kit.Row(8, kit.Spring(), s.button(button{Text: s.say("clerk.close"), Kind: kit.Quiet, Deed: cancelUpload, ID: u.ID}),
				s.button(button{Text: s.say("clerk.again"), Icon: "refresh", Kind: kit.Outline, Deed: retryUpload, ID: u.ID}))))
	}
	icon, parts := "upload", []fyne.CanvasObject(nil)
	if u.Unknown {
		icon = "hourglass"
	} else {
		bar := kit.NewProgressBar(8)
		bar.SetValue(u.Share)
		parts = append(parts, bar)
	}
	head := kit.Row(12, kit.NewIcon(icon, 24, kit.Ink2), kit.Fill(kit.NewParagraph(u.Name, kit.Body.Strong())), kit.NewText(u.Progress, kit.Meta),
		s.tool("cross", s.say("clerk.cancel"), cancelUpload, u.ID, "", false))
	return kit.NewCard(kit.Column(8, append([]fyne.CanvasObject{head}, parts...)...))
}
