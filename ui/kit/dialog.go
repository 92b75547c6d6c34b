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
// keyboard cannot leave it, and the window's own keys wait.
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
}

// NewDialog makes a dialog 560 wide. Content may be nil.
func NewDialog(title string, content fyne.CanvasObject, ways ...DialogButton) *Dialog {
	d := &Dialog{width: 560, ways: ways}
	d.title = NewParagraph(title, Act)
	row := []fyne.CanvasObject{Spring()}
	for _, way := range ways {
		button := NewBigButton(way.Text, way.Kind, func() { d.take(way) }).WithHeight(56).WithIcon(way.Icon).WithWidth(120)
		d.buttons = append(d.buttons, button)
		row = append(row, button)
	}
	column := []fyne.CanvasObject{d.title}
	if content != nil {
		column = append(column, content)
	}
	if len(ways) > 0 {
		column = append(column, Padded(Insets{Top: 8}, Row(12, row...)))
	}
	d.card = NewPanel(White, Column(16, column...)).WithBorder(LineRound).WithRadius(24).WithPadding(All(28))
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
		objects: []fyne.CanvasObject{d.dark, d.card},
		layout: func(size fyne.Size) {
			look := LookOf(d)
			wide := min(look.Dp(d.width), size.Width-look.Dp(32))
			high := min(d.card.HeightFor(wide), size.Height-look.Dp(16))
			put(d.dark, 0, 0, size.Width, size.Height)
			put(d.card, (size.Width-wide)/2, (size.Height-high)/2, wide, high)
		},
		min: func() fyne.Size { return fyne.Size{} },
	})
}
