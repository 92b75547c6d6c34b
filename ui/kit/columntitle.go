package kit

import (
	"fyne.io/fyne/v2"
)

// columnTitle stands over a column. Where the column sorts it is a button, with an arrow at the column
// by which the rows are sorted.
type columnTitle struct {
	Press
	table  *Table
	index  int
	column TableColumn
}

func newColumnTitle(table *Table, index int, column TableColumn) *columnTitle {
	t := &columnTitle{table: table, index: index, column: column}
	t.label = func() string { return t.column.Title }
	if column.Sorts {
		t.OnTapped = func() { table.sortBy(index) }
	}
	t.ExtendBaseWidget(t)
	return t
}

// Disabled is true for a title that does not sort, so that the keyboard passes it.
func (t *columnTitle) Disabled() bool { return !t.column.Sorts }

func (t *columnTitle) arrow() string {
	switch {
	case t.table.sorted != t.index:
		return ""
	case t.table.falling:
		return "arrow_down"
	default:
		return "arrow_up"
	}
}

const titleArrow = 18

func (t *columnTitle) style() Style {
	style := Meta.Strong()
	if t.table.sorted == t.index {
		style = style.In(Ink)
	}
	if t.column.Trailing {
		style = style.Trailing()
	}
	return style
}

// beside is the room for the arrow, kept where one may come, so that words never move.
func (t *columnTitle) beside(look Look) float32 {
	if !t.column.Sorts {
		return 0
	}
	return look.Dp(titleArrow + 4)
}

// HeightFor is the height of the wrapped title, at least a finger's.
func (t *columnTitle) HeightFor(width float32) float32 {
	look, style := LookOf(t), t.style()
	lines := wrap(t.column.Title, width-t.beside(look), 0, func(s string) float32 { return style.width(look, s) })
	return max(look.Dp(48), float32(len(lines))*style.line(look))
}

// CreateRenderer is part of fyne.Widget.
func (t *columnTitle) CreateRenderer() fyne.WidgetRenderer {
	f, icon := newFace(), newGlyph()
	var words textLines
	d := &drawing{owner: t}
	d.paint = func() {
		look := LookOf(t)
		dress := dress{radius: 8}
		switch {
		case !t.column.Sorts:
		case t.pressed:
			dress.fill = Line
		case t.hovered:
			dress.fill = Hover
		}
		f.paint(look, dress, &t.Press)
		paintGlyph(icon, t.arrow(), look.Color(Ink))
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(t)
		out := look.Dp(columnGap / 2)
		f.place(look, size.AddWidthHeight(2*out, 0), &t.Press)
		f.body.Move(f.body.Position().AddXY(-out, 0))
		inset := look.Dp(5)
		placeRing(f.ring, look, inset-out, inset, size.Width+2*(out-inset), size.Height-2*inset, look.Dp(4))
		room := size.Width - t.beside(look)
		wide := words.set(look, t.style(), t.column.Title, room)
		words.place(0, (size.Height-words.height())/2, room)
		x := wide + look.Dp(4)
		if t.column.Trailing {
			x = room + look.Dp(4)
		}
		side := look.Dp(titleArrow)
		put(icon, x, (size.Height-side)/2, side, side)
		d.objects = append(f.objects(icon), words.objects()...)
	}
	d.min = func() fyne.Size {
		look := LookOf(t)
		longest := (&Paragraph{text: t.column.Title, style: t.style()}).longestWord(look)
		return fyne.NewSize(longest+t.beside(look), t.HeightFor(max(t.Size().Width, longest+t.beside(look))))
	}
	d.objects = f.objects(icon)
	return newDrawing(d)
}
