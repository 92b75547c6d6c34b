package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/reader"
)

// The measures of the right drawer.
const (
	sideSlim  = 88  // its buttons, while it is shut
	sideWide  = 360 // open
	sideFoot  = 80  // its buttons at the foot of an upright screen
	sideSheet = 0.6 // of the height of an upright screen
)

// sideView is the right drawer: buttons at the edge of the screen, and a panel in their place or, upright, on a
// sheet.
type sideView struct {
	OnPanel func(sidePanel)
	OnClose func()

	words   *assets.Words
	slim    *fyne.Container
	foot    *kit.Tabs
	title   *kit.Paragraph
	notes   *notebook.NoteListView
	tray    *notebook.TrayView
	votes   *pastVotesView
	panel   *fyne.Container // head and body
	body    *fyne.Container
	column  *fyne.Container // the panel beside the papers
	sheet   *kit.Sheet
	drawn   sideValue
	buttons []kit.TabItem
}

func newSideView(words *assets.Words) *sideView {
	s := &sideView{words: words, title: kit.NewParagraph("", kit.Heading).MaxLines(1), notes: notebook.NewNoteListView(words), tray: notebook.NewTrayView(words), votes: newPastVotesView(words)}
	s.slim = kit.Layers()
	s.foot = kit.NewFootBar(nil, "", func(id string) { s.OnPanel(sidePanel(id)) })
	closing := kit.NewIconButton("cross", words.Say("chamber.close"), func() { s.OnClose() })
	s.body = kit.Layers()
	head := kit.Padded(kit.Insets{Left: 20, Right: 8, Top: 4}, kit.Row(8, kit.Fill(s.title), closing))
	s.panel = container.New(&frame.Headed{}, head, kit.NewDivider(), s.body)
	s.column = kit.Layers(kit.NewPanel(kit.White, nil), s.panel)
	s.sheet = kit.NewSheet(0, kit.Spring()).WithPadding(kit.Insets{Top: 12})
	s.sheet.OnDismiss = func() { s.OnClose() }
	return s
}

// draw changes what the drawer shows; where it stands is the desk's to lay out.
func (s *sideView) draw(value sideValue) {
	before := s.drawn
	s.drawn = value
	if !reader.SameTabs(s.buttons, value.Buttons) {
		s.buttons = value.Buttons
		s.foot.SetItems(value.Buttons)
		s.slim.Objects = []fyne.CanvasObject{kit.NewPanel(kit.White, nil), s.slimButtons(value)}
		s.slim.Refresh()
	}
	s.foot.SetSelected(string(value.Open))
	if value.Open == "" {
		return
	}
	s.title.SetText(value.Title)
	switch value.Open {
	case panelNotes:
		s.notes.Draw(value.Notes)
		s.stand(before, s.notes.Content)
	case panelTray:
		s.tray.Draw(value.Tray)
		s.stand(before, s.tray.Content)
	case panelVotes:
		s.votes.draw(value.Votes)
		s.stand(before, s.votes.content)
	}
}

// stand puts a panel's content in place.
func (s *sideView) stand(before sideValue, content fyne.CanvasObject) {
	if before.Open != s.drawn.Open || len(s.body.Objects) == 0 {
		s.body.Objects = []fyne.CanvasObject{content}
		s.body.Refresh()
	}
}

func (s *sideView) slimButtons(value sideValue) fyne.CanvasObject {
	column := []fyne.CanvasObject{kit.Space(8)}
	for _, item := range value.Buttons {
		button := kit.NewIconButton(item.Icon, item.Text, func() { s.OnPanel(sidePanel(item.ID)) }).WithSide(sideSlim).WithIconSize(28).Labelled()
		button.SetMarked(item.Mark)
		column = append(column, button)
	}
	return kit.NewFingerScroll(kit.Vertical, kit.Column(0, column...)) // of a low screen with large letters
}

// fit brings the panel up on a sheet over an upright window, or puts it back beside the papers.
func (s *sideView) fit(window fyne.Canvas, upright, shown bool) {
	if window == nil || !upright || s.drawn.Open == "" || !shown {
		s.shut()
		return
	}
	if !s.sheet.IsOpen() {
		s.column.Objects = s.column.Objects[:1]
		s.sheet.SetContent(s.panel)
	}
	s.sheet.SetHeight(window.Size().Height * sideSheet / kit.LookOf(s.sheet).Scale)
	s.sheet.Open(window)
}

// shut takes the sheet away.
func (s *sideView) shut() {
	if !s.sheet.IsOpen() {
		return
	}
	s.sheet.Close()
	s.sheet.SetContent(kit.Spring())
	s.column.Objects = append(s.column.Objects[:1], s.panel)
	s.column.Refresh()
}

// wide is how much of the width of a screen the drawer takes.
func (s *sideView) wide(look kit.Look, size fyne.Size) float32 {
	switch {
	case size.Height > size.Width:
		return 0
	case s.drawn.Open != "":
		return min(look.Dp(sideWide), size.Width/2)
	}
	return look.Dp(sideSlim)
}
