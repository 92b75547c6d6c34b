package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/reader"
	"congso.vn/congso/ui/searching"
	"congso.vn/congso/ui/writing"
)

// deskView is the tablet of somebody who holds it: bar, bands, agenda, papers.
type deskView struct {
	OnDrawer func()

	words   *assets.Words
	bar     *barView
	notice  *kit.Strip
	band    *frame.BandView
	attend  *attendView
	strip   *itemStrip
	rail    *railView
	inside  *railView // the same agenda, in the drawer
	drawer  *kit.Sheet
	paper   *reader.View
	write   *writing.View // of the open paper
	beside  *reader.View  // a second paper, where the screen is wide enough
	between *kit.Divider
	two     bool
	lapse   *lapseView
	empty   *nothingView
	trail   *searching.TrailView
	side    *sideView
	over    *notebook.NoteBandView // over the pages
	nothing bool
	content *fyne.Container
}

func newDeskView(words *assets.Words, after kit.After) *deskView {
	d := &deskView{
		words: words, bar: newBarView(words), notice: kit.NewStrip(kit.NoticeStrip, "", ""), band: frame.NewBandView(),
		attend: newAttendView(words, after), rail: newRailView(words), inside: newRailView(words),
		between: kit.NewVerticalDivider(0),
		lapse:   newLapseView(words, after), empty: newNothingView(words), trail: searching.NewTrailView(words), side: newSideView(words), over: notebook.NewNoteBandView(words),
	}
	d.paper = reader.NewView(words, func(paper *reader.View) reader.Pens {
		d.write = writing.NewView(words, paper)
		return d.write
	})
	d.beside = reader.NewView(words, func(paper *reader.View) reader.Pens { return writing.NewView(words, paper) })
	d.notice.Hide()
	d.strip = newItemStrip(words, func() { d.OnDrawer() })
	closing := kit.NewIconButton("cross", words.Say("chamber.close"), func() { d.drawer.Close() })
	d.drawer = kit.NewSheet(0, kit.Layers(d.inside.content, kit.Anchored(1, 0, kit.Padded(kit.All(8), closing)))).WithPadding(kit.Insets{Top: 16})
	d.drawer.OnDismiss = d.drawer.Close
	d.content = container.New(&deskLayout{d}, kit.NewPanel(kit.Paper, nil), d.bar.content, d.notice, d.band.Content,
		d.attend.content, d.strip.content, d.rail.content, kit.NewVerticalDivider(0), d.paper.Content, d.beside.Content, d.between, d.empty.content, d.lapse.content, d.trail.Content, d.side.slim, d.side.column, d.side.foot, d.over.Content, kit.NewVerticalDivider(0))
	return d
}

// deskValue is everything the desk draws.
type deskValue struct {
	Bar     frame.BarValue
	Several bool // sessions
	Notice  noticeValue
	Band    frame.BandValue
	Attend  attendValue
	Rail    railValue
	Paper   reader.Value
	Write   writing.Value
	Readers reader.ReadersValue
	Two     bool // papers
	Beside  reader.Value
	Lapse   lapseValue
	Trail   searching.TrailValue
	Side    sideValue
	Over    notebook.NoteBand // the pages
	Nothing nothingValue
}

func (d *deskView) draw(value deskValue) {
	shape := d.shape()
	d.bar.draw(value.Bar, value.Several)
	d.notice.Set(value.Notice.Kind, value.Notice.Icon, value.Notice.Text)
	frame.Show(d.notice, value.Notice.Text != "")
	d.band.Draw(value.Band)
	d.attend.draw(value.Attend)
	value.Rail.Done = value.Attend.Done
	d.strip.draw(value.Rail)
	d.rail.draw(value.Rail)
	d.inside.draw(value.Rail)
	d.lapse.draw(value.Lapse)
	d.trail.Draw(value.Trail)
	d.side.draw(value.Side)
	banded := d.over.Draw(value.Over)
	d.nothing = value.Nothing.Text != ""
	d.empty.draw(value.Nothing)
	if !d.nothing {
		d.paper.Draw(value.Paper)
		d.write.Draw(value.Write)
		d.paper.DrawReaders(value.Readers)
	}
	if d.two = value.Two; d.two {
		d.beside.Draw(value.Beside)
	}
	if d.shape() != shape || banded {
		d.content.Refresh()
	}
}

// shape is what decides where things stand.
func (d *deskView) shape() [8]bool {
	return [8]bool{d.two, d.side.drawn.Open != "", d.trail.Content.Visible(), d.notice.Visible(), d.band.Content.Visible(), d.attend.content.Visible(), d.lapse.content.Visible(), d.nothing}
}

// openDrawer brings the agenda up as a sheet, where there is no rail.
func (d *deskView) openDrawer(window fyne.Canvas) {
	d.drawer.SetHeight(window.Size().Height / kit.LookOf(d.content).Scale * 0.8)
	d.drawer.Open(window)
	d.inside.content.Refresh()
}

// railLeast is the width under which the agenda is a drawer.
const railLeast = 960

// deskLayout stacks bar and bands over agenda and papers.
type deskLayout struct{ view *deskView }

