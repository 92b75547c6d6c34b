package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Emblem is the office's mark: a gold star on ink, or the office's own picture.
type Emblem struct {
	widget.BaseWidget
	size    float32
	fill    Color
	picture image.Image
}

// NewEmblem makes the mark, 36 in bars and 48 on start screens.
func NewEmblem(size float32) *Emblem {
	e := &Emblem{size: size, fill: EmblemFill}
	e.ExtendBaseWidget(e)
	return e
}

// On sets another ground, PlateRise on a start panel, and returns the emblem.
func (e *Emblem) On(fill Color) *Emblem { e.fill = fill; e.Refresh(); return e }

// SetPicture puts the office's own picture in place of the star. Give it at the size it is drawn.
func (e *Emblem) SetPicture(picture image.Image) { e.picture = picture; e.Refresh() }

// CreateRenderer is part of fyne.Widget.
func (e *Emblem) CreateRenderer() fyne.WidgetRenderer {
	ground, star := canvas.NewRectangle(Tone{}), newGlyph()
	own := &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}
	return newDrawing(&drawing{
		owner:   e,
		objects: []fyne.CanvasObject{ground, star, own},
		paint: func() {
			look := LookOf(e)
			ground.FillColor = look.Color(e.fill)
			ground.CornerRadius = look.Dp(e.size / 4)
			paintGlyph(star, "emblem", look.Color(Star))
			show(star, e.picture == nil)
			show(own, e.picture != nil)
			if own.Image != e.picture {
				own.Image = e.picture
				own.CornerRadius = look.Dp(e.size / 4)
				own.Refresh()
			}
		},
		layout: func(size fyne.Size) {
			side := LookOf(e).Dp(e.size)
			x, y := (size.Width-side)/2, (size.Height-side)/2
			put(ground, x, y, side, side)
			put(own, x, y, side, side)
			mark := side * 0.64
			put(star, x+(side-mark)/2, y+(side-mark)/2, mark, mark)
		},
		min: func() fyne.Size { return LookOf(e).Size(e.size, e.size) },
	})
}
