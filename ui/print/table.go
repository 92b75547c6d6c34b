package print

import (
	"encoding/json"
	"strconv"
)

// Table (bảng, phụ lục) is rows under a head that is repeated on every page.
type Table struct {
	Caption string   `json:"caption,omitempty"` // above it, bold
	Unit    string   `json:"unit,omitempty"`    // at the right above it, "Đơn vị tính: triệu đồng"
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
	Size    float64  `json:"size,omitempty"`    // points; 0: 12
	Indexed bool     `json:"indexed,omitempty"` // a line (1) (2) (3) under the head
	Tall    float64  `json:"tall,omitempty"`    // least height of a row in millimetres, for hands
	Note    string   `json:"note,omitempty"`    // below it, in italics
}

// Column is one column of a table. Neighbours of the same group share a head above their own.
type Column struct {
	Title string  `json:"title"`
	Group string  `json:"group,omitempty"`
	Width float64 `json:"width"` // share of the table's width
	Align string  `json:"align,omitempty"`
}

// RowKind is how a row of a table stands out. Written in papers: only ever add.
type RowKind string

// The kinds of rows.
const (
	PlainRow   RowKind = ""
	SectionRow RowKind = "section" // bold; stays with the row after it
	TotalRow   RowKind = "total"   // bold
)

// Row is one row of a table. With fewer cells than columns, the last cell runs to the right edge.
// As JSON a plain row may be a bare list of its cells.
type Row struct {
	Kind  RowKind  `json:"kind,omitempty"`
	Cells []string `json:"cells"`
}

// UnmarshalJSON reads a list of cells or a row with its kind.
func (r *Row) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, &r.Cells)
	}
	type row Row // without this method
	return json.Unmarshal(data, (*row)(r))
}

// White around the text of a cell, in millimetres.
const (
	cellPadX = 1.1
	cellPadY = 0.9
)

// grid is a table being set.
type grid struct {
	sheet *sheet
	table Table
	edges []float64 // left edge of each column, and the right edge of the last
	size  float64
	lead  float64
}

// table prints a table over as many pages as it needs.
func (s *sheet) table(t Table) {
	g := &grid{sheet: s, table: t, size: t.Size}
	if g.size == 0 {
		g.size = 12
	}
	g.lead = mm(g.size * 1.2)
	shares := 0.0
	for _, column := range t.Columns {
		shares += column.Width
	}
	x := s.left
	for _, column := range t.Columns {
		g.edges = append(g.edges, x)
		x += column.Width / shares * (s.right - s.left)
	}
	g.edges = append(g.edges, s.right)

	g.open()
	for n := range t.Rows {
		g.row(n)
	}
	if t.Note != "" {
		s.paragraph(marked(t.Note, style{italic, 12}), setting{size: 12, align: alignLeft, before: 3})
	}
	s.y += mm(4)
	s.skipGap = false
}

// open prints what stands above the table and its first head, all with the first row.
func (g *grid) open() {
	s := g.sheet
	width := s.right - s.left
	caption := marked(g.table.Caption, style{bold, 13})
	unit := marked(g.table.Unit, style{italic, 12})
	above := stackHeight(caption, width, mm(17)) + stackHeight(unit, width, mm(15)) + mm(6)
	first := 0.0
	if len(g.table.Rows) > 0 {
		first = min(g.height(g.table.Rows[0]), 40)
	}
	s.need(above + g.headHeight() + first)
	if !s.skipGap {
		s.y += mm(6)
	}
	s.y = s.stack(caption, s.left, s.y, width, mm(17), alignCentre)
	s.y = s.stack(unit, s.left, s.y, width, mm(15), alignRight)
	s.y += mm(2)
	s.skipGap = false
	g.head()
}

// cell is the lines of a cell and where they stand.
type cell struct {
	from, to int // columns, to excluded
	lines    []line
	align    align
}

// layout breaks the cells of a row into lines.
func (g *grid) layout(cells []string, f face, aligns func(column int) align) []cell {
	var laid []cell
	columns := len(g.table.Columns)
	for n, text := range cells[:min(len(cells), columns)] {
		c := cell{from: n, to: n + 1, align: aligns(n)}
		if n == len(cells)-1 {
			c.to = columns
		}
		if c.to > c.from+1 {
			c.align = alignLeft
		}
		width := g.edges[c.to] - g.edges[c.from] - 2*cellPadX
		c.lines = linesOf(marked(text, style{f, g.size}), width, width)
		laid = append(laid, c)
	}
	return laid
}

func (g *grid) columnAlign(n int) align {
	switch g.table.Columns[n].Align {
	case "center":
		return alignCentre
	case "right":
		return alignRight
	}
	return alignLeft
}

func tallest(cells []cell) int {
	lines := 1
	for _, c := range cells {
		lines = max(lines, len(c.lines))
	}
	return lines
}

