package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// peopleView is the table of persons, with the codes that were just issued above it.
type peopleView struct {
	screen  *screen
	content *fyne.Container
	filter  *kit.TextField
	search  *fyne.Container
	head    *region[peopleTop]
	groups  *region[groupTop]
	cards   *region[cardsSight]
	note    *region[peopleNote]
	list    *rows[personRow]
	body    *kit.FingerScroll
}

type (
	peopleTop struct {
		count                 string
		empty, issue, running bool
	}
	groupTop struct {
		groups []string
		group  string
	}
	peopleNote struct {
		empty   bool
		noMatch string
	}
)

func newPeopleView(s *screen) *peopleView {
	v := &peopleView{screen: s, search: kit.Layers()}
	v.head, v.groups = newRegion(s, v.buildHead), newRegion(s, v.buildGroups)
	v.cards, v.note = newRegion(s, v.buildCards), newRegion(s, v.buildNote)
	v.list = newRows(s, 0, func(p personRow) string { return p.ID }, v.buildRow)
	v.relabel()
	v.body = kit.NewFingerScroll(kit.Vertical, centred(1200, kit.Column(16, v.cards.holder, v.note.holder, v.list.holder, kit.Space(72))))
	v.content = kit.Column(0,
		centred(1200, kit.Padded(kit.Insets{Top: 24, Bottom: 16}, kit.Column(12, v.head.holder, v.search, v.groups.holder))),
		kit.Fill(v.body))
	return v
}

// relabel makes the search field anew in the language of now, with what was typed.
func (v *peopleView) relabel() {
	typed := ""
	if v.filter != nil {
		typed = v.filter.Text()
	}
	v.filter = kit.NewTextField("", v.screen.say("clerk.people.search")).WithIcon("search")
	v.filter.SetText(typed)
	v.filter.OnChanged = func(text string) { v.screen.on(deed{Name: filterPeople, Value: text}) }
	v.search.Objects = []fyne.CanvasObject{v.filter}
	v.search.Refresh()
}

func (v *peopleView) Draw(p peopleSight) {
	changed := v.head.Draw(peopleTop{p.Count, p.Empty, !p.Empty, p.Cards.Running})
	changed = v.groups.Draw(groupTop{p.Groups, p.Group}) || changed
	if v.search.Visible() == p.Empty {
		changed = true
		if p.Empty {
			v.search.Hide()
		} else {
			v.search.Show()
		}
	}
	if changed {
		v.content.Refresh()
	}
	changed = v.cards.Draw(p.Cards)
	changed = v.note.Draw(peopleNote{p.Empty, p.NoMatch}) || changed
	if v.list.Draw(p.Rows) || changed {
		v.body.Refresh()
	}
}

func (v *peopleView) buildHead(p peopleTop) fyne.CanvasObject {
	s := v.screen
	words := kit.Column(0, kit.NewText(s.say("clerk.people"), kit.SheetTitle), kit.NewParagraph(p.count, kit.Meta))
	if p.empty {
		return words
	}
	return besideOrBelow(760, 12, words, kit.Row(12,
		s.button(button{Text: s.say("clerk.cards.issue"), Icon: "qr", Kind: kit.Outline, Deed: issueCards, Busy: p.running}),
		s.button(button{Text: s.say("clerk.person.new"), Icon: "person_plus", Kind: kit.Strong, Deed: newPerson})))
}

func (v *peopleView) buildGroups(g groupTop) fyne.CanvasObject {
	if len(g.groups) == 0 {
		return nil
	}
	s := v.screen
	chip := func(text, group string) fyne.CanvasObject {
		kind := kit.OutlineChip
		if group == g.group {
			kind = kit.InkChip
		}
		return kit.NewChip(text, kind).WithHeight(48).WithTap(func() { s.on(deed{Name: groupPeople, Value: group}) })
	}
	chips := []fyne.CanvasObject{chip(s.say("clerk.people.all"), "")}
	for _, group := range g.groups {
		chips = append(chips, chip(group, group))
	}
	return kit.Flow(8, 8, chips...)
}

func (v *peopleView) buildNote(n peopleNote) fyne.CanvasObject {
	s := v.screen
	switch {
	case n.empty:
		return kit.Padded(kit.Sides(0, 40), kit.NewEmptyState("people", s.say("clerk.people.empty"),
			s.button(button{Text: s.say("clerk.person.new"), Icon: "person_plus", Kind: kit.Strong, Deed: newPerson})))
	case n.noMatch != "":
		return kit.Padded(kit.Sides(0, 24), kit.NewParagraph(n.noMatch, kit.Body.In(kit.Ink2).Center()))
	}
	return nil
}

