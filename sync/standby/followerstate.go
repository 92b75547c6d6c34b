package standby

import (
	"time"

	"congso.vn/congso/app/change"
)

// FollowerState is what the standby knows of the primary. Only Step touches it.
type FollowerState struct {
	At    change.Position // where the log ends on this disk
	May   bool            // it may take over, as kept on this disk
	Epoch uint32          // the primary's, as kept on this disk
	Code  string          // why the primary does not take it, "" while it does

	standing bool // connected
	welcomed bool
	heard    time.Time
	said     time.Time
	nextDial time.Time
}

// Inputs of the follower.
type (
	// Dialed: a connection stands, or why none could be made.
	Dialed struct {
		OK   bool
		Code string
	}
	// Received: a message came in.
	Received struct{ Message Message }
	// Stored: what was to be stored is on this disk, up to a position; or the disk or the check refused.
	Stored struct {
		At   change.Position
		Code string // "" where all is well
	}
	// Equipped: an outfit is on this disk, and the epoch it names.
	Equipped struct{ Epoch uint32 }
	// Cut: the connection ended.
	Cut struct{}
)

// Outputs of the follower.
type (
	// Dial the primary, and say hello.
	Dial struct{}
	// Speak to the primary.
	Speak struct{ Message Message }
	// Store batches that follow after a number; the answer is Stored.
	Store struct {
		After   uint64
		Batches []change.Batch
	}
	// Equip keeps an outfit; the answer is Equipped.
	Equip struct{ Outfit Outfit }
	// Mark keeps whether this server may take over.
	Mark struct{ May bool }
	// HangUp ends the connection, after a word on why where there is one.
	HangUp struct{ Code string }
	// Changed: people want to know.
	Changed struct{}
)

// How long the follower waits between two tries.
const (
	retry      = time.Second
	refusedTry = 5 * time.Second
	silence    = 30 * time.Second // of the primary: a large batch may be on its way
)

// Connected reports whether the primary speaks with this server.
func (s *FollowerState) Connected() bool { return s.welcomed }

// Step takes one input and returns what is to be done, in order. It does no I/O and reads no clock.
func (s *FollowerState) Step(input any, now time.Time) []any {
	switch in := input.(type) {
	case Tick:
		return s.tick(now)
	case Dialed:
		if !in.OK {
			s.nextDial = now.Add(retry)
			return s.refused(in.Code, now)
		}
		s.standing, s.welcomed, s.heard, s.said = true, false, now, now
	case Received:
		if !s.standing {
			return nil
		}
		s.heard = now
		return s.received(in.Message, now)
	case Stored:
		if in.Code != "" {
			return append(s.refused(in.Code, now), s.hangUp(in.Code, now)...)
		}
		s.At = in.At
		return s.acknowledge(now)
	case Equipped:
		s.Epoch = in.Epoch
	case Cut:
		if s.standing {
			s.leave(now.Add(retry))
			return []any{Changed{}}
		}
	}
	return nil
}

func (s *FollowerState) tick(now time.Time) []any {
	switch {
	case !s.standing && !now.Before(s.nextDial):
		s.nextDial = now.Add(time.Hour) // until Dialed says more
		return []any{Dial{}}
	case s.standing && now.Sub(s.heard) > silence:
		return s.hangUp("", now)
	case s.welcomed && now.Sub(s.said) >= beat:
		return s.acknowledge(now)
	}
	return nil
}

func (s *FollowerState) acknowledge(now time.Time) []any {
	if !s.welcomed {
		return nil
	}
	s.said = now
	return []any{Speak{Message{Ack: &Ack{s.At}}}}
}

func (s *FollowerState) received(m Message, now time.Time) []any {
	switch {
	case m.Welcome != nil && !s.welcomed:
		return s.welcome(*m.Welcome)
	case m.Bye != nil:
		return append(s.refused(m.Bye.Code, now), s.hangUp("", now)...)
	case m.Alive != nil:
		return nil
	case !s.welcomed:
	case m.Ship != nil:
		return s.ship(*m.Ship, now)
	case m.Duty != nil:
		// A word of another epoch than this disk knows is not for this server as it is.
		if m.Duty.May && m.Duty.Epoch != s.Epoch {
			return s.hangUp(Unequal, now)
		}
		if m.Duty.May == s.May {
			return nil
		}
		s.May = m.Duty.May
		return []any{Mark{s.May}, Changed{}}
	}
	return s.hangUp(Unequal, now)
}

// welcome first gives up what does not hold any more, and only then learns of newer epochs: at no moment
// may this disk say that it may take over from an epoch in which it was not bound.
func (s *FollowerState) welcome(w Welcome) []any {
	s.welcomed, s.Code = true, ""
	var out []any
	if s.May && !w.May {
		s.May = false
		out = append(out, Mark{false})
	}
	return append(out, Equip{w.Outfit}, Changed{})
}

func (s *FollowerState) ship(ship Ship, now time.Time) []any {
	last := uint64(0)
	if n := len(ship.Batches); n > 0 {
		last = ship.Batches[n-1].Number
	}
	switch {
	case ship.After == s.At.Batch && last > s.At.Batch:
		return []any{Store(ship)}
	case last <= s.At.Batch: // it came twice
		return s.acknowledge(now)
	}
	return s.hangUp(Unequal, now)
}

func (s *FollowerState) refused(code string, now time.Time) []any {
	if code == "" {
		return nil
	}
	s.nextDial = now.Add(refusedTry)
	before := s.Code
	s.Code = code
	if before == code {
		return nil
	}
	return []any{Changed{}}
}

func (s *FollowerState) hangUp(code string, now time.Time) []any {
	if !s.standing {
		return nil
	}
	next := now.Add(retry)
	if s.nextDial.After(next) && s.nextDial.Sub(now) <= refusedTry {
		next = s.nextDial
	}
	s.leave(next)
	return []any{HangUp{code}, Changed{}}
}

func (s *FollowerState) leave(next time.Time) {
	s.standing, s.welcomed, s.nextDial = false, false, next
}
