package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// pickBar is the bar under the pages while somebody chooses words to copy.
type pickBar struct {
	OnCopy  func()
	OnClose func()

	Text    *kit.Paragraph
	copying *kit.BigButton
	drawn   pickValue
	content *fyne.Container
}

func newPickBar(words *assets.Words) *pickBar {
	p := &pickBar{Text: kit.NewParagraph("", kit.Body).MaxLines(2)}
	p.copying = kit.NewBigButton(words.Say("chamber.pick.copy"), kit.Strong, func() { p.OnCopy() }).WithIcon("copy").WithHeight(56)
	closing := kit.NewBigButton(words.Say("chamber.pick.close"), kit.Outline, func() { p.OnClose() }).WithHeight(56)
	p.content = kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.NewDivider(), kit.Padded(kit.Sides(16, 6),
		kit.Row(12, kit.Fill(p.Text), p.copying, closing))))
	p.content.Hide()
	return p
}

// draw returns whether the bar came or went, or changed its height.
func (p *pickBar) draw(value pickValue) (moved bool) {
	if value == p.drawn {
		return false
	}
	p.drawn = value
	p.Text.SetText(value.Text)
	p.copying.SetReason(!value.Any, "")
	frame.Show(p.content, value.Shown)
	p.content.Refresh()
	return true
}

// pickSurface lies over the pages while words are chosen and takes the finger.
type pickSurface struct {
	widget.BaseWidget
	Touch func(at fyne.Position)
	Drag  func(at fyne.Position)
	down  bool
}

var (
	_ fyne.Draggable    = (*pickSurface)(nil)
	_ desktop.Mouseable = (*pickSurface)(nil)
	_ mobile.Touchable  = (*pickSurface)(nil)
)

func newPickSurface() *pickSurface {
	s := &pickSurface{}
	s.ExtendBaseWidget(s)
	return s
}

// MouseDown is part of desktop.Mouseable: the first word is the one under the pointer.
func (s *pickSurface) MouseDown(event *desktop.MouseEvent) { s.down = true; s.Touch(event.Position) }

// MouseUp is part of desktop.Mouseable.
func (s *pickSurface) MouseUp(*desktop.MouseEvent) { s.down = false }

// TouchDown is part of mobile.Touchable.
func (s *pickSurface) TouchDown(event *mobile.TouchEvent) { s.down = true; s.Touch(event.Position) }

// TouchUp is part of mobile.Touchable.
func (s *pickSurface) TouchUp(*mobile.TouchEvent) { s.down = false }

// TouchCancel is part of mobile.Touchable.
func (s *pickSurface) TouchCancel(*mobile.TouchEvent) { s.down = false }

// Dragged is part of fyne.Draggable.
func (s *pickSurface) Dragged(event *fyne.DragEvent) {
	if !s.down {
		s.down = true
		s.Touch(event.Position.Subtract(event.Dragged))
	}
	s.Drag(event.Position)
}

// DragEnd is part of fyne.Draggable.
func (s *pickSurface) DragEnd() { s.down = false }

// CreateRenderer is part of fyne.Widget.
func (s *pickSurface) CreateRenderer() fyne.WidgetRenderer {
	return frame.NewDrawing(&frame.Drawing{Owner: s, Parts: []fyne.CanvasObject{canvas.NewRectangle(kit.Tone{})}, Least: func() fyne.Size { return fyne.Size{} }})
}
