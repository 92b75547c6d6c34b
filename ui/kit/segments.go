package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Option is one of a few to choose from.
type Option struct {
	ID   string
	Text string
	Icon string
}

// Segments is a row of options of which one is chosen; the chosen is filled with ink.
type Segments struct {
	widget.BaseWidget

	// OnSelected is called when another option is tapped.
	OnSelected func(id string)

	options  []Option
	selected string
	height   float32
	parts    []*segment
}

// NewSegments makes a row 48 high whose options share the width.
func NewSegments(options []Option, selected string, onSelected func(id string)) *Segments {
	s := &Segments{OnSelected: onSelected, options: options, selected: selected, height: 48}
	for i := range options {
		part := &segment{owner: s, index: i}
		part.label = func() string { return s.options[part.index].Text }
		part.OnTapped = func() { s.choose(part.index) }
		part.ExtendBaseWidget(part)
		s.parts = append(s.parts, part)
	}
	s.ExtendBaseWidget(s)
	return s
}

// WithHeight sets the height and returns the row.
func (s *Segments) WithHeight(height float32) *Segments { s.height = height; s.Refresh(); return s }

// Selected is the chosen option.
func (s *Segments) Selected() string { return s.selected }

// SetSelected chooses an option without a report.
func (s *Segments) SetSelected(id string) {
	if s.selected != id {
		s.selected = id
		s.Refresh()
	}
}

// SetDisabled takes the whole row out of use, or back.
func (s *Segments) SetDisabled(disabled bool) {
	for _, part := range s.parts {
		part.SetReason(disabled, "")
	}
}

func (s *Segments) choose(index int) {
	if index < 0 || index >= len(s.options) || s.selected == s.options[index].ID {
		return
	}
	s.SetSelected(s.options[index].ID)
	if s.OnSelected != nil {
		s.OnSelected(s.selected)
	}
}

// CreateRenderer is part of fyne.Widget.
func (s *Segments) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(Tone{})
	objects := []fyne.CanvasObject{ground}
	for _, part := range s.parts {
		objects = append(objects, part)
	}
	return newDrawing(&drawing{
		owner:   s,
		objects: objects,
		paint: func() {
			look := LookOf(s)
			ground.FillColor = look.Color(White)
			ground.StrokeColor, ground.StrokeWidth = look.Color(LineControl), look.Dp(1)
			ground.CornerRadius = look.Dp(12)
			for _, part := range s.parts {
				part.Refresh()
			}
		},
		layout: func(size fyne.Size) {
			put(ground, 0, 0, size.Width, size.Height)
			width := size.Width / float32(max(1, len(s.parts)))
			for i, part := range s.parts {
				put(part, float32(i)*width, 0, width, size.Height)
			}
		},
		min: func() fyne.Size {
			var width float32
			for _, part := range s.parts {
				width = max(width, part.MinSize().Width)
			}
			return fyne.NewSize(width*float32(len(s.parts)), LookOf(s).Dp(s.height))
		},
	})
}

// segment is one option of the row.
type segment struct {
	Press
	owner *Segments
	index int
}

// TypedKey moves the choice by arrows.
func (s *segment) TypedKey(key *fyne.KeyEvent) {
	by := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[key.Name]
	if by == 0 {
		s.Press.TypedKey(key)
		return
	}
	next := s.index + by
	if next < 0 || next >= len(s.owner.parts) {
		return
	}
	s.owner.choose(next)
	if window := windowOf(s); window != nil {
		window.Focus(s.owner.parts[next])
	}
}

// CreateRenderer is part of fyne.Widget.
func (s *segment) CreateRenderer() fyne.WidgetRenderer {
	body, word, icon, ring := canvas.NewRectangle(Tone{}), canvas.NewText("", nil), newGlyph(), newRing()
	option := s.owner.options[s.index]
	style := func() Style {
		style := Body.Strong()
		switch {
		case s.disabled:
			style = style.In(Disabled)
		case s.owner.selected == option.ID:
			style = style.In(OnInk)
		}
		return style
	}
	wide := func(look Look) float32 {
		width := style().width(look, option.Text)
		if option.Icon != "" {
			width += look.Dp(22 + 8)
		}
		return width
	}
	return newDrawing(&drawing{
		owner:   s,
		objects: []fyne.CanvasObject{body, word, icon, ring},
		paint: func() {
			look := LookOf(s)
			body.FillColor = Tone{}
			switch {
			case s.owner.selected == option.ID && s.disabled:
				body.FillColor = look.Color(Line)
			case s.owner.selected == option.ID:
				body.FillColor = look.Color(Ink)
			case s.pressed:
				body.FillColor = look.Color(Line)
			case s.hovered:
				body.FillColor = look.Color(Hover)
			}
			body.CornerRadius = look.Dp(9)
			style().paint(look, word, option.Text)
			paintGlyph(icon, option.Icon, look.Color(style().Color))
			paintRing(ring, look, s.focused)
		},
		layout: func(size fyne.Size) {
			look := LookOf(s)
			inset := look.Dp(3)
			put(body, inset, inset, size.Width-2*inset, size.Height-2*inset)
			placeRing(ring, look, inset, inset, size.Width-2*inset, size.Height-2*inset, look.Dp(9))
			x := (size.Width - wide(look)) / 2
			if option.Icon != "" {
				put(icon, x, (size.Height-look.Dp(22))/2, look.Dp(22), look.Dp(22))
				x += look.Dp(22 + 8)
			}
			style().place(look, word, fyne.NewPos(x, (size.Height-style().line(look))/2), size.Width)
		},
		min: func() fyne.Size {
			look := LookOf(s)
			return fyne.NewSize(wide(look)+look.Dp(32), look.Dp(s.owner.height))
		},
	})
}
