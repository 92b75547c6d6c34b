package chamber

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// paperView is the middle of the tablet: the tabs of the item's papers, the zoom, the pages.
type paperView struct {
	OnPaper func(document string)
	OnZoom  func(steps int)
	OnGo    func(pages int) // the page counter was tapped
	OnRead  func(page int, part float32)
	OnSeen  func(count, first, last, width int)
	OnAgain func()

	words   *assets.Words
	tabs    *kit.Tabs
	slide   *kit.FingerScroll
	counter *kit.BigButton
	percent *kit.Text
	smaller *kit.IconButton
	larger  *kit.IconButton
	fit     *kit.IconButton
	tools   *fyne.Container
	head    *fyne.Container
	column  *pageColumn
	scroll  *kit.FingerScroll
	state   *fyne.Container
	area    *fyne.Container
	value   paperValue
	shown   string // what the state says
	placed  bool   // the pages stand where they were left
	moving  bool   // the view itself moves the pages
	content *fyne.Container
}

func newPaperView(words *assets.Words) *paperView {
	p := &paperView{words: words}
	p.tabs = kit.NewTabs(nil, "", func(id string) { p.OnPaper(id) })
	p.slide = kit.NewFingerScroll(kit.Horizontal, p.tabs)
	p.counter = kit.NewBigButton("", kit.Quiet, func() { p.OnGo(p.value.Paper.Pages) })
	p.percent = kit.NewText("", kit.Body.In(kit.Ink2).Center())
	p.smaller = kit.NewIconButton("zoom_out", words.Say("chamber.paper.smaller"), func() { p.OnZoom(-1) })
	p.larger = kit.NewIconButton("zoom_in", words.Say("chamber.paper.larger"), func() { p.OnZoom(1) })
	p.fit = kit.NewIconButton("fit_width", words.Say("chamber.paper.fit"), func() { p.OnZoom(0) })
	p.tools = kit.Row(0, p.counter, p.smaller, kit.Fixed(56, 0, p.percent), p.larger, p.fit)
	p.column = newPageColumn(words.Say("chamber.paper.again"))
	p.scroll = kit.NewFingerScroll(kit.BothAxes, p.column)
	p.scroll.OnScrolled = func(fyne.Position, fyne.Size) { p.scrolled() }
	p.state = kit.Layers()
	p.area = container.New(&pageArea{p}, kit.NewPanel(kit.Desk, nil), p.scroll, p.state)
	p.head = container.New(&paperHead{p}, p.slide, p.tools)
	p.content = container.New(&headed{}, kit.NewPanel(kit.White, p.head), kit.NewDivider(), p.area)
	return p
}

// connect gives the pages what they are drawn from.
func (p *paperView) connect(picture func(page, width int) (*image.RGBA, bool), fault func(int) string, retry func(int)) {
	p.column.Picture, p.column.Fault = picture, fault
	p.column.Retry = func(page int) {
		retry(page)
		p.seen()
		p.column.Refresh()
	}
}

func (p *paperView) draw(value paperValue) {
	before := p.value
	p.value = value
	if !sameTabs(before.Tabs, value.Tabs) {
		p.tabs.SetItems(value.Tabs)
		p.slide.Refresh()
	}
	p.tabs.SetSelected(value.Document)
	open := value.Stage == paperOpen
	if open != p.tools.Visible() {
		show(p.tools, open)
		p.head.Refresh()
	}
	show(p.scroll, open)
	show(p.state, !open)
	if !open {
		p.drawState(value)
		return
	}
	p.counter.SetText(p.words.Say("chamber.paper.page", "page", value.Page, "total", value.Paper.Pages))
	p.percent.SetText(p.words.Say("chamber.paper.percent", "percent", value.Zoom))
	p.smaller.SetReason(value.Zoom <= zooms[0], "")
	p.larger.SetReason(value.Zoom >= zooms[len(zooms)-1], "")
	p.fit.SetReason(value.Zoom == 100, "")
	if before.Stage != paperOpen || before.Key != value.Key || before.Zoom != value.Zoom ||
		!slices.Equal(before.Paper.Sizes, value.Paper.Sizes) {
		p.placed = false
		p.settle()
	}
}

func sameTabs(a, b []kit.TabItem) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// settle lays the pages out anew and goes back to where the reader was.
func (p *paperView) settle() {
	size := p.area.Size()
	if p.value.Stage != paperOpen || size.Width <= 0 {
		return
	}
	p.moving = true
	p.column.set(p.value.Paper.Sizes, size.Width, p.value.Zoom)
	p.column.Refresh()
	p.scroll.Refresh()
	left := max(0, (p.column.whole().Width-size.Width)/2)
	p.scroll.ScrollTo(fyne.NewPos(left, p.topOf(p.value.Place)))
	p.moving, p.placed = false, true
	p.seen()
}

// topOf is the offset of a place; the first page begins with its margin.
func (p *paperView) topOf(at place) float32 {
	if at.Page == 0 && at.Part <= 0 {
		return 0
	}
	return p.column.heightOf(at.Page, at.Part)
}

