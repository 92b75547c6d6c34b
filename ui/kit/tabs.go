package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// TabItem is one tab: what is reported and what is shown.
type TabItem struct {
	ID   string
	Text string
	Icon string
	Mark bool // a red dot: something waits there
}

// Tabs is a row of words of which one is chosen, underlined 3 px. As a bar at a window's foot it has
// icons over the words and the line above.
type Tabs struct {
	widget.BaseWidget

	// OnSelected is called when another tab is tapped.
	OnSelected func(id string)

	items    []TabItem
	selected string
	height   float32
	foot     bool
	tabs     []*tab
}

// NewTabs makes a row 56 high.
func NewTabs(items []TabItem, selected string, onSelected func(id string)) *Tabs {
	t := &Tabs{OnSelected: onSelected, selected: selected, height: 56}
	t.ExtendBaseWidget(t)
	t.SetItems(items)
	return t
}

// NewFootBar makes a bar at a window's foot, 80 high, its targets sharing the width.
func NewFootBar(items []TabItem, selected string, onSelected func(id string)) *Tabs {
	t := &Tabs{OnSelected: onSelected, selected: selected, height: 80, foot: true}
	t.ExtendBaseWidget(t)
	t.SetItems(items)
	return t
}

// WithHeight sets the height and returns the tabs.
func (t *Tabs) WithHeight(height float32) *Tabs { t.height = height; t.Refresh(); return t }

// SetItems changes all tabs.
func (t *Tabs) SetItems(items []TabItem) {
	t.items = append([]TabItem(nil), items...)
	t.tabs = t.tabs[:0]
	for _, item := range t.items {
		one := &tab{item: item, owner: t}
		one.label = func() string { return one.item.Text }
		one.OnTapped = func() { t.choose(one.item.ID) }
		one.ExtendBaseWidget(one)
		t.tabs = append(t.tabs, one)
	}
	t.Refresh()
}

// SetSelected chooses a tab without a report.
func (t *Tabs) SetSelected(id string) {
	if t.selected == id {
		return
	}
	t.selected = id
	t.Refresh()
}

// Selected is the chosen tab.
func (t *Tabs) Selected() string { return t.selected }

func (t *Tabs) choose(id string) {
	if t.selected == id {
		return
	}
	t.SetSelected(id)
	if t.OnSelected != nil {
		t.OnSelected(id)
	}
}

// step moves the choice by arrow keys.
func (t *Tabs) step(from string, by int) {
	for i, item := range t.items {
		if next := i + by; item.ID == from && next >= 0 && next < len(t.items) {
			t.choose(t.items[next].ID)
			if window := windowOf(t); window != nil {
				window.Focus(t.tabs[next])
			}
			return
		}
	}
}

// CreateRenderer is part of fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: t}
	d.paint = func() {
		d.objects = d.objects[:0]
		for _, one := range t.tabs {
			one.Refresh()
			d.objects = append(d.objects, one)
		}
	}
	d.layout = func(size fyne.Size) {
		var x float32
		for _, one := range t.tabs {
			width := one.MinSize().Width
			if t.foot {
				width = size.Width / float32(len(t.tabs))
			}
			put(one, x, 0, width, size.Height)
			x += width
		}
	}
	d.min = func() fyne.Size {
		var width float32
		for _, one := range t.tabs {
			width += one.MinSize().Width
		}
		return fyne.NewSize(width, LookOf(t).Dp(t.height))
	}
	return newDrawing(d)
}

// tab is one target of the row.
type tab struct {
	Press
	item  TabItem
	owner *Tabs
}

// TypedKey moves the choice by arrows.
func (t *tab) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		t.owner.step(t.item.ID, -1)
	case fyne.KeyRight:
		t.owner.step(t.item.ID, 1)
	default:
		t.Press.TypedKey(key)
	}
}

const tabPad = 14

func (t *tab) style() Style {
	style := Body
	if t.owner.foot {
		style = Style{Size: 15, LineHeight: 20}
	}
	style.Weight = SemiBold
	return style
}

// CreateRenderer is part of fyne.Widget. The room is that of the chosen, bolder word, so that nothing
// moves when the choice does.
func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	ground, line := canvas.NewRectangle(Tone{}), canvas.NewRectangle(Tone{})
	word, icon, mark := canvas.NewText("", nil), newGlyph(), canvas.NewCircle(Tone{})
	ring := newRing()
	chosen := func() bool { return t.owner.selected == t.item.ID }
	style := func() Style {
		style := t.style().In(Ink2).Plain()
		if chosen() {
			style = style.In(Ink).Strong()
		}
		return style
	}
	return newDrawing(&drawing{
		owner:   t,
		objects: []fyne.CanvasObject{ground, line, word, icon, mark, ring},
		paint: func() {
			look := LookOf(t)
			ground.FillColor = Tone{}
			if (t.hovered || t.pressed) && !chosen() {
				ground.FillColor = look.Color(Hover)
			}
			ground.CornerRadius = look.Dp(8)
			line.FillColor = look.Color(Ink)
			line.CornerRadius = look.Dp(1.5)
			show(line, chosen())
			style().paint(look, word, t.item.Text)
			paintGlyph(icon, t.item.Icon, look.Color(style().Color))
			mark.FillColor = look.Color(Red)
			show(mark, t.item.Mark)
			paintRing(ring, look, t.focused)
		},
		layout: func(size fyne.Size) {
			look := LookOf(t)
			inset := look.Dp(6)
			put(ground, inset/2, inset, size.Width-inset, size.Height-2*inset)
			placeRing(ring, look, inset, inset, size.Width-2*inset, size.Height-2*inset, look.Dp(8))
			side := look.Dp(24)
			s := style().Center()
			wide := t.style().width(look, t.item.Text)
			if t.owner.foot {
				high := side + look.Dp(6) + s.line(look)
				y := (size.Height - high) / 2
				put(icon, (size.Width-side)/2, y, side, side)
				s.place(look, word, fyne.NewPos(0, y+side+look.Dp(6)), size.Width)
				bar := size.Width * 0.6
				put(line, (size.Width-bar)/2, 0, bar, look.Dp(3))
				put(mark, (size.Width+side)/2-look.Dp(4), y-look.Dp(2), look.Dp(10), look.Dp(10))
				return
			}
			x := look.Dp(tabPad)
			if t.item.Icon != "" {
				put(icon, x, (size.Height-side)/2, side, side)
				x += side + look.Dp(8)
			}
			s.place(look, word, fyne.NewPos(x, (size.Height-s.line(look))/2), wide)
			put(line, look.Dp(tabPad), size.Height-look.Dp(3), size.Width-2*look.Dp(tabPad), look.Dp(3))
			put(mark, x+wide, look.Dp(14), look.Dp(10), look.Dp(10))
		},
		min: func() fyne.Size {
			look := LookOf(t)
			width := t.style().width(look, t.item.Text) + 2*look.Dp(tabPad)
			if t.item.Icon != "" && !t.owner.foot {
				width += look.Dp(24 + 8)
			}
			return fyne.NewSize(width, look.Dp(t.owner.height))
		},
	})
}
