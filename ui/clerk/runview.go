package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// runView is the session while it runs: agenda, the item under way with its polls, the roll.
type runView struct {
	screen  *screen
	content *fyne.Container
	split   *kit.Split
	widths  *arrangement
	rail    *railView
	roll    *rollView
	none    *region[bool]
	head    *region[runHead]
	next    *region[nextAct]
	live    *liveView
	polls   *rows[pollCard]
	add     *region[addSight]
	body    *kit.FingerScroll
	centre  *fyne.Container
	noneUp  bool
	class   int
	dragged bool
}

type runHead struct {
	item  itemHead
	chips []chipSight
}

type addSight struct{ may, none bool }

func newRunView(s *screen) *runView {
	v := &runView{screen: s, rail: newRailView(s, false), roll: newRollView(s), live: newLiveView(s), class: -1}
	v.none = newRegion(s, func(bool) fyne.CanvasObject { return noSession(s) })
	v.head, v.next, v.add = newRegion(s, v.buildHead), newRegion(s, v.buildNext), newRegion(s, v.buildAdd)
	v.polls = newRows(s, 12, func(p pollCard) string { return p.ID }, func(p pollCard) fyne.CanvasObject { return buildPoll(s, p) })
	v.body = kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.Insets{Left: 24, Right: 24, Top: 16, Bottom: 80}, kit.Column(16,
		v.live.holder, v.head.holder, v.polls.holder, v.add.holder)))
	v.centre = kit.Column(0, kit.Padded(kit.Insets{Left: 24, Right: 24, Top: 16}, v.next.holder), kit.Fill(v.body))
	v.split = kit.NewSplit(
		kit.SplitColumn{Content: v.rail.holder, Width: 300, Least: 180},
		kit.SplitColumn{Content: v.centre, Least: 400},
		kit.SplitColumn{Content: v.roll.content, Width: 400, Least: 280})
	v.split.OnResized = func([]float32) { v.dragged = true }
	v.widths = newArrangement(fyne.NewSize(900, 400), nil, func(_ *arrangement, size fyne.Size) {
		v.fit(size.Width)
		put(v.split, 0, 0, size.Width, size.Height)
	}, v.split)
	v.content = kit.Layers(v.widths)
	return v
}

// fit gives the outer columns their widths for the width of the window, until they are dragged.
func (v *runView) fit(width float32) {
	class, widths := 2, []float32{400, 0, 576}
	switch width /= kit.LookOf(v.split).Scale; {
	case width < 1180:
		class, widths = 0, []float32{204, 0, 300}
	case width < 1600:
		class, widths = 1, []float32{264, 0, 400}
	}
	if class != v.class && !v.dragged {
		v.class = class
		v.split.SetWidths(widths)
	}
}

func (v *runView) Draw(r runSight) {
	v.none.Draw(r.NoSession)
	if v.noneUp != r.NoSession {
		v.noneUp = r.NoSession
		v.content.Objects = []fyne.CanvasObject{v.widths}
		if r.NoSession {
			v.content.Objects = []fyne.CanvasObject{v.none.holder}
		}
		v.content.Refresh()
	}
	if r.NoSession {
		return
	}
	v.rail.Draw(r.Items, r.About, !r.Item.ReadOnly)
	v.roll.Draw(r)
	if v.next.Draw(r.Next) {
		v.centre.Refresh()
	}
	changed := v.head.Draw(runHead{item: r.Item, chips: r.Chips})
	changed = v.live.Draw(r.Live) || changed
	changed = v.polls.Draw(r.Polls) || changed
	if v.add.Draw(addSight{r.MayAdd, len(r.Polls) == 0 && r.Live.Poll == ""}) || changed {
		v.body.Refresh()
	}
}

func (v *runView) buildHead(h runHead) fyne.CanvasObject {
	if !h.item.Exists {
		return kit.NewParagraph(v.screen.say("clerk.agenda.empty"), kit.Body.In(kit.Ink2))
	}
	parts := []fyne.CanvasObject{kit.NewParagraph(h.item.Above, kit.Meta), kit.NewParagraph(kit.KeepNumbers(h.item.Title), kit.Act)}
	if len(h.chips) > 0 {
		var chips []fyne.CanvasObject
		for _, chip := range h.chips {
			chips = append(chips, kit.NewChip(clip(chip.Text), kit.OutlineChip).Plain().WithHeight(36).WithIcon("doc"))
		}
		parts = append(parts, kit.Padded(kit.Insets{Top: 8}, kit.Flow(8, 8, chips...)))
	}
	return kit.Column(2, parts...)
}

// buildNext is the card of the next act: the one red button of the screen.
func (v *runView) buildNext(n nextAct) fyne.CanvasObject {
	b := n.Button
	why := joined(" ", b.Why, n.Hint)
	if b.Why != "" {
		b.Why, b.Busy = "", true
	}
	words := []fyne.CanvasObject{
		kit.NewText(n.Act, kit.Meta.Strong().In(kit.RedText)),
		kit.NewParagraph(kit.KeepNumbers(n.Text), kit.Heading).MaxLines(6),
	}
	if why != "" {
		words = append(words, kit.NewParagraph(why, kit.Meta.In(kit.GoldText)))
	}
	return kit.NewPanel(kit.White, besideOrBelow(500, 16, kit.Column(4, words...), v.screen.button(b).WithHeight(64).WithWidth(240))).
		WithBorder(kit.LineRound).WithRadius(16).WithPadding(kit.Insets{Top: 14, Bottom: 16, Left: 20, Right: 16})
}

func (v *runView) buildAdd(a addSight) fyne.CanvasObject {
	s := v.screen
	if !a.none && !a.may {
		return nil
	}
	var parts []fyne.CanvasObject
	if a.none {
		parts = append(parts, kit.NewParagraph(s.say("clerk.polls.empty"), kit.Body.In(kit.Ink2)))
	}
	if a.may {
		parts = append(parts, kit.Anchored(0, 0, s.button(button{Text: s.say("clerk.poll.new"), Icon: "plus", Kind: kit.Outline, Deed: newPoll})))
	}
	return kit.Column(12, parts...)
}
