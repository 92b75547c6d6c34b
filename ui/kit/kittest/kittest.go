// Package kittest helps to test screens and their models: a loop that stands in for the interface's
// goroutine, ways to find, tap and type, and pictures through the software painter.
package kittest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
)

// Start sets up a fresh test program under a palette and a scale, and takes it away with the test.
// Tests that draw must not run in parallel.
func Start(t testing.TB, palette kit.Palette, scale float32) fyne.App {
	t.Helper()
	t.Setenv("LANG", "vi_VN.UTF-8")
	program := test.NewApp()
	program.Settings().SetTheme(kit.NewTheme(palette, scale))
	t.Cleanup(func() { test.NewApp() })
	return program
}

// Window shows an object in a window of a size without margins, laid out whole. It is closed with the
// test.
func Window(t testing.TB, content fyne.CanvasObject, size fyne.Size) fyne.Window {
	t.Helper()
	window := test.NewWindow(content)
	window.SetPadded(false)
	window.Resize(size)
	Settle(content, size)
	t.Cleanup(window.Close)
	return window
}

// Settle lays an object out as often as a real window would until nothing moves any more.
func Settle(object fyne.CanvasObject, size fyne.Size) {
	for range 3 {
		object.Resize(size.AddWidthHeight(1, 1))
		object.Resize(size)
	}
}
