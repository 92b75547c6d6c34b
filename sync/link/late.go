package link

import (
	"time"

	"congso.vn/congso/app/change"
)

// waiting is since when a command waits, by this device's clock, and whether it may have reached a server.
type waiting struct {
	since time.Time
	tried bool
}

// queued notes a command that was given just now, and has never been sent.
func (s *State) queued(command change.Command) {
	s.waits[command.ID] = waiting{since: s.now.Add(-time.Duration(command.Waited) * time.Millisecond)}
}

// waitOf returns how a command waits. One that was in the outbox when the device was started, or comes back
// from there, may have reached a server.
func (s *State) waitOf(command change.Command) waiting {
	w, known := s.waits[command.ID]
	if !known {
		s.queued(command)
		w = s.waits[command.ID]
		w.tried = true
		s.waits[command.ID] = w
	}
	return w
}

// waited is a command with how long it has waited. The running clock stands still in a device that sleeps,
// and the one on the wall may be set back: the longer of the two counts, for what counts must never be
// late. One set forward ends a command too early, which its person is told.
func (s *State) waited(command change.Command) change.Command {
	since := s.waitOf(command).since
	running, wall := s.now.Sub(since), s.now.Round(0).Sub(since.Round(0))
	command.Waited = max(running, wall, 0).Milliseconds()
	if command.Receipt != nil {
		command.Waited = 0 // it came in time
	}
	return command
}

// letGo settles what counts no more and never left this device. What may have reached a server is asked for
// there: perhaps it counted.
func (s *State) letGo() []any {
	var out []any
	kept := s.pending[:0:0]
	for _, command := range s.pending {
		if s.waitOf(command).tried || !s.waited(command).Late() {
			kept = append(kept, command)
			continue
		}
		answer := change.Refuse(change.Expired)
		answer.ID = command.ID
		out = append(out, Settle{answer, command})
	}
	if len(out) == 0 {
		return nil
	}
	s.pending = kept
	return append(out, Told{})
}

// trying notes that a command leaves the device, and returns it as it is sent.
func (s *State) trying(command change.Command) change.Command {
	w := s.waitOf(command)
	w.tried = true
	s.waits[command.ID] = w
	return s.waited(command)
}
