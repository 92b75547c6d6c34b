package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/text/unicode/norm"
)

// TextField is a field to write in, 48 high, with its name above and help or the reason of a refusal
// below. What it reports is normalised (NFC), so that a name typed on any keyboard is the same name.
type TextField struct {
	widget.BaseWidget

	// OnChanged is called after every change, OnSubmitted for Enter (Shift+Enter where it has lines).
	OnChanged   func(text string)
	OnSubmitted func(text string)

	label, help, fault string
	icon               string
	tail               fyne.CanvasObject // behind the words; nil: nothing
	height             float32
	textSize           float32
	literal, numbers   bool
	entry              *fieldEntry
	dressed            *container.ThemeOverride
	under              fyne.Theme // the theme that the field stands under
}

// NewTextField makes a field; an empty label leaves its room away.
func NewTextField(label, placeholder string) *TextField {
	f := &TextField{label: label, height: 48, textSize: 16}
	f.entry = &fieldEntry{field: f}
	f.entry.Wrapping = fyne.TextWrapOff
	f.entry.Scroll = fyne.ScrollHorizontalOnly
	f.entry.PlaceHolder = placeholder
	f.entry.OnChanged = func(string) {
		if f.OnChanged != nil {
			f.OnChanged(f.Text())
		}
	}
	f.entry.OnSubmitted = func(string) {
		if f.OnSubmitted != nil {
			f.OnSubmitted(f.Text())
		}
	}
	f.entry.ExtendBaseWidget(f.entry)
	f.ExtendBaseWidget(f)
	f.under = theme.Current()
	f.dressed = container.NewThemeOverride(f.entry, &fieldTheme{f})
	return f
}

// WithIcon puts an icon before the words and returns the field.
func (f *TextField) WithIcon(name string) *TextField { f.icon = name; f.Refresh(); return f }

// WithTail puts an object into the box behind the words, at its smallest width, and returns the field. When
// that width changes, the field wants a Refresh.
func (f *TextField) WithTail(tail fyne.CanvasObject) *TextField { f.tail = tail; f.Refresh(); return f }

// WithHeight sets the height of the box and returns the field; from 56 the words are 20.
func (f *TextField) WithHeight(height float32) *TextField {
	f.height = height
	if height >= 56 && !f.entry.MultiLine {
		f.textSize = 20
	}
	f.Refresh()
	return f
}

// Lines lets the field have several lines and returns it; give it a height.
func (f *TextField) Lines() *TextField {
	f.entry.MultiLine = true
	f.entry.Wrapping = fyne.TextWrapWord
	f.entry.Scroll = fyne.ScrollVerticalOnly
	f.Refresh()
	return f
}

// Masked hides what is written and returns the field.
func (f *TextField) Masked() *TextField {
	f.entry.Password = true
	f.entry.ActionItem = Space(0)
	f.Refresh()
	return f
}

// Literal has what is typed stand as it is typed, whatever the method of typing, and returns the field:
// addresses, names of files and codes.
func (f *TextField) Literal() *TextField { f.literal = true; return f }

// Numbers is Literal, and the screen's keyboard begins with its numbers.
func (f *TextField) Numbers() *TextField { f.numbers = true; return f.Literal() }

// WithHelp writes a sentence under the field and returns it.
func (f *TextField) WithHelp(help string) *TextField { f.help = help; f.Refresh(); return f }

// Text is what is written, normalised.
func (f *TextField) Text() string { return norm.NFC.String(f.entry.Text) }

// SetText writes into the field and reports the change.
func (f *TextField) SetText(text string) {
	if f.entry.Text != text {
		f.entry.SetText(norm.NFC.String(text))
	}
}

// SetFault outlines the field in red and says why under it; an empty sentence takes that back.
func (f *TextField) SetFault(fault string) {
	if f.fault != fault {
		f.fault = fault
		f.Refresh()
	}
}

// SetDisabled takes the field out of use, or back.
func (f *TextField) SetDisabled(disabled bool) {
	if disabled {
		f.entry.Disable()
	} else {
		f.entry.Enable()
	}
	f.Refresh()
}

// Entry is the field's own entry, for a screen keyboard to write into and for focus.
func (f *TextField) Entry() *widget.Entry { return &f.entry.Entry }

// Focus gives the field the keyboard.
func (f *TextField) Focus() {
	if window := windowOf(f.entry); window != nil {
		window.Focus(f.entry)
	}
}

func (f *TextField) foot() (string, Style) {
	if f.fault != "" {
		return f.fault, Meta.In(RedText)
	}
	return f.help, Meta
}

