package notebook

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// comparePane is one of two issues that stand beside each other: its pages below each other, under a head.
type comparePane struct {
	OnScrolled func(page int, part float32)
	OnSeen     func(count, first, last, width int)
	OnFetch    func()
	OnAgain    func()

	words   *assets.Words
	head    *kit.Text
	Column  *pageview.PageColumn
	Scroll  *kit.FingerScroll
	state   *fyne.Container
	area    *fyne.Container
	Value   paneValue
	moving  bool // the view itself moves the pages
	content *fyne.Container
}

func newComparePane(words *assets.Words) *comparePane {
	p := &comparePane{words: words, head: kit.NewText("", kit.Body.Strong()).Truncate(), Column: pageview.NewPageColumn(words.Say("chamber.paper.again")), state: kit.Layers()}
	p.Scroll = kit.NewFingerScroll(kit.BothAxes, p.Column)
	p.Scroll.OnScrolled = func(fyne.Position, fyne.Size) {
		if p.moving || p.Value.Stage != pageview.PaperOpen {
			return
		}
		p.Seen()
		p.OnScrolled(p.Column.Place(p.Scroll.Offset().Y))
	}
	p.area = container.New(&compareArea{p}, kit.NewPanel(kit.Desk, nil), p.Scroll, p.state)
	p.content = container.New(&frame.Headed{}, kit.NewPanel(kit.White, kit.Padded(kit.Sides(16, 0), p.head)), kit.NewDivider(), p.area)
	return p
}

func (p *comparePane) draw(value paneValue) {
	before := p.Value
	p.Value = value
	p.head.SetText(value.Head)
	open := value.Stage == pageview.PaperOpen
	frame.Show(p.Scroll, open)
	frame.Show(p.state, !open)
	if !open {
		p.drawState(value)
		return
	}
	if before.Stage != pageview.PaperOpen || before.Blob != value.Blob || !slices.Equal(before.Paper.Sizes, value.Paper.Sizes) {
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
	icon := map[pageview.PaperStage]string{pageview.PaperNothing: "doc", pageview.PaperLoading: "download", pageview.PaperOpening: "papers", pageview.PaperFaulty: "warn"}[value.Stage]
	sentence := value.Sentence
	if value.Stage == pageview.PaperLoading && value.Load.State == pageview.LoadRunning {
		sentence += " " + value.Load.Text
	}
	p.state.Objects = []fyne.CanvasObject{kit.Padded(kit.All(16), kit.NewEmptyState(icon, sentence, button))}
	p.state.Refresh()
}

// settle lays the pages out anew, and stays where it was.
func (p *comparePane) settle() {
	size := p.area.Size()
	if p.Value.Stage != pageview.PaperOpen || size.Width <= 0 {
		return
	}
	page, part := 0, float32(0)
	if len(p.Column.Sizes) > 0 {
		page, part = p.Column.Place(p.Scroll.Offset().Y)
	}
	p.moving = true
	p.Column.Set(pageview.PlanWish{Sizes: p.Value.Paper.Sizes, Room: size, Percent: 100, Only: -1})
	p.Column.Refresh()
	p.Scroll.Refresh()
	if page > 0 || part > 0 {
		p.Scroll.ScrollTo(fyne.NewPos(0, p.Column.HeightOf(page, part)))
	}
	p.moving = false
	p.Seen()
}

// Seen shows the pages on the screen and says which they are.
func (p *comparePane) Seen() {
	if len(p.Column.Sizes) == 0 {
		return
	}
	top, high := p.Scroll.Offset().Y, p.Scroll.Size().Height
	first, last := p.Column.PageAt(top), p.Column.PageAt(top+high)
	p.Column.See(max(0, first-1), min(len(p.Column.Sizes)-1, last+1))
	p.OnSeen(len(p.Column.Sizes), first, last, p.Column.Width())
}

// Ready tells whether pages are laid out.
func (p *comparePane) Ready() bool {
	return p.Value.Stage == pageview.PaperOpen && len(p.Column.Sizes) > 0 && p.area.Size().Width > 0
}

// follow brings a place to the top, without telling of it.
func (p *comparePane) follow(page int, part float32) {
	if !p.Ready() {
		return
	}
	p.moving = true
	p.Scroll.ScrollTo(fyne.NewPos(0, p.Column.HeightOf(min(page, len(p.Column.Sizes)-1), part)))
	p.moving = false
	p.Seen()
}

// Reveal brings a place of a page to a third of the height.
func (p *comparePane) Reveal(page int, top float32) {
	if !p.Ready() {
		return
	}
	p.moving = true
	y := p.Column.HeightOf(min(page, len(p.Column.Sizes)-1), top) - p.Scroll.Size().Height/3
	p.Scroll.ScrollTo(fyne.NewPos(0, max(0, y)))
	p.moving = false
	p.Seen()
	p.Column.Refresh()
}

// compareArea lays ground, pages and state over each other; another width lays the pages out anew.
type compareArea struct{ pane *comparePane }

func (*compareArea) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (a *compareArea) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	changed := objects[1].Size() != size
	for _, object := range objects {
		frame.Put(object, 0, 0, size.Width, size.Height)
	}
	if changed {
		a.pane.settle()
	}
}
