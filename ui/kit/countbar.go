package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// CountBar is one small cell for each of a few: present people, with a line where enough are there.
type CountBar struct {
	widget.BaseWidget
	total, count, need int
	fill               Color
	cellWidth, height  float32
	pitch              float32
}

// NewCountBar makes a bar of cells 11 by 24.
func NewCountBar(total, count, need int) *CountBar {
	b := &CountBar{total: total, count: count, need: need, fill: Agree, cellWidth: 11, height: 24, pitch: 15}
	b.ExtendBaseWidget(b)
	return b
}

// WithCell sets the size of a cell and the distance from cell to cell, and returns the bar.
func (b *CountBar) WithCell(width, height, pitch float32) *CountBar {
	b.cellWidth, b.height, b.pitch = width, height, pitch
	b.Refresh()
	return b
}

// In sets the colour of the filled cells and returns the bar.
func (b *CountBar) In(fill Color) *CountBar { b.fill = fill; b.Refresh(); return b }

// Set changes the numbers; the same again costs nothing.
func (b *CountBar) Set(total, count, need int) {
	if b.total == total && b.count == count && b.need == need {
		return
	}
	b.total, b.count, b.need = total, count, need
	b.Refresh()
}

// CreateRenderer is part of fyne.Widget. Where the cells do not fit, they stand closer; where they
// would be thinner than 2, the bar is drawn whole.
func (b *CountBar) CreateRenderer() fyne.WidgetRenderer {
	need, track, full := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	var cells []*canvas.Rectangle
	d := &drawing{owner: b}
	whole := false
	d.paint = func() {
		look := LookOf(b)
		for len(cells) < b.total {
			cells = append(cells, canvas.NewRectangle(Tone{}))
		}
		cells = cells[:b.total]
		d.objects = []fyne.CanvasObject{track, full}
		for i, cell := range cells {
			cell.FillColor, cell.StrokeColor, cell.StrokeWidth = look.Color(b.fill), Tone{}, 0
			if i >= b.count {
				cell.FillColor, cell.StrokeColor, cell.StrokeWidth = Tone{}, look.Color(LineControl), look.Dp(1)
			}
			cell.CornerRadius = look.Dp(3)
			d.objects = append(d.objects, cell)
		}
		track.FillColor, full.FillColor, need.FillColor = look.Color(Track), look.Color(b.fill), look.Color(Ink)
		track.CornerRadius, full.CornerRadius = look.Dp(4), look.Dp(4)
		show(need, b.need > 0)
		d.objects = append(d.objects, need)
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(b)
		if b.total == 0 {
			return
		}
		over := look.Dp(6)
		high := look.Dp(b.height)
		pitch := min(look.Dp(b.pitch), size.Width/float32(b.total))
		width := look.Dp(b.cellWidth) * pitch / look.Dp(b.pitch)
		whole = width < 2
		for i, cell := range cells {
			put(cell, float32(i)*pitch, over, width, high)
			show(cell, !whole)
		}
		show(track, whole)
		show(full, whole)
		put(track, 0, over, size.Width, high)
		put(full, 0, over, size.Width*float32(b.count)/float32(b.total), high)
		gap := pitch - width
		if whole {
			gap = 0
		}
		put(need, float32(b.need)*pitch-gap/2-look.Dp(1), 0, look.Dp(2), high+2*over)
	}
	d.min = func() fyne.Size {
		look := LookOf(b)
		least := min(float32(b.total)*b.pitch, 120)
		return fyne.NewSize(look.Dp(least), look.Dp(b.height)+2*look.Dp(6))
	}
	return newDrawing(d)
}

// Wanted is the width at which the cells stand at their own distance.
func (b *CountBar) Wanted() float32 { return LookOf(b).Dp(float32(b.total) * b.pitch) }
