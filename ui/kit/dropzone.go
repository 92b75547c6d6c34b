package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// DropZone is a dashed field that takes files dropped onto it, with a button for those who would rather
// choose. A window has one listener for drops: it hands them to Take.
type DropZone struct {
	widget.BaseWidget

	// OnDropped is called with the paths of files that fell here.
	OnDropped func(paths []string)

	content  *fyne.Container
	icon     *Icon
	title    *Paragraph
	hint     *Paragraph
	button   *BigButton
	fault    bool
	disabled bool
}

// NewDropZone makes a field; hint says which files. Button may be nil.
func NewDropZone(icon, title, hint string, button *BigButton) *DropZone {
	z := &DropZone{icon: NewIcon(icon, 40, Ink3), button: button}
	z.title = NewParagraph(title, Title.Center())
	z.hint = NewParagraph(hint, Meta.Center())
	parts := []fyne.CanvasObject{Spring(), Fixed(0, 40, z.icon), z.title, z.hint}
	if button != nil {
		parts = append(parts, Padded(Insets{Top: 4}, Anchored(0.5, 0, button)))
	}
	z.content = Padded(Sides(24, 20), Column(8, append(parts, Spring())...))
	z.ExtendBaseWidget(z)
	return z
}

// SetText changes what the field says.
func (z *DropZone) SetText(title, hint string) {
	z.title.SetText(title)
	z.hint.SetText(hint)
	z.Refresh()
}

// SetFault shows the hint in red because something that fell here could not be taken, or not any more.
func (z *DropZone) SetFault(fault bool) {
	if z.fault == fault {
		return
	}
	z.fault = fault
	style := Meta.Center()
	if fault {
		style = style.In(RedText)
	}
	z.hint.SetStyle(style)
	z.Refresh()
}

// SetDisabled lets nothing fall here, or again.
func (z *DropZone) SetDisabled(disabled bool) {
	if z.disabled == disabled {
		return
	}
	z.disabled = disabled
	if z.button != nil {
		z.button.SetReason(disabled, "")
	}
	ink := Title.Center()
	if disabled {
		ink = ink.In(Disabled)
	}
	z.title.SetStyle(ink)
	z.Refresh()
}

// Take hands files over if they fell onto this field, at a place on the window, and tells whether
// they did.
func (z *DropZone) Take(at fyne.Position, paths []string) bool {
	window := windowOf(z)
	if window == nil || !z.Visible() || z.disabled || len(paths) == 0 {
		return false
	}
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(z)
	inside := at.Subtract(corner)
	if inside.X < 0 || inside.Y < 0 || inside.X >= z.Size().Width || inside.Y >= z.Size().Height {
		return false
	}
	if z.OnDropped != nil {
		z.OnDropped(paths)
	}
	return true
}

// DroppedPaths are the paths of what a window's listener for drops was given; what is no file is left
// out.
func DroppedPaths(dropped []fyne.URI) []string {
	var paths []string
	for _, uri := range dropped {
		if uri.Scheme() == "file" {
			paths = append(paths, uri.Path())
		}
	}
	return paths
}

// HeightFor is the height of what stands in the field.
func (z *DropZone) HeightFor(width float32) float32 { return HeightFor(z.content, width) }

// The dashes of the frame.
const (
	dash      = 10
	dashGap   = 7
	dashThick = 2
	zoneRound = 16
)

// CreateRenderer is part of fyne.Widget.
func (z *DropZone) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(Tone{})
	var dashes []*canvas.Rectangle
	d := &drawing{owner: z}
	d.paint = func() {
		look := LookOf(z)
		ground.FillColor = look.Color(Well)
		ground.CornerRadius = look.Dp(zoneRound)
		if z.disabled {
			ground.FillColor = look.Color(Paper)
		}
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(z)
		frame := Color(LineControl)
		switch {
		case z.fault:
			frame = RedText
		case z.disabled:
			frame = Line
		}
		put(ground, 0, 0, size.Width, size.Height)
		d.objects = append(d.objects[:0], ground)
		used := 0
		next := func() *canvas.Rectangle {
			if used == len(dashes) {
				dashes = append(dashes, canvas.NewRectangle(Tone{}))
			}
			one := dashes[used]
			one.FillColor, one.CornerRadius = look.Color(frame), look.Dp(dashThick)/2
			used++
			d.objects = append(d.objects, one)
			return one
		}
		thick, round := look.Dp(dashThick), look.Dp(zoneRound)
		alongside(look, size.Width-2*round, func(at, length float32) {
			put(next(), round+at, 0, length, thick)
			put(next(), round+at, size.Height-thick, length, thick)
		})
		alongside(look, size.Height-2*round, func(at, length float32) {
			put(next(), 0, round+at, thick, length)
			put(next(), size.Width-thick, round+at, thick, length)
		})
		put(z.content, 0, 0, size.Width, size.Height)
		d.objects = append(d.objects, z.content)
	}
	d.min = func() fyne.Size {
		width := z.content.MinSize().Width
		return fyne.NewSize(width, z.HeightFor(max(width, z.Size().Width)))
	}
	d.objects = []fyne.CanvasObject{ground, z.content}
	return newDrawing(d)
}

// alongside sets whole dashes on a length, the first and the last at its ends.
func alongside(look Look, length float32, set func(at, length float32)) {
	count := int((length + look.Dp(dashGap)) / look.Dp(dash+dashGap))
	if count < 2 {
		return
	}
	pitch := (length - look.Dp(dash)) / float32(count-1)
	for i := range count {
		set(float32(i)*pitch, look.Dp(dash))
	}
}
