package pageview

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// The measures of the column of pages.
const (
	PageGap    = 16
	PageMargin = 16
)

// PageColumn is all pages of a paper below each other, or as a plan has it. Only the pages near the screen have
// shapes, so that a paper of two thousand pages costs as much as one of three.
type PageColumn struct {
	widget.BaseWidget

	// Picture gives what is at hand for a page; Fault why there is nothing; Retry asks anew.
	Picture func(page, width int) (*image.RGBA, bool)
	Fault   func(page int) string
	Retry   func(page int)
	// Marks, where set, are the found places of a page and which of them is chosen, -1 for none.
	Marks func(page int) (places []MarkPlace, chosen int)
	// Ink, where set, is what is written on a page, over a picture of it.
	Ink func(page int, picture *image.RGBA) []InkTile
	// Signs, where set, are a page's sticky notes and stamps; OnSign is told which note was touched.
	Signs      func(page int) []*notes.Drawn
	OnSign     func(id string, page int)
	StampWords map[notes.Stamp]string
	NoteWords  string
	// OnTap and OnDoubleTap, where set, get a tapped page and where on it, in parts of the page.
	OnTap       func(page int, x, y float32)
	OnDoubleTap func(page int, x, y float32)
	// OnHold, where set, gets the same of a finger that rests, or a right click.
	OnHold func(page int, x, y float32)

	retryWords string
	Sizes      []PageSize
	Plan       pagePlan
	Dark       bool // dark paper
	first      int
	last       int
	Slots      map[int]*pageSlot
	spare      []*pageSlot
	Live       *liveLayer // what is being written
	Names      *writersLayer
	Chosen     *canvas.Rectangle
	choice     SelectionValue
	Foot       float32 // room under the last page, for what lies over the foot of the screen
}

// NewPageColumn makes a column without pages; again is what stands on the button of a faulty one.
func NewPageColumn(retryWords string) *PageColumn {
	c := &PageColumn{retryWords: retryWords, Slots: map[int]*pageSlot{}, last: -1, Live: newLiveLayer(), Names: newWritersLayer(), Chosen: canvas.NewRectangle(kit.Tone{})}
	c.Chosen.Hide()
	c.ExtendBaseWidget(c)
	return c
}

// pageSlot is the shapes of one page on the screen.
type pageSlot struct {
	page    int
	shadow  *canvas.Rectangle
	ground  *canvas.Rectangle
	picture *canvas.Image
	ink     inkLayer
	signs   signLayer
	Marks   MarksLayer
	fault   *fyne.Container
	said    string
}

// Set changes the paper and where its pages stand.
func (c *PageColumn) Set(wish PlanWish) {
	look := kit.LookOf(c)
	wish.Margin, wish.Gap = look.Dp(PageMargin), look.Dp(PageGap)
	c.Sizes, c.Plan = wish.Sizes, c.exact(PlanPages(wish))
	if !c.Plan.Alone {
		c.Plan.Extent.Height += look.Dp(c.Foot)
	}
	for page := range c.Slots {
		c.drop(page)
	}
	c.first, c.last = 0, -1
}

// Wide is how wide pages are drawn.
func (c *PageColumn) Wide() float32 { return c.Plan.wide }

// Whole is the extent of all pages.
func (c *PageColumn) Whole() fyne.Size { return c.Plan.Extent }

// PageAt is the page at a height: the first of its row.
func (c *PageColumn) PageAt(y float32) int {
	row, _ := c.Plan.row(y)
	return row.First
}

// LastAt is the last page of the row at a height.
func (c *PageColumn) LastAt(y float32) int {
	row, _ := c.Plan.row(y)
	return row.Last
}

// Place is what stands at the top of the screen: a page and the part of it that is above.
func (c *PageColumn) Place(y float32) (page int, part float32) {
	page = c.PageAt(y)
	if page >= len(c.Sizes) || c.Plan.Spots[page].Height <= 0 {
		return 0, 0
	}
	return page, (y - c.Plan.Spots[page].Y) / c.Plan.Spots[page].Height
}

// HeightOf is the height at which a place stands.
func (c *PageColumn) HeightOf(page int, part float32) float32 {
	if page >= len(c.Sizes) {
		return 0
	}
	return c.Plan.Spots[page].Y + part*c.Plan.Spots[page].Height
}

// shift is how far the pages stand from where the plan has them, in the middle of a larger screen.
func (c *PageColumn) shift(size fyne.Size) fyne.Position {
	shift := fyne.NewPos(max(0, (size.Width-c.Plan.Extent.Width)/2), 0)
	if c.Plan.Alone {
		shift.Y = max(0, (size.Height-c.Plan.Extent.Height)/2)
	}
	return shift
}

// Spot is where a page stands now; false for one that is not shown.
func (c *PageColumn) Spot(page int) (spot pageSpot, ok bool) {
	if page < 0 || page >= len(c.Plan.Spots) || c.Plan.Spots[page].Width <= 0 {
		return pageSpot{}, false
	}
	shift := c.shift(c.Size())
	spot = c.Plan.Spots[page]
	spot.X, spot.Y = c.snap(spot.X+shift.X), c.snap(spot.Y+shift.Y)
	return spot, true
}

// At is the page at a point of the column, and where on it; false beside pages.
func (c *PageColumn) At(point fyne.Position) (page int, x, y float32, ok bool) {
	point = point.Subtract(c.shift(c.Size()))
	return c.Plan.At(point.X, point.Y)
}

// Tapped is part of fyne.Tappable.
func (c *PageColumn) Tapped(event *fyne.PointEvent) {
	if page, x, y, ok := c.At(event.Position); ok && c.OnTap != nil {
		c.OnTap(page, x, y)
	}
}

