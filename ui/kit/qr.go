package kit

import (
	"image"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	qrcode "github.com/skip2/go-qrcode"
)

// QR is a QR code, dark on white in every theme, its modules whole pixels on every screen.
type QR struct {
	widget.BaseWidget
	text    string
	side    float32
	quiet   float32
	radius  float32
	modules [][]bool
}

// NewQR makes a code with a side; an empty text draws the white ground alone.
func NewQR(text string, side float32) *QR {
	q := &QR{text: text, side: side}
	q.encode()
	q.ExtendBaseWidget(q)
	return q
}

// WithGround puts a white ground with round corners and a margin behind the code and returns it. The
// side is then the side of the ground.
func (q *QR) WithGround(margin, radius float32) *QR {
	q.quiet, q.radius = margin, radius
	q.Refresh()
	return q
}

// SetText changes what the code says; the same again costs nothing.
func (q *QR) SetText(text string) {
	if q.text == text {
		return
	}
	q.text = text
	q.encode()
	q.Refresh()
}

// Text is what the code says.
func (q *QR) Text() string { return q.text }

func (q *QR) encode() {
	q.modules = nil
	if q.text == "" {
		return
	}
	code, err := qrcode.New(q.text, qrcode.Medium)
	if err != nil { // longer than any code can be
		return
	}
	code.DisableBorder = true
	q.modules = code.Bitmap()
}

// picture draws the code into whole pixels, in the middle of the room.
func (q *QR) picture(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	count := len(q.modules)
	if count == 0 {
		return img
	}
	pixels := min(width, height) / count
	left, top := (width-pixels*count)/2, (height-pixels*count)/2
	ink := image.NewUniform(rgb(0x1B2430))
	for y, row := range q.modules {
		for x, dark := range row {
			if dark {
				cell := image.Rect(0, 0, pixels, pixels).Add(image.Pt(left+x*pixels, top+y*pixels))
				draw.Draw(img, cell, ink, image.Point{}, draw.Src)
			}
		}
	}
	return img
}

// CreateRenderer is part of fyne.Widget.
func (q *QR) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(rgb(0xFFFFFF))
	code := canvas.NewRaster(q.picture)
	code.ScaleMode = canvas.ImageScalePixels
	return newDrawing(&drawing{
		owner:   q,
		objects: []fyne.CanvasObject{ground, code},
		paint: func() {
			ground.CornerRadius = LookOf(q).Dp(q.radius)
			code.Refresh()
		},
		layout: func(size fyne.Size) {
			look := LookOf(q)
			side := min(size.Width, size.Height)
			x, y := (size.Width-side)/2, (size.Height-side)/2
			put(ground, x, y, side, side)
			quiet := look.Dp(q.quiet)
			put(code, x+quiet, y+quiet, side-2*quiet, side-2*quiet)
		},
		min: func() fyne.Size { return LookOf(q).Size(q.side, q.side) },
	})
}
