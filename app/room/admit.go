package room

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/trust"
)

// Admit makes a device of this very machine one of the room's, approved at once: whoever may read the
// room's folder could give himself a certificate anyway. For the demonstration.
func (r *Room) Admit(ctx context.Context, name string, mode people.Mode) (*trust.Identity, error) {
	key, err := trust.NewKey()
	if err != nil {
		return nil, err
	}
	identity, err := r.authority.Admit(key, string(mode))
	if err != nil {
		return nil, err
	}
	device := people.Device{ID: identity.Device(), Name: name, Mode: mode, State: people.Approved}
	return identity, registrar{r}.register(ctx, people.RegisterKind, device)
}

// Hand gives a device into a person's hands, as if they had signed in on it with a new card.
func (r *Room) Hand(ctx context.Context, device, person string) error {
	issued, err := r.do(ctx, "", people.Stream, people.IssueCardKind, people.Pointing{ID: person})
	if err != nil {
		return err
	}
	var card people.Card
	if err := json.Unmarshal(issued.Once, &card); err != nil {
		return err
	}
	_, err = r.do(ctx, device, people.Stream, people.SignInKind, people.SignIn{Card: card.Card})
	return err
}

// Do has a device do something, or, where device is empty, the administration.
func (r *Room) Do(ctx context.Context, device string, stream change.Stream, kind string, body any) error {
	_, err := r.do(ctx, device, stream, kind, body)
	return err
}

func (r *Room) do(ctx context.Context, device string, stream change.Stream, kind string, body any) (change.Answer, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return change.Answer{}, err
	}
	command := change.Command{ID: uuid.NewString(), Kind: kind, Stream: stream, Body: data}
	actor := change.Actor{Device: device}
	if device == "" {
		actor.Mode = string(people.ClerkMode)
	}
	answer, err := r.hub.Submit(ctx, actor, command)
	if err != nil {
		return answer, err
	}
	if answer.Outcome != change.Accepted && answer.Outcome != change.Duplicate {
		return answer, &people.Refusal{Code: answer.Code, Body: answer.Body}
	}
	return answer, nil
}

// Sessions returns the sessions that are in memory, as they stand; nobody changes what is returned.
func (r *Room) Sessions() []*council.State {
	r.bench.mu.RLock()
	defer r.bench.mu.RUnlock()
	var all []*council.State
	for _, state := range r.bench.sessions {
		if state.Exists() {
			all = append(all, state.Clone())
		}
	}
	return all
}

// HolderOf returns the person who holds a device; empty for nobody.
func (r *Room) HolderOf(device string) string {
	r.bench.mu.RLock()
	defer r.bench.mu.RUnlock()
	return r.bench.people.Holder(device)
}
