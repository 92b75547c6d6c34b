// Package chamber holds the screens of the council chamber: the delegate's tablet and the room's big
// screen.
//
// Each screen is made of models and views. A model owns one plain value, reads what it needs through
// the small interfaces declared here and decides everything; a view draws the value and reports what
// was tapped. All of it runs on the goroutine of the interface; what arrives from other goroutines
// comes through kit.Post.
package chamber

import (
	"context"
	"image"
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

// Holder is the person who has this tablet in hand. SignIn, SignOut and Attend may wait for the
// server: they are called from goroutines of their own. They return nil when the thing is done,
// *people.Refusal when it will not be, people.ErrQueued when it waits on this device, and
// people.ErrOffline when it makes sense only while connected.
type Holder interface {
	Person() (deputy council.Deputy, ok bool)
	SignIn(ctx context.Context, codeOrCard string) error
	SignOut(ctx context.Context) error
	Attend(ctx context.Context) error
}

// Votes gives ballots and tells how they fare. Cast returns once the ballot is durable on this
// device; it is called from a goroutine of its own. Vote answers at once.
type Votes interface {
	Cast(ctx context.Context, poll string, choice council.Choice) error
	Vote(poll string) council.Vote
}

// Lapses is what the holder did that came too late to count. Lapsed and Shown answer at once; Again may wait for
// the server and is called from a goroutine of its own.
type Lapses interface {
	// Lapsed lists it, oldest first, until it was shown.
	Lapsed() []people.Unsent
	// Shown takes one off the list: the person has seen it.
	Shown(command string)
	// Again does one anew, and takes it off the list unless it is refused.
	Again(ctx context.Context, command string) error
}

// Sessions lists the sessions this device knows and shows another one.
type Sessions interface {
	Sessions() []*council.State
	Choose(session string)
}

// Papers says how much of a paper's bytes this device has. Both methods answer at once and are called
// on the goroutine of the interface.
type Papers interface {
	State(blob string) council.PaperState
	// Want brings a paper's bytes here before all others, because somebody looks at it.
	Want(blob string)
}

// Paper is an opened document.
type Paper struct {
	Pages int
	Sizes []PageSize // one a page
	// Partial says that it was opened before all of it was here: sizes of pages that were not drawn yet
	// are supposed. It is opened anew when all is.
	Partial bool
}

// PageSize is the extent of a page as it is shown, in points.
type PageSize struct{ Width, Height float64 }

// Priority says who waits for a page picture; higher ones come first.
type Priority int

// Nobody waits, somebody will soon, somebody looks at an empty page now.
const (
	Idle Priority = 10
	Soon Priority = 20
	Now  Priority = 30
)

// Pages makes pictures of pages. Pictures are shared: nobody draws on them.
type Pages interface {
	// Open finds out how many pages a paper has. It may wait and is called from a goroutine of its
	// own. A paper that cannot be shown is a *PageFault.
	Open(ctx context.Context, blob string) (Paper, error)
	// Picture gives the best picture at hand without any waiting: exact if it is of that width in
	// pixels, else one to be scaled.
	Picture(blob string, page, width int) (picture *image.RGBA, exact, ok bool)
	// Request has a picture made. It returns at once; done is called once, from any goroutine, with
	// nil, a *PageFault, or ctx's error as soon as ctx ends. Afterwards Picture has it.
	Request(ctx context.Context, blob string, page, width int, priority Priority, done func(error))
}

// PageFault is why a paper or one of its pages cannot be shown. The sentence stands under
// "paper.fault."+Code.
type PageFault struct {
	Code string
	Err  error // for the log; may be nil
}

// Error is for logs.
func (f *PageFault) Error() string {
	if f.Err != nil {
		return "page fault: " + f.Code + ": " + f.Err.Error()
	}
	return "page fault: " + f.Code
}

// Unwrap gives the cause.
func (f *PageFault) Unwrap() error { return f.Err }

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
