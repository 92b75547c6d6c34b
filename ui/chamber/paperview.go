package chamber

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// paperView is the middle of the tablet: the tabs of the item's papers, the zoom, the pages and beside them the
// strip of small ones.
type paperView struct {
	OnPaper  func(document string)
	OnZoom   func(steps, percent int) // from the percentage that pages have now
	OnGo     func(pages int)          // the page counter was tapped
	OnWays   func()                   // the ways of looking at pages were asked for
	OnRead   func(page int, part float32)
	OnSeen   func(count, first, last, width int)
	OnAgain  func()
	OnUnlock func(password string)
	OnFit    func(fit PageFit)

	words   *assets.Words
	tabs    *kit.Tabs
	slide   *kit.FingerScroll
	counter *kit.BigButton
	percent *kit.Text
	smaller *kit.IconButton
	larger  *kit.IconButton
	zoom    *fyne.Container
	ways    *kit.BigButton
	tools   *fyne.Container
	head    *fyne.Container
	column  *pageColumn
	scroll  *kit.FingerScroll
	tap     *pageTap
	state   *fyne.Container
	area    *fyne.Container
	pens    paperPens
	thumbs  *thumbPane
	turner  *turnBar
	signed  *signedView
	above   *fyne.Container // bars over the pages, such as that of a search in this paper
	below   *fyne.Container // bars under them, such as that of reading aloud
	cover   *fyne.Container // what lies over the pages
	body    *fyne.Container
	bars    readingBars
	value   paperValue
	shown   string // what the state says
	placed  bool   // the pages stand where they were left
	moving  bool   // the view itself moves the pages
	current int    // the page in the middle of the screen
	scale   int    // percent at which the pages are drawn
	content *fyne.Container
}

// paperPens is what stands over the pages to write on them, and the room it takes of theirs.
type paperPens interface {
	// Content lies over the pages.
	Content() fyne.CanvasObject
	// Head stands in place of the tabs while somebody writes.
	Head() fyne.CanvasObject
	// Shared lies over the paper, and says who else sees what is written.
	Shared() fyne.CanvasObject
	// Beside is how much room is taken beside the pages, and whether at the left side.
	Beside(size fyne.Size) (wide float32, left bool)
	// Foot is how much room under the last page is wanted, in dp, where none is taken beside them.
	Foot() float32
	// Fit is told how wide the head is.
	Fit(wide float32)
}

// newPaperView makes one; pens makes what writes on its pages.
func newPaperView(words *assets.Words, pens func(*paperView) paperPens) *paperView {
	p := &paperView{words: words}
	p.tabs = kit.NewTabs(nil, "", func(id string) { p.OnPaper(id) })
	p.slide = kit.NewFingerScroll(kit.Horizontal, p.tabs)
	p.counter = kit.NewBigButton("", kit.Quiet, func() { p.OnGo(p.value.Paper.Pages) })
	p.percent = kit.NewText("", kit.Body.In(kit.Ink2).Center())
	p.smaller = kit.NewIconButton("zoom_out", words.Say("chamber.paper.smaller"), func() { p.OnZoom(-1, p.scale) })
	p.larger = kit.NewIconButton("zoom_in", words.Say("chamber.paper.larger"), func() { p.OnZoom(1, p.scale) })
	p.zoom = kit.Row(0, p.smaller, kit.Fixed(56, 0, p.percent), p.larger)
	p.ways = kit.NewBigButton(words.Say("chamber.paper.ways"), kit.Outline, func() { p.OnWays() }).WithIcon("eye")
	p.tools = kit.Row(0, p.counter, p.zoom, kit.Space(8), p.ways)
	p.column = newPageColumn(words.Say("chamber.paper.again"))
	p.column.OnDoubleTap = p.doubleTapped
	p.scroll = kit.NewFingerScroll(kit.BothAxes, p.column)
	p.scroll.OnScrolled = func(fyne.Position, fyne.Size) { p.scrolled() }
	p.state, p.cover, p.tap = kit.Layers(), kit.Layers(), newPageTap(p)
	p.pens = pens(p)
	p.area = container.New(&pageArea{p}, kit.NewPanel(kit.Desk, nil), p.scroll, p.state, p.pens.Content(), p.cover, p.tap)
	p.thumbs = newThumbPane(words)
	p.thumbs.strip.OnPage = p.goTo
	p.turner = newTurnBar(words, func(by int) { p.goTo(p.current + by) })
	p.signed = newSignedView(words)
	p.bars = readingBars{newFindBar(words), newFlowView(words), newAloudBar(words), newPickBar(words), newPickSurface()}
	p.bars.surface.Hide()
	p.cover.Objects = []fyne.CanvasObject{p.bars.surface, p.bars.flow.content}
	p.above = kit.Column(0, p.signed.content, p.pens.Shared(), p.bars.find.content)
	p.below = kit.Column(0, p.bars.pick.content, p.bars.aloud.content, p.turner.content)
	p.body = container.New(&paperBody{p}, p.above, p.thumbs.content, p.area, p.below)
	p.head = container.New(&paperHead{p}, p.slide, p.tools, p.pens.Head())
	p.content = container.New(&headed{}, kit.NewPanel(kit.White, p.head), kit.NewDivider(), p.body)
	return p
}

