package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// face is the body of a button: a rounded shape with a darker edge 2 px lower, which the shape covers
// when it is pressed, and the focus ring around it.
type face struct {
	edge, body, ring *canvas.Rectangle
	radius           float32
}

// dress is how a face is coloured.
type dress struct {
	fill, edge, border Color
	borderWidth        float32
	text               Color
	radius             float32
}

func newFace() *face {
	return &face{edge: canvas.NewRectangle(Tone{}), body: canvas.NewRectangle(Tone{}), ring: newRing()}
}

func (f *face) objects(more ...fyne.CanvasObject) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{f.edge, f.body, f.ring}, more...)
}

func (f *face) paint(look Look, d dress, press *Press) {
	fill := d.fill
	if press.pressed && d.edge != NoColor {
		fill = d.edge
	}
	f.radius = look.Dp(d.radius)
	f.body.FillColor = look.Color(fill)
	f.body.StrokeColor = look.Color(d.border)
	f.body.StrokeWidth = 0
	if d.border != NoColor {
		f.body.StrokeWidth = look.Dp(max(d.borderWidth, 1))
	}
	f.body.CornerRadius = f.radius
	f.edge.FillColor = look.Color(d.edge)
	f.edge.CornerRadius = f.radius
	show(f.edge, d.edge != NoColor && !press.disabled)
	paintRing(f.ring, look, press.focused && !press.disabled)
}

// place puts the face into a size and returns how far its contents move down.
func (f *face) place(look Look, size fyne.Size, press *Press) (down float32) {
	if press.pressed {
		down = look.Dp(2)
	}
	put(f.body, 0, down, size.Width, size.Height)
	put(f.edge, 0, look.Dp(2), size.Width, size.Height)
	placeRing(f.ring, look, 0, down, size.Width, size.Height, f.radius)
	return down
}
