package kit

import (
	"math"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// start shows an object in a window of a fresh test program.
func start(t *testing.T, object fyne.CanvasObject, size fyne.Size) fyne.Window {
	t.Helper()
	window := test.NewWindow(object)
	window.SetPadded(false)
	window.Resize(size)
	t.Cleanup(window.Close)
	return window
}

func program(t *testing.T) {
	t.Helper()
	t.Setenv("LANG", "vi_VN.UTF-8")
	test.NewApp().Settings().SetTheme(NewTheme(LightPalette(), 1))
	t.Cleanup(func() { catchGlide(); test.NewApp() })
}

// hand is a finger with a clock of its own.
type hand struct {
	on      *FingerScroll
	at      time.Time
	length  time.Duration // of the glide that was started last
	tick    func(share float32)
	stopped bool
}

func handOn(f *FingerScroll) *hand {
	h := &hand{on: f, at: time.Date(2026, 12, 18, 8, 0, 0, 0, time.UTC)}
	f.now = func() time.Time { return h.at }
	f.glide = func(length time.Duration, tick func(float32)) func() {
		h.length, h.tick, h.stopped = length, tick, false
		return func() { h.stopped = true }
	}
	return h
}

// drag moves the finger so far in steps of 16 ms.
func (h *hand) drag(by fyne.Delta, steps int) {
	for range steps {
		h.at = h.at.Add(16 * time.Millisecond)
		h.on.Dragged(&fyne.DragEvent{Dragged: by})
	}
}

// glide lets the animation come so far in time.
func (h *hand) glide(gone time.Duration) {
	h.tick(min(1, float32(gone.Seconds()/h.length.Seconds())))
}

// tallScroll is a scroll 200 high over a column 2,000 high.
func tallScroll(t *testing.T) (*FingerScroll, *hand, fyne.Window) {
	program(t)
	f := NewFingerScroll(Vertical, Fixed(100, 2000, NewPanel(White, nil)))
	window := start(t, f, fyne.NewSize(200, 200))
	return f, handOn(f), window
}

func TestContentFollowsFinger(t *testing.T) {
	f, h, _ := tallScroll(t)
	h.drag(fyne.Delta{DY: -10}, 12)
	if got := f.Offset().Y; got != 120 {
		t.Errorf("after 120 up the offset is %v", got)
	}
	h.drag(fyne.Delta{DY: 50}, 10)
	if got := f.Offset().Y; got != 0 {
		t.Errorf("the content was drawn over its start: %v", got)
	}
	h.drag(fyne.Delta{DY: -500}, 10)
	if got := f.Offset().Y; got != 1800 {
		t.Errorf("the content was drawn over its end: %v", got)
	}
}

func TestGlideSlowsDownAndEnds(t *testing.T) {
	f, h, _ := tallScroll(t)
	h.drag(fyne.Delta{DY: -16}, 10) // 1,000 a second
	from := f.Offset().Y
	f.DragEnd()
	if h.tick == nil {
		t.Fatal("a thrown content does not glide")
	}
	var last, step float32 = from, math.MaxFloat32
	for at := 50 * time.Millisecond; at <= h.length; at += 50 * time.Millisecond {
		h.glide(at)
		moved := f.Offset().Y - last
		if moved < 0 || moved > step+0.01 {
			t.Fatalf("at %v it moves %v after %v", at, moved, step)
		}
		last, step = f.Offset().Y, moved
	}
	h.glide(h.length)
	way := f.Offset().Y - from
	// The integral of v·e^(-t/τ) until the speed is 30: τ·(v-30).
	if want := float32(0.325 * (1000 - 30)); math.Abs(float64(way-want)) > 12 {
		t.Errorf("thrown at 1,000 a second it glided %v, not about %v", way, want)
	}
	if gliding != nil || f.rolling != 0 {
		t.Error("an ended glide still counts as gliding")
	}
	before := f.Offset()
	h.tick(0.5)
	if f.Offset() != before {
		t.Error("a late tick moved the content after the end")
	}
}

func TestRestedFingerDoesNotThrow(t *testing.T) {
	f, h, _ := tallScroll(t)
	h.drag(fyne.Delta{DY: -16}, 10)
	h.at = h.at.Add(120 * time.Millisecond)
	f.DragEnd()
	if h.tick != nil {
		t.Error("a finger that rested before it was lifted threw the content")
	}
}

func TestSlowFingerDoesNotThrow(t *testing.T) {
	f, h, _ := tallScroll(t)
	h.drag(fyne.Delta{DY: -0.3}, 10)
	f.DragEnd()
	if h.tick != nil {
		t.Error("a slow finger threw the content")
	}
}

func TestFingerAndWheelStopGlide(t *testing.T) {
	for name, stop := range map[string]func(f *FingerScroll, h *hand){
		"drag":       func(_ *FingerScroll, h *hand) { h.drag(fyne.Delta{DY: -1}, 1) },
		"wheel":      func(f *FingerScroll, _ *hand) { f.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -30}}) },
		"finger":     func(f *FingerScroll, _ *hand) { f.MouseDown(nil) },
		"touch":      func(f *FingerScroll, _ *hand) { f.TouchDown(nil) },
		"by program": func(f *FingerScroll, _ *hand) { f.ScrollTo(fyne.NewPos(0, 5)) },
	} {
		t.Run(name, func(t *testing.T) {
			f, h, _ := tallScroll(t)
			h.drag(fyne.Delta{DY: -16}, 10)
			f.DragEnd()
			h.glide(50 * time.Millisecond)
			stop(f, h)
			if !h.stopped || gliding == f {
				t.Fatal("it glides on")
			}
			at := f.Offset()
			h.glide(300 * time.Millisecond)
			if f.Offset() != at {
				t.Errorf("a stopped glide moved it from %v to %v", at, f.Offset())
			}
		})
	}
}

