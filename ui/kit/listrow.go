package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// ListRow is one row of a list and takes the tap as a whole. The row of what goes on now is white with
// lines above and below and a bar 6 wide at its left. Buttons inside its content keep their own taps.
type ListRow struct {
	Press
	content  fyne.CanvasObject
	height   float32
	insets   Insets
	selected bool
	current  bool
	bar      Color
	divider  bool
	ground   Color
}

// NewListRow makes a row at least 48 high; label is what a screen reader says. Without a tapped
// function the row is not a button.
func NewListRow(label string, content fyne.CanvasObject, tapped func()) *ListRow {
	r := &ListRow{content: content, height: 48, insets: Sides(16, 0), bar: Red}
	r.OnTapped = tapped
	r.label = func() string { return label }
	r.ExtendBaseWidget(r)
	return r
}

// WithHeight sets the least height and returns the row.
func (r *ListRow) WithHeight(height float32) *ListRow { r.height = height; r.Refresh(); return r }

// WithPadding sets the margins and returns the row.
func (r *ListRow) WithPadding(insets Insets) *ListRow { r.insets = insets; r.Refresh(); return r }

// WithDivider draws a line under the row and returns it.
func (r *ListRow) WithDivider() *ListRow { r.divider = true; r.Refresh(); return r }

// WithGround sets the colour behind the row at rest and returns it.
func (r *ListRow) WithGround(ground Color) *ListRow { r.ground = ground; r.Refresh(); return r }

// SetContent changes what stands in the row.
func (r *ListRow) SetContent(content fyne.CanvasObject) { r.content = content; r.Refresh() }

// SetSelected marks the row as chosen, with a thin bar of ink at its left.
func (r *ListRow) SetSelected(selected bool) {
	if r.selected != selected {
		r.selected = selected
		r.Refresh()
	}
}

// SetCurrent marks the row as what goes on now, with a bar of the colour: Red, Slate when that is old
// news, Ink on the clerk's screen.
func (r *ListRow) SetCurrent(current bool, bar Color) {
	if r.current != current || r.bar != bar {
		r.current, r.bar = current, bar
		r.Refresh()
	}
}

// Current tells whether the row is what goes on now.
func (r *ListRow) Current() bool { return r.current }

// Disabled is true for a row that is not a button, so that the keyboard passes it.
func (r *ListRow) Disabled() bool { return r.OnTapped == nil || r.disabled }

// HeightFor is the content's height and the margins, at least the least height.
func (r *ListRow) HeightFor(width float32) float32 {
	look := LookOf(r)
	own := HeightFor(r.content, width-look.Dp(r.insets.Left+r.insets.Right)) + look.Dp(r.insets.Top+r.insets.Bottom)
	return max(own, look.Dp(r.height))
}

func (r *ListRow) fill() Color {
	switch {
	case r.pressed && r.OnTapped != nil:
		return Line
	case r.current:
		return White
	case r.selected:
		return Beige
	case r.hovered && r.OnTapped != nil && !r.disabled:
		return Hover
	default:
		return r.ground
	}
}

// CreateRenderer is part of fyne.Widget.
func (r *ListRow) CreateRenderer() fyne.WidgetRenderer {
	body, bar := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	above, below := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	ring := newRing()
	d := &drawing{owner: r}
	d.paint = func() {
		look := LookOf(r)
		body.FillColor = look.Color(r.fill())
		bar.FillColor = look.Color(r.bar)
		if !r.current {
			bar.FillColor = look.Color(Ink)
		}
		above.FillColor, below.FillColor = look.Color(Line), look.Color(Line)
		show(bar, r.current || r.selected)
		show(above, r.current)
		show(below, r.current || r.divider)
		paintRing(ring, look, r.focused)
		d.objects = []fyne.CanvasObject{body, above, below, bar, r.content, ring}
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(r)
		thin := look.Dp(1)
		put(body, 0, 0, size.Width, size.Height)
		wide := look.Dp(6)
		if !r.current {
			wide = look.Dp(4)
		}
		put(bar, 0, 0, wide, size.Height)
		put(above, 0, 0, size.Width, thin)
		put(below, 0, size.Height-thin, size.Width, thin)
		inside := look.Dp(5) // the ring stands inside, rows touch each other
		placeRing(ring, look, inside, inside, size.Width-2*inside, size.Height-2*inside, look.Dp(4))
		width := size.Width - look.Dp(r.insets.Left+r.insets.Right)
		room := size.Height - look.Dp(r.insets.Top+r.insets.Bottom)
		height := min(HeightFor(r.content, width), room)
		put(r.content, look.Dp(r.insets.Left), look.Dp(r.insets.Top)+(room-height)/2, width, height)
	}
	d.min = func() fyne.Size {
		look := LookOf(r)
		width := r.content.MinSize().Width + look.Dp(r.insets.Left+r.insets.Right)
		return fyne.NewSize(width, r.HeightFor(max(width, r.Size().Width)))
	}
	return newDrawing(d)
}
