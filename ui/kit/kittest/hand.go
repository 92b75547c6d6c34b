package kittest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Press puts a finger down on what a label names, without lifting it.
func Press(t testing.TB, root fyne.CanvasObject, label string) {
	t.Helper()
	if held, ok := Button(t, root, label).(desktop.Mouseable); ok {
		held.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	}
}

// Lift takes the finger away from what a label names; a tap follows a lift on the same object.
func Lift(t testing.TB, root fyne.CanvasObject, label string) {
	t.Helper()
	if held, ok := Button(t, root, label).(desktop.Mouseable); ok {
		held.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	}
}

// Drag draws a finger over something in one move and lifts it.
func Drag(object fyne.Draggable, moved fyne.Delta) {
	object.Dragged(&fyne.DragEvent{Dragged: moved})
	object.DragEnd()
}

// Key types a key where the focus is, or else on the window.
func Key(window fyne.Window, name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := window.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
		return
	}
	if typed := window.Canvas().OnTypedKey(); typed != nil {
		typed(event)
	}
}

// Tab moves the focus to the next object and returns it, nil when there is none.
func Tab(window fyne.Window) fyne.Focusable {
	window.Canvas().FocusNext()
	return window.Canvas().Focused()
}
