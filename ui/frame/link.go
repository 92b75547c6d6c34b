package frame

import (
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

// connection is how the link is shown.
type connection uint8

// How a link may be.
const (
	Connecting connection = iota
	Connected
	Offline
	Rejected
)

// quietTime is how long a broken link or an unanswered act is kept quiet: most come back by then.
const quietTime = 3 * time.Second

// StaleAfter is when old news may well have been overtaken.
const StaleAfter = 10 * time.Minute

// SignPatience is how long taking a tablet may take before the person gets it back.
const SignPatience = 20 * time.Second

// FocusAgain is how long it takes until a screen that was brought up stands in its window, at most.
const FocusAgain = 40 * time.Millisecond

// LinkValue is the state of the connection in words.
type LinkValue struct {
	State connection
	Text  string
	Since string // time of day since when it is offline
}

// Cut tells that the room cannot be reached now.
func (l LinkValue) Cut() bool { return l.State == Offline || l.State == Rejected }

// linkOf judges the link at a time of this device's clock. Wake is when the judgement may change.
func linkOf(words *assets.Words, standing people.Standing, now time.Time) (value LinkValue, wake time.Time) {
	switch standing.Link {
	case people.Online:
		return LinkValue{State: Connected, Text: words.Say("chamber.link.online")}, time.Time{}
	case people.Rejected:
		return LinkValue{State: Rejected, Text: words.Say("chamber.link.rejected")}, time.Time{}
	case people.Unpaired:
		return LinkValue{State: Rejected, Text: words.Say("chamber.link.unpaired")}, time.Time{}
	case people.Waiting:
		return LinkValue{State: Connecting, Text: words.Say("chamber.link.waiting")}, time.Time{}
	}
	shown := standing.Since.Add(quietTime)
	if now.Before(shown) {
		return LinkValue{State: Connecting, Text: words.Say("chamber.link.connecting")}, shown
	}
	since := HourMinute(standing.Since, now)
	return LinkValue{State: Offline, Text: words.Say("chamber.link.offline", "time", since), Since: since}, time.Time{}
}

// newsAge is how old what came from the room is; zero while connected.
func newsAge(standing people.Standing, link LinkValue, now time.Time) time.Duration {
	if link.State == Connected || standing.LastContact.IsZero() {
		return 0
	}
	return max(0, now.Sub(standing.LastContact))
}
