package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// riseTime is how long sheets take to come up.
const riseTime = 200 * time.Millisecond

// Sheet comes up from the lower edge over a darkened screen: top corners 24, margins 32. While it is
// open the keyboard cannot leave it, and the window's own keys wait.
type Sheet struct {
	widget.BaseWidget

	// OnDismiss is called for a tap above the sheet and for Escape; the sheet closes only when told.
	OnDismiss func()
	// OnKey, where set, gets the keys that nothing in the sheet takes.
	OnKey func(*fyne.KeyEvent)

	panel  *Panel
	dark   *scrim
	height float32
	share  float32 // how far it has come up
	over   fyne.Canvas
	keys   keyGuard
	rise   *fyne.Animation
	foot   footing
}

func (s *Sheet) footing() *footing { return &s.foot }

// NewSheet makes a sheet of a height, 432 for a vote in landscape; 0 is as high as its content wants.
func NewSheet(height float32, content fyne.CanvasObject) *Sheet {
	s := &Sheet{height: height, share: 1}
	s.panel = NewPanel(Paper, content).WithCorners(Corners{TopLeft: 24, TopRight: 24}).WithPadding(All(32))
	s.dark = newScrim(func(at fyne.Position) {
		if at.Y < s.panel.Position().Y && s.OnDismiss != nil {
			s.OnDismiss()
		}
	})
	s.ExtendBaseWidget(s)
	return s
}

// WithPadding sets the margins and returns the sheet.
func (s *Sheet) WithPadding(insets Insets) *Sheet { s.panel.WithPadding(insets); return s }

// SetContent changes what stands on the sheet.
func (s *Sheet) SetContent(content fyne.CanvasObject) {
	s.panel.SetContent(content)
	s.Refresh()
}

// SetHeight changes the height.
func (s *Sheet) SetHeight(height float32) {
	if s.height != height {
		s.height = height
		s.Refresh()
	}
}

// IsOpen tells whether the sheet is up or coming up.
func (s *Sheet) IsOpen() bool { return s.over != nil }

// Open brings the sheet up over a window. Opening an open sheet does nothing.
func (s *Sheet) Open(window fyne.Canvas) {
	if s.over != nil {
		return
	}
	s.over = window
	s.Resize(window.Size())
	s.Move(fyne.Position{})
	window.Overlays().Add(s)
	s.keys.take(window, func(key *fyne.KeyEvent) {
		switch {
		case key.Name == fyne.KeyEscape && s.OnDismiss != nil:
			s.OnDismiss()
		case s.OnKey != nil:
			s.OnKey(key)
		}
	})
	s.rise = fyne.NewAnimation(riseTime, s.raise)
	s.rise.Curve = fyne.AnimationEaseOut
	s.rise.Start()
}

func (s *Sheet) raise(share float32) {
	s.share = share
	s.dark.share = share
	s.Refresh()
}

// Close takes the sheet away at once. Closing a closed sheet does nothing.
func (s *Sheet) Close() {
	if s.over == nil {
		return
	}
	s.rise.Stop()
	s.keys.give()
	s.over.Overlays().Remove(s)
	s.over = nil
}

// CreateRenderer is part of fyne.Widget.
func (s *Sheet) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(&drawing{
		owner:   s,
		objects: []fyne.CanvasObject{s.dark, s.panel, s.foot.object()},
		paint:   func() { s.dark.Refresh() },
		layout: func(size fyne.Size) {
			high := LookOf(s).Dp(s.height)
			if s.height == 0 {
				high = s.panel.HeightFor(size.Width)
			}
			room := s.foot.place(size)
			high = min(high, room.Height)
			put(s.dark, 0, 0, size.Width, size.Height)
			put(s.panel, 0, room.Height-high*s.share, size.Width, high)
		},
		min: func() fyne.Size { return s.panel.MinSize() },
	})
}
