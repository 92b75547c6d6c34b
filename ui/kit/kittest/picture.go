package kittest

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// Render draws an object at a size with the real fonts through the software painter.
func Render(t testing.TB, object fyne.CanvasObject, size fyne.Size) image.Image {
	t.Helper()
	window := Window(t, object, size)
	return window.Canvas().Capture()
}

// Capture draws a window with what lies over it.
func Capture(window fyne.Window) image.Image { return window.Canvas().Capture() }

// Picture draws an object at a size and writes it as NAME.png into the directory of the environment's
// CONGSO_PICTURES, if that is set. It returns the picture.
func Picture(t testing.TB, name string, object fyne.CanvasObject, size fyne.Size) image.Image {
	t.Helper()
	picture := Render(t, object, size)
	Keep(t, name, picture)
	return picture
}

// Keep writes a picture as NAME.png into the directory of CONGSO_PICTURES, if that is set.
func Keep(t testing.TB, name string, picture image.Image) {
	t.Helper()
	directory := os.Getenv("CONGSO_PICTURES")
	if directory == "" {
		return
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(directory, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
}

// BothThemes runs a test of pictures once in light and once in dark; the name gets "-light" or "-dark".
func BothThemes(t *testing.T, run func(t *testing.T, suffix string)) {
	t.Helper()
	for suffix, palette := range map[string]kit.Palette{"-light": kit.LightPalette(), "-dark": kit.DarkPalette()} {
		t.Run(suffix[1:], func(t *testing.T) {
			Start(t, palette, 1)
			run(t, suffix)
		})
	}
}
