// Package ui holds what stands around the screens of the places: finding and joining a room, notices
// instead of a screen, and the launcher of the demonstration.
//
// Models own one plain value and are for the goroutine of the interface; what comes from elsewhere goes
// through kit.Post. Views draw the value and decide nothing.
package ui

import (
	"errors"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// Setting is what every screen of this package is given.
type Setting struct {
	Words *assets.Words
	// Post hands work to the goroutine of the interface.
	Post kit.Post
	// Report writes an unexpected error to the log and returns the id to show people.
	Report func(error) string
}

// sentence puts an error into words: its own, where it has some, else the log's id.
func (s Setting) sentence(err error) string {
	var spoken interface{ Sentences() []string }
	if errors.As(err, &spoken) && len(spoken.Sentences()) > 0 {
		return spoken.Sentences()[0]
	}
	return s.Words.Say("error.system", "log", s.Report(err))
}
