package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/sync/trust"
)

// device is a paired device whose store is its memory: what a tablet's own disk takes is not the
// server's, and a hundred of them would share this machine's.
type device struct{ *rehearse.Device }

// made is a device of an identity that is not started yet.
func made(ctx context.Context, address string, identity *trust.Identity, store rehearse.Store) (device, error) {
	d, err := rehearse.NewDevice(ctx, rehearse.Config{
		Address: address, Store: store, NewID: uuid.NewString, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
	}, identity)
	return device{d}, err
}

// start runs a device of an identity until stop is called.
func start(ctx context.Context, address string, identity *trust.Identity) (d device, stop func(), err error) {
	if d, err = made(ctx, address, identity, nil); err != nil {
		return d, nil, err
	}
	return d, d.Start(ctx), nil
}

// join pairs a device by an invitation and connects it until ctx ends.
func join(ctx context.Context, address, invitation string, mode people.Mode) (device, error) {
	identity, err := rehearse.Join(ctx, rehearse.Joining{Address: address, Invitation: invitation, Mode: mode, Name: "bench"})
	if err != nil {
		return device{}, err
	}
	d, _, err := start(ctx, address, identity)
	if err != nil {
		return d, err
	}
	within, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if d.Until(within, rehearse.Online) != nil {
		return d, errors.New("a device did not come online")
	}
	return d, nil
}

// ask has the server do something and returns what it says once.
func (d device) ask(ctx context.Context, stream change.Stream, kind string, body any) (json.RawMessage, error) {
	answer, err := d.Ask(ctx, stream, kind, body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", kind, err)
	}
	return answer.Once, nil
}
