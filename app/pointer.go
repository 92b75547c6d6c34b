//go:build !android && !ios && !wasm

package app

import (
	"log/slog"
	"reflect"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// pressWhereItIs has a press count where the finger is. The toolkit takes positions once a tick, and buttons at once:
// a finger on a screen, which comes with its place and its press together, would tap where the one before did. Here
// the press waits until its place was taken, a tick of 16 ms at most. Call it when the window is there.
func pressWhereItIs(window fyne.Window, logger *slog.Logger) {
	view := viewOf(window)
	if view == nil {
		logger.Warn("Touches may count where the one before was: the window's own handle is not where it used to be")
		return
	}
	var take glfw.MouseButtonCallback
	take = view.SetMouseButtonCallback(func(v *glfw.Window, button glfw.MouseButton, action glfw.Action, keys glfw.ModifierKey) {
		fyne.Do(func() { take(v, button, action, keys) }) // in the order in which they came
	})
}

// viewOf is the handle of a window, which the toolkit keeps to itself; nil where there is none.
func viewOf(window fyne.Window) *glfw.Window {
	value := reflect.ValueOf(window)
	if value.Kind() != reflect.Pointer || value.Elem().Kind() != reflect.Struct {
		return nil
	}
	field := value.Elem().FieldByName("viewport")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*glfw.Window]() {
		return nil
	}
	return (*glfw.Window)(field.UnsafePointer())
}
