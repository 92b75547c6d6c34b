package rehearse

import (
	"context"
	"io"

	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
)

// Desk is a clerk's device as a rehearsal's office and archive, where the room's own machine is another.
type Desk struct {
	*Device
	stop func()
}

// OpenDesk pairs a clerk's device by an invitation, and connects it until Close.
func OpenDesk(ctx context.Context, config Config, invitation, name string) (*Desk, error) {
	identity, err := Join(ctx, Joining{Address: config.Address, Invitation: invitation, Mode: people.ClerkMode, Name: name, Dial: config.Dial})
	if err != nil {
		return nil, err
	}
	d, err := NewDevice(ctx, config, identity)
	if err != nil {
		return nil, err
	}
	desk := &Desk{Device: d, stop: d.Start(context.WithoutCancel(ctx))}
	if err := desk.Until(ctx, Online); err != nil {
		desk.stop()
		return nil, err
	}
	return desk, nil
}

// Keep is part of Archive.
func (d *Desk) Keep(ctx context.Context, hash string, size int64, from io.Reader) error {
	return link.HandIn(ctx, d.Request, hash, size, from, nil)
}

// Drop is part of Archive. A clerk's device can take no bytes out of the room: they stay there, and nobody
// may read them.
func (*Desk) Drop(context.Context, string) error { return nil }

// Close has the room revoke the device, and ends it.
func (d *Desk) Close(ctx context.Context) error {
	// The room ends the connection by it: an answer may come or not.
	_, err := d.Ask(ctx, people.Stream, people.RevokeDeviceKind, people.Pointing{ID: d.ID()})
	d.stop()
	if isOffline(err) {
		return nil
	}
	return err
}
