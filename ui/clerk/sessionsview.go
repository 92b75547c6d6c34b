package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// sessionsView is the list of sessions, with the import of a pack above it.
type sessionsView struct {
	screen   *screen
	content  fyne.CanvasObject
	head     *region[bool]
	progress *region[importSight]
	list     *rows[sessionRow]
	empty    *region[bool]
	scroll   *kit.FingerScroll
}

func newSessionsView(s *screen) *sessionsView {
	v := &sessionsView{screen: s}
	v.head = newRegion(s, v.buildHead)
	v.progress = newRegion(s, v.buildImport)
	v.empty = newRegion(s, v.buildEmpty)
	v.list = newRows(s, 12, func(r sessionRow) string { return r.ID }, v.buildRow)
	body := kit.Column(16, v.progress.holder, v.empty.holder, v.list.holder, kit.Space(72))
	v.scroll = kit.NewFingerScroll(kit.Vertical, centred(960, body))
	v.content = kit.Column(0, centred(960, v.head.holder), kit.Fill(v.scroll))
	return v
}

// centred keeps a column readable on wide screens, with margins of 24.
func centred(widest float32, content fyne.CanvasObject) fyne.CanvasObject {
	var a *arrangement
	room := func(width float32) float32 {
		look := kit.LookOf(a)
		return min(width-look.Dp(48), look.Dp(widest))
	}
	a = newArrangement(fyne.NewSize(320, 0), func(width float32) float32 { return kit.HeightFor(content, room(width)) },
		func(_ *arrangement, size fyne.Size) {
			wide := room(size.Width)
			put(content, (size.Width-wide)/2, 0, wide, size.Height)
		}, content)
	return a
}

func (v *sessionsView) Draw(s sessionsSight) {
	changed := v.head.Draw(s.Empty)
	changed = v.progress.Draw(s.Import) || changed
	changed = v.empty.Draw(s.Empty && !s.Import.Shown) || changed
	if v.list.Draw(s.Sessions) || changed {
		v.scroll.Refresh()
		v.content.Refresh()
	}
}

func (v *sessionsView) buildHead(empty bool) fyne.CanvasObject {
	s := v.screen
	title := kit.NewText(s.say("clerk.sessions"), kit.SheetTitle)
	kind := kit.Outline
	if empty {
		return kit.Padded(kit.Insets{Top: 24, Bottom: 16}, title)
	}
	return kit.Padded(kit.Insets{Top: 24, Bottom: 16}, besideOrBelow(820, 16, title, kit.Row(12,
		s.button(button{Text: s.say("clerk.pack.pick"), Icon: "file_drop", Kind: kind, Deed: pickPack}),
		s.button(button{Text: s.say("clerk.pack.folder"), Icon: "folder", Kind: kind, Deed: pickFolder}),
		s.button(button{Text: s.say("clerk.session.new"), Icon: "plus", Kind: kit.Strong, Deed: newSession}))))
}

func (v *sessionsView) buildEmpty(empty bool) fyne.CanvasObject {
	if !empty {
		return nil
	}
	s := v.screen
	return kit.NewPanel(kit.White, kit.Column(16,
		kit.Anchored(0.5, 0, kit.NewIcon("file_drop", 64, kit.Ink3)),
		kit.NewParagraph(s.say("clerk.sessions.empty"), kit.Act.Center()),
		kit.NewParagraph(s.say("clerk.sessions.empty.how"), kit.Body.In(kit.Ink2).Center()),
		kit.Anchored(0.5, 0, kit.Row(12,
			s.button(button{Text: s.say("clerk.session.new"), Icon: "plus", Kind: kit.Primary, Deed: newSession}),
			s.button(button{Text: s.say("clerk.pack.pick"), Icon: "file_drop", Kind: kit.Outline, Deed: pickPack}),
			s.button(button{Text: s.say("clerk.pack.folder"), Icon: "folder", Kind: kit.Outline, Deed: pickFolder}))),
	)).WithBorder(kit.LineRound).WithRadius(16).WithPadding(kit.All(40))
}

