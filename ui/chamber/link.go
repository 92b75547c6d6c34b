package chamber

import (
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

// connection is how the link is shown.
type connection uint8

const (
	connecting connection = iota
	connected
	offline
	rejected
)

// quietTime is how long a broken link or an unanswered act is kept quiet: most come back by then.
const quietTime = 3 * time.Second

// linkValue is the state of the connection in words.
type linkValue struct {
	State connection
	Text  string
	Since string // time of day since when it is offline
}

// cut tells that the room cannot be reached now.
func (l linkValue) cut() bool { return l.State == offline || l.State == rejected }

// linkOf judges the link at a time of this device's clock. Wake is when the judgement may change.
func linkOf(words *assets.Words, standing people.Standing, now time.Time) (value linkValue, wake time.Time) {
	switch standing.Link {
	case people.Online:
		return linkValue{State: connected, Text: words.Say("chamber.link.online")}, time.Time{}
	case people.Rejected:
		return linkValue{State: rejected, Text: words.Say("chamber.link.rejected")}, time.Time{}
	case people.Unpaired:
		return linkValue{State: rejected, Text: words.Say("chamber.link.unpaired")}, time.Time{}
	case people.Waiting:
		return linkValue{State: connecting, Text: words.Say("chamber.link.waiting")}, time.Time{}
	}
	shown := standing.Since.Add(quietTime)
	if now.Before(shown) {
		return linkValue{State: connecting, Text: words.Say("chamber.link.connecting")}, shown
	}
	since := hourMinute(standing.Since, now)
	return linkValue{State: offline, Text: words.Say("chamber.link.offline", "time", since), Since: since}, time.Time{}
}

// newsAge is how old what came from the room is; zero while connected.
func newsAge(standing people.Standing, link linkValue, now time.Time) time.Duration {
	if link.State == connected || standing.LastContact.IsZero() {
		return 0
	}
	return max(0, now.Sub(standing.LastContact))
}
