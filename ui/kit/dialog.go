package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// DialogButton is one way out of a dialog.
type DialogButton struct {
	Text   string
	Kind   Kind
	Icon   string
	Tapped func()
	// Stays keeps the dialog open after the tap, for a check that may refuse.
	Stays bool
	// Default makes Enter do the same, Cancel Escape.
	Default, Cancel bool
}

// Dialog is a titled card in the middle of a darkened screen, with its buttons. While it is open the
// keyboard cannot leave it, and the window's own keys wait. What does not fit the screen scrolls; title
// and buttons stay.
type Dialog struct {
	widget.BaseWidget

	card    *Panel
	dark    *scrim
	width   float32
	title   *Paragraph
	buttons []*BigButton
	ways    []DialogButton
	over    fyne.Canvas
	keys    keyGuard
	foot    footing
}

func (d *Dialog) footing() *footing { return &d.foot }

// NewDialog makes a dialog 560 wide. Content may be nil.
func NewDialog(title string, content fyne.CanvasObject, ways ...DialogButton) *Dialog {
	d := &Dialog{width: 560, ways: ways}
	d.title = NewParagraph(title, Act)
	body := &dialogBody{title: d.title}
	for _, way := range ways {
		button := NewBigButton(way.Text, way.Kind, func() { d.take(way) }).WithHeight(56).WithIcon(way.Icon).WithWidth(120)
		d.buttons = append(d.buttons, button)
	}
	body.buttons = d.buttons
	if content != nil {
		body.scroll = NewFingerScroll(Vertical, Padded(All(ringRoom), content))
	}
	d.card = NewPanel(White, body.container()).WithBorder(LineRound).WithRadius(24).WithPadding(All(28))
	d.dark = newScrim(nil)
	d.ExtendBaseWidget(d)
	return d
}

// NewMessage makes a dialog with a sentence in it.
func NewMessage(title, sentence string, ways ...DialogButton) *Dialog {
	return NewDialog(title, NewParagraph(sentence, Body.In(Ink2)), ways...)
}

// WithWidth sets the width and returns the dialog.
func (d *Dialog) WithWidth(width float32) *Dialog { d.width = width; d.Refresh(); return d }

// Button returns a way's button, to take it out of use with a reason.
func (d *Dialog) Button(index int) *BigButton { return d.buttons[index] }

// IsOpen tells whether the dialog is up.
func (d *Dialog) IsOpen() bool { return d.over != nil }

// Open brings the dialog up over a window. Opening an open dialog does nothing.
func (d *Dialog) Open(window fyne.Canvas) {
	if d.over != nil {
		return
	}
	d.over = window
	d.Resize(window.Size())
	d.Move(fyne.Position{})
	window.Overlays().Add(d)
	d.keys.take(window, d.typed)
}

// Close takes the dialog away without a report. Closing a closed dialog does nothing.
func (d *Dialog) Close() {
	if d.over == nil {
		return
	}
	d.keys.give()
	d.over.Overlays().Remove(d)
	d.over = nil
}

// take goes one way: the dialog is closed first, so that the way may open the next one.
func (d *Dialog) take(way DialogButton) {
	if !way.Stays {
		d.Close()
	}
	if way.Tapped != nil {
		way.Tapped()
	}
}

func (d *Dialog) typed(key *fyne.KeyEvent) {
	for i, way := range d.ways {
		enter := way.Default && (key.Name == fyne.KeyReturn || key.Name == fyne.KeyEnter)
		escape := way.Cancel && key.Name == fyne.KeyEscape
		if (enter || escape) && !d.buttons[i].Disabled() {
			d.take(way)
			return
		}
	}
}

// CreateRenderer is part of fyne.Widget.
func (d *Dialog) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(&drawing{
		owner:   d,
		objects: []fyne.CanvasObject{d.dark, d.card, d.foot.object()},
		layout: func(size fyne.Size) {
			look := LookOf(d)
			wide := min(look.Dp(d.width), size.Width-look.Dp(32))
			put(d.dark, 0, 0, size.Width, size.Height)
			room := d.foot.place(size)
			high := min(d.card.HeightFor(wide), room.Height-look.Dp(16))
			put(d.card, (size.Width-wide)/2, (room.Height-high)/2, wide, high)
		},
		min: func() fyne.Size { return fyne.Size{} },
	})
}
