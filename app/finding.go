package app

import (
	"context"
	"errors"
	"net"

	"congso.vn/congso/app/station"
	"congso.vn/congso/assets"
	"congso.vn/congso/sync/beacon"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/ui"
)

// rooms gives the finding of rooms the form that the screen declares, with errors in words.
type rooms struct {
	*station.Finding
	words func() *assets.Words
}

var _ ui.Rooms = rooms{}

func (r rooms) Found() []ui.Found {
	var found []ui.Found
	for _, room := range r.Finding.Found() {
		found = append(found, ui.Found(room))
	}
	return found
}

func (r rooms) Join(ctx context.Context, invitation string) error {
	return r.spoken(r.Finding.Join(ctx, invitation))
}

func (r rooms) Compare(ctx context.Context, address string, compare func(ctx context.Context, digits string) error) error {
	return r.spoken(r.Finding.Compare(ctx, address, compare))
}

// spoken gives an error of finding and pairing its sentence.
func (r rooms) spoken(err error) error {
	if err == nil {
		return nil
	}
	words := r.words()
	if code := trust.CodeOf(err); code != "" && words.Has("refusal."+code) {
		return say(words, err, "refusal."+code)
	}
	if code := beacon.CodeOf(err); code != "" && words.Has("refusal."+code) {
		return say(words, err, "refusal."+code)
	}
	if _, network := errors.AsType[net.Error](err); network {
		return say(words, err, "refusal."+beacon.Unreachable)
	}
	return err
}
