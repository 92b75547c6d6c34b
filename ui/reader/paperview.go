package reader

import (
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// View is the middle of the tablet: the tabs of the item's papers, the zoom, the pages and beside them the
// strip of small ones.
type View struct {
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
	Slide   *kit.FingerScroll
	Counter *kit.BigButton
	percent *kit.Text
	smaller *kit.IconButton
	larger  *kit.IconButton
	zoom    *fyne.Container
	Ways    *kit.BigButton
	tools   *fyne.Container
	Head    *fyne.Container
	Column  *pageview.PageColumn
	Scroll  *kit.FingerScroll
	Tap     *pageTap
	state   *fyne.Container
	Area    *fyne.Container
	pens    Pens
	Thumbs  *thumbPane
	turner  *turnBar
	Signed  *signedView
	Above   *fyne.Container // bars over the pages, such as that of a search in this paper
	below   *fyne.Container // bars under them, such as that of reading aloud
	cover   *fyne.Container // what lies over the pages
	Body    *fyne.Container
	Bars    readingBars
	Value   Value
	shown   string // what the state says
	Placed  bool   // the pages stand where they were left
	moving  bool   // the view itself moves the pages
	Current int    // the page in the middle of the screen
	Scale   int    // percent at which the pages are drawn
	Content *fyne.Container
}

// Pens is what stands over the pages to write on them, and the room it takes of theirs.
type Pens interface {
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

// NewView makes one; pens makes what writes on its pages.
func NewView(words *assets.Words, pens func(*View) Pens) *View {
	p := &View{words: words}
	p.tabs = kit.NewTabs(nil, "", func(id string) { p.OnPaper(id) })
	p.Slide = kit.NewFingerScroll(kit.Horizontal, p.tabs)
	p.Counter = kit.NewBigButton("", kit.Quiet, func() { p.OnGo(p.Value.Paper.Pages) })
	p.percent = kit.NewText("", kit.Body.In(kit.Ink2).Center())
	p.smaller = kit.NewIconButton("zoom_out", words.Say("chamber.paper.smaller"), func() { p.OnZoom(-1, p.Scale) })
	p.larger = kit.NewIconButton("zoom_in", words.Say("chamber.paper.larger"), func() { p.OnZoom(1, p.Scale) })
	p.zoom = kit.Row(0, p.smaller, kit.Fixed(56, 0, p.percent), p.larger)
	p.Ways = kit.NewBigButton(words.Say("chamber.paper.ways"), kit.Outline, func() { p.OnWays() }).WithIcon("eye")
	p.tools = kit.Row(0, p.Counter, p.zoom, kit.Space(8), p.Ways)
	p.Column = pageview.NewPageColumn(words.Say("chamber.paper.again"))
	p.Column.OnDoubleTap = p.doubleTapped
	p.Scroll = kit.NewFingerScroll(kit.BothAxes, p.Column)
	p.Scroll.OnScrolled = func(fyne.Position, fyne.Size) { p.scrolled() }
	p.state, p.cover, p.Tap = kit.Layers(), kit.Layers(), newPageTap(p)
	p.pens = pens(p)
	p.Area = container.New(&pageArea{p}, kit.NewPanel(kit.Desk, nil), p.Scroll, p.state, p.pens.Content(), p.cover, p.Tap)
	p.Thumbs = newThumbPane(words)
	p.Thumbs.Strip.OnPage = p.GoTo
	p.turner = newTurnBar(words, func(by int) { p.GoTo(p.Current + by) })
	p.Signed = newSignedView(words)
	p.Bars = readingBars{newFindBar(words), newFlowView(words), newAloudBar(words), newPickBar(words), newPickSurface()}
	p.Bars.Surface.Hide()
	p.cover.Objects = []fyne.CanvasObject{p.Bars.Surface, p.Bars.Flow.Content}
	p.Above = kit.Column(0, p.Signed.Content, p.pens.Shared(), p.Bars.Find.Content)
	p.below = kit.Column(0, p.Bars.Pick.content, p.Bars.Aloud.Content, p.turner.content)
	p.Body = container.New(&paperBody{p}, p.Above, p.Thumbs.Content, p.Area, p.below)
	p.Head = container.New(&paperHead{p}, p.Slide, p.tools, p.pens.Head())
	p.Content = container.New(&frame.Headed{}, kit.NewPanel(kit.White, p.Head), kit.NewDivider(), p.Body)
	return p
}

// Connect gives the pages what they are drawn from.
func (p *View) Connect(picture func(page, width int) (*image.RGBA, bool), fault func(int) string, retry func(int)) {
	p.Column.Picture, p.Column.Fault = picture, fault
	p.Thumbs.Strip.Picture = func(page, width int) (*image.RGBA, bool) {
		// A large one would be made small anew for each, where everything else waits for it.
		shot, ok := picture(page, width)
		return shot, ok && shot.Rect.Dx() <= 2*width
	}
	p.Column.Retry = func(page int) {
		retry(page)
		p.seen()
		p.Column.Refresh()
	}
}

// Draw shows a value.
func (p *View) Draw(value Value) {
	before := p.Value
	p.Value = value
	if !SameTabs(before.Tabs, value.Tabs) {
		p.tabs.SetItems(value.Tabs)
		p.Slide.Refresh()
	}
	p.tabs.SetSelected(value.Document)
	open := value.Stage == pageview.PaperOpen
	if open != p.tools.Visible() {
		frame.Show(p.tools, open)
		p.Head.Refresh()
	}
	frame.Show(p.Scroll, open)
	frame.Show(p.state, !open)
	p.furnish(open)
	if p.Signed.draw(value.Signed) {
		p.Above.Refresh()
		p.Body.Refresh()
	}
	if !open {
		p.drawState(value)
		return
	}
	p.Thumbs.draw(value)
	again := before.Stage != pageview.PaperOpen || before.Key != value.Key || before.Zoom != value.Zoom || before.View != value.View ||
		before.Turn != value.Turn || before.Span != value.Span && value.View.Fit == FitText ||
		!slices.Equal(before.Paper.Sizes, value.Paper.Sizes)
	if again {
		p.Placed = false
		p.settle()
	}
	p.said()
}

// furnish shows what stands beside open pages.
func (p *View) furnish(open bool) {
	strip, turner := open && !p.Value.View.Bare, open && p.Value.View.Flow == Single && !p.Bars.Flow.Drawn.Shown
	if strip == p.Thumbs.Content.Visible() && turner == p.turner.content.Visible() {
		return
	}
	frame.Show(p.Thumbs.Content, strip)
	frame.Show(p.turner.content, turner)
	p.below.Refresh()
	p.Body.Refresh()
}

// said writes what the head says of the pages.
func (p *View) said() {
	p.Counter.SetText(p.counted(p.Current))
	p.percent.SetText(p.words.Say("chamber.paper.percent", "percent", p.Scale))
	p.smaller.SetReason(p.Scale <= leastZoom, "")
	p.larger.SetReason(p.Scale >= mostZoom, "")
	p.turner.set(p.Current > 0, p.Current < p.Value.Paper.Pages-1)
	p.Thumbs.at(p.Current)
}

// counted says which page is looked at: by the label that is printed on it too, where that is another.
func (p *View) counted(page int) string {
	if label := p.Value.Contents.Label(page); label != "" {
		return p.words.Say("chamber.paper.labelled", "label", label, "page", page+1, "total", p.Value.Paper.Pages)
	}
	return p.words.Say("chamber.paper.page", "page", page+1, "total", p.Value.Paper.Pages)
}

// SameTabs tells whether two rows of tabs are alike.
func SameTabs(a, b []kit.TabItem) bool {
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
func (p *View) settle() {
	size := p.Scroll.Size()
	if p.Value.Stage != pageview.PaperOpen || size.Width <= 0 {
		return
	}
	p.moving = true
	wish := p.wish(size)
	p.Scale = wish.Percent
	p.Column.Dark = p.Value.View.Night
	p.Column.Set(wish)
	p.Column.Refresh()
	p.Scroll.Refresh()
	p.Scroll.ScrollTo(fyne.NewPos(p.leftOf(size), p.topOf(p.Value.Place)))
	p.moving, p.Placed = false, true
	p.seen()
}

// wish is how the pages are to stand.
func (p *View) wish(size fyne.Size) pageview.PlanWish {
	look, view, at := kit.LookOf(p.Column), p.Value.View, p.Value.Place.Page
	wish := pageview.PlanWish{Sizes: p.Value.Paper.Sizes, Room: size, Across: across(view, size), Percent: p.Value.Zoom, Only: -1}
	if view.Flow == Single {
		wish.Only = at
	}
	if wish.Percent == 0 {
		aspect := float32(0)
		if at < len(wish.Sizes) {
			aspect = pageview.HeightOf(wish.Sizes[at], 1)
		}
		margins := look.Dp(2 * pageview.PageMargin)
		wish.Percent = fitted(view.Fit, size.Width-margins, size.Height-margins, wish.Across, look.Dp(pageview.PageGap), aspect, p.Value.Span)
	}
	return wish
}

// leftOf is how far pages wider than the screen are scrolled aside: to where they are written on, or to their
// middle.
func (p *View) leftOf(size fyne.Size) float32 {
	middle := p.Column.Whole().Width / 2
	if p.Value.View.Fit == FitText && across(p.Value.View, size) == 1 {
		middle = kit.LookOf(p.Column).Dp(pageview.PageMargin) + p.Column.Wide()*(p.Value.Span.Left+p.Value.Span.Right)/2
	}
	return max(0, middle-size.Width/2)
}

// topOf is the offset of a place; the first page begins with its margin.
func (p *View) topOf(at Place) float32 {
	if (at.Page == 0 || p.Column.Plan.Alone) && at.Part <= 0 {
		return 0
	}
	return p.Column.HeightOf(at.Page, at.Part)
}

// GoTo brings a page to the top of the screen, with a little of the gap above it.
func (p *View) GoTo(page int) {
	if p.Value.Stage != pageview.PaperOpen || page < 0 || page >= p.Value.Paper.Pages {
		return
	}
	if p.Column.Plan.Alone {
		p.Value.Place.Page, p.Value.Place.Part = page, 0
		p.OnRead(page, 0)
		p.settle()
		return
	}
	p.Scroll.ScrollTo(fyne.NewPos(p.Scroll.Offset().X, p.Column.HeightOf(page, 0)-kit.LookOf(p.Column).Dp(pageview.PageGap/2)))
}

// Shows tells whether a paper is open and laid out.
func (p *View) Shows(document string) bool {
	return p.Value.Stage == pageview.PaperOpen && p.Placed && p.Value.Document == document
}

// Reveal brings a part of a page on the screen, a third from its top; nothing moves where it is seen already.
func (p *View) Reveal(page int, box pageview.MarkBox) {
	if _, shown := p.Column.Spot(page); !shown {
		p.GoTo(page)
	}
	if page >= len(p.Column.Plan.Spots) {
		return
	}
	spot := p.Column.Plan.Spots[page]
	top, foot := p.Column.HeightOf(page, box.Top), p.Column.HeightOf(page, box.Bottom)
	left, right := spot.X+box.Left*spot.Width, spot.X+box.Right*spot.Width
	at, view := p.Scroll.Offset(), p.Scroll.Size()
	air := kit.LookOf(p.Column).Dp(48)
	if top-air < at.Y || foot+air > at.Y+view.Height {
		at.Y = max(0, top-view.Height/3)
	}
	if left < at.X || right+air > at.X+view.Width {
		at.X = max(0, left-view.Width/3)
	}
	p.Scroll.ScrollTo(at)
	p.Column.Refresh()
}

func (p *View) scrolled() {
	if p.moving || !p.Placed || p.Value.Stage != pageview.PaperOpen {
		return
	}
	p.Value.Place.Page, p.Value.Place.Part = p.Column.Place(p.Scroll.Offset().Y)
	p.OnRead(p.Value.Place.Page, p.Value.Place.Part)
	p.seen()
}

// seen shows the pages on the screen and says which they are.
func (p *View) seen() {
	if p.Value.Stage != pageview.PaperOpen || len(p.Column.Sizes) == 0 {
		return
	}
	top, high := p.Scroll.Offset().Y, p.Scroll.Size().Height
	first, last := p.Column.PageAt(top), p.Column.LastAt(top+high)
	p.Column.See(p.Column.Plan.Shown(max(0, first-1), min(len(p.Column.Sizes)-1, last+1)))
	p.OnSeen(len(p.Column.Sizes), first, last, p.Column.Width())
	p.Current = p.Column.PageAt(top + high/2)
	p.said()
}

// doubleTapped makes what is written as wide as the screen, and the page as wide as before at the next time.
func (p *View) doubleTapped(page int, _, y float32) {
	fit := FitText
	if p.Value.Zoom == 0 && p.Value.View.Fit == FitText {
		fit = FitWidth
	}
	third := p.Scroll.Size().Height / 3 / max(1, p.Column.HeightOf(page, 1)-p.Column.HeightOf(page, 0))
	p.OnRead(page, y-third)
	p.OnFit(fit)
}

// Drawn takes a better picture of a page, or its fault.
func (p *View) Drawn(page int) { p.Column.Redraw(page) }
