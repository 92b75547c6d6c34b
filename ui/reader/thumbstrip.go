package reader

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// The measures of the strip of small pages.
const (
	stripThumbWide = 64
	stripThumbHigh = 91
	thumbPitch     = 125 // beside the paper, from page to page
	thumbAcross    = 96  // under it, from page to page
	stripWide      = 96
	stripHigh      = 136
)

// thumbStrip is small pictures of all pages in a row. Only those on the screen have shapes, so that a paper of
// two thousand pages costs as much as one of three.
type thumbStrip struct {
	widget.BaseWidget

	// Picture gives what is at hand of a page.
	Picture func(page, width int) (*image.RGBA, bool)
	// OnPage is called when a page is tapped.
	OnPage func(page int)

	count   int
	lying   bool // in a row, not in a column
	current int
	dark    bool // pages have dark paper
	marked  map[int]bool
	label   func(page int) string
	say     func(page int) string // what a screen reader says
	first   int
	last    int
	Slots   map[int]*thumb
	spare   []*thumb
}

func newThumbStrip() *thumbStrip {
	s := &thumbStrip{Slots: map[int]*thumb{}, last: -1, current: -1}
	s.ExtendBaseWidget(s)
	return s
}

// pitch is how far pages stand from each other.
func (s *thumbStrip) pitch() float32 {
	if s.lying {
		return kit.LookOf(s).Dp(thumbAcross)
	}
	return kit.LookOf(s).Dp(thumbPitch)
}

// extent is the size of the whole strip.
func (s *thumbStrip) extent() fyne.Size {
	look, long := kit.LookOf(s), float32(s.count)*s.pitch()+kit.LookOf(s).Dp(8)
	if s.lying {
		return fyne.NewSize(long, look.Dp(stripHigh))
	}
	return fyne.NewSize(look.Dp(stripWide), long)
}

// see shows what stands between two offsets along the strip.
func (s *thumbStrip) see(from, to float32) (first, last int) {
	first, last = max(0, int(from/s.pitch())), min(s.count-1, int(to/s.pitch()))
	if first != s.first || last != s.last {
		s.first, s.last = first, last
		s.Refresh()
	}
	return first, last
}

// CreateRenderer is part of fyne.Widget.
func (s *thumbStrip) CreateRenderer() fyne.WidgetRenderer {
	d := &frame.Drawing{Owner: s}
	d.Paint = func() {
		for page, slot := range s.Slots {
			if page < s.first || page > s.last || page >= s.count {
				slot.picture = nil
				delete(s.Slots, page)
				s.spare = append(s.spare, slot)
			}
		}
		d.Parts = d.Parts[:0]
		for page := s.first; page <= s.last && page < s.count; page++ {
			slot := s.Slots[page]
			if slot == nil {
				slot = s.newSlot()
				slot.page = page
				s.Slots[page] = slot
			}
			slot.picture = nil
			if picture, ok := s.Picture(page, s.Pixels()); ok {
				slot.picture = picture
			}
			slot.Refresh()
			d.Parts = append(d.Parts, slot)
		}
	}
	d.Place = func(fyne.Size) {
		look := kit.LookOf(s)
		for page, slot := range s.Slots {
			along := look.Dp(6) + float32(page)*s.pitch()
			if s.lying {
				frame.Put(slot, along, 0, s.pitch(), look.Dp(stripHigh))
			} else {
				frame.Put(slot, 0, along, look.Dp(stripWide), s.pitch())
			}
		}
	}
	d.Least = s.extent
	return frame.NewDrawing(d)
}

func (s *thumbStrip) newSlot() *thumb {
	if count := len(s.spare); count > 0 {
		slot := s.spare[count-1]
		s.spare = s.spare[:count-1]
		return slot
	}
	return newThumb(s)
}