func (g *grid) layRow(r Row) []cell {
	f := upright
	if r.Kind != PlainRow {
		f = bold
	}
	return g.layout(r.Cells, f, g.columnAlign)
}

func (g *grid) height(r Row) float64 {
	return max(float64(tallest(g.layRow(r)))*g.lead+2*cellPadY, g.table.Tall)
}

// row prints a row, on a new page under a new head where it does not fit. A row taller than a
// page is cut between its lines.
func (g *grid) row(n int) {
	s := g.sheet
	r := g.table.Rows[n]
	cells, height := g.layRow(r), g.height(r)
	wanted := height
	if next := n + 1; next < len(g.table.Rows) && (r.Kind == SectionRow || next == len(g.table.Rows)-1) {
		wanted += min(g.height(g.table.Rows[next]), 40) // a section's title, and the last row, never stand alone
	}
	if wanted > s.room() {
		if whole := s.bottom - s.top - g.headHeight(); height > whole {
			g.cut(cells)
			return
		}
		s.newPage()
		s.skipGap = false
		g.head()
	}
	g.draw(cells, height)
}

// cut prints a row that no page can hold, as many lines at a time as fit.
func (g *grid) cut(cells []cell) {
	s := g.sheet
	for left := tallest(cells); left > 0; {
		fit := min(left, int((s.room()-2*cellPadY)/g.lead))
		if fit < 1 {
			s.newPage()
			s.skipGap = false
			g.head()
			continue
		}
		part := make([]cell, len(cells))
		for n := range cells {
			part[n] = cells[n]
			take := min(fit, len(cells[n].lines))
			part[n].lines, cells[n].lines = cells[n].lines[:take], cells[n].lines[take:]
		}
		g.draw(part, float64(fit)*g.lead+2*cellPadY)
		left -= fit
	}
}

// draw prints cells as a row of this height.
func (g *grid) draw(cells []cell, height float64) {
	s := g.sheet
	for _, c := range cells {
		left, right := g.edges[c.from], g.edges[c.to]
		s.pdf.Rect(left, s.y, right-left, height, "D")
		y := s.y + (height-float64(len(c.lines))*g.lead)/2
		for _, l := range c.lines {
			y += g.lead
			s.drawLine(l, left+cellPadX, y-g.lead*0.25, right-left-2*cellPadX, c.align)
		}
	}
	s.y += height
}

// heads returns the one or two rows of the head, each cell with the rows it covers.
func (g *grid) heads() (upper, lower []cell) {
	columns := g.table.Columns
	lay := func(from, to int, text string) cell {
		width := g.edges[to] - g.edges[from] - 2*cellPadX
		return cell{from, to, linesOf(marked(text, style{bold, g.size}), width, width), alignCentre}
	}
	for from := 0; from < len(columns); {
		to := from + 1
		if group := columns[from].Group; group != "" {
			for to < len(columns) && columns[to].Group == group {
				to++
			}
			upper = append(upper, lay(from, to, group))
			for n := from; n < to; n++ {
				lower = append(lower, lay(n, n+1, columns[n].Title))
			}
		} else {
			upper = append(upper, lay(from, to, columns[from].Title))
		}
		from = to
	}
	return upper, lower
}

// headHeights returns the heights of the head's upper and lower row; the second is 0 without groups.
func (g *grid) headHeights() (first, second float64) {
	upper, lower := g.heads()
	tall := func(lines int) float64 { return float64(lines)*g.lead + 2*cellPadY }
	if len(lower) == 0 {
		return tall(tallest(upper)), 0
	}
	second = tall(tallest(lower))
	alone := 0.0 // what ungrouped columns need over both rows
	for _, c := range upper {
		if g.table.Columns[c.from].Group == "" {
			alone = max(alone, tall(len(c.lines)))
		} else {
			first = max(first, tall(len(c.lines)))
		}
	}
	return max(first, alone-second), second
}

func (g *grid) headHeight() float64 {
	first, second := g.headHeights()
	if g.table.Indexed {
		second += g.lead + 2*cellPadY
	}
	return first + second
}

// head prints the head of the table at the top of each of its pages.
func (g *grid) head() {
	s := g.sheet
	upper, lower := g.heads()
	first, second := g.headHeights()
	top := s.y
	for _, c := range upper {
		s.y = top
		height := first
		if g.table.Columns[c.from].Group == "" {
			height += second
		}
		g.draw([]cell{c}, height)
	}
	s.y = top + first
	if len(lower) > 0 {
		g.draw(lower, second)
	}
	s.y = top + first + second
	if g.table.Indexed {
		var numbers []string
		for n := range g.table.Columns {
			numbers = append(numbers, "("+strconv.Itoa(n+1)+")")
		}
		g.draw(g.layout(numbers, italic, func(int) align { return alignCentre }), g.lead+2*cellPadY)
	}
}