// HeightFor is the height of label, box and what stands below.
func (f *TextField) HeightFor(width float32) float32 {
	look := LookOf(f)
	height := look.Dp(f.height)
	if f.label != "" {
		height += labelStyle.line(look) + look.Dp(6)
	}
	if text, style := f.foot(); text != "" {
		lines := wrap(text, width, 0, func(s string) float32 { return style.width(look, s) })
		height += look.Dp(4) + float32(len(lines))*style.line(look)
	}
	return height
}

var labelStyle = Dense.Strong()

// CreateRenderer is part of fyne.Widget.
func (f *TextField) CreateRenderer() fyne.WidgetRenderer {
	ground, frame := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	label, icon := canvas.NewText("", nil), newGlyph()
	var foot textLines
	d := &drawing{owner: f}
	d.paint = func() {
		f.standUnder(theme.CurrentForWidget(f))
		look := LookOf(f)
		labelStyle.paint(look, label, f.label)
		show(label, f.label != "")
		paintGlyph(icon, f.icon, look.Color(Ink3))
		ground.FillColor, ground.CornerRadius = look.Color(White), look.Dp(12)
		frame.FillColor, frame.CornerRadius = Tone{}, look.Dp(12)
		frame.StrokeColor, frame.StrokeWidth = look.Color(LineControl), look.Dp(1)
		switch {
		case f.fault != "":
			frame.StrokeColor, frame.StrokeWidth = look.Color(RedText), look.Dp(2)
		case f.entry.Disabled():
			ground.FillColor = look.Color(Paper)
			frame.StrokeColor = look.Color(Line)
		case f.entry.focused:
			frame.StrokeColor, frame.StrokeWidth = look.Color(Ink), look.Dp(3)
		}
	}
	d.layout = func(size fyne.Size) {
		look := LookOf(f)
		var y float32
		if f.label != "" {
			labelStyle.place(look, label, fyne.Position{}, size.Width)
			y = labelStyle.line(look) + look.Dp(6)
		}
		high := look.Dp(f.height)
		put(ground, 0, y, size.Width, high)
		put(frame, 0, y, size.Width, high)
		x := look.Dp(4)
		if f.icon != "" {
			put(icon, look.Dp(14), y+(high-look.Dp(24))/2, look.Dp(24), look.Dp(24))
			x = look.Dp(14 + 24)
		}
		inner := high - look.Dp(4)
		if !f.entry.MultiLine {
			inner = min(inner, f.dressed.MinSize().Height)
		}
		room := size.Width - x - look.Dp(4)
		if f.tail != nil {
			tail := min(f.tail.MinSize().Width, room)
			put(f.tail, x+room-tail, y, tail, high)
			room -= tail
		}
		put(f.dressed, x, y+(high-inner)/2, room, inner)
		text, style := f.foot()
		foot.set(look, style, text, size.Width)
		foot.place(0, y+high+look.Dp(4), size.Width)
		d.objects = append([]fyne.CanvasObject{ground, f.dressed, frame, label, icon}, foot.objects()...)
		if f.tail != nil {
			d.objects = append(d.objects, f.tail)
		}
	}
	d.min = func() fyne.Size {
		width := LookOf(f).Dp(120)
		return fyne.NewSize(width, f.HeightFor(max(width, f.Size().Width)))
	}
	d.objects = []fyne.CanvasObject{ground, f.dressed, frame, label, icon}
	return newDrawing(d)
}

// fieldTheme undresses the entry inside a field, whose ground and frame the field draws: it is the
// theme the field stands under, whichever that is now, without ground and border.
type fieldTheme struct{ field *TextField }

func (t *fieldTheme) base() fyne.Theme { return t.field.under }

// standUnder keeps the theme that the field stands under. While Fyne lays out the entry, the theme in
// force is the field's own, which is why it cannot be asked for then.
func (f *TextField) standUnder(under fyne.Theme) {
	if _, own := under.(*fieldTheme); own || under == f.under {
		return
	}
	f.under = under
	f.dressed.Refresh()
}

func (t *fieldTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameInputBackground, theme.ColorNameInputBorder, theme.ColorNamePrimary:
		// The cursor takes the window's primary colour while it blinks; here it colours the border.
		return color.Transparent
	}
	return t.base().Color(name, variant)
}

func (t *fieldTheme) Font(style fyne.TextStyle) fyne.Resource    { return t.base().Font(style) }
func (t *fieldTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base().Icon(name) }
func (t *fieldTheme) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameText {
		return LookOf(t.field).Dp(t.field.textSize)
	}
	if name == theme.SizeNameInputBorder {
		if t.field.entry.Disabled() {
			return 0 // out of use, Fyne draws a border that the frame already is
		}
		return 2 // the width of the cursor
	}
	return t.base().Size(name)
}
