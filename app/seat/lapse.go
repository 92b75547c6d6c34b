package seat

import (
	"context"
	"errors"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// DoWithin is DoIn for what must not count later than a time after it was given, however long it waits on
// this device: asking for the floor. Too late it is refused with change.Expired, which Lapsed says too: by
// then nobody may wait for the answer any more.
func (s *Seat) DoWithin(ctx context.Context, stream change.Stream, kind string, within time.Duration, body any) error {
	return s.do(ctx, change.Command{Kind: kind, Stream: stream, Within: within.Milliseconds()}, body)
}

// lapse notes what came too late; s.mu is held.
func (s *Seat) lapse(answer change.Answer) {
	if answer.Code != change.Expired {
		return
	}
	for _, w := range s.waiting {
		if w.command.ID == answer.ID {
			s.lapsed = append(s.lapsed, w)
		}
	}
}

// Lapsed returns what the person who holds this device did and what came too late to count, oldest first,
// until it was shown.
func (s *Seat) Lapsed() []people.Unsent {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lapsed []people.Unsent
	for _, w := range s.lapsed {
		switch {
		case w.person != s.standing.Person:
		case w.command.Kind == change.Sealed:
			lapsed = append(lapsed, people.Unsent{Command: w.command.ID, Since: w.at, Sealed: true})
		default:
			lapsed = append(lapsed, about(w))
		}
	}
	return lapsed
}

// Again does anew what came too late to count, as a command of now that counts for as long. What becomes of it
// is said as by Do. It leaves the list, unless it is refused for another reason than its lateness: then its
// person still has it before them. What is sealed nobody here can do again.
func (s *Seat) Again(ctx context.Context, command string) error {
	s.mu.Lock()
	at := slices.IndexFunc(s.lapsed, func(w waiting) bool {
		return w.command.ID == command && w.person == s.standing.Person && w.command.Kind != change.Sealed
	})
	if at < 0 {
		s.mu.Unlock()
		return &people.Refusal{Code: change.Expired}
	}
	late := s.lapsed[at].command
	s.mu.Unlock()
	err := s.do(ctx, change.Command{Kind: late.Kind, Stream: late.Stream, Within: late.Within}, late.Body)
	refused, isRefusal := errors.AsType[*people.Refusal](err)
	if err == nil || errors.Is(err, people.ErrQueued) || isRefusal && refused.Code == change.Expired {
		s.Shown(command)
	}
	return err
}

// Shown takes what came too late off the list: its person has seen that it did.
func (s *Seat) Shown(command string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lapsed = slices.DeleteFunc(s.lapsed, func(w waiting) bool { return w.command.ID == command })
	s.tell()
}