func (*deskLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *deskLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	d := l.view
	drawer := size.Width < size.Height || size.Width < look.Dp(railLeast) || d.twoPapers()
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	y := float32(0)
	row := func(object fyne.CanvasObject, high float32) {
		frame.Put(object, 0, y, size.Width, high)
		y += high
	}
	row(d.bar.content, look.Dp(frame.Pick[float32](size.Width < size.Height, 64, 56)))
	frame.Show(d.strip.content, drawer && !d.nothing)
	for _, band := range []fyne.CanvasObject{d.notice, d.band.Content, d.lapse.content, d.attend.content} {
		if band.Visible() {
			row(band, kit.HeightFor(band, size.Width))
		}
	}
	if d.strip.content.Visible() {
		row(d.strip.content, max(look.Dp(72), kit.HeightFor(d.strip.content, size.Width)))
	}
	if d.trail.Content.Visible() {
		row(d.trail.Content, kit.HeightFor(d.trail.Content, size.Width))
	}
	rail, line := d.rail.content, objects[7]
	frame.Show(rail, !drawer && !d.nothing)
	frame.Show(line, !drawer && !d.nothing)
	frame.Show(d.paper.Content, !d.nothing)
	left := float32(0)
	if rail.Visible() {
		left = look.Dp(frame.Pick[float32](size.Width < look.Dp(1100), 272, 304))
		frame.Put(rail, 0, y, left-1, size.Height-y)
		frame.Put(line, left-1, y, 1, size.Height-y)
	}
	right, foot := d.layoutSide(objects[len(objects)-1], size, y)
	if d.over.Content.Visible() && !d.nothing {
		high := kit.HeightFor(d.over.Content, size.Width-left-right)
		frame.Put(d.over.Content, left, y, size.Width-left-right, high)
		y += high
	}
	d.putPapers(left, y, size.Width-left-right, max(0, size.Height-y-foot))
	frame.Put(d.empty.content, 0, y, size.Width, max(0, size.Height-y))
}

// layoutSide stands the right drawer at its edge, and returns how much it takes at the right and at the foot.
func (d *deskView) layoutSide(line fyne.CanvasObject, size fyne.Size, y float32) (right, foot float32) {
	look, side := kit.LookOf(d.content), d.side
	upright := size.Height > size.Width
	open := side.drawn.Open != ""
	frame.Show(side.slim, !d.nothing && !upright && !open)
	frame.Show(side.column, !d.nothing && !upright && open)
	frame.Show(side.foot, !d.nothing && upright)
	frame.Show(line, !d.nothing && !upright)
	if d.nothing {
		return 0, 0
	}
	if upright {
		foot = look.Dp(sideFoot)
		frame.Put(side.foot, 0, size.Height-foot, size.Width, foot)
		return 0, foot
	}
	right = side.wide(look, size)
	frame.Put(frame.Pick[fyne.CanvasObject](open, side.column, side.slim), size.Width-right, y, right, max(0, size.Height-y))
	frame.Put(line, size.Width-right, y, 1, max(0, size.Height-y))
	return right, 0
}

// itemStrip is the item under way where there is no rail; a tap opens the agenda.
type itemStrip struct {
	words   *assets.Words
	tapped  func()
	drawn   railRow
	old     bool
	content *fyne.Container
}

func newItemStrip(words *assets.Words, tapped func()) *itemStrip {
	return &itemStrip{words: words, tapped: tapped, content: kit.Layers(kit.NewPanel(kit.Well, nil))}
}

func (s *itemStrip) draw(rail railValue) {
	row := railRow{Title: rail.Title, Note: frame.Pick(rail.Empty == "", rail.Note, rail.Empty)}
	for _, one := range rail.Rows {
		if one.Chosen {
			row = one
		}
	}
	row.Papers = nil
	if row.Title == s.drawn.Title && row.ID == s.drawn.ID && row.Status == s.drawn.Status && row.Note == s.drawn.Note &&
		row.Current == s.drawn.Current && row.State == s.drawn.State && s.old == rail.Old {
		return
	}
	s.drawn, s.old = row, rail.Old
	circle := kit.NewNumberCircle(row.Number, 44)
	if row.Current {
		circle.SetState(frame.Pick(rail.Old, kit.OldNumber, kit.CurrentNumber))
	}
	words := kit.Column(0, kit.NewParagraph(row.Title, kit.Title).MaxLines(2))
	note := kit.Flow(6, 0)
	if row.Status != "" {
		note.Add(kit.NewText(row.Status, kit.Dense.Strong().In(frame.Pick(rail.Old, kit.Ink2, kit.RedText))))
	}
	if row.Note != "" {
		note.Add(kit.NewText(row.Note, kit.Dense))
	}
	if len(note.Objects) > 0 {
		words.Add(note)
	}
	parts := []fyne.CanvasObject{kit.Fill(words), kit.NewText(s.words.Say("chamber.rail.title"), kit.Body.Strong()), kit.NewIcon("chev_down", 24, kit.Ink)}
	if row.Number != "" {
		parts = append([]fyne.CanvasObject{circle}, parts...)
	}
	line := kit.NewListRow(s.words.Say("chamber.rail.title"), kit.Row(14, parts...), s.tapped).WithHeight(72).
		WithPadding(kit.Insets{Top: 8, Right: 16, Bottom: 8, Left: 24}).WithDivider().WithGround(kit.Well)
	line.SetCurrent(row.Current, frame.Pick(rail.Old, kit.Slate, kit.Red))
	s.content.Objects = []fyne.CanvasObject{line}
	s.content.Refresh()
}
