package pageview

import (
	"congso.vn/congso/app/ink"
	"congso.vn/congso/ui/kit"
)

// Tone is a colour as it is shown.
func Tone(c ink.Colour) kit.Tone {
	return kit.Tone{R: byte(c >> 16), G: byte(c >> 8), B: byte(c), A: 255}
}
