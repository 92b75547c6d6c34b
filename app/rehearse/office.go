package rehearse

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// Office does what a clerk may do in the room; room.Administration, or a clerk's Device.
type Office interface {
	Submit(ctx context.Context, command change.Command) (change.Answer, error)
}

// Order has the office do something that must succeed, and reads what the answer says once into once,
// where that is not nil.
func Order(ctx context.Context, office Office, stream change.Stream, kind string, body, once any) error {
	command, err := newCommand(uuid.NewString(), stream, kind, body)
	if err != nil {
		return err
	}
	answer, err := office.Submit(ctx, command)
	if err == nil {
		err = refusal(answer)
	}
	if err != nil {
		return fmt.Errorf("rehearse: %s: %w", kind, err)
	}
	if once == nil {
		return nil
	}
	return json.Unmarshal(answer.Once, once)
}

// Invite has the office invite devices, and returns the invitation's text.
func Invite(ctx context.Context, office Office, inviting people.Inviting) (string, error) {
	var invited people.Invited
	err := Order(ctx, office, people.Stream, people.InviteKind, inviting, &invited)
	return invited.Text, err
}

// Card has the office make a new card for a person.
func Card(ctx context.Context, office Office, person string) (string, error) {
	var card people.Card
	err := Order(ctx, office, people.Stream, people.IssueCardKind, people.Pointing{ID: person}, &card)
	return card.Card, err
}
