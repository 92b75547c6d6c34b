package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// scrim darkens a screen and keeps every finger and pointer from it.
type scrim struct {
	widget.BaseWidget
	share  float32 // how dark, between 0 and 1
	tapped func(at fyne.Position)
}

var (
	_ fyne.Tappable     = (*scrim)(nil)
	_ fyne.Draggable    = (*scrim)(nil)
	_ fyne.Scrollable   = (*scrim)(nil)
	_ desktop.Hoverable = (*scrim)(nil)
)

func newScrim(tapped func(at fyne.Position)) *scrim {
	s := &scrim{share: 1, tapped: tapped}
	s.ExtendBaseWidget(s)
	return s
}

func (s *scrim) Tapped(event *fyne.PointEvent) {
	if s.tapped != nil {
		s.tapped(event.Position)
	}
}
func (s *scrim) Dragged(*fyne.DragEvent)        {}
func (s *scrim) DragEnd()                       {}
func (s *scrim) Scrolled(*fyne.ScrollEvent)     {}
func (s *scrim) MouseIn(*desktop.MouseEvent)    {}
func (s *scrim) MouseMoved(*desktop.MouseEvent) {}
func (s *scrim) MouseOut()                      {}
func (s *scrim) MouseDown(*desktop.MouseEvent)  {}
func (s *scrim) MouseUp(*desktop.MouseEvent)    {}
func (s *scrim) CreateRenderer() fyne.WidgetRenderer {
	dark := canvas.NewRectangle(Tone{})
	return newDrawing(&drawing{
		owner:   s,
		objects: []fyne.CanvasObject{dark},
		paint: func() {
			tone := LookOf(s).Color(Scrim)
			tone.A = uint8(float32(tone.A) * s.share)
			dark.FillColor = tone
		},
		layout: func(size fyne.Size) { put(dark, 0, 0, size.Width, size.Height) },
		min:    func() fyne.Size { return fyne.Size{} },
	})
}

// keyGuard takes a window's keys while something lies over the screen, and gives them back.
type keyGuard struct {
	window fyne.Canvas
	before func(*fyne.KeyEvent)
}

func (g *keyGuard) take(window fyne.Canvas, typed func(*fyne.KeyEvent)) {
	g.window, g.before = window, window.OnTypedKey()
	window.SetOnTypedKey(typed)
}

func (g *keyGuard) give() {
	if g.window != nil {
		g.window.SetOnTypedKey(g.before)
		g.window, g.before = nil, nil
	}
}
