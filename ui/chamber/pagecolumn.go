package chamber

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
)

// The measures of the column of pages.
const (
	pageGap    = 16
	pageMargin = 16
)

// pageColumn is all pages of a paper below each other, or as a plan has it. Only the pages near the screen have
// shapes, so that a paper of two thousand pages costs as much as one of three.
type pageColumn struct {
	widget.BaseWidget

	// Picture gives what is at hand for a page; Fault why there is nothing; Retry asks anew.
	Picture func(page, width int) (*image.RGBA, bool)
	Fault   func(page int) string
	Retry   func(page int)
	// Marks, where set, are the found places of a page and which of them is chosen, -1 for none.
	Marks func(page int) (places []markPlace, chosen int)
	// Ink, where set, is what is written on a page, over a picture of it.
	Ink func(page int, picture *image.RGBA) []inkTile
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
	sizes      []PageSize
	plan       pagePlan
	dark       bool // dark paper
	first      int
	last       int
	slots      map[int]*pageSlot
	spare      []*pageSlot
	live       *liveLayer // what is being written
	chosen     *canvas.Rectangle
	choice     selectionValue
	foot       float32 // room under the last page, for what lies over the foot of the screen
}

func newPageColumn(retryWords string) *pageColumn {
	c := &pageColumn{retryWords: retryWords, slots: map[int]*pageSlot{}, last: -1, live: newLiveLayer(), chosen: canvas.NewRectangle(kit.Tone{})}
	c.chosen.Hide()
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
	marks   marksLayer
	fault   *fyne.Container
	said    string
}

// set changes the paper and where its pages stand.
func (c *pageColumn) set(wish planWish) {
	look := kit.LookOf(c)
	wish.Margin, wish.Gap = look.Dp(pageMargin), look.Dp(pageGap)
	c.sizes, c.plan = wish.Sizes, c.exact(planPages(wish))
	if !c.plan.alone {
		c.plan.extent.Height += look.Dp(c.foot)
	}
	for page := range c.slots {
		c.drop(page)
	}
	c.first, c.last = 0, -1
}

// wide is how wide pages are drawn.
func (c *pageColumn) wide() float32 { return c.plan.wide }

// whole is the extent of all pages.
func (c *pageColumn) whole() fyne.Size { return c.plan.extent }

// pageAt is the page at a height: the first of its row.
func (c *pageColumn) pageAt(y float32) int {
	row, _ := c.plan.row(y)
	return row.first
}

// lastAt is the last page of the row at a height.
func (c *pageColumn) lastAt(y float32) int {
	row, _ := c.plan.row(y)
	return row.last
}

// place is what stands at the top of the screen: a page and the part of it that is above.
func (c *pageColumn) place(y float32) (page int, part float32) {
	page = c.pageAt(y)
	if page >= len(c.sizes) || c.plan.spots[page].Height <= 0 {
		return 0, 0
	}
	return page, (y - c.plan.spots[page].Y) / c.plan.spots[page].Height
}

// heightOf is the height at which a place stands.
func (c *pageColumn) heightOf(page int, part float32) float32 {
	if page >= len(c.sizes) {
		return 0
	}
	return c.plan.spots[page].Y + part*c.plan.spots[page].Height
}

// shift is how far the pages stand from where the plan has them, in the middle of a larger screen.
func (c *pageColumn) shift(size fyne.Size) fyne.Position {
	shift := fyne.NewPos(max(0, (size.Width-c.plan.extent.Width)/2), 0)
	if c.plan.alone {
		shift.Y = max(0, (size.Height-c.plan.extent.Height)/2)
	}
	return shift
}

// spot is where a page stands now; false for one that is not shown.
func (c *pageColumn) spot(page int) (spot pageSpot, ok bool) {
	if page < 0 || page >= len(c.plan.spots) || c.plan.spots[page].Width <= 0 {
		return pageSpot{}, false
	}
	shift := c.shift(c.Size())
	spot = c.plan.spots[page]
	spot.X, spot.Y = c.snap(spot.X+shift.X), c.snap(spot.Y+shift.Y)
	return spot, true
}

// at is the page at a point of the column, and where on it; false beside pages.
func (c *pageColumn) at(point fyne.Position) (page int, x, y float32, ok bool) {
	point = point.Subtract(c.shift(c.Size()))
	return c.plan.at(point.X, point.Y)
}

// Tapped is part of fyne.Tappable.
func (c *pageColumn) Tapped(event *fyne.PointEvent) {
	if page, x, y, ok := c.at(event.Position); ok && c.OnTap != nil {
		c.OnTap(page, x, y)
	}
}

