package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// SplitColumn is one column of a split: with a width of its own, or with 0 sharing what is left.
type SplitColumn struct {
	Content fyne.CanvasObject
	Width   float32
	Least   float32 // it is never dragged narrower
}

// Split is columns side by side over the whole height with a line between them, which can be dragged
// where a column beside it has a width of its own.
type Split struct {
	widget.BaseWidget

	// OnResized is called when a drag has ended, with the widths in measures of the design, to be
	// remembered; columns without a width of their own report 0.
	OnResized func(widths []float32)

	columns []SplitColumn
	fixed   bool
	bars    []*splitBar
}

// NewSplit makes columns.
func NewSplit(columns ...SplitColumn) *Split {
	s := &Split{columns: columns}
	for i := 1; i < len(columns); i++ {
		bar := &splitBar{split: s, index: i - 1}
		bar.ExtendBaseWidget(bar)
		s.bars = append(s.bars, bar)
	}
	s.ExtendBaseWidget(s)
	return s
}

// Fixed takes the dragging away, for tablets, and returns the split.
func (s *Split) Fixed() *Split { s.fixed = true; s.Refresh(); return s }

// SetWidths sets the widths, as OnResized reported them.
func (s *Split) SetWidths(widths []float32) {
	for i := range s.columns {
		if i < len(widths) && s.columns[i].Width > 0 && widths[i] > 0 {
			s.columns[i].Width = max(widths[i], s.columns[i].Least)
		}
	}
	s.Refresh()
}

// SetContent changes one column's content.
func (s *Split) SetContent(index int, content fyne.CanvasObject) {
	s.columns[index].Content = content
	s.Refresh()
}

// Widths are the widths of the columns now, as OnResized reports them.
func (s *Split) Widths() []float32 {
	widths := make([]float32, len(s.columns))
	for i, column := range s.columns {
		widths[i] = column.Width
	}
	return widths
}

// drag moves the line after a column: the column left of it grows, or else the right one shrinks.
func (s *Split) drag(index int, moved float32) {
	moved /= LookOf(s).Scale
	left, right := &s.columns[index], &s.columns[index+1]
	column := left
	if left.Width == 0 {
		column, moved = right, -moved
	}
	if column.Width == 0 {
		return
	}
	widest := column.Width + s.free()
	column.Width = min(max(column.Width+moved, max(column.Least, 48)), max(widest, column.Least))
	s.Refresh()
}

// free is the width that columns without a width of their own could still give.
func (s *Split) free() float32 {
	look := LookOf(s)
	room := s.Size().Width / look.Scale
	for _, column := range s.columns {
		room -= max(column.Width, 0)
		if column.Width == 0 {
			room -= max(column.Least, 160)
		}
	}
	return room
}

// CreateRenderer is part of fyne.Widget.
func (s *Split) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: s}
	d.paint = func() {
		d.objects = d.objects[:0]
		for _, column := range s.columns {
			d.objects = append(d.objects, column.Content)
		}
		for _, bar := range s.bars {
			bar.Refresh()
			d.objects = append(d.objects, bar)
		}
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(s)
		room, sharing := size.Width, 0
		for _, column := range s.columns {
			room -= look.Dp(column.Width)
			if column.Width == 0 {
				sharing++
			}
		}
		var x float32
		for i, column := range s.columns {
			width := look.Dp(column.Width)
			if column.Width == 0 {
				width = max(0, room/float32(sharing))
			}
			put(column.Content, x, 0, width, size.Height)
			x += width
			if i < len(s.bars) {
				grip := look.Dp(11)
				put(s.bars[i], x-grip/2, 0, grip, size.Height)
			}
		}
	}
	d.min = func() fyne.Size {
		look := LookOf(s)
		var size fyne.Size
		for _, column := range s.columns {
			least := column.Content.MinSize()
			width := look.Dp(column.Width)
			if column.Width == 0 {
				width = max(least.Width, look.Dp(column.Least))
			}
			size.Width += width
			size.Height = max(size.Height, least.Height)
		}
		return size
	}
	return newDrawing(d)
}

// splitBar is the line between two columns and the grip around it.
type splitBar struct {
	widget.BaseWidget
	split   *Split
	index   int
	hovered bool
}

func (b *splitBar) Dragged(event *fyne.DragEvent) {
	if !b.split.fixed {
		b.split.drag(b.index, event.Dragged.DX)
	}
}

func (b *splitBar) DragEnd() {
	if !b.split.fixed && b.split.OnResized != nil {
		b.split.OnResized(b.split.Widths())
	}
}

func (b *splitBar) Cursor() desktop.Cursor {
	if b.split.fixed {
		return desktop.DefaultCursor
	}
	return desktop.HResizeCursor
}

func (b *splitBar) MouseIn(*desktop.MouseEvent)    { b.hovered = !b.split.fixed; b.Refresh() }
func (b *splitBar) MouseMoved(*desktop.MouseEvent) {}
func (b *splitBar) MouseOut()                      { b.hovered = false; b.Refresh() }

func (b *splitBar) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(Tone{})
	return newDrawing(&drawing{
		owner:   b,
		objects: []fyne.CanvasObject{line},
		paint: func() {
			line.FillColor = LookOf(b).Color(LineRound)
			if b.hovered {
				line.FillColor = LookOf(b).Color(Ink3)
			}
		},
		layout: func(size fyne.Size) {
			thin := max(1, LookOf(b).Dp(1))
			if b.hovered {
				thin *= 3
			}
			put(line, (size.Width-thin)/2, 0, thin, size.Height)
		},
		min: func() fyne.Size { return fyne.NewSize(LookOf(b).Dp(11), 1) },
	})
}
