package frame

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// Room is what a screen knows of the session and of its device. It answers at once, from what is
// already here.
type Room interface {
	// Standing says how this device stands with its room, and what it has not sent.
	Standing() people.Standing
	// Session is the session to show; Exists is false where there is none.
	Session() *council.State
	// Rules is the table of majorities.
	Rules() []council.MajorityRule
	// Watch has told called after anything changed, from any goroutine, until stop is called. The
	// screens never call back into the room from told.
	Watch(told func()) (stop func())
}

// Sessions lists the sessions this device knows and shows another one.
type Sessions interface {
	Sessions() []*council.State
	Choose(session string)
}

// Look is how a person likes the screen.
type Look struct {
	Language assets.Language
	Elder    bool // large letters
	Dark     bool
	LeftHand bool // the tools are at the left side
}

// Looks keeps the look on this device. SetLook sets the theme of the program; where the language
// changed it calls SetWords of the screens.
type Looks interface {
	Look() Look
	SetLook(Look)
}

// Setting is what every screen is given.
type Setting struct {
	Room  Room
	Words *assets.Words
	// Post hands work to the goroutine of the interface.
	Post kit.Post
	// Now is this device's clock; the server's time is reckoned from it and the room's standing.
	Now func() time.Time
	// After calls do once after a while, from any goroutine, unless stopped: time.AfterFunc.
	After func(wait time.Duration, do func()) (stop func() bool)
	// Report writes an unexpected error to the log and returns the id to show people.
	Report func(error) string
}
