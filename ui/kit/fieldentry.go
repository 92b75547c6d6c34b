package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/widget"
)

// fieldEntry is the entry inside a field: it tells its field about focus, writes by the window's way of
// typing, and hands the screen's own keys on.
type fieldEntry struct {
	widget.Entry
	field   *TextField
	focused bool
	held    bool // a finger is on it: the keyboard waits, so that nothing moves under the finger
}

// composes tells whether letters are composed here: not where what is written must stay as it is typed.
func (e *fieldEntry) composes() bool { return !e.Password && !e.field.literal && !e.Disabled() }

// FocusGained is part of fyne.Focusable.
func (e *fieldEntry) FocusGained() {
	e.Entry.FocusGained()
	e.focused = true
	e.field.Refresh()
	reveal(e.field)
	if typing := typingOf(e); typing != nil {
		typing.begin(e)
	}
}

// FocusLost is part of fyne.Focusable.
func (e *fieldEntry) FocusLost() {
	e.Entry.FocusLost()
	e.focused = false
	e.field.Refresh()
	if typing := typingOf(e); typing != nil {
		typing.end(e)
	}
}

// TypedRune is part of fyne.Focusable.
func (e *fieldEntry) TypedRune(letter rune) {
	if typing := typingOf(e); typing != nil {
		typing.typed(e, letter)
		return
	}
	e.Entry.TypedRune(letter)
}

// TypedKey hands Escape and the function keys to the screen.
func (e *fieldEntry) TypedKey(key *fyne.KeyEvent) {
	typing := typingOf(e)
	switch key.Name {
	case fyne.KeyEscape, fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6,
		fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11, fyne.KeyF12:
		passKey(e, key)
	case fyne.KeyBackspace:
		if typing != nil {
			typing.back(e)
			return
		}
		e.Entry.TypedKey(key)
	default:
		// A window tells of every key before it tells of the letter; those that change nothing here leave the
		// word under way as it is.
		text, cursor := e.Text, e.CursorTextOffset()
		e.Entry.TypedKey(key)
		if typing != nil && (e.Text != text || e.CursorTextOffset() != cursor) {
			typing.leave()
		}
	}
}

// TypedShortcut lets undo give a composed word back first; every other one is the entry's.
func (e *fieldEntry) TypedShortcut(shortcut fyne.Shortcut) {
	typing := typingOf(e)
	if _, undo := shortcut.(*fyne.ShortcutUndo); undo && typing != nil && typing.undo(e) {
		return
	}
	e.Entry.TypedShortcut(shortcut)
	if typing != nil {
		typing.leave()
	}
}

// MouseDown puts the cursor where the pointer is.
func (e *fieldEntry) MouseDown(event *desktop.MouseEvent) {
	e.held = true
	e.Entry.MouseDown(event)
}

// MouseUp is part of desktop.Mouseable.
func (e *fieldEntry) MouseUp(event *desktop.MouseEvent) {
	e.Entry.MouseUp(event)
	e.lifted()
}

// TouchDown puts the cursor where the finger is.
func (e *fieldEntry) TouchDown(event *mobile.TouchEvent) {
	e.held = true
	e.Entry.TouchDown(event)
}

// TouchUp is part of mobile.Touchable.
func (e *fieldEntry) TouchUp(event *mobile.TouchEvent) {
	e.Entry.TouchUp(event)
	e.lifted()
}

// TouchCancel is part of mobile.Touchable.
func (e *fieldEntry) TouchCancel(event *mobile.TouchEvent) {
	e.Entry.TouchCancel(event)
	e.held = false
}

// lifted brings the keyboard up, also one that was put away.
func (e *fieldEntry) lifted() {
	e.held = false
	if typing := typingOf(e); typing != nil && e.focused {
		typing.leave()
		typing.begin(e)
	}
}

// beforeCursor is the text from its begin to the cursor.
func (e *fieldEntry) beforeCursor() string {
	at := e.CursorTextOffset()
	letters := []rune(e.Text)
	return string(letters[:min(at, len(letters))])
}

// apply changes the text at the cursor, and tells of it once.
func (e *fieldEntry) apply(edit Edit) {
	letters := []rune(edit.Text)
	if edit.Back == 0 && len(letters) == 0 {
		return
	}
	told := e.OnChanged
	quiet := func(last bool) {
		e.OnChanged = nil
		if last {
			e.OnChanged = told
		}
	}
	for i := range edit.Back {
		quiet(i == edit.Back-1 && len(letters) == 0)
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	for i, letter := range letters {
		quiet(i == len(letters)-1)
		e.Entry.TypedRune(letter)
	}
	e.OnChanged = told
}
