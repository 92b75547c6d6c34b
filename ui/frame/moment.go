package frame

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

// Moment is everything a screen knows at one time. The models turn it into the values that the views
// draw; each may ask to be asked again earlier than at the next full second.
type Moment struct {
	Words    *assets.Words
	Standing people.Standing
	State    *council.State
	Rules    []council.MajorityRule
	Person   council.Deputy // who holds the tablet
	Held     bool           // somebody does
	Now      time.Time      // this device's clock
	Server   time.Time      // the server's time as far as it is known here
	Link     LinkValue
	Wake     time.Time // on this device's clock; zero: nobody asked
}

// NewMoment takes the moment of a time of this device's clock.
func NewMoment(setting *Setting, now time.Time) *Moment {
	standing := setting.Room.Standing()
	m := &Moment{
		Words: setting.Words, Standing: standing, State: setting.Room.Session(), Rules: setting.Room.Rules(),
		Now: now, Server: standing.Now(now),
	}
	m.Link, m.Wake = linkOf(m.Words, standing, now)
	return m
}

// By asks to be asked again at a time of this device's clock.
func (m *Moment) By(at time.Time) { m.Wake = sooner(m.Wake, at) }

// Here turns a time of the server's clock, in milliseconds since 1970, into one of this device's clock.
func (m *Moment) Here(server int64) time.Time {
	return m.Now.Add(time.UnixMilli(server).Sub(m.Server))
}

// Clock is a time of the server's clock as people read it.
func (m *Moment) Clock(server int64) string { return HourMinute(time.UnixMilli(server), m.Now) }

// Cut tells that the room cannot be reached now.
func (m *Moment) Cut() bool { return m.Link.Cut() }

// Age is how old what came from the room is; zero while connected.
func (m *Moment) Age() time.Duration { return newsAge(m.Standing, m.Link, m.Now) }

// Old tells that the news is too old to look live.
func (m *Moment) Old() bool { return m.Age() >= quietTime }

// Waiting is the first act of a kind that waits on this device.
func (m *Moment) Waiting(kind, about string) (people.Unsent, bool) {
	for _, act := range m.Standing.Unsent {
		if act.Kind == kind && (about == "" || act.About == about) {
			return act, true
		}
	}
	return people.Unsent{}, false
}

// Loud tells that an act has waited for so long, or has so little chance to be sent now, that its
// waiting must be seen.
func (m *Moment) Loud(since time.Time) bool {
	if m.Cut() || !m.Now.Before(since.Add(quietTime)) {
		return true
	}
	m.By(since.Add(quietTime))
	return false
}

// ItemNumber is the number of an item in the agenda, as people read it.
func (m *Moment) ItemNumber(item string) string {
	if number := m.State.Numbers()[item]; number != "" {
		return m.Words.Say("chamber.item", "number", number)
	}
	return ""
}
