package rehearse

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/trust"
)

// mustering is how many devices pair or sign in at the same moment.
const mustering = 16

// perInvitation is how many devices one invitation pairs: so many that it has not run out when the room
// lets one address pair one device a second.
const perInvitation = 250

// Muster pairs count devices. began is told of each device's pairing and how long it took, from any
// goroutine; it may be nil.
func Muster(ctx context.Context, office Office, inviting people.Inviting, address string, name func(number int) string, began func(number int, took time.Duration)) ([]*trust.Identity, error) {
	identities := make([]*trust.Identity, inviting.Count)
	for first := 0; first < len(identities); first += perInvitation {
		some := inviting
		some.Count = min(perInvitation, len(identities)-first)
		invitation, err := Invite(ctx, office, some)
		if err != nil {
			return nil, err
		}
		group, within := errgroup.WithContext(ctx)
		group.SetLimit(mustering)
		for number := first; number < first+some.Count; number++ {
			group.Go(func() (err error) {
				start := time.Now()
				identities[number], err = Join(within, Joining{Address: address, Invitation: invitation, Mode: inviting.Mode, Name: name(number), Dial: From(number)})
				if err != nil {
					return fmt.Errorf("rehearse: device %d: %w", number+1, err)
				}
				if began != nil {
					began(number, time.Since(start))
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			return nil, err
		}
	}
	return identities, nil
}

// All does something with every device at the same moment, or, where limit is not 0, with so many at once.
func All(ctx context.Context, devices []*Device, limit int, do func(ctx context.Context, number int, d *Device) error) error {
	group, within := errgroup.WithContext(ctx)
	if limit > 0 {
		group.SetLimit(limit)
	}
	for number, d := range devices {
		group.Go(func() error { return do(within, number, d) })
	}
	return group.Wait()
}

// Seat signs a device in with a person's new card.
func Seat(ctx context.Context, office Office, d *Device, person string) error {
	card, err := Card(ctx, office, person)
	if err != nil {
		return err
	}
	return d.SignIn(ctx, card)
}

// SignIn takes the device with a card; where the connection breaks meanwhile it tries again.
func (d *Device) SignIn(ctx context.Context, card string) error {
	for {
		if err := d.Until(ctx, Online); err != nil {
			return err
		}
		_, err := d.Ask(ctx, people.Stream, people.SignInKind, people.SignIn{Card: card})
		if !isOffline(err) {
			return err
		}
	}
}