func TestWheelScrolls(t *testing.T) {
	f, _, window := tallScroll(t)
	told := 0
	f.OnScrolled = func(offset fyne.Position, content fyne.Size) {
		told++
		if offset.Y != 40 || content.Height != 2000 {
			t.Errorf("told %v of %v", offset, content)
		}
	}
	test.Scroll(window.Canvas(), fyne.NewPos(50, 50), 0, -40)
	if f.Offset().Y != 40 || told != 1 {
		t.Errorf("the wheel moved it to %v, told %d times", f.Offset(), told)
	}
}

func TestTapThatStopsGlideTapsNothing(t *testing.T) {
	program(t)
	taps := 0
	button := NewBigButton("Chọn", Outline, func() { taps++ })
	f := NewFingerScroll(Vertical, Column(0, button, Fixed(0, 2000, nil)))
	start(t, f, fyne.NewSize(200, 200))
	h := handOn(f)
	touch := func() {
		button.MouseDown(nil)
		button.MouseUp(nil)
		button.Tapped(nil)
	}
	h.drag(fyne.Delta{DY: -16}, 10)
	f.DragEnd()
	h.glide(50 * time.Millisecond)
	touch()
	if taps != 0 || gliding != nil || button.pressed {
		t.Fatalf("a finger on a gliding list tapped %d times, gliding %v", taps, gliding != nil)
	}
	touch()
	if taps != 1 {
		t.Fatalf("the next tap counted %d", taps)
	}
	h.drag(fyne.Delta{DY: 16}, 10)
	f.DragEnd()
	h.glide(h.length * 9 / 10) // so slow that nobody sees it move
	touch()
	if taps != 2 {
		t.Fatal("a tap on a list that all but stands was lost")
	}
}

func TestScrollLetsPressedGo(t *testing.T) {
	program(t)
	button := NewBigButton("Chọn", Outline, func() {})
	f := NewFingerScroll(Vertical, Column(0, button, Fixed(0, 2000, nil)))
	start(t, f, fyne.NewSize(200, 200))
	button.MouseDown(nil)
	if !button.pressed {
		t.Fatal("a finger does not press")
	}
	handOn(f).drag(fyne.Delta{DY: -4}, 1)
	if button.pressed {
		t.Error("a button stays pressed while the finger scrolls")
	}
}

func TestCrossDragsGoOutside(t *testing.T) {
	program(t)
	inner := NewFingerScroll(Horizontal, Fixed(2000, 100, NewPanel(White, nil)))
	outer := NewFingerScroll(Vertical, Column(0, Fixed(0, 100, inner), Fixed(0, 2000, nil)))
	inner.Within = outer
	start(t, outer, fyne.NewSize(200, 200))
	h, _ := handOn(inner), handOn(outer)
	h.drag(fyne.Delta{DX: -2, DY: -20}, 3)
	inner.DragEnd()
	if inner.Offset().X != 0 || outer.Offset().Y != 60 {
		t.Errorf("a drag down over the strip moved it by %v and the page by %v", inner.Offset(), outer.Offset())
	}
	h.drag(fyne.Delta{DX: -20, DY: -2}, 3)
	inner.DragEnd()
	if inner.Offset().X != 60 || outer.Offset().Y != 60 {
		t.Errorf("a drag along the strip moved it by %v and the page by %v", inner.Offset(), outer.Offset())
	}
}

func TestFocusComesIntoView(t *testing.T) {
	program(t)
	first, last := NewBigButton("Đầu", Outline, func() {}), NewBigButton("Cuối", Outline, func() {})
	f := NewFingerScroll(Vertical, Column(0, first, Fixed(0, 1000, nil), last, Fixed(0, 300, nil)))
	beside := NewFingerScroll(Vertical, Fixed(0, 2000, nil))
	window := start(t, RowAt(Stretch, 0, Fill(f), Fill(beside)), fyne.NewSize(400, 200))
	window.Canvas().Focus(last)
	top := last.Position().Y - f.Offset().Y
	if top < 8 || top+48+8 > 200.5 {
		t.Errorf("the focused button stands at %v of 200", top)
	}
	if beside.Offset().Y != 0 {
		t.Error("a scroll beside it moved")
	}
	window.Canvas().Focus(first)
	if f.Offset().Y != 0 {
		t.Errorf("the first button has the focus at offset %v", f.Offset())
	}
}

func TestContentGrowsUnderOffset(t *testing.T) {
	program(t)
	paragraph := NewParagraph("ngắn", Body)
	f := NewFingerScroll(Vertical, paragraph)
	start(t, f, fyne.NewSize(200, 100))
	if f.ContentSize().Height != 100 {
		t.Fatalf("short content is %v", f.ContentSize())
	}
	long := ""
	for range 80 {
		long += "Hội đồng nhân dân "
	}
	f.SetContent(NewParagraph(long, Body))
	f.ScrollToEnd()
	want := HeightFor(f.Content(), 200) - 100
	if got := f.Offset().Y; math.Abs(float64(got-want)) > 0.5 || want < 500 {
		t.Errorf("the end of longer content is at %v, not %v", got, want)
	}
}
