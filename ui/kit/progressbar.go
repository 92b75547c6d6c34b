package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ProgressBar is a thin bar, 8 or 16 high, with a mark line and words under it if wanted.
type ProgressBar struct {
	widget.BaseWidget
	value, mark           float32
	height                float32
	fill, track           Color
	markColor             Color
	left, right           string
	leftStyle, rightStyle Style
}

// NewProgressBar makes a bar of a height.
func NewProgressBar(height float32) *ProgressBar {
	b := &ProgressBar{height: height, fill: Ink, track: Track, mark: -1, markColor: Ink, leftStyle: Meta, rightStyle: Meta.Trailing()}
	b.ExtendBaseWidget(b)
	return b
}

// In sets the colours of the full and the empty part and returns the bar.
func (b *ProgressBar) In(fill, track Color) *ProgressBar {
	b.fill, b.track = fill, track
	b.Refresh()
	return b
}

// WithMark draws a line across the bar at a share of its length and returns the bar.
func (b *ProgressBar) WithMark(at float32, color Color) *ProgressBar {
	b.mark, b.markColor = at, color
	b.Refresh()
	return b
}

// Labelled writes words under the ends in a style and returns the bar.
func (b *ProgressBar) Labelled(left, right string, style Style) *ProgressBar {
	b.leftStyle, b.rightStyle = style, style.Trailing()
	b.SetLabels(left, right)
	return b
}

// SetLabels changes the words under the ends.
func (b *ProgressBar) SetLabels(left, right string) {
	if b.left != left || b.right != right {
		b.left, b.right = left, right
		b.Refresh()
	}
}

// SetValue fills the bar to a share between 0 and 1.
func (b *ProgressBar) SetValue(value float32) {
	value = min(max(value, 0), 1)
	if b.value != value {
		b.value = value
		b.Refresh()
	}
}

// Value is the share that is full.
func (b *ProgressBar) Value() float32 { return b.value }

// SetFill changes the colour of the full part.
func (b *ProgressBar) SetFill(fill Color) {
	if b.fill != fill {
		b.fill = fill
		b.Refresh()
	}
}

func (b *ProgressBar) labelled() bool { return b.left != "" || b.right != "" }

// CreateRenderer is part of fyne.Widget.
func (b *ProgressBar) CreateRenderer() fyne.WidgetRenderer {
	track, full, mark := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	left, right := canvas.NewText("", nil), canvas.NewText("", nil)
	return newDrawing(&drawing{
		owner:   b,
		objects: []fyne.CanvasObject{track, full, mark, left, right},
		paint: func() {
			look := LookOf(b)
			track.FillColor, full.FillColor = look.Color(b.track), look.Color(b.fill)
			mark.FillColor = look.Color(b.markColor)
			track.CornerRadius, full.CornerRadius = look.Dp(b.height/2), look.Dp(b.height/2)
			show(mark, b.mark >= 0)
			b.leftStyle.paint(look, left, b.left)
			b.rightStyle.paint(look, right, b.right)
			show(left, b.labelled())
			show(right, b.labelled())
		},
		layout: func(size fyne.Size) {
			look := LookOf(b)
			high := look.Dp(b.height)
			y := float32(0)
			if !b.labelled() {
				y = max(0, (size.Height-high)/2)
			}
			put(track, 0, y, size.Width, high)
			width := size.Width * b.value
			if b.value > 0 {
				width = max(width, high)
			}
			put(full, 0, y, width, high)
			show(full, b.value > 0)
			over := look.Dp(b.height / 4)
			thick := look.Dp(2)
			if b.height > 20 {
				thick = look.Dp(4)
			}
			put(mark, size.Width*b.mark-thick/2, y-over, thick, high+2*over)
			below := y + high + look.Dp(8)
			b.leftStyle.place(look, left, fyne.NewPos(0, below), size.Width)
			b.rightStyle.place(look, right, fyne.NewPos(0, below), size.Width)
		},
		min: func() fyne.Size {
			look := LookOf(b)
			size := look.Size(max(b.height*2, 24), b.height)
			if b.labelled() {
				size.Height += look.Dp(8) + b.leftStyle.line(look)
				size.Width = max(size.Width, b.leftStyle.width(look, b.left)+look.Dp(12)+b.rightStyle.width(look, b.right))
			}
			return size
		},
	})
}
