package searching

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/app/search"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// searchPageView is the right half of the search screen: the chosen page with its marks.
type searchPageView struct {
	OnStep  func(by int)
	OnOpen  func(search.Place)
	OnRetry func()
	Picture func(pageview.Shot) (*image.RGBA, bool)

	words     *assets.Words
	title     *kit.Text
	note      *kit.Text
	back, on  *kit.IconButton
	column    *pageview.PageColumn
	scroll    *kit.FingerScroll
	state     *fyne.Container
	open      *kit.BigButton
	area      *fyne.Container
	value     searchPage
	said      string
	laidOut   float32
	laidRatio float32
	Content   *fyne.Container
}

func newSearchPageView(words *assets.Words) *searchPageView {
	p := &searchPageView{words: words, title: kit.NewText("", kit.Body.Strong()).Truncate(), note: kit.NewText("", kit.Dense).Truncate()}
	p.back = kit.NewIconButton("chev_up", words.Say("search.place.back"), func() { p.OnStep(-1) }).Outlined()
	p.on = kit.NewIconButton("chev_down", words.Say("search.place.on"), func() { p.OnStep(1) }).Outlined()
	p.open = kit.NewBigButton("", kit.Strong, func() { p.OnOpen(p.value.Place) }).WithHeight(56).WithIcon("doc")
	p.column = pageview.NewPageColumn("")
	p.column.Picture = func(_, width int) (*image.RGBA, bool) { return p.Picture(p.shot(width)) }
	p.column.Fault = func(int) string { return "" }
	p.column.Marks = func(int) ([]pageview.MarkPlace, int) { return p.value.Marks, p.value.Chosen }
	p.scroll = kit.NewFingerScroll(kit.Vertical, p.column)
	p.state = kit.Layers()
	p.area = container.New(&searchPageArea{p}, kit.NewPanel(kit.Desk, nil), p.scroll, p.state)
	head := kit.Padded(kit.Insets{Left: 24, Right: 16}, kit.Row(8, kit.Fill(kit.Column(0, p.title, p.note)), p.back, p.on))
	foot := kit.Padded(kit.Insets{Left: 24, Right: 16}, kit.Row(16, kit.Fill(kit.NewParagraph(words.Say("search.hint"), kit.Dense)), p.open))
	p.Content = container.New(&searchPageLayout{}, kit.NewPanel(kit.White, nil), head, p.area, foot, kit.NewDivider(), kit.NewDivider())
	return p
}

func (p *searchPageView) shot(width int) pageview.Shot {
	return pageview.Shot{Blob: p.value.Place.Blob, Page: max(0, p.value.Place.Page), Width: width}
}

// wanted is how wide the picture is to be in pixels, 0 for none.
func (p *searchPageView) wanted() int {
	if !p.Content.Visible() || p.area.Size().Width <= 0 {
		return 0
	}
	return p.column.Width()
}

func (p *searchPageView) draw(value searchPage) {
	before := p.value
	p.value = value
	p.title.SetText(value.Title)
	p.note.SetText(value.Note)
	p.back.SetReason(!value.Back, "")
	p.on.SetReason(!value.On, "")
	p.open.SetText(value.Open)
	frame.Show(p.scroll, value.Sentence == "")
	frame.Show(p.state, value.Sentence != "")
	if key := value.Sentence + " " + frame.Pick(value.Retry, "retry", ""); value.Sentence != "" && key != p.said {
		p.said = key
		icon := frame.Pick(value.Retry, "warn", frame.Pick(value.Place.Document == "", "list", "download"))
		var button *kit.BigButton
		if value.Retry {
			button = kit.NewBigButton(p.words.Say("chamber.paper.again"), kit.Outline, func() { p.OnRetry() }).WithIcon("refresh")
		}
		p.state.Objects = []fyne.CanvasObject{kit.Padded(kit.All(24), kit.NewEmptyState(icon, value.Sentence, button))}
		p.state.Refresh()
		p.area.Refresh()
	}
	p.settle()
	if before.Place != value.Place || before.Chosen != value.Chosen || (len(before.Marks) == 0) != (len(value.Marks) == 0) {
		p.reveal()
	}
	p.column.Refresh()
}

// settle lays the page out where its form or the room is another than before.
func (p *searchPageView) settle() {
	width := p.area.Size().Width
	ratio := p.value.Aspect
	if picture, ok := p.Picture(p.shot(1)); ok && ratio <= 0 {
		ratio = float32(picture.Bounds().Dy()) / float32(max(1, picture.Bounds().Dx()))
	}
	if ratio <= 0 {
		ratio = 1.414
	}
	if width <= 0 || width == p.laidOut && ratio == p.laidRatio {
		return
	}
	p.laidOut, p.laidRatio = width, ratio
	p.column.Set(pageview.PlanWish{Sizes: []pageview.PageSize{{Width: 1, Height: float64(ratio)}}, Room: fyne.NewSize(width, 0), Percent: 100, Only: -1})
	p.column.See(0, 0)
	p.column.Refresh()
	p.scroll.Refresh()
	p.reveal()
}

// reveal moves the page so that the chosen place is in sight; the beginning of the page where it can be.
func (p *searchPageView) reveal() {
	top := float32(0)
	if p.value.Chosen < len(p.value.Marks) {
		box := p.value.Marks[p.value.Chosen].Around()
		foot := p.column.HeightOf(0, box.Bottom) + kit.LookOf(p.column).Dp(48)
		if view := p.scroll.Size().Height; foot > view {
			top = p.column.HeightOf(0, box.Top) - view/3
		}
	}
	p.scroll.ScrollTo(fyne.NewPos(0, max(0, top)))
}

// searchPageArea lays ground, page and sentence over each other; another width lays the page out anew.
type searchPageArea struct{ view *searchPageView }

func (*searchPageArea) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (a *searchPageArea) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	changed := objects[1].Size() != size
	for _, object := range objects {
		frame.Put(object, 0, 0, size.Width, size.Height)
	}
	if changed {
		a.view.settle()
	}
}

// searchPageLayout is head, page and foot.
type searchPageLayout struct{}

func (*searchPageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*searchPageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	head, foot := look.Dp(72), max(look.Dp(88), kit.HeightFor(objects[3], size.Width)+look.Dp(16))
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	frame.Put(objects[1], 0, 0, size.Width, head)
	frame.Put(objects[2], 0, head, size.Width, max(0, size.Height-head-foot))
	frame.Put(objects[3], 0, size.Height-foot, size.Width, foot)
	frame.Put(objects[4], 0, head-1, size.Width, 1)
	frame.Put(objects[5], 0, size.Height-foot, size.Width, 1)
}
