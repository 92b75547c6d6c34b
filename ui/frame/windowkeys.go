package frame

import "fyne.io/fyne/v2"

// WindowKeys gives a screen the window's keys while it is shown.
type WindowKeys struct {
	window fyne.Canvas
	rune   func(rune)
	key    func(*fyne.KeyEvent)
}

// Take takes the keys that have an act, and all letters where letter is not nil. False where they are taken already,
// or there is no window.
func (k *WindowKeys) Take(window fyne.Canvas, letter func(rune), acts map[fyne.KeyName]func()) bool {
	if k.window != nil || window == nil {
		return false
	}
	k.window, k.rune, k.key = window, window.OnTypedRune(), window.OnTypedKey()
	if letter != nil {
		window.SetOnTypedRune(letter)
	}
	before := k.key
	window.SetOnTypedKey(func(key *fyne.KeyEvent) {
		if act := acts[key.Name]; act != nil {
			act()
		} else if before != nil {
			before(key)
		}
	})
	return true
}

// Give gives them back.
func (k *WindowKeys) Give() {
	if k.window != nil {
		k.window.SetOnTypedRune(k.rune)
		k.window.SetOnTypedKey(k.key)
		k.window = nil
	}
}