func (v *sessionsView) buildRow(r sessionRow) fyne.CanvasObject {
	s := v.screen
	chips := []fyne.CanvasObject{kit.NewChip(r.State, r.StateKind)}
	if r.Shown {
		chips = append(chips, kit.NewChip(s.say("clerk.session.shown"), kit.InkChip))
	}
	words := kit.Column(4,
		kit.NewParagraph(r.Title, kit.Heading),
		kit.NewParagraph(r.Office, kit.Body),
		kit.NewParagraph(joined("\n", r.When, r.Counts), kit.Meta),
		kit.Padded(kit.Insets{Top: 4}, kit.Flow(8, 4, chips...)))
	var buttons []fyne.CanvasObject
	if !r.Closed {
		buttons = append(buttons, s.button(button{Text: s.say("clerk.change"), Icon: "pencil", Kind: kit.Quiet, Deed: changeSession, ID: r.ID}))
	}
	buttons = append(buttons, s.button(button{Text: s.say("clerk.session.choose"), Icon: "arrow_right", Kind: kit.Outline, Deed: chooseSession, ID: r.ID}))
	card := kit.NewCard(besideOrBelow(620, 16, words, kit.Row(8, buttons...))).WithPadding(kit.All(20))
	if r.Shown {
		card.WithBorder(kit.Ink).WithBorderWidth(2)
	}
	return card
}

// buildImport is the pack on its way: its bar, then line by line what was noticed or wrong.
func (v *sessionsView) buildImport(i importSight) fyne.CanvasObject {
	if !i.Shown {
		return nil
	}
	s := v.screen
	if i.Running {
		bar := kit.NewProgressBar(16)
		bar.SetValue(i.Share)
		return kit.NewCard(kit.Column(12,
			kit.NewParagraph(i.Title, kit.Title), bar,
			kit.Row(12, kit.Fill(kit.NewParagraph(i.Progress, kit.Body.In(kit.Ink2))),
				s.button(button{Text: s.say("clerk.cancel"), Icon: "cross", Kind: kit.Outline, Deed: cancelImport})),
		)).WithPadding(kit.All(20))
	}
	parts := []fyne.CanvasObject{kit.NewStrip(i.Kind, importIcon(i), i.Title).WithRadius(12)}
	if len(i.Faults) > 0 {
		parts = append(parts, lines(i.FaultsAre, "cross_circle", kit.RedText, i.Faults))
	}
	if len(i.Remarks) > 0 {
		parts = append(parts, lines(i.NotesAre, "info", kit.Ink3, i.Remarks))
	}
	buttons := []fyne.CanvasObject{kit.Spring(), s.button(button{Text: s.say("clerk.close"), Kind: kit.Outline, Deed: closeImport})}
	if !i.Done {
		buttons = append(buttons, s.button(button{Text: s.say("clerk.pack.again"), Icon: "file_drop", Kind: kit.Strong, Deed: pickPack}))
	}
	parts = append(parts, kit.Row(12, buttons...))
	return kit.NewCard(kit.Column(16, parts...)).WithPadding(kit.All(20))
}

func importIcon(i importSight) string {
	switch i.Kind {
	case kit.DoneStrip:
		return "check"
	case kit.AlertStrip:
		return "warn"
	}
	return "info"
}

// lines lists sentences below each other, each with its mark.
func lines(title, icon string, color kit.Color, sentences []string) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if title != "" {
		parts = append(parts, kit.NewParagraph(title, kit.Title))
	}
	for _, sentence := range sentences {
		parts = append(parts, kit.RowAt(kit.Top, 12, kit.NewIcon(icon, 22, color), kit.Fill(kit.NewParagraph(sentence, kit.Body))))
	}
	return kit.Column(8, parts...)
}
