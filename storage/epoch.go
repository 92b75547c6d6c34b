package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"congso.vn/congso/app/change"
)

// Names of settings. On disk: only ever add.
const (
	keyEpochs    = "epochs"    // all that the room went through, the present one last
	keyOvertaken = "overtaken" // the higher epoch that ended this server's word
)

// Epochs returns the epochs that the room went through, the present one last; none for a room that was
// made a moment ago.
func (r *Room) Epochs(ctx context.Context) ([]change.Epoch, error) {
	var epochs []change.Epoch
	return epochs, r.read(ctx, keyEpochs, &epochs)
}

// BeginEpoch adds an epoch. It must be above the present one: a number is never begun twice.
func (r *Room) BeginEpoch(ctx context.Context, epoch change.Epoch) error {
	epochs, err := r.Epochs(ctx)
	if err != nil {
		return err
	}
	if n := len(epochs); n > 0 && epoch.Number <= epochs[n-1].Number {
		return fmt.Errorf("storage: epoch %d does not follow %d", epoch.Number, epochs[n-1].Number)
	}
	return r.keep(ctx, keyEpochs, append(epochs, epoch))
}

// Overtaken returns the higher epoch that ended this server's word; nil while it speaks for the room.
func (r *Room) Overtaken(ctx context.Context) (*change.Epoch, error) {
	var epoch *change.Epoch
	return epoch, r.read(ctx, keyOvertaken, &epoch)
}

// SetOvertaken keeps the epoch that ended this server's word, over every restart.
func (r *Room) SetOvertaken(ctx context.Context, epoch change.Epoch) error {
	return r.keep(ctx, keyOvertaken, epoch)
}

func (r *Room) read(ctx context.Context, name string, into any) error {
	stored, ok, err := r.Setting(ctx, name)
	if err != nil || !ok {
		return err
	}
	if err := json.Unmarshal(stored, into); err != nil {
		return fmt.Errorf("storage: %s: %w", name, err)
	}
	return nil
}

func (r *Room) keep(ctx context.Context, name string, value any) error {
	stored, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("storage: %s: %w", name, err)
	}
	return r.SetSetting(ctx, name, stored)
}
