package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTableSortsByTitle(t *testing.T) {
	program(t)
	table := longTable(20)
	var sorted []string
	table.OnSort = func(column int, descending bool) { sorted = append(sorted, fmt.Sprint(column, descending)) }
	window := start(t, table, fyne.NewSize(700, 400))
	table.SetCount(20)
	test.Tap(table.titles[0])
	test.Tap(table.titles[0])
	test.Tap(table.titles[1])
	test.Tap(table.titles[2]) // does not sort
	if got := fmt.Sprint(sorted); got != "[0 false 0 true 1 false]" {
		t.Errorf("three taps on titles sorted %v", got)
	}
	if table.titles[0].arrow() != "" || table.titles[1].arrow() != "arrow_up" {
		t.Error("the arrow stands at another column")
	}
	window.Canvas().FocusNext()
	if window.Canvas().Focused() != fyne.Focusable(table.titles[0]) {
		t.Error("the keyboard does not begin at the first title")
	}
	window.Canvas().FocusNext()
	window.Canvas().FocusNext()
	if window.Canvas().Focused() == fyne.Focusable(table.titles[2]) {
		t.Error("the keyboard stops at a title that does not sort")
	}
}

func TestTableRowsGrowWithNames(t *testing.T) {
	program(t)
	table := longTable(20)
	window := start(t, table, fyne.NewSize(900, 400))
	table.SetCount(20)
	if got := table.list.Row(1).Size().Height; got != 56 {
		t.Errorf("with room a row is %v", got)
	}
	window.Resize(fyne.NewSize(440, 400))
	long, short := table.list.Row(1).Size().Height, table.list.Row(2).Size().Height
	if long < 2*24 || long <= short || short != 56 {
		t.Errorf("a row with a long name is %v, one with a short name %v", long, short)
	}
	title, cell := table.titles[1].Position(), table.parts[table.list.Row(0)].cells[1].Position()
	if title.X != cell.X {
		t.Errorf("the title stands at %v, its cells at %v", title.X, cell.X)
	}
}

func TestTableSelectsAndTaps(t *testing.T) {
	program(t)
	table := longTable(500)
	var tapped []int
	table.OnTapped = func(index int) { tapped = append(tapped, index) }
	start(t, table, fyne.NewSize(900, 400))
	table.SetCount(500)
	table.SetSelected(2)
	test.Tap(table.list.Row(4).(*ListRow))
	if fmt.Sprint(tapped) != "[4]" {
		t.Errorf("tapped %v", tapped)
	}
	for _, offset := range []float32{4000, 28000, 0} {
		table.List().Scroll().ScrollTo(fyne.NewPos(0, offset))
		for index, row := range table.list.body.shown {
			if row.(*ListRow).selected != (index == 2) {
				t.Errorf("at %v row %d is selected: %v", offset, index, row.(*ListRow).selected)
			}
			if want := table.rows.Label(index); row.(*ListRow).AccessibilityLabel() != want {
				t.Errorf("row %d is called %q", index, row.(*ListRow).AccessibilityLabel())
			}
		}
	}
	table.OnTapped = nil
	table.Redraw()
	if !table.list.Row(4).(*ListRow).Disabled() {
		t.Error("rows of a table without taps are buttons")
	}
}