// TappedSecondary is part of fyne.SecondaryTappable.
func (c *PageColumn) TappedSecondary(event *fyne.PointEvent) {
	if page, x, y, ok := c.At(event.Position); ok && c.OnHold != nil {
		c.OnHold(page, x, y)
	}
}

// DoubleTapped is part of fyne.DoubleTappable.
func (c *PageColumn) DoubleTapped(event *fyne.PointEvent) {
	if page, x, y, ok := c.At(event.Position); ok && c.OnDoubleTap != nil {
		c.OnDoubleTap(page, x, y)
	}
}

// See shows the pages from first to last.
func (c *PageColumn) See(first, last int) {
	if first == c.first && last == c.last {
		return
	}
	c.first, c.last = first, last
	c.Refresh()
}

// Redraw takes a better picture of a page.
func (c *PageColumn) Redraw(page int) {
	if c.Slots[page] != nil {
		c.Refresh()
	}
}

func (c *PageColumn) drop(page int) {
	slot := c.Slots[page]
	slot.picture.Image = nil
	slot.Marks, slot.ink, slot.signs = MarksLayer{}, inkLayer{}, signLayer{}
	delete(c.Slots, page)
	c.spare = append(c.spare, slot)
}

// Pixels is how many pixels of the screen a measure has.
func (c *PageColumn) Pixels(measure float32) int {
	return max(1, int(measure*c.scale()+0.5))
}

// sharpest bounds the width of a picture in pixels: beyond it pages are drawn larger than they are.
const sharpest = 2600

// Width is the width of the pictures in pixels.
func (c *PageColumn) Width() int { return min(c.Pixels(c.Wide()), sharpest) }

func (c *PageColumn) slot(page int) *pageSlot {
	if slot := c.Slots[page]; slot != nil {
		return slot
	}
	var slot *pageSlot
	if count := len(c.spare); count > 0 {
		slot, c.spare = c.spare[count-1], c.spare[:count-1]
	} else {
		slot = &pageSlot{shadow: canvas.NewRectangle(kit.Tone{}), ground: canvas.NewRectangle(kit.Tone{}),
			picture: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}}
		slot.fault = kit.Layers()
	}
	slot.page, slot.said = page, ""
	c.Slots[page] = slot
	return slot
}

// CreateRenderer is part of fyne.Widget.
func (c *PageColumn) CreateRenderer() fyne.WidgetRenderer {
	d := &frame.Drawing{Owner: c}
	d.Paint = func() {
		look := kit.LookOf(c)
		for page := range c.Slots {
			if page < c.first || page > c.last {
				c.drop(page)
			}
		}
		d.Parts = d.Parts[:0]
		for page := c.first; page <= c.last && page < len(c.Sizes); page++ {
			slot := c.slot(page)
			slot.shadow.FillColor = look.Color(kit.PageShadow)
			slot.ground.FillColor = PaperGround(c.Dark)
			c.paintSlot(slot)
			d.Parts = append(d.Parts, slot.shadow, slot.ground, slot.picture, slot.fault)
			d.Parts = append(append(d.Parts, slot.ink.objects()...), slot.Marks.Objects()...)
			d.Parts = append(d.Parts, slot.signs.objects()...)
		}
		d.Parts = append(d.Parts, c.Live.Box, c.Names.Box, c.Chosen)
	}
	d.Place = func(size fyne.Size) {
		look := kit.LookOf(c)
		for page, slot := range c.Slots {
			spot, ok := c.Spot(page)
			if !ok {
				continue
			}
			left, top, wide, high := spot.X, spot.Y, spot.Width, spot.Height
			frame.Put(slot.shadow, left+look.Dp(2), top+look.Dp(2), wide, high)
			frame.Put(slot.ground, left, top, wide, high)
			frame.Put(slot.picture, left, top, wide, high)
			frame.Put(slot.fault, left, top, wide, min(high, look.Dp(480)))
			slot.ink.place(left, top, wide, high)
			slot.Marks.Place(look, left, top, wide, high)
			slot.signs.place(look, left, top, wide/float32(max(1, c.Sizes[page].hundredths().X)))
		}
		frame.Put(c.Live.Box, 0, 0, size.Width, size.Height)
		c.Live.place(c.Spot)
		frame.Put(c.Names.Box, 0, 0, size.Width, size.Height)
		c.placeNames()
		c.frame()
	}
	d.Least = c.Whole
	return frame.NewDrawing(d)
}

func (c *PageColumn) paintSlot(slot *pageSlot) {
	said := c.Fault(slot.page)
	picture, ok := c.Picture(slot.page, c.Width())
	frame.Show(slot.picture, ok && said == "")
	if c.Ink != nil {
		slot.ink.set(c.Ink(slot.page, frame.Pick(ok && said == "", picture, nil)))
		slot.signs.set(c.Signs(slot.page), c, slot.page)
	}
	if c.Marks != nil {
		places, chosen := c.Marks(slot.page)
		slot.Marks.Set(picture, places, chosen)
	}
	if ok && slot.picture.Image != image.Image(picture) {
		slot.picture.Image = picture
		slot.picture.Refresh()
	}
	if slot.said == said {
		frame.Show(slot.fault, said != "")
		return
	}
	slot.said = said
	slot.fault.Objects = nil
	if said != "" {
		page := slot.page
		slot.fault.Objects = []fyne.CanvasObject{kit.NewEmptyState("warn", said,
			kit.NewBigButton(c.retryWords, kit.Outline, func() { c.Retry(page) }).WithIcon("refresh"))}
	}
	frame.Show(slot.fault, said != "")
	slot.fault.Refresh()
}
