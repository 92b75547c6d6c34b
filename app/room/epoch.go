package room

import (
	"context"
	"errors"
	"time"

	"congso.vn/congso/app/change"
)

// errSilenced ends the waiting for a standby.
var errSilenced = errors.New("room: another server speaks for the room")

// settleEpoch returns the epoch in which the room speaks; a new room begins its first.
func (r *Room) settleEpoch(ctx context.Context) (change.Epoch, error) {
	epochs, err := r.log.Epochs(ctx)
	if err != nil {
		return change.Epoch{}, err
	}
	if n := len(epochs); n > 0 && epochs[n-1].Server == r.authority.Server().ID() {
		return epochs[n-1], nil
	} else if n > 0 || r.wasStandby() {
		return change.Epoch{}, ErrStandby // another server's word, which this one has a copy of
	}
	first := r.authority.Server().Begin(1, change.First, r.config.Now())
	return first, r.log.BeginEpoch(ctx, first)
}

func (r *Room) tellSilenced(epoch change.Epoch) {
	if r.config.Silenced != nil {
		r.config.Silenced(epoch)
	}
}

// overtaken keeps that another server speaks for the room now, so that this one stays silent over every
// restart. From the hub's goroutine.
func (r *Room) overtaken(epoch change.Epoch) {
	r.config.Logger.Error("Another server speaks for the room", "epoch", epoch.Number, "server", epoch.Server, "reason", epoch.Reason)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := r.log.SetOvertaken(ctx, epoch); err != nil {
		r.config.Logger.Error("Higher epoch not kept", "error", err)
	}
	go r.duty.End(errSilenced) // who waits for a standby waits in vain
	r.tellSilenced(epoch)
}
