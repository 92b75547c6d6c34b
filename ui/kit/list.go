package kit

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// List is a long list that scrolls by finger. Only the rows in view exist: make is called for a new
// one, draw to have it show another index. Draw sets values and does no I/O; widgets of this package
// skip values that did not change.
type List struct {
	widget.BaseWidget

	// OnScrolled is called after every move.
	OnScrolled func()

	scroll *FingerScroll
	body   *listBody
	empty  fyne.CanvasObject
}

// NewList makes an empty list whose rows are all of one height.
func NewList(rowHeight float32, make func() fyne.CanvasObject, draw func(index int, row fyne.CanvasObject)) *List {
	l := &List{}
	l.body = &listBody{rowHeight: rowHeight, make: make, draw: draw, shown: map[int]fyne.CanvasObject{}}
	l.body.ExtendBaseWidget(l.body)
	l.scroll = NewFingerScroll(Vertical, l.body)
	l.body.scroll = l.scroll
	l.scroll.OnScrolled = func(fyne.Position, fyne.Size) {
		l.body.update(false)
		if l.OnScrolled != nil {
			l.OnScrolled()
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// WithHeights gives every row its own height for a width of the canvas, and returns the list. Heights
// are asked for again at every SetCount and Redraw.
func (l *List) WithHeights(height func(index int, width float32) float32) *List {
	l.body.heightOf = height
	l.Redraw()
	return l
}

// WithEmpty shows something else while there are no rows, and returns the list.
func (l *List) WithEmpty(empty fyne.CanvasObject) *List { l.empty = empty; l.Refresh(); return l }

// SetCount changes how many rows there are and draws those in view.
func (l *List) SetCount(count int) {
	l.body.count = max(0, count)
	l.Redraw()
}

// Count is how many rows there are.
func (l *List) Count() int { return l.body.count }

// Redraw draws all rows in view, because what they show may have changed.
func (l *List) Redraw() {
	l.body.tops = nil
	l.scroll.Refresh()
	l.body.update(true)
	l.Refresh()
}

// RedrawRow draws one row if it is in view. Its height must be the same as before.
func (l *List) RedrawRow(index int) {
	if row, ok := l.body.shown[index]; ok {
		l.body.draw(index, row)
	}
}

// Row is the object that shows an index now, nil while that is not in view.
func (l *List) Row(index int) fyne.CanvasObject {
	if row, ok := l.body.shown[index]; ok {
		return row
	}
	return nil
}

// Reveal moves as little as needed to show a row.
func (l *List) Reveal(index int) {
	if index < 0 || index >= l.body.count {
		return
	}
	tops := l.body.measured(l.scroll.view.Width)
	l.scroll.Reveal(tops[index], tops[index+1]-tops[index])
}

// Scroll is what the rows move in.
func (l *List) Scroll() *FingerScroll { return l.scroll }

// CreateRenderer is part of fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: l}
	d.paint = func() {
		d.objects = []fyne.CanvasObject{l.scroll}
		if l.empty != nil {
			show(l.empty, l.body.count == 0)
			d.objects = append(d.objects, l.empty)
		}
		show(l.scroll, l.body.count > 0 || l.empty == nil)
	}
	d.layout = func(size fyne.Size) {
		put(l.scroll, 0, 0, size.Width, size.Height)
		l.body.update(false)
		if l.empty != nil {
			put(l.empty, 0, 0, size.Width, size.Height)
		}
	}
	d.min = func() fyne.Size { return LookOf(l).Size(120, 48) }
	return newDrawing(d)
}

// listBody is the whole length of the list, with rows where it is in view.
type listBody struct {
	widget.BaseWidget
	scroll    *FingerScroll
	count     int
	rowHeight float32
	heightOf  func(index int, width float32) float32
	make      func() fyne.CanvasObject
	draw      func(index int, row fyne.CanvasObject)

	tops      []float32 // where each row begins, and where the last one ends
	topsWidth float32
	topsScale float32

	shown map[int]fyne.CanvasObject
	spare []fyne.CanvasObject
	order []fyne.CanvasObject
}

// measured tells where the rows begin at a width.
func (b *listBody) measured(width float32) []float32 {
	look := LookOf(b)
	if len(b.tops) == b.count+1 && b.topsWidth == width && b.topsScale == look.Scale {
		return b.tops
	}
	b.tops = append(b.tops[:0], 0)
	b.topsWidth, b.topsScale = width, look.Scale
	var at float32
	for i := range b.count {
		if b.heightOf == nil || width <= 0 {
			at += look.Dp(b.rowHeight)
		} else {
			at += b.heightOf(i, width)
		}
		b.tops = append(b.tops, at)
	}
	return b.tops
}

// HeightFor is the length of all rows.
func (b *listBody) HeightFor(width float32) float32 { return b.measured(width)[b.count] }

// inView are the first row in view and the one after the last, with one more at either end, so that
// the keyboard always finds a next row.
func (b *listBody) inView(tops []float32) (first, end int) {
	from := b.scroll.Offset().Y
	to := from + b.scroll.view.Height
	first = sort.Search(b.count, func(i int) bool { return tops[i+1] > from }) - 1
	end = sort.Search(b.count, func(i int) bool { return tops[i] >= to }) + 1
	return max(0, first), min(b.count, end)
}

// update gives rows to what came into view and takes them from what went. It draws the rows that are
// new, or all.
func (b *listBody) update(all bool) {
	width := b.scroll.view.Width
	if width <= 0 || b.scroll.view.Height <= 0 {
		return
	}
	tops := b.measured(width)
	first, end := b.inView(tops)
	changed := all
	for index, row := range b.shown {
		if index < first || index >= end {
			b.leave(row)
			b.spare = append(b.spare, row)
			delete(b.shown, index)
			changed = true
		}
	}
	for index := first; index < end; index++ {
		row, ok := b.shown[index]
		if !ok {
			row = b.take()
			b.shown[index] = row
			changed = true
		}
		if !ok || all {
			b.draw(index, row)
		}
		put(row, 0, tops[index], width, tops[index+1]-tops[index])
	}
	if !changed {
		return
	}
	b.order = b.order[:0]
	for index := first; index < end; index++ {
		b.order = append(b.order, b.shown[index])
	}
	b.Refresh()
}

func (b *listBody) take() fyne.CanvasObject {
	if last := len(b.spare) - 1; last >= 0 {
		row := b.spare[last]
		b.spare = b.spare[:last]
		return row
	}
	return b.make()
}

// leave takes the focus and the finger from a row that will show something else.
func (b *listBody) leave(row fyne.CanvasObject) {
	window := windowOf(b)
	if window == nil {
		return
	}
	if focused, ok := window.Focused().(fyne.CanvasObject); ok && moves(fyne.CurrentApp().Driver(), row, focused) {
		window.Unfocus()
	}
}

// CreateRenderer is part of fyne.Widget.
func (b *listBody) CreateRenderer() fyne.WidgetRenderer {
	d := &listDrawing{drawing{owner: b}}
	d.min = func() fyne.Size { return fyne.NewSize(LookOf(b).Dp(48), b.HeightFor(b.scroll.view.Width)) }
	return d
}

// listDrawing shows the rows of a body as they are now; they are placed by update.
type listDrawing struct{ drawing }

func (d *listDrawing) Objects() []fyne.CanvasObject { return d.owner.(*listBody).order }
func (d *listDrawing) Layout(fyne.Size)             { d.owner.(*listBody).update(false) }
func (d *listDrawing) Refresh()                     { canvas.Refresh(d.owner) }