// goTo brings a page to the top of the screen, with a little of the gap above it.
func (p *paperView) goTo(page int) {
	p.scroll.ScrollTo(fyne.NewPos(p.scroll.Offset().X, p.column.heightOf(page, 0)-kit.LookOf(p.column).Dp(pageGap/2)))
}

// shows tells whether a paper is open and laid out.
func (p *paperView) shows(document string) bool {
	return p.value.Stage == paperOpen && p.placed && p.value.Document == document
}

// reveal brings a part of a page on the screen, a third from its top; nothing moves where it is seen already.
func (p *paperView) reveal(page int, box markBox) {
	top, foot := p.column.heightOf(page, box.Top), p.column.heightOf(page, box.Bottom)
	left, right := box.Left*p.column.wide(), box.Right*p.column.wide()
	at, view := p.scroll.Offset(), p.scroll.Size()
	air := kit.LookOf(p.column).Dp(48)
	if top-air < at.Y || foot+air > at.Y+view.Height {
		at.Y = max(0, top-view.Height/3)
	}
	if left < at.X || right+air > at.X+view.Width {
		at.X = max(0, left-view.Width/3)
	}
	p.scroll.ScrollTo(at)
	p.column.Refresh()
}

func (p *paperView) scrolled() {
	if p.moving || !p.placed || p.value.Stage != paperOpen {
		return
	}
	p.OnRead(p.column.place(p.scroll.Offset().Y))
	p.seen()
}

// seen shows the pages on the screen and says which they are.
func (p *paperView) seen() {
	if p.value.Stage != paperOpen || len(p.column.sizes) == 0 {
		return
	}
	top, high := p.scroll.Offset().Y, p.scroll.Size().Height
	first, last := p.column.pageAt(top), p.column.pageAt(top+high)
	p.column.see(max(0, first-1), min(len(p.column.sizes)-1, last+1))
	p.OnSeen(len(p.column.sizes), first, last, p.column.width())
	middle := p.column.pageAt(top + high/2)
	p.counter.SetText(p.words.Say("chamber.paper.page", "page", middle+1, "total", p.value.Paper.Pages))
}

// drawState says why there are no pages.
func (p *paperView) drawState(value paperValue) {
	said := value.Sentence + value.Load.Text
	if p.shown == said && len(p.state.Objects) > 0 {
		return
	}
	p.shown = said
	icon := map[paperStage]string{paperNothing: "doc", paperLoading: "download", paperOpening: "papers", paperFaulty: "warn"}[value.Stage]
	var button *kit.BigButton
	if value.Retry || value.Load.State == loadFault {
		button = kit.NewBigButton(p.words.Say("chamber.paper.again"), kit.Outline, func() { p.OnAgain() }).WithIcon("refresh")
	}
	content := kit.NewEmptyState(icon, value.Sentence, button)
	if value.Stage == paperLoading && value.Load.State == loadRunning {
		bar := kit.NewProgressBar(8).In(kit.Ink, kit.Track)
		bar.SetValue(value.Load.Share)
		content = kit.Column(0, kit.Spring(), kit.Anchored(0.5, 0, kit.NewIcon("download", 48, kit.Ink3)), kit.Space(12),
			kit.NewParagraph(value.Sentence, kit.Body.In(kit.Ink2).Center()),
			kit.NewParagraph(value.Load.Text, kit.Body.Strong().Center()), kit.Space(16),
			kit.Anchored(0.5, 0, kit.Fixed(280, 0, bar)), kit.Spring())
	}
	p.state.Objects = []fyne.CanvasObject{content}
	p.state.Refresh()
	p.area.Refresh()
}

// pageArea lays ground, pages and state over each other; another width lays the pages out anew.
type pageArea struct{ view *paperView }

func (*pageArea) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (a *pageArea) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	changed := objects[1].Size() != size
	for _, object := range objects {
		put(object, 0, 0, size.Width, size.Height)
	}
	if changed {
		a.view.settle()
	}
}

// paperHead gives the tabs what the tools leave.
type paperHead struct{ view *paperView }

func (*paperHead) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, kit.LookOf(objects[0]).Dp(56))
}

func (h *paperHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	wide := float32(0)
	if objects[1].Visible() {
		wide = objects[1].MinSize().Width + look.Dp(8)
	}
	put(objects[1], size.Width-wide, 0, max(0, wide-look.Dp(8)), size.Height)
	put(objects[0], look.Dp(8), 0, max(0, size.Width-wide-look.Dp(16)), size.Height)
}

// headed is a head 56 high, a line under it and the rest.
type headed struct{}

func (*headed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*headed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := kit.LookOf(objects[0]).Dp(56)
	put(objects[0], 0, 0, size.Width, head)
	put(objects[1], 0, head-1, size.Width, 1)
	put(objects[2], 0, head, size.Width, max(0, size.Height-head))
}

// drawn takes a better picture of a page, or its fault.
func (p *paperView) drawn(page int) { p.column.redraw(page) }
