package chamber

import (
	"image"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/ui/kit"
)

// The measures of the column of pages.
const (
	pageGap    = 16
	pageMargin = 16
)

// pageColumn is all pages of a paper below each other. Only the pages near the screen have shapes, so
// that a paper of two thousand pages costs as much as one of three.
type pageColumn struct {
	widget.BaseWidget

	// Picture gives what is at hand for a page; Fault why there is nothing; Retry asks anew.
	Picture func(page, width int) (*image.RGBA, bool)
	Fault   func(page int) string
	Retry   func(page int)
	// Marks, where set, are the found places of a page and which of them is chosen, -1 for none.
	Marks func(page int) (places []markPlace, chosen int)

	retryWords string
	sizes      []PageSize
	room       float32 // width of the screen's part
	zoom       int
	tops       []float32 // of pages, and the end
	first      int
	last       int
	slots      map[int]*pageSlot
	spare      []*pageSlot
}

func newPageColumn(retryWords string) *pageColumn {
	c := &pageColumn{retryWords: retryWords, zoom: 100, slots: map[int]*pageSlot{}, last: -1}
	c.ExtendBaseWidget(c)
	return c
}

// pageSlot is the shapes of one page on the screen.
type pageSlot struct {
	page    int
	shadow  *canvas.Rectangle
	ground  *canvas.Rectangle
	picture *canvas.Image
	marks   marksLayer
	fault   *fyne.Container
	said    string
}

// set changes the paper, the room's width or the zoom, and reckons where each page stands.
func (c *pageColumn) set(sizes []PageSize, room float32, zoom int) {
	c.sizes, c.room, c.zoom = sizes, room, zoom
	look := kit.LookOf(c)
	c.tops = make([]float32, len(sizes)+1)
	y := look.Dp(pageMargin)
	for i, size := range sizes {
		c.tops[i] = y
		y += c.height(size) + look.Dp(pageGap)
	}
	c.tops[len(sizes)] = y
	for page := range c.slots {
		c.drop(page)
	}
	c.first, c.last = 0, -1
}

// wide is how wide pages are drawn.
func (c *pageColumn) wide() float32 {
	return max(1, c.room-2*kit.LookOf(c).Dp(pageMargin)) * float32(c.zoom) / 100
}

func (c *pageColumn) height(size PageSize) float32 {
	if size.Width <= 0 || size.Height <= 0 {
		return c.wide() * 1.414
	}
	return c.wide() * float32(size.Height/size.Width)
}

// whole is the extent of all pages.
func (c *pageColumn) whole() fyne.Size {
	if len(c.tops) == 0 {
		return fyne.Size{}
	}
	return fyne.NewSize(c.wide()+2*kit.LookOf(c).Dp(pageMargin), c.tops[len(c.tops)-1])
}

// pageAt is the page at a height.
func (c *pageColumn) pageAt(y float32) int {
	page := sort.Search(len(c.sizes), func(i int) bool { return c.tops[i+1] > y })
	return min(page, max(0, len(c.sizes)-1))
}

// place is what stands at the top of the screen: a page and the part of it that is above.
func (c *pageColumn) place(y float32) (page int, part float32) {
	page = c.pageAt(y)
	if page >= len(c.sizes) {
		return 0, 0
	}
	return page, (y - c.tops[page]) / c.height(c.sizes[page])
}

// heightOf is the height at which a place stands.
func (c *pageColumn) heightOf(page int, part float32) float32 {
	if page >= len(c.sizes) {
		return 0
	}
	return c.tops[page] + part*c.height(c.sizes[page])
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
	slot.marks = marksLayer{}
	delete(c.slots, page)
	c.spare = append(c.spare, slot)
}

// pixels is how many pixels of the screen a measure has.
func (c *pageColumn) pixels(measure float32) int {
	scale := float32(1)
	if window := fyne.CurrentApp().Driver().CanvasForObject(c); window != nil {
		scale = window.Scale()
	}
	return max(1, int(measure*scale+0.5))
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
			slot.ground.FillColor = kit.Tone{R: 255, G: 255, B: 255, A: 255}
			c.paintSlot(slot)
			d.objects = append(d.objects, slot.shadow, slot.ground, slot.picture, slot.fault)
			d.objects = append(d.objects, slot.marks.objects()...)
		}
	}
	d.layout = func(size fyne.Size) {
		look := kit.LookOf(c)
		left := max(look.Dp(pageMargin), (size.Width-c.wide())/2)
		for page, slot := range c.slots {
			if page >= len(c.sizes) {
				continue
			}
			top, high := c.tops[page], c.height(c.sizes[page])
			put(slot.shadow, left+look.Dp(2), top+look.Dp(2), c.wide(), high)
			put(slot.ground, left, top, c.wide(), high)
			put(slot.picture, left, top, c.wide(), high)
			put(slot.fault, left, top, c.wide(), min(high, look.Dp(480)))
			slot.marks.place(look, left, top, c.wide(), high)
		}
	}
	d.min = c.whole
	return newDrawing(d)
}

func (c *pageColumn) paintSlot(slot *pageSlot) {
	said := c.Fault(slot.page)
	picture, ok := c.Picture(slot.page, c.width())
	show(slot.picture, ok && said == "")
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
