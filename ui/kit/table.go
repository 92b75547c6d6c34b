package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// TableRows is what a table shows. Cells makes the widgets of a new row, one a column; Draw has them
// show an index and does no I/O; Label is what a screen reader says for a row.
type TableRows struct {
	Cells func() []fyne.CanvasObject
	Draw  func(index int, cells []fyne.CanvasObject)
	Label func(index int) string
}

// Table is a long list in columns under titles that stay: people, devices, papers. Rows grow where a
// cell wraps.
type Table struct {
	widget.BaseWidget

	// OnTapped is called for a row; without it rows are no buttons.
	OnTapped func(index int)
	// OnSort is called when a title is tapped, and again for the other direction.
	OnSort func(column int, descending bool)

	columns  []TableColumn
	rows     TableRows
	height   float32
	selected int
	sorted   int
	falling  bool

	titles []*columnTitle
	head   *fyne.Container
	list   *List
	parts  map[fyne.CanvasObject]*tableRow
	ruler  *tableRow // measures rows
}

// tableRow is one row that shows an index.
type tableRow struct {
	*ListRow
	index int
	cells []fyne.CanvasObject
	inner *fyne.Container
}

// NewTable makes an empty table with rows at least so high.
func NewTable(columns []TableColumn, rowHeight float32, rows TableRows) *Table {
	t := &Table{columns: columns, rows: rows, height: rowHeight, selected: -1, sorted: -1, parts: map[fyne.CanvasObject]*tableRow{}}
	var heads []fyne.CanvasObject
	for i, column := range columns {
		title := newColumnTitle(t, i, column)
		t.titles = append(t.titles, title)
		heads = append(heads, title)
	}
	t.head = newColumns(columns, 48, heads)
	t.list = NewList(rowHeight, t.makeRow, t.drawRow).WithHeights(t.rowHeight)
	t.ruler = t.newRow()
	t.ExtendBaseWidget(t)
	return t
}

// WithEmpty shows something else while there are no rows, and returns the table.
func (t *Table) WithEmpty(empty fyne.CanvasObject) *Table { t.list.WithEmpty(empty); return t }

// SetCount changes how many rows there are and draws those in view.
func (t *Table) SetCount(count int) { t.list.SetCount(count) }

// Count is how many rows there are.
func (t *Table) Count() int { return t.list.Count() }

// Redraw draws all rows in view, because what they show may have changed.
func (t *Table) Redraw() { t.list.Redraw() }

// RedrawRow draws one row if it is in view. Its height must be the same as before.
func (t *Table) RedrawRow(index int) { t.list.RedrawRow(index) }

// Reveal moves as little as needed to show a row.
func (t *Table) Reveal(index int) { t.list.Reveal(index) }

// List is the rows' own list.
func (t *Table) List() *List { return t.list }

// SetSelected marks a row as chosen, -1 none.
func (t *Table) SetSelected(index int) {
	before := t.selected
	t.selected = index
	for _, row := range t.parts {
		if row.index == before || row.index == index {
			row.SetSelected(row.index == index)
		}
	}
}

// Selected is the chosen row, -1 if there is none.
func (t *Table) Selected() int { return t.selected }

// SetSorted shows by which column and in which direction the rows are sorted; -1 is by none.
func (t *Table) SetSorted(column int, descending bool) {
	if t.sorted == column && t.falling == descending {
		return
	}
	t.sorted, t.falling = column, descending
	for _, title := range t.titles {
		title.Refresh()
	}
}

func (t *Table) sortBy(column int) {
	t.SetSorted(column, t.sorted == column && !t.falling)
	if t.OnSort != nil {
		t.OnSort(column, t.falling)
	}
}

func (t *Table) newRow() *tableRow {
	row := &tableRow{index: -1, cells: t.rows.Cells()}
	row.inner = newColumns(t.columns, t.height, row.cells)
	row.ListRow = NewListRow("", row.inner, nil).WithHeight(t.height).WithPadding(Insets{}).WithDivider()
	return row
}

func (t *Table) makeRow() fyne.CanvasObject {
	row := t.newRow()
	row.label = func() string { return t.rows.Label(row.index) }
	t.parts[row.ListRow] = row
	return row.ListRow
}

func (t *Table) drawRow(index int, object fyne.CanvasObject) {
	row := t.parts[object]
	row.index = index
	row.OnTapped = nil
	if t.OnTapped != nil {
		row.OnTapped = func() { t.OnTapped(row.index) }
	}
	t.rows.Draw(index, row.cells)
	row.SetSelected(index == t.selected)
	row.inner.Refresh() // cells stand in the middle of their new heights
}

func (t *Table) rowHeight(index int, width float32) float32 {
	t.rows.Draw(index, t.ruler.cells)
	return HeightFor(t.ruler.inner, width)
}

// CreateRenderer is part of fyne.Widget.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	line := NewDivider().In(LineRound)
	return newDrawing(&drawing{
		owner:   t,
		objects: []fyne.CanvasObject{t.head, line, t.list},
		layout: func(size fyne.Size) {
			head := HeightFor(t.head, size.Width)
			thin := line.MinSize().Height
			put(t.head, 0, 0, size.Width, head)
			put(line, 0, head, size.Width, thin)
			put(t.list, 0, head+thin, size.Width, max(0, size.Height-head-thin))
		},
		min: func() fyne.Size {
			least := t.head.MinSize()
			return fyne.NewSize(least.Width, least.Height+t.list.MinSize().Height)
		},
	})
}
