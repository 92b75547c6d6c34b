package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// After runs a function on the interface's goroutine when so much time is gone, unless it is stopped
// before.
type After func(wait time.Duration, run func()) (stop func())

// AfterOn is an After of the system's clock that runs through post.
func AfterOn(post Post) After {
	return func(wait time.Duration, run func()) func() {
		timer := time.AfterFunc(wait, func() { post(run) })
		return func() { timer.Stop() }
	}
}

// Toast is a passing message near the foot of a screen: put it on top of the screen in Layers. It
// takes no taps, so that nothing under it is blocked.
type Toast struct {
	widget.BaseWidget
	after After
	stop  func()
	strip *Strip
}

// NewToast makes a toast that nobody sees yet.
func NewToast(after After) *Toast {
	t := &Toast{after: after, strip: NewStrip(InkStrip, "", "").WithRadius(12)}
	t.Hidden = true
	t.ExtendBaseWidget(t)
	return t
}

// Say shows a message for a time; the next one takes its place.
func (t *Toast) Say(kind StripKind, icon, text string, length time.Duration) {
	if t.stop != nil {
		t.stop()
	}
	t.strip.Set(kind, icon, text)
	t.Show()
	t.Refresh()
	t.stop = t.after(length, t.Hide)
}

// Text returns the message that was said last.
func (t *Toast) Text() string { return t.strip.Text() }

// CreateRenderer is part of fyne.Widget.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(&drawing{
		owner:   t,
		objects: []fyne.CanvasObject{t.strip},
		layout: func(size fyne.Size) {
			look := LookOf(t)
			left, right := t.strip.beside(look)
			wide := min(t.strip.style().width(look, t.strip.text)+left+right+1, size.Width-look.Dp(32), look.Dp(640))
			high := t.strip.HeightFor(wide)
			put(t.strip, (size.Width-wide)/2, size.Height-high-look.Dp(24), wide, high)
		},
		min: func() fyne.Size { return fyne.Size{} },
	})
}
