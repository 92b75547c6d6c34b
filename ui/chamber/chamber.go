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

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

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