// TappedSecondary is part of fyne.SecondaryTappable.
func (c *pageColumn) TappedSecondary(event *fyne.PointEvent) {
	if page, x, y, ok := c.at(event.Position); ok && c.OnHold != nil {
		c.OnHold(page, x, y)
	}
}

// DoubleTapped is part of fyne.DoubleTappable.
func (c *pageColumn) DoubleTapped(event *fyne.PointEvent) {
	if page, x, y, ok := c.at(event.Position); ok && c.OnDoubleTap != nil {
		c.OnDoubleTap(page, x, y)
	}
}

// see shows the pages from first to last.
func (c *pageColumn) see(first, last int) {
	if first == c.first && last == c.last {
		return
	}
	c.first, c.last = first, last
	c.Refresh()
}

// redraw takes a better picture of a page.
func (c *pageColumn) redraw(page int) {
	if c.slots[page] != nil {
		c.Refresh()
	}
}

func (c *pageColumn) drop(page int) {
	slot := c.slots[page]
	slot.picture.Image = nil
	slot.marks, slot.ink, slot.signs = marksLayer{}, inkLayer{}, signLayer{}
	delete(c.slots, page)
	c.spare = append(c.spare, slot)
}

// pixels is how many pixels of the screen a measure has.
func (c *pageColumn) pixels(measure float32) int {
	return max(1, int(measure*c.scale()+0.5))
}

// sharpest bounds the width of a picture in pixels: beyond it pages are drawn larger than they are.
const sharpest = 2600

// width is the width of the pictures in pixels.
func (c *pageColumn) width() int { return min(c.pixels(c.wide()), sharpest) }

func (c *pageColumn) slot(page int) *pageSlot {
	if slot := c.slots[page]; slot != nil {
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
	c.slots[page] = slot
	return slot
}

// CreateRenderer is part of fyne.Widget.
func (c *pageColumn) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: c}
	d.paint = func() {
		look := kit.LookOf(c)
		for page := range c.slots {
			if page < c.first || page > c.last {
				c.drop(page)
			}
		}
		d.objects = d.objects[:0]
		for page := c.first; page <= c.last && page < len(c.sizes); page++ {
			slot := c.slot(page)
			slot.shadow.FillColor = look.Color(kit.PageShadow)
			slot.ground.FillColor = paperGround(c.dark)
			c.paintSlot(slot)
			d.objects = append(d.objects, slot.shadow, slot.ground, slot.picture, slot.fault)
			d.objects = append(append(d.objects, slot.ink.objects()...), slot.marks.objects()...)
			d.objects = append(d.objects, slot.signs.objects()...)
		}
		d.objects = append(d.objects, c.live.box, c.chosen)
	}
	d.layout = func(size fyne.Size) {
		look := kit.LookOf(c)
		for page, slot := range c.slots {
			spot, ok := c.spot(page)
			if !ok {
				continue
			}
			left, top, wide, high := spot.X, spot.Y, spot.Width, spot.Height
			put(slot.shadow, left+look.Dp(2), top+look.Dp(2), wide, high)
			put(slot.ground, left, top, wide, high)
			put(slot.picture, left, top, wide, high)
			put(slot.fault, left, top, wide, min(high, look.Dp(480)))
			slot.ink.place(left, top, wide, high)
			slot.marks.place(look, left, top, wide, high)
			slot.signs.place(look, left, top, wide/float32(max(1, c.sizes[page].hundredths().X)))
		}
		put(c.live.box, 0, 0, size.Width, size.Height)
		c.live.place(c.spot)
		c.frame()
	}
	d.min = c.whole
	return newDrawing(d)
}

func (c *pageColumn) paintSlot(slot *pageSlot) {
	said := c.Fault(slot.page)
	picture, ok := c.Picture(slot.page, c.width())
	show(slot.picture, ok && said == "")
	if c.Ink != nil {
		slot.ink.set(c.Ink(slot.page, pick(ok && said == "", picture, nil)))
		slot.signs.set(c.Signs(slot.page), c, slot.page)
	}
	if c.Marks != nil {
		places, chosen := c.Marks(slot.page)
		slot.marks.set(picture, places, chosen)
	}
	if ok && slot.picture.Image != image.Image(picture) {
		slot.picture.Image = picture
		slot.picture.Refresh()
	}
	if slot.said == said {
		show(slot.fault, said != "")
		return
	}
	slot.said = said
	slot.fault.Objects = nil
	if said != "" {
		page := slot.page
		slot.fault.Objects = []fyne.CanvasObject{kit.NewEmptyState("warn", said,
			kit.NewBigButton(c.retryWords, kit.Outline, func() { c.Retry(page) }).WithIcon("refresh"))}
	}
	show(slot.fault, said != "")
	slot.fault.Refresh()
}
