package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/widget"
)

// InkSurface (mặt viết) lies over what is written on and takes finger, mouse and pen before it. The first point
// comes when the finger is down, for a drag is told only after it has gone some way; a tap is a point, too.
// What it does not want, and the wheel, go to the scroll under it.
type InkSurface struct {
	widget.BaseWidget

	// OnDown is told where a finger comes down; false leaves the drag to Under.
	OnDown func(at fyne.Position) bool
	// OnMove is told where it goes, also beyond the surface.
	OnMove func(at fyne.Position)
	// OnUp is told that it is lifted. OnCancel, that the system took it away: what was begun is not meant.
	OnUp, OnCancel func()
	// Under takes what the surface leaves.
	Under *FingerScroll

	down, left bool // a finger writes; a finger is left to Under
	last       fyne.Position
}

var (
	_ fyne.Draggable     = (*InkSurface)(nil)
	_ fyne.Scrollable    = (*InkSurface)(nil)
	_ desktop.Mouseable  = (*InkSurface)(nil)
	_ desktop.Cursorable = (*InkSurface)(nil)
	_ desktop.Hoverable  = (*InkSurface)(nil)
	_ mobile.Touchable   = (*InkSurface)(nil)
)

// NewInkSurface makes a surface over a scroll.
func NewInkSurface(under *FingerScroll) *InkSurface {
	s := &InkSurface{Under: under}
	s.ExtendBaseWidget(s)
	return s
}

// MouseDown is part of desktop.Mouseable.
func (s *InkSurface) MouseDown(event *desktop.MouseEvent) {
	if event.Button == desktop.MouseButtonPrimary {
		s.begin(event.Position)
	}
}

// MouseUp is part of desktop.Mouseable.
func (s *InkSurface) MouseUp(event *desktop.MouseEvent) {
	if event.Button == desktop.MouseButtonPrimary {
		s.end()
	}
}

// TouchDown is part of mobile.Touchable.
func (s *InkSurface) TouchDown(event *mobile.TouchEvent) { s.begin(event.Position) }

// TouchUp is part of mobile.Touchable.
func (s *InkSurface) TouchUp(*mobile.TouchEvent) { s.end() }

// TouchCancel is part of mobile.Touchable.
func (s *InkSurface) TouchCancel(*mobile.TouchEvent) {
	if s.down {
		s.down = false
		s.OnCancel()
	}
}

func (s *InkSurface) begin(at fyne.Position) {
	if catchGlide() || s.down {
		return
	}
	s.last = at
	s.down = s.OnDown(at)
	s.left = !s.down
}

func (s *InkSurface) end() {
	s.left = false
	if s.down {
		s.down = false
		s.OnUp()
	}
}

// Dragged is part of fyne.Draggable.
func (s *InkSurface) Dragged(event *fyne.DragEvent) {
	switch {
	case s.down && event.Position != s.last:
		s.last = event.Position
		s.OnMove(event.Position)
	case s.left && s.Under != nil:
		s.Under.Dragged(event)
	}
}

// DragEnd is part of fyne.Draggable.
func (s *InkSurface) DragEnd() {
	if s.left && s.Under != nil {
		s.Under.DragEnd()
	}
	s.end()
}

// Scrolled is part of fyne.Scrollable: the wheel turns pages while somebody writes.
func (s *InkSurface) Scrolled(event *fyne.ScrollEvent) {
	if s.Under != nil && !s.down {
		s.Under.scroll.Scrolled(event)
	}
}

// Cursor is part of desktop.Cursorable.
func (s *InkSurface) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// MouseIn is part of desktop.Hoverable: nothing under the surface is lit up by a pointer over it.
func (s *InkSurface) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is part of desktop.Hoverable.
func (s *InkSurface) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (s *InkSurface) MouseOut() {}

// CreateRenderer is part of fyne.Widget: there is nothing to be seen of it.
func (s *InkSurface) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(&drawing{owner: s, min: func() fyne.Size { return fyne.Size{} }})
}