// Pixels is how wide pictures are asked for: twice as wide as they are shown, or the hair lines of tables would be as
// black as their letters.
func (s *thumbStrip) Pixels() int {
	scale := float32(1)
	if window := fyne.CurrentApp().Driver().CanvasForObject(s); window != nil {
		scale = window.Scale()
	}
	return max(1, 2*int(kit.LookOf(s).Dp(stripThumbWide)*scale+0.5))
}

// thumb is one small page.
type thumb struct {
	widget.BaseWidget
	strip   *thumbStrip
	page    int
	picture *image.RGBA
}

func newThumb(strip *thumbStrip) *thumb {
	t := &thumb{strip: strip}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped is part of fyne.Tappable.
func (t *thumb) Tapped(*fyne.PointEvent) { t.strip.OnPage(t.page) }

// AccessibilityLabel is part of fyne.Accessible.
func (t *thumb) AccessibilityLabel() string { return t.strip.say(t.page) }

// AccessibilityRole is part of fyne.Accessible.
func (t *thumb) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is part of fyne.Widget.
func (t *thumb) CreateRenderer() fyne.WidgetRenderer {
	border, gap, ground, dot := canvas.NewRectangle(kit.Tone{}), canvas.NewRectangle(kit.Tone{}), canvas.NewRectangle(kit.Tone{}), canvas.NewCircle(kit.Tone{})
	shot := &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth}
	number, strong := kit.NewText("", kit.Meta.Center()), kit.NewText("", kit.Meta.Strong().In(kit.Ink).Center())
	d := &frame.Drawing{Owner: t, Parts: []fyne.CanvasObject{border, gap, ground, shot, dot, number, strong}}
	d.Paint = func() {
		look, chosen := kit.LookOf(t), t.page == t.strip.current
		border.FillColor = look.Color(kit.Ink)
		if !chosen {
			border.FillColor = look.Color(kit.LineRound)
		}
		gap.FillColor = look.Color(kit.ThumbStrip)
		frame.Show(gap, chosen)
		ground.FillColor = pageview.PaperGround(t.strip.dark)
		dot.FillColor, dot.StrokeColor, dot.StrokeWidth = look.Color(kit.Red), look.Color(kit.White), look.Dp(2)
		frame.Show(dot, t.strip.marked[t.page])
		frame.Show(shot, t.picture != nil)
		if t.picture != nil && shot.Image != image.Image(t.picture) {
			shot.Image = t.picture
			shot.Refresh()
		}
		label := t.strip.label(t.page)
		number.SetText(label)
		strong.SetText(label)
		frame.Show(number, !chosen)
		frame.Show(strong, chosen)
	}
	d.Place = func(size fyne.Size) {
		look := kit.LookOf(t)
		wide, high := look.Dp(stripThumbWide), look.Dp(stripThumbHigh)
		left, top := (size.Width-wide)/2, look.Dp(8)
		edge := look.Dp(1)
		if t.page == t.strip.current {
			edge = look.Dp(5)
		}
		frame.Put(gap, left-look.Dp(2), top-look.Dp(2), wide+look.Dp(4), high+look.Dp(4))
		frame.Put(border, left-edge, top-edge, wide+2*edge, high+2*edge)
		frame.Put(ground, left, top, wide, high)
		frame.Put(shot, left, top, wide, high)
		if t.picture != nil { // pages that lie, or are longer, keep their form
			if form := float32(t.picture.Rect.Dy()) / float32(t.picture.Rect.Dx()); wide*form <= high {
				frame.Put(shot, left, top+(high-wide*form)/2, wide, wide*form)
			} else {
				frame.Put(shot, left+(wide-high/form)/2, top, high/form, high)
			}
		}
		frame.Put(dot, left+wide-look.Dp(10), top-look.Dp(6), look.Dp(16), look.Dp(16))
		frame.Put(number, 0, top+high+look.Dp(4), size.Width, look.Dp(20))
		frame.Put(strong, 0, top+high+look.Dp(4), size.Width, look.Dp(20))
	}
	d.Least = func() fyne.Size { return kit.LookOf(t).Size(thumbAcross, thumbPitch) }
	return frame.NewDrawing(d)
}
