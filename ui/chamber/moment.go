package chamber

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

// moment is everything a screen knows at one time. The models turn it into the values that the views
// draw; each may ask to be asked again earlier than at the next full second.
type moment struct {
	words    *assets.Words
	standing people.Standing
	state    *council.State
	rules    []council.MajorityRule
	person   council.Deputy // who holds the tablet
	held     bool           // somebody does
	now      time.Time      // this device's clock
	server   time.Time      // the server's time as far as it is known here
	link     linkValue
	wake     time.Time // on this device's clock; zero: nobody asked
}

func newMoment(setting *Setting, now time.Time) *moment {
	standing := setting.Room.Standing()
	m := &moment{
		words: setting.Words, standing: standing, state: setting.Room.Session(), rules: setting.Room.Rules(),
		now: now, server: standing.Now(now),
	}
	m.link, m.wake = linkOf(m.words, standing, now)
	return m
}

// by asks to be asked again at a time of this device's clock.
func (m *moment) by(at time.Time) { m.wake = sooner(m.wake, at) }

// here turns a time of the server's clock, in milliseconds since 1970, into one of this device's clock.
func (m *moment) here(server int64) time.Time {
	return m.now.Add(time.UnixMilli(server).Sub(m.server))
}

// clock is a time of the server's clock as people read it.
func (m *moment) clock(server int64) string { return hourMinute(time.UnixMilli(server), m.now) }

// cut tells that the room cannot be reached now.
func (m *moment) cut() bool { return m.link.cut() }

// age is how old what came from the room is; zero while connected.
func (m *moment) age() time.Duration { return newsAge(m.standing, m.link, m.now) }

// old tells that the news is too old to look live.
func (m *moment) old() bool { return m.age() >= quietTime }

// waiting is the first act of a kind that waits on this device.
func (m *moment) waiting(kind, about string) (people.Unsent, bool) {
	for _, act := range m.standing.Unsent {
		if act.Kind == kind && (about == "" || act.About == about) {
			return act, true
		}
	}
	return people.Unsent{}, false
}

// loud tells that an act has waited for so long, or has so little chance to be sent now, that its
// waiting must be seen.
func (m *moment) loud(since time.Time) bool {
	if m.cut() || !m.now.Before(since.Add(quietTime)) {
		return true
	}
	m.by(since.Add(quietTime))
	return false
}