func (v *peopleView) buildRow(p personRow) fyne.CanvasObject {
	s := v.screen
	kind := kit.PlainChip
	if !p.OnRoster {
		kind = kit.SlateChip
	}
	chips := []fyne.CanvasObject{kit.NewChip(p.Kind, kind)}
	if p.Issued {
		chips = append(chips, kit.NewChip(s.say("clerk.card.issued"), kit.DoneChip))
	}
	about := kit.Column(2, kit.NewParagraph(p.Name, kit.Body.Strong()), kit.NewParagraph(joined(" · ", p.Position, p.Seat), kit.Meta))
	if p.Contact != "" {
		about.Add(kit.NewParagraph(p.Contact, kit.Meta.In(kit.Ink)))
	}
	if p.Erased != "" {
		about.Add(kit.Row(6, kit.NewIcon("eraser", 16, kit.Ink3), kit.Fill(kit.NewParagraph(p.Erased, kit.Meta))))
	}
	words := kit.Share(3, about)
	where := kit.Share(2, kit.Column(4, kit.NewParagraph(p.Group, kit.Meta.In(kit.Ink)), kit.Flow(6, 4, chips...)))
	tools := kit.Row(0,
		s.tool("qr", s.say("clerk.card.issue"), issueCard, p.ID, "", p.Busy || p.Erased != ""),
		s.tool("pencil", s.say("clerk.person.change"), changePerson, p.ID, "", p.ReadOnly && p.OnRoster),
		s.tool("trash", s.say("clerk.person.remove"), removePerson, p.ID, "", p.ReadOnly || !p.OnRoster),
		s.tool("eraser", s.say("clerk.erase"), erasePerson, p.ID, "", !p.Erasable))
	content := kit.Row(16, kit.NewAvatar(kit.Initials(p.Name), 40), words, where, tools)
	return kit.NewPanel(kit.White, kit.NewListRow(p.Name, content, nil).WithHeight(72).
		WithPadding(kit.Insets{Top: 8, Bottom: 8, Left: 16, Right: 8}).WithDivider())
}

// buildCards is the codes that are said once: to print, to copy down, to put away.
func (v *peopleView) buildCards(c cardsSight) fyne.CanvasObject {
	if !c.Shown {
		return nil
	}
	s := v.screen
	// The buttons stand beside the title: under a council's codes they would be below the window.
	head := []fyne.CanvasObject{kit.Fill(kit.NewParagraph(c.Title, kit.Title))}
	if !c.Running {
		label := "clerk.cards.print"
		if c.Fault != "" {
			label = "clerk.cards.again"
		}
		head = append(head, s.button(button{Text: s.say("clerk.cards.drop"), Kind: kit.Quiet, Deed: dropCards, Busy: c.Printing}))
		if len(c.Rows) > 0 {
			head = append(head, s.button(button{Text: s.say(label), Icon: "printer", Kind: kit.Primary, Deed: printCards, Busy: c.Printing}))
		}
	}
	parts := []fyne.CanvasObject{kit.Row(12, head...)}
	if len(c.Rows) > 0 && c.Printed == "" {
		parts = append(parts, kit.NewStrip(kit.NoticeStrip, "info", s.say("clerk.cards.once")).WithRadius(10))
	}
	if c.Running {
		bar := kit.NewProgressBar(16)
		bar.SetValue(c.Share)
		parts = append(parts, bar, kit.Row(12, kit.Fill(kit.NewParagraph(c.Progress, kit.Body.In(kit.Ink2))),
			s.button(button{Text: s.say("clerk.stop"), Icon: "stop", Kind: kit.Outline, Deed: stopCards})))
	}
	if c.Fault != "" {
		parts = append(parts, kit.NewStrip(kit.AlertStrip, "warn", c.Fault).WithRadius(10))
	}
	tiles := newTiles(264, 60, 8)
	for _, row := range c.Rows {
		tiles.objects = append(tiles.objects, kit.NewPanel(kit.Paper, kit.Row(12,
			kit.Fill(kit.NewParagraph(row.Name, kit.Meta.In(kit.Ink).Tall(18)).MaxLines(3)), kit.NewText(row.Code, kit.Heading))).WithRadius(10).WithPadding(kit.Sides(12, 0)))
	}
	if len(c.Rows) > 0 {
		parts = append(parts, tiles)
	}
	return kit.NewCard(kit.Column(12, parts...)).WithPadding(kit.All(20))
}
