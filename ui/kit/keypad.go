package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Keypad is twelve keys: digits, clear and backspace.
type Keypad struct {
	widget.BaseWidget

	// OnDigit, OnClear and OnBackspace are called for the keys.
	OnDigit     func(digit rune)
	OnClear     func()
	OnBackspace func()

	keys    []*BigButton
	content *fyne.Container
}

// NewKeypad makes a keypad of keys 110 by 76; clearLabel stands on the clear key and backLabel is what a
// screen reader says for backspace.
func NewKeypad(clearLabel, backLabel string) *Keypad {
	k := &Keypad{}
	digit := func(r rune) fyne.CanvasObject {
		return k.key(NewBigButton(string(r), Key, func() {
			if k.OnDigit != nil {
				k.OnDigit(r)
			}
		}).WithTextSize(28))
	}
	clearKey := NewBigButton(clearLabel, Soft, func() {
		if k.OnClear != nil {
			k.OnClear()
		}
	}).WithTextSize(17)
	back := NewBigButton("", Soft, func() {
		if k.OnBackspace != nil {
			k.OnBackspace()
		}
	}).WithIcon("key_bs").WithTextSize(24)
	back.label = func() string { return backLabel }
	row := func(keys ...fyne.CanvasObject) fyne.CanvasObject {
		shares := make([]fyne.CanvasObject, len(keys))
		for i, key := range keys {
			shares[i] = Fill(key)
		}
		return Fill(RowAt(Stretch, 10, shares...))
	}
	k.content = Column(12,
		row(digit('1'), digit('2'), digit('3')),
		row(digit('4'), digit('5'), digit('6')),
		row(digit('7'), digit('8'), digit('9')),
		row(k.key(clearKey), digit('0'), k.key(back)),
	)
	k.ExtendBaseWidget(k)
	return k
}

func (k *Keypad) key(button *BigButton) fyne.CanvasObject {
	k.keys = append(k.keys, button.WithHeight(76).WithWidth(110))
	return button
}

// SetDisabled takes all keys out of use, or back: while a wrong code has to be waited out.
func (k *Keypad) SetDisabled(disabled bool) {
	for _, key := range k.keys {
		key.SetReason(disabled, "")
	}
}

// CreateRenderer is part of fyne.Widget.
func (k *Keypad) CreateRenderer() fyne.WidgetRenderer {
	return newDrawing(&drawing{
		owner:   k,
		objects: []fyne.CanvasObject{k.content},
		layout:  func(size fyne.Size) { put(k.content, 0, 0, size.Width, size.Height) },
		min:     func() fyne.Size { return LookOf(k).Size(3*110+2*10, 4*76+3*12) },
	})
}
