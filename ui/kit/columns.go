package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// TableColumn is one column of a table.
type TableColumn struct {
	Title string
	// Width is fixed; with 0 the column shares what the others leave, and is never narrower than Least.
	Width, Least float32
	// Trailing sets the title to the right, as numbers stand.
	Trailing bool
	// Sorts lets the title be tapped to sort by this column.
	Sorts bool
}

// columnGap stands between columns, columnPad before the first and after the last.
const (
	columnGap = 16
	columnPad = 16
)

// columns lays cells out under each other from row to row.
type columns struct {
	of    []TableColumn
	least float32 // of a row's height
}

func newColumns(of []TableColumn, least float32, cells []fyne.CanvasObject) *fyne.Container {
	return container.New(&columns{of: of, least: least}, cells...)
}

// widths shares the room among the columns.
func (c *columns) widths(look Look, room float32) []float32 {
	widths := make([]float32, len(c.of))
	room -= look.Dp(2*columnPad + columnGap*float32(len(c.of)-1))
	sharing := 0
	for i, column := range c.of {
		widths[i] = look.Dp(column.Width)
		room -= widths[i]
		if column.Width == 0 {
			sharing++
		}
	}
	for i, column := range c.of { // what needs more than its part takes it first
		if column.Width == 0 && look.Dp(column.Least) > room/float32(sharing) {
			widths[i] = look.Dp(column.Least)
			room -= widths[i]
			sharing--
		}
	}
	for i := range c.of {
		if widths[i] == 0 {
			widths[i] = max(0, room/float32(sharing))
		}
	}
	return widths
}

func (c *columns) look(objects []fyne.CanvasObject) Look {
	if len(objects) == 0 {
		return LookOf(nil)
	}
	return LookOf(objects[0])
}

// Layout is part of fyne.Layout: each cell stands in the middle of the height.
func (c *columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := c.look(objects)
	x := look.Dp(columnPad)
	for i, width := range c.widths(look, size.Width) {
		if i < len(objects) {
			height := min(HeightFor(objects[i], width), size.Height)
			put(objects[i], x, (size.Height-height)/2, width, height)
		}
		x += width + look.Dp(columnGap)
	}
}

// MinSize is part of fyne.Layout.
func (c *columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	look := c.look(objects)
	width := look.Dp(2*columnPad + columnGap*float32(len(c.of)-1))
	for i, column := range c.of {
		switch {
		case column.Width > 0:
			width += look.Dp(column.Width)
		case column.Least > 0:
			width += look.Dp(column.Least)
		case i < len(objects):
			width += objects[i].MinSize().Width
		}
	}
	return fyne.NewSize(width, look.Dp(c.least))
}

// heightFor is the highest cell with a little air, at least the least height.
func (c *columns) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	const air = 12
	look := c.look(objects)
	height := look.Dp(c.least)
	for i, own := range c.widths(look, width) {
		if i < len(objects) && objects[i].Visible() {
			height = max(height, HeightFor(objects[i], own)+look.Dp(air))
		}
	}
	return height
}