// connect gives the pages what they are drawn from.
func (p *paperView) connect(picture func(page, width int) (*image.RGBA, bool), fault func(int) string, retry func(int)) {
	p.column.Picture, p.column.Fault = picture, fault
	p.thumbs.strip.Picture = func(page, width int) (*image.RGBA, bool) {
		// A large one would be made small anew for each, where everything else waits for it.
		shot, ok := picture(page, width)
		return shot, ok && shot.Rect.Dx() <= 2*width
	}
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
	p.furnish(open)
	if p.signed.draw(value.Signed) {
		p.above.Refresh()
		p.body.Refresh()
	}
	if !open {
		p.drawState(value)
		return
	}
	p.thumbs.draw(value)
	again := before.Stage != paperOpen || before.Key != value.Key || before.Zoom != value.Zoom || before.View != value.View ||
		before.Turn != value.Turn || before.Span != value.Span && value.View.Fit == FitText ||
		!slices.Equal(before.Paper.Sizes, value.Paper.Sizes)
	if again {
		p.placed = false
		p.settle()
	}
	p.said()
}

// furnish shows what stands beside open pages.
func (p *paperView) furnish(open bool) {
	strip, turner := open && !p.value.View.Bare, open && p.value.View.Flow == Single && !p.bars.flow.drawn.Shown
	if strip == p.thumbs.content.Visible() && turner == p.turner.content.Visible() {
		return
	}
	show(p.thumbs.content, strip)
	show(p.turner.content, turner)
	p.below.Refresh()
	p.body.Refresh()
}

// said writes what the head says of the pages.
func (p *paperView) said() {
	p.counter.SetText(p.counted(p.current))
	p.percent.SetText(p.words.Say("chamber.paper.percent", "percent", p.scale))
	p.smaller.SetReason(p.scale <= leastZoom, "")
	p.larger.SetReason(p.scale >= mostZoom, "")
	p.turner.set(p.current > 0, p.current < p.value.Paper.Pages-1)
	p.thumbs.at(p.current)
}

// counted says which page is looked at: by the label that is printed on it too, where that is another.
func (p *paperView) counted(page int) string {
	if label := p.value.Contents.label(page); label != "" {
		return p.words.Say("chamber.paper.labelled", "label", label, "page", page+1, "total", p.value.Paper.Pages)
	}
	return p.words.Say("chamber.paper.page", "page", page+1, "total", p.value.Paper.Pages)
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
	size := p.scroll.Size()
	if p.value.Stage != paperOpen || size.Width <= 0 {
		return
	}
	p.moving = true
	wish := p.wish(size)
	p.scale = wish.Percent
	p.column.dark = p.value.View.Night
	p.column.set(wish)
	p.column.Refresh()
	p.scroll.Refresh()
	p.scroll.ScrollTo(fyne.NewPos(p.leftOf(size), p.topOf(p.value.Place)))
	p.moving, p.placed = false, true
	p.seen()
}

