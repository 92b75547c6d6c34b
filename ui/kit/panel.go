package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Corners are the radii of a panel's corners, clockwise from the top left.
type Corners struct{ TopLeft, TopRight, BottomRight, BottomLeft float32 }

// Round is the same radius at every corner.
func Round(radius float32) Corners { return Corners{radius, radius, radius, radius} }

// Panel is a coloured ground for something, with its own radius at each corner, a line and an edge if
// wanted.
type Panel struct {
	widget.BaseWidget
	content fyne.CanvasObject
	fill    Color
	border  Color
	wide    float32
	edge    Color
	corners Corners
	insets  Insets
}

// NewPanel makes a plain ground; nil content is a ground alone.
func NewPanel(fill Color, content fyne.CanvasObject) *Panel {
	p := &Panel{fill: fill, content: content, wide: 1}
	p.ExtendBaseWidget(p)
	return p
}

// NewCard makes a white card with a round line, radius 16 and margins of 16.
func NewCard(content fyne.CanvasObject) *Panel {
	return NewPanel(White, content).WithBorder(LineRound).WithRadius(16).WithPadding(All(16))
}

// WithRadius rounds all corners and returns the panel.
func (p *Panel) WithRadius(radius float32) *Panel { return p.WithCorners(Round(radius)) }

// WithCorners rounds each corner apart and returns the panel.
func (p *Panel) WithCorners(corners Corners) *Panel { p.corners = corners; p.Refresh(); return p }

// WithBorder draws a line around and returns the panel.
func (p *Panel) WithBorder(border Color) *Panel { p.border = border; p.Refresh(); return p }

// WithBorderWidth sets the width of the line and returns the panel.
func (p *Panel) WithBorderWidth(width float32) *Panel { p.wide = width; p.Refresh(); return p }

// WithEdge draws the shape 2 px lower in a darker colour and returns the panel.
func (p *Panel) WithEdge(edge Color) *Panel { p.edge = edge; p.Refresh(); return p }

// WithPadding sets the margins and returns the panel.
func (p *Panel) WithPadding(insets Insets) *Panel { p.insets = insets; p.Refresh(); return p }

// SetFill changes the ground.
func (p *Panel) SetFill(fill Color) {
	if p.fill != fill {
		p.fill = fill
		p.Refresh()
	}
}

// SetBorder changes the line.
func (p *Panel) SetBorder(border Color) {
	if p.border != border {
		p.border = border
		p.Refresh()
	}
}

// SetContent changes what stands on the ground.
func (p *Panel) SetContent(content fyne.CanvasObject) {
	if p.content == content {
		return
	}
	p.content = content
	p.Refresh()
}

// HeightFor is the content's height and the margins.
func (p *Panel) HeightFor(width float32) float32 {
	look := LookOf(p)
	height := look.Dp(p.insets.Top + p.insets.Bottom)
	if p.content != nil {
		height += HeightFor(p.content, width-look.Dp(p.insets.Left+p.insets.Right))
	}
	return height
}

// CreateRenderer is part of fyne.Widget.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	edge, body := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	d := &drawing{owner: p}
	d.paint = func() {
		look := LookOf(p)
		for _, shape := range []*canvas.Rectangle{edge, body} {
			shape.TopLeftCornerRadius = look.Dp(p.corners.TopLeft)
			shape.TopRightCornerRadius = look.Dp(p.corners.TopRight)
			shape.BottomRightCornerRadius = look.Dp(p.corners.BottomRight)
			shape.BottomLeftCornerRadius = look.Dp(p.corners.BottomLeft)
			shape.CornerRadius = 0
			if p.corners == Round(p.corners.TopLeft) {
				shape.CornerRadius = look.Dp(p.corners.TopLeft)
			}
		}
		edge.FillColor = look.Color(p.edge)
		show(edge, p.edge != NoColor)
		body.FillColor = look.Color(p.fill)
		body.StrokeColor, body.StrokeWidth = look.Color(p.border), 0
		if p.border != NoColor {
			body.StrokeWidth = look.Dp(p.wide)
		}
		d.objects = []fyne.CanvasObject{edge, body}
		if p.content != nil {
			d.objects = append(d.objects, p.content)
		}
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(p)
		put(body, 0, 0, size.Width, size.Height)
		put(edge, 0, look.Dp(2), size.Width, size.Height)
		if p.content != nil {
			put(p.content, look.Dp(p.insets.Left), look.Dp(p.insets.Top),
				max(0, size.Width-look.Dp(p.insets.Left+p.insets.Right)),
				max(0, size.Height-look.Dp(p.insets.Top+p.insets.Bottom)))
		}
	}
	d.min = func() fyne.Size {
		look := LookOf(p)
		size := look.Size(p.insets.Left+p.insets.Right, p.insets.Top+p.insets.Bottom)
		if p.content != nil {
			size.Width += p.content.MinSize().Width
			size.Height = p.HeightFor(max(size.Width, p.Size().Width))
		}
		return size
	}
	return newDrawing(d)
}
