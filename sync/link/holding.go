package link

import (
	"time"

	"congso.vn/congso/sync/wire"
)

// HoldEvery is how often a device says how much of its papers it has, at most.
const HoldEvery = 2 * time.Second

// Holding: how much of its papers the device has now; the room is told where that is news.
type Holding struct{ wire.Holding }

// Held: how much of their papers devices have, for clerks.
type Held struct{ wire.Holdings }

// HoldingsWatcher is what a watcher is beside, where it wants to know how much of their papers devices
// have. From the link's goroutine; it must not wait.
type HoldingsWatcher interface{ Held(wire.Holdings) }

// Hold tells the room how much of its papers the device has, soon. From any goroutine.
func (l *Link) Hold(holding wire.Holding) { l.input(Holding{holding}) }

// holding is what is to be said, and when it was said last.
type holding struct {
	latest wire.Holding
	said   bool // it was, on this connection; or there is nothing to say
	at     time.Time
}

func (s *State) noteHolding(in Holding) []any {
	if s.holds.latest != in.Holding {
		s.holds.latest, s.holds.said = in.Holding, false
	}
	return nil
}

// sayHolding is called with every tick while online.
func (s *State) sayHolding(now time.Time) []any {
	if s.holds.said || s.holds.latest == (wire.Holding{}) || s.protocol < 2 || now.Sub(s.holds.at) < HoldEvery {
		return nil
	}
	s.holds.said, s.holds.at = true, now
	latest := s.holds.latest
	return []any{Send{wire.Message{Holding: &latest}}}
}
