package kit

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// countedList is a list of rows with numbers that counts what it makes and draws.
type countedList struct {
	*List
	made, drawn int
	tapped      []int
}

func newCountedList(height float32) *countedList {
	c := &countedList{}
	words := map[fyne.CanvasObject]*Text{}
	index := map[fyne.CanvasObject]*int{}
	c.List = NewList(height, func() fyne.CanvasObject {
		c.made++
		at, text := new(int), NewText("", Body)
		row := NewListRow("", text, func() { c.tapped = append(c.tapped, *at) })
		words[row], index[row] = text, at
		return row
	}, func(i int, row fyne.CanvasObject) {
		c.drawn++
		*index[row] = i
		words[row].SetText(fmt.Sprint("dòng ", i))
	})
	return c
}

func TestListMakesOnlyRowsInView(t *testing.T) {
	program(t)
	l := newCountedList(50)
	start(t, l.List, fyne.NewSize(300, 400))
	l.SetCount(500)
	if l.made < 8 || l.made > 10 {
		t.Fatalf("a list 400 high with rows of 50 made %d", l.made)
	}
	for offset := float32(0); offset < 500*50; offset += 20 {
		l.Scroll().ScrollTo(fyne.NewPos(0, offset))
	}
	if l.made > 12 {
		t.Errorf("scrolling through made %d rows", l.made)
	}
	if l.drawn > 600 {
		t.Errorf("scrolling through 500 rows drew %d times", l.drawn)
	}
	if l.Row(499) == nil || l.Row(100) != nil {
		t.Error("at the end the last row is not shown, or one far above is")
	}
	if got := l.Row(499).Position().Y; got != 499*50 {
		t.Errorf("row 499 stands at %v", got)
	}
}

func TestListRowsAreTheirIndex(t *testing.T) {
	program(t)
	l := newCountedList(50)
	window := start(t, l.List, fyne.NewSize(300, 400))
	l.SetCount(500)
	l.Scroll().ScrollTo(fyne.NewPos(0, 5000))
	test.TapCanvas(window.Canvas(), fyne.NewPos(100, 125)) // 5,125 of the whole
	if len(l.tapped) != 1 || l.tapped[0] != 102 {
		t.Errorf("a tap on row 102 was %v", l.tapped)
	}
	l.Reveal(3)
	if l.Scroll().Offset().Y != 150 {
		t.Errorf("row 3 is revealed at %v", l.Scroll().Offset())
	}
	l.Reveal(20)
	if l.Scroll().Offset().Y != 21*50-400 {
		t.Errorf("row 20 is revealed at %v", l.Scroll().Offset())
	}
}

func TestListShrinksAndGrows(t *testing.T) {
	program(t)
	l := newCountedList(50)
	empty := NewText("Chưa có gì", Body)
	l.WithEmpty(empty)
	start(t, l.List, fyne.NewSize(300, 400))
	if !empty.Visible() || l.scroll.Visible() {
		t.Fatal("an empty list does not say so")
	}
	l.SetCount(500)
	if empty.Visible() || !l.scroll.Visible() {
		t.Fatal("a full list says it is empty")
	}
	l.Scroll().ScrollToEnd()
	l.SetCount(3)
	if l.Scroll().Offset().Y != 0 || l.Row(2) == nil || l.Row(3) != nil {
		t.Errorf("of three rows it shows %v at %v", l.body.shown, l.Scroll().Offset())
	}
	before := l.drawn
	l.RedrawRow(1)
	l.RedrawRow(77)
	if l.drawn != before+1 {
		t.Errorf("redrawing a row in view and one outside drew %d", l.drawn-before)
	}
}

func TestListHeightsFollowWidth(t *testing.T) {
	program(t)
	l := newCountedList(50)
	l.WithHeights(func(index int, width float32) float32 {
		if index == 1 {
			return 20000 / width
		}
		return 50
	})
	window := start(t, l.List, fyne.NewSize(400, 400))
	l.SetCount(100)
	if got := l.Row(2).Position().Y; got != 100 {
		t.Errorf("under a row of 50 the third stands at %v", got)
	}
	window.Resize(fyne.NewSize(200, 400))
	if got := l.Row(2).Position().Y; got != 150 {
		t.Errorf("under a row of 100 the third stands at %v", got)
	}
	if got := l.Scroll().ContentSize().Height; got != 99*50+100 {
		t.Errorf("the whole is %v", got)
	}
}

func TestKeyboardWalksThroughList(t *testing.T) {
	program(t)
	l := newCountedList(50)
	window := start(t, l.List, fyne.NewSize(300, 200))
	l.SetCount(60)
	for i := range 60 {
		window.Canvas().FocusNext()
		focused := window.Canvas().Focused()
		if focused == nil || focused.(fyne.CanvasObject) != l.Row(i) {
			t.Fatalf("step %d has the focus on %v", i, focused)
		}
		y := l.Row(i).Position().Y - l.Scroll().Offset().Y
		if y < -0.5 || y > 150.5 {
			t.Fatalf("row %d has the focus at %v of 200", i, y)
		}
	}
	focused := window.Canvas().Focused()
	focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(l.tapped) != 1 || l.tapped[0] != 59 {
		t.Errorf("Enter on the last row was %v", l.tapped)
	}
	l.Scroll().ScrollTo(fyne.Position{})
	if window.Canvas().Focused() != nil {
		t.Error("a row that shows something else kept the focus")
	}
}

// TestListScrollsSmoothly: a move of the finger has 16 ms to be seen; most of them are for drawing.
func TestListScrollsSmoothly(t *testing.T) {
	program(t)
	table := longTable(500)
	start(t, table, fyne.NewSize(900, 700))
	opened := time.Now()
	table.SetCount(500)
	t.Logf("500 rows were measured and the first drawn in %v", time.Since(opened))
	scroll := table.List().Scroll()
	begin, moves := time.Now(), 0
	for offset := float32(0); offset < 500*56; offset += 30 {
		scroll.ScrollTo(fyne.NewPos(0, offset))
		moves++
	}
	each := time.Since(begin) / time.Duration(moves)
	t.Logf("%d moves over 500 rows took %v each", moves, each)
	if each > 8*time.Millisecond {
		t.Errorf("a move takes %v", each)
	}
}

func longTable(count int) *Table {
	names := []string{"Nguyễn Thị Phương Thảo Nguyên", "Lê Hoàng Hiệp Phạm Thị Minh Khuê", "H’Mai Niê", "Ksor H’Blăm Êban Mlô"}
	return NewTable([]TableColumn{{Title: "Họ và tên", Least: 200, Sorts: true}, {Title: "Tổ", Width: 80, Sorts: true}, {Title: "Phiếu", Width: 90, Trailing: true}},
		56, TableRows{
			Cells: func() []fyne.CanvasObject {
				return []fyne.CanvasObject{NewParagraph("", Body), NewText("", Body), NewText("", Body.Trailing())}
			},
			Draw: func(index int, cells []fyne.CanvasObject) {
				cells[0].(*Paragraph).SetText(fmt.Sprint(names[index%4], " ", index))
				cells[1].(*Text).SetText(fmt.Sprint(index % 9))
				cells[2].(*Text).SetText(fmt.Sprint(count - index))
			},
			Label: func(index int) string { return fmt.Sprint(names[index%4], " ", index) },
		})
}