// wish is how the pages are to stand.
func (p *paperView) wish(size fyne.Size) planWish {
	look, view, at := kit.LookOf(p.column), p.value.View, p.value.Place.Page
	wish := planWish{Sizes: p.value.Paper.Sizes, Room: size, Across: across(view, size), Percent: p.value.Zoom, Only: -1}
	if view.Flow == Single {
		wish.Only = at
	}
	if wish.Percent == 0 {
		aspect := float32(0)
		if at < len(wish.Sizes) {
			aspect = heightOf(wish.Sizes[at], 1)
		}
		margins := look.Dp(2 * pageMargin)
		wish.Percent = fitted(view.Fit, size.Width-margins, size.Height-margins, wish.Across, look.Dp(pageGap), aspect, p.value.Span)
	}
	return wish
}

// leftOf is how far pages wider than the screen are scrolled aside: to where they are written on, or to their
// middle.
func (p *paperView) leftOf(size fyne.Size) float32 {
	middle := p.column.whole().Width / 2
	if p.value.View.Fit == FitText && across(p.value.View, size) == 1 {
		middle = kit.LookOf(p.column).Dp(pageMargin) + p.column.wide()*(p.value.Span.Left+p.value.Span.Right)/2
	}
	return max(0, middle-size.Width/2)
}

// topOf is the offset of a place; the first page begins with its margin.
func (p *paperView) topOf(at Place) float32 {
	if (at.Page == 0 || p.column.plan.alone) && at.Part <= 0 {
		return 0
	}
	return p.column.heightOf(at.Page, at.Part)
}

// goTo brings a page to the top of the screen, with a little of the gap above it.
func (p *paperView) goTo(page int) {
	if p.value.Stage != paperOpen || page < 0 || page >= p.value.Paper.Pages {
		return
	}
	if p.column.plan.alone {
		p.value.Place.Page, p.value.Place.Part = page, 0
		p.OnRead(page, 0)
		p.settle()
		return
	}
	p.scroll.ScrollTo(fyne.NewPos(p.scroll.Offset().X, p.column.heightOf(page, 0)-kit.LookOf(p.column).Dp(pageGap/2)))
}

// shows tells whether a paper is open and laid out.
func (p *paperView) shows(document string) bool {
	return p.value.Stage == paperOpen && p.placed && p.value.Document == document
}

// reveal brings a part of a page on the screen, a third from its top; nothing moves where it is seen already.
func (p *paperView) reveal(page int, box markBox) {
	if _, shown := p.column.spot(page); !shown {
		p.goTo(page)
	}
	if page >= len(p.column.plan.spots) {
		return
	}
	spot := p.column.plan.spots[page]
	top, foot := p.column.heightOf(page, box.Top), p.column.heightOf(page, box.Bottom)
	left, right := spot.X+box.Left*spot.Width, spot.X+box.Right*spot.Width
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
	p.value.Place.Page, p.value.Place.Part = p.column.place(p.scroll.Offset().Y)
	p.OnRead(p.value.Place.Page, p.value.Place.Part)
	p.seen()
}

// seen shows the pages on the screen and says which they are.
func (p *paperView) seen() {
	if p.value.Stage != paperOpen || len(p.column.sizes) == 0 {
		return
	}
	top, high := p.scroll.Offset().Y, p.scroll.Size().Height
	first, last := p.column.pageAt(top), p.column.lastAt(top+high)
	p.column.see(p.column.plan.shown(max(0, first-1), min(len(p.column.sizes)-1, last+1)))
	p.OnSeen(len(p.column.sizes), first, last, p.column.width())
	p.current = p.column.pageAt(top + high/2)
	p.said()
}

// doubleTapped makes what is written as wide as the screen, and the page as wide as before at the next time.
func (p *paperView) doubleTapped(page int, _, y float32) {
	fit := FitText
	if p.value.Zoom == 0 && p.value.View.Fit == FitText {
		fit = FitWidth
	}
	third := p.scroll.Size().Height / 3 / max(1, p.column.heightOf(page, 1)-p.column.heightOf(page, 0))
	p.OnRead(page, y-third)
	p.OnFit(fit)
}

// drawn takes a better picture of a page, or its fault.
func (p *paperView) drawn(page int) { p.column.redraw(page) }
