// Package kit holds the house widgets, the theme and the layouts that every screen is built from.
//
// Colours, sizes and behaviour follow one sheet of measures: 1 dp in a design picture is 1 unit here,
// times the scale of the current theme (1.5 for elders). Widgets report intent by callbacks and decide
// nothing. Colours are named (Ink, Red, GoldTint …) and looked up at every refresh, so that a change of
// theme redraws everything. All functions and methods are for the goroutine that runs the interface,
// except where a comment says otherwise.
package kit

import (
	"fyne.io/fyne/v2"
)

// Post hands a function to the goroutine that runs the interface: fyne.Do in the program, a loop in
// tests. It may be called from any goroutine and returns at once.
type Post func(func())

// Look is what a widget needs to know of the theme it stands under.
type Look struct {
	Palette *Palette
	Scale   float32
}

// Color returns the named colour in this look.
func (l Look) Color(name Color) Tone { return l.Palette.Of(name) }

// Dp returns a measure of the design in units of the canvas.
func (l Look) Dp(measure float32) float32 { return measure * l.Scale }

// Size returns a size of the design in units of the canvas.
func (l Look) Size(width, height float32) fyne.Size {
	return fyne.NewSize(l.Dp(width), l.Dp(height))
}
