package chamber

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// comparePane is one of two issues that stand beside each other: its pages below each other, under a head.
type comparePane struct {
	OnScrolled func(page int, part float32)
	OnSeen     func(count, first, last, width int)
	OnFetch    func()
	OnAgain    func()

	words   *assets.Words
	head    *kit.Text
	column  *pageColumn
	scroll  *kit.FingerScroll
	state   *fyne.Container
	area    *fyne.Container
	value   paneValue
	moving  bool // the view itself moves the pages
	content *fyne.Container
}

func newComparePane(words *assets.Words) *comparePane {
	p := &comparePane{words: words, head: kit.NewText("", kit.Body.Strong()).Truncate(), column: newPageColumn(words.Say("chamber.paper.again")), state: kit.Layers()}
	p.scroll = kit.NewFingerScroll(kit.BothAxes, p.column)
	p.scroll.OnScrolled = func(fyne.Position, fyne.Size) {
		if p.moving || p.value.Stage != paperOpen {
			return
		}
		p.seen()
		p.OnScrolled(p.column.place(p.scroll.Offset().Y))
	}
	p.area = container.New(&compareArea{p}, kit.NewPanel(kit.Desk, nil), p.scroll, p.state)
	p.content = container.New(&headed{}, kit.NewPanel(kit.White, kit.Padded(kit.Sides(16, 0), p.head)), kit.NewDivider(), p.area)
	return p
}

func (p *comparePane) draw(value paneValue) {
	before := p.value
	p.value = value
	p.head.SetText(value.Head)
	open := value.Stage == paperOpen
	show(p.scroll, open)
	show(p.state, !open)
	if !open {
		p.drawState(value)
		return
	}
	if before.Stage != paperOpen || before.Blob != value.Blob || !slices.Equal(before.Paper.Sizes, value.Paper.Sizes) {
		p.settle()
	}
}

// drawState says why there are no pages.
func (p *comparePane) drawState(value paneValue) {
	var button *kit.BigButton
	switch {
	case value.Fetch:
		button = kit.NewBigButton(p.words.Say("notebook.compare.fetch"), kit.Strong, func() { p.OnFetch() }).WithHeight(56).WithIcon("download")
	case value.Retry:
		button = kit.NewBigButton(p.words.Say("chamber.paper.again"), kit.Outline, func() { p.OnAgain() }).WithIcon("refresh")
	}
	icon := map[paperStage]string{paperNothing: "doc", paperLoading: "download", paperOpening: "papers", paperFaulty: "warn"}[value.Stage]
	sentence := value.Sentence
	if value.Stage == paperLoading && value.Load.State == loadRunning {
		sentence += " " + value.Load.Text
	}
	p.state.Objects = []fyne.CanvasObject{kit.Padded(kit.All(16), kit.NewEmptyState(icon, sentence, button))}
	p.state.Refresh()
}

// settle lays the pages out anew, and stays where it was.
func (p *comparePane) settle() {
	size := p.area.Size()
	if p.value.Stage != paperOpen || size.Width <= 0 {
		return
	}
	page, part := 0, float32(0)
	if len(p.column.sizes) > 0 {
		page, part = p.column.place(p.scroll.Offset().Y)
	}
	p.moving = true
	p.column.set(planWish{Sizes: p.value.Paper.Sizes, Room: size, Percent: 100, Only: -1})
	p.column.Refresh()
	p.scroll.Refresh()
	if page > 0 || part > 0 {
		p.scroll.ScrollTo(fyne.NewPos(0, p.column.heightOf(page, part)))
	}
	p.moving = false
	p.seen()
}

// seen shows the pages on the screen and says which they are.
func (p *comparePane) seen() {
	if len(p.column.sizes) == 0 {
		return
	}
	top, high := p.scroll.Offset().Y, p.scroll.Size().Height
	first, last := p.column.pageAt(top), p.column.pageAt(top+high)
	p.column.see(max(0, first-1), min(len(p.column.sizes)-1, last+1))
	p.OnSeen(len(p.column.sizes), first, last, p.column.width())
}

// ready tells whether pages are laid out.
func (p *comparePane) ready() bool {
	return p.value.Stage == paperOpen && len(p.column.sizes) > 0 && p.area.Size().Width > 0
}

// follow brings a place to the top, without telling of it.
func (p *comparePane) follow(page int, part float32) {
	if !p.ready() {
		return
	}
	p.moving = true
	p.scroll.ScrollTo(fyne.NewPos(0, p.column.heightOf(min(page, len(p.column.sizes)-1), part)))
	p.moving = false
	p.seen()
}

// reveal brings a place of a page to a third of the height.
func (p *comparePane) reveal(page int, top float32) {
	if !p.ready() {
		return
	}
	p.moving = true
	y := p.column.heightOf(min(page, len(p.column.sizes)-1), top) - p.scroll.Size().Height/3
	p.scroll.ScrollTo(fyne.NewPos(0, max(0, y)))
	p.moving = false
	p.seen()
	p.column.Refresh()
}

// compareArea lays ground, pages and state over each other; another width lays the pages out anew.
type compareArea struct{ pane *comparePane }

func (*compareArea) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (a *compareArea) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	changed := objects[1].Size() != size
	for _, object := range objects {
		put(object, 0, 0, size.Width, size.Height)
	}
	if changed {
		a.pane.settle()
	}
}
