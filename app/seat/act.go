package seat

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// ErrQueued says that an act is durable on this device and will be sent when the room is reached.
var ErrQueued = people.ErrQueued

// answerWithin is how long Do waits before it says that the act is queued.
const answerWithin = 3 * time.Second

// Do has the server change something in the session shown. It returns nil when the server has
// done it, *people.Refusal when it will not, and people.ErrQueued when the act waits in the outbox.
// Any other error means that nothing was done. Base is the seq of the fact that an edit was based
// on, 0 for something new.
func (s *Seat) Do(ctx context.Context, kind string, base uint64, body any) error {
	return s.DoIn(ctx, people.CouncilStream(s.Session().ID), kind, base, body)
}

// DoIn is Do for a stream: another session, a new one, or the people.
func (s *Seat) DoIn(ctx context.Context, stream change.Stream, kind string, base uint64, body any) error {
	return s.do(ctx, change.Command{Kind: kind, Stream: stream, Base: base}, body)
}

// do is DoIn for a command that has neither id nor body yet.
func (s *Seat) do(ctx context.Context, command change.Command, body any) error {
	if err := s.foresee(command.Stream, command.Kind, command.Base, body); err != nil {
		return err
	}
	answered := make(chan change.Answer, 1)
	id, err := s.enqueue(ctx, command, body)
	if err != nil {
		return err
	}
	s.mu.Lock()
	if answer, already := s.settled[id]; already {
		answered <- answer
	} else {
		s.askers[id] = answered
	}
	s.mu.Unlock()
	patience := time.NewTimer(answerWithin)
	defer patience.Stop()
	select {
	case answer := <-answered:
		return refusal(answer)
	case <-patience.C:
		return people.ErrQueued
	case <-ctx.Done():
		return people.ErrQueued
	}
}

// foresee refuses at once what the server would refuse by what this device already knows.
func (s *Seat) foresee(stream change.Stream, kind string, base uint64, body any) error {
	id, isCouncil := people.SessionOf(stream)
	if !isCouncil {
		return nil
	}
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	s.mu.Lock()
	state := s.sessions[id]
	if state == nil {
		state = council.NewState(id)
	}
	actor := change.Actor{Device: "this", Mode: string(s.config.Mode), Person: s.standing.Person}
	s.mu.Unlock()
	bench := council.Bench{Now: s.Now(), Rules: s.config.Rules, HasBlob: func(string) bool { return true }}
	command := change.Command{ID: "foreseen", Kind: kind, Stream: stream, Base: base, Body: data}
	if _, answer := state.Judge(actor, command, bench); answer.Outcome == change.Refused {
		return refusal(answer)
	}
	return nil
}

func refusal(answer change.Answer) error {
	if answer.Outcome == change.Accepted || answer.Outcome == change.Duplicate {
		return nil
	}
	return &people.Refusal{Code: answer.Code, Body: answer.Body}
}

// Ask has the server do something that makes sense only while connected, and returns what it says
// once: an invitation, a card.
func (s *Seat) Ask(ctx context.Context, kind string, body any) (json.RawMessage, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	answer, err := s.config.Courier.Ask(ctx, change.Command{ID: s.config.NewID(), Kind: kind, Stream: people.Stream, Body: data})
	if err != nil {
		return nil, errors.Join(people.ErrOffline, err)
	}
	if err := refusal(answer); err != nil {
		return nil, err
	}
	return answer.Once, nil
}

// SignIn takes the tablet for the person of a code (eight digits) or of a card's QR text. Only
// while connected.
func (s *Seat) SignIn(ctx context.Context, codeOrCard string) error {
	asked := people.SignIn{Code: codeOrCard}
	var secret *notes.Secret
	if !isCode(codeOrCard) {
		asked = people.SignIn{}
		asked.Card, secret = shown(codeOrCard)
	}
	s.mu.Lock()
	s.noteCard = secret // until the locks are here
	s.mu.Unlock()
	_, err := s.Ask(ctx, people.SignInKind, asked)
	if err != nil {
		s.mu.Lock()
		s.noteCard = nil
		s.mu.Unlock()
	}
	return err
}

func isCode(text string) bool {
	for _, letter := range text {
		if letter < '0' || letter > '9' {
			return false
		}
	}
	return len(text) == 8
}

// SignOut gives the tablet back. It waits in the outbox behind whatever the person did before, so
// that nothing of theirs is sent in another's name; when the server has it, everything of the
// person is wiped from the device.
func (s *Seat) SignOut(ctx context.Context) error {
	person := s.Standing().Person
	if err := s.DoIn(ctx, people.Stream, people.SignOutKind, 0, struct{}{}); err != nil {
		return err
	}
	s.mu.Lock()
	clear(s.settled)
	clear(s.ballots)
	s.mu.Unlock()
	return s.config.Outbox.Forget(ctx, person)
}

// Attend marks the person who holds this device present.
func (s *Seat) Attend(ctx context.Context) error {
	return s.Do(ctx, council.Attend, 0, struct{}{})
}

// Retry tries to reach the room at once.
func (s *Seat) Retry() { s.config.Courier.Retry() }
