package kit

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
)

func surfaced(t *testing.T) (*InkSurface, *[]string, *FingerScroll) {
	program(t)
	under := NewFingerScroll(Vertical, Fixed(100, 2000, nil))
	s := NewInkSurface(under)
	var told []string
	s.OnDown = func(at fyne.Position) bool {
		told = append(told, fmt.Sprint("down ", at.X, " ", at.Y))
		return at.X < 50
	}
	s.OnMove = func(at fyne.Position) { told = append(told, fmt.Sprint("move ", at.X, " ", at.Y)) }
	s.OnUp = func() { told = append(told, "up") }
	s.OnCancel = func() { told = append(told, "cancel") }
	start(t, Layers(under, s), fyne.NewSize(100, 400))
	return s, &told, under
}

func at(x, y float32) fyne.PointEvent { return fyne.PointEvent{Position: fyne.NewPos(x, y)} }

func pressed(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: at(x, y), Button: desktop.MouseButtonPrimary}
}

// The first point comes with the finger, the end once, whichever of its two signs comes first.
func TestSurfaceTellsAPenAsItGoes(t *testing.T) {
	s, told, _ := surfaced(t)
	s.MouseDown(pressed(10, 20))
	s.Dragged(&fyne.DragEvent{PointEvent: at(12, 22)})
	s.Dragged(&fyne.DragEvent{PointEvent: at(12, 22)})
	s.Dragged(&fyne.DragEvent{PointEvent: at(-5, 500)})
	s.MouseUp(pressed(-5, 500))
	s.DragEnd()
	s.TouchDown(&mobile.TouchEvent{PointEvent: at(1, 2)})
	s.DragEnd()
	s.TouchUp(&mobile.TouchEvent{})
	s.TouchDown(&mobile.TouchEvent{PointEvent: at(3, 4)})
	s.TouchCancel(&mobile.TouchEvent{})
	s.TouchUp(&mobile.TouchEvent{})
	want := []string{"down 10 20", "move 12 22", "move -5 500", "up", "down 1 2", "up", "down 3 4", "cancel"}
	if !slices.Equal(*told, want) {
		t.Errorf("%q, not %q", *told, want)
	}
}

// What is not taken scrolls; another button and the wheel write nothing.
func TestSurfaceLeavesTheRest(t *testing.T) {
	s, told, under := surfaced(t)
	s.MouseDown(pressed(80, 200))
	s.Dragged(&fyne.DragEvent{PointEvent: at(80, 150), Dragged: fyne.NewDelta(0, -50)})
	if got := under.Offset().Y; got != 50 {
		t.Errorf("scrolled to %v", got)
	}
	s.DragEnd()
	s.MouseUp(pressed(80, 150))
	s.MouseDown(&desktop.MouseEvent{PointEvent: at(10, 10), Button: desktop.MouseButtonSecondary})
	s.MouseUp(&desktop.MouseEvent{PointEvent: at(10, 10), Button: desktop.MouseButtonSecondary})
	before := under.Offset().Y
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -30)})
	if under.Offset().Y <= before {
		t.Error("the wheel does not scroll")
	}
	s.MouseDown(pressed(10, 10))
	before = under.Offset().Y
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -30)})
	s.Dragged(&fyne.DragEvent{PointEvent: at(10, 40), Dragged: fyne.NewDelta(0, 30)})
	if under.Offset().Y != before {
		t.Error("the page moves under the pen")
	}
	if want := []string{"down 80 200", "down 10 10", "move 10 40"}; !slices.Equal(*told, want) {
		t.Errorf("%q, not %q", *told, want)
	}
}

func TestInkDotsTellTheirColour(t *testing.T) {
	program(t)
	tapped := 0
	d := NewInkDot(Tone{B: 0xFF, A: 0xFF}, "Xanh", func() { tapped++ })
	start(t, d, fyne.NewSize(60, 60))
	d.SetSelected(true)
	d.Tapped(&fyne.PointEvent{})
	if tapped != 1 || !d.Selected() || d.AccessibilityLabel() != "Xanh" || d.MinSize().Width < 48 {
		t.Errorf("tapped %d, %q, %v", tapped, d.AccessibilityLabel(), d.MinSize())
	}
	d.SetTone(Tone{R: 0xFF, A: 0xFF}, "Đỏ")
	if d.Tone().R != 0xFF || d.AccessibilityLabel() != "Đỏ" {
		t.Error("the colour does not change")
	}
}
