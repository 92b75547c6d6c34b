package station

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/seat"
	"congso.vn/congso/sync/link"
)

// Keep is part of link.Store: first what leaves is sealed for the room and wiped, then what is new is kept.
// The keys go whatever the disk says; what was sealed under them nobody reads.
func (s linkStore) Keep(ctx context.Context, kept link.Kept) ([]change.Command, error) {
	again, err := s.part(ctx, kept)
	if err != nil {
		return again, err
	}
	if err := s.dropExports(ctx, kept); err != nil {
		return again, err
	}
	if err := s.put(ctx, keyPerson, kept.Person); err != nil {
		return again, err
	}
	if kept.Person != "" {
		if err := s.store.ForgetSignOuts(ctx, kept.Person); err != nil {
			return again, err
		}
	}
	// Taken back before the epoch is kept: where the device dies in between it is done once more.
	offered, err := s.store.Reoffer(ctx, kept.Epoch.Number)
	if err != nil {
		return again, err
	}
	erased, err := s.eraseAgain(ctx, kept.Epoch)
	if err != nil {
		return again, err
	}
	offered = append(offered, erased...)
	waiting := make([]seat.Waiting, 0, len(offered))
	for _, w := range offered {
		again = append(again, w.Command)
		waiting = append(waiting, seat.Waiting{Command: w.Command, Person: w.Person, At: w.MadeAt})
	}
	s.seat.Unsettled(waiting)
	return again, s.put(ctx, keyEpoch, kept.Epoch)
}

// part changes the keys, and sees to it that nothing is left of what the old ones opened. It returns what waits
// as a box from here on.
func (s linkStore) part(ctx context.Context, kept link.Kept) ([]change.Command, error) {
	before, ring := s.keyring.keys(), s.keyring
	if !bytes.Equal(kept.Safe, ring.Safe()) {
		if err := s.put(ctx, keySafe, kept.Safe); err != nil {
			return nil, err
		}
		ring.setSafe(kept.Safe)
		if err := s.store.Reseal(ctx); err != nil {
			return nil, err
		}
	}
	leaves := func(place string) bool { return before[place] != nil && !bytes.Equal(before[place], kept.Keys[place]) }
	left, fresh := false, false
	for place := range before {
		left = left || leaves(place)
	}
	for place := range kept.Keys {
		fresh = fresh || before[place] == nil
	}
	var boxed []change.Command
	var sealing error
	if left || s.delegate && kept.Person == "" {
		boxed, sealing = s.sealAway(ctx, func(stream change.Stream) bool { return kept.Keys[string(stream)] == nil || leaves(string(stream)) })
	}
	if err := ring.set(kept.Keys, s.now()); err != nil {
		return boxed, errors.Join(sealing, err)
	}
	if len(kept.Keys) == 0 {
		s.seat.ForgetNotes()
	}
	if left {
		sealing = errors.Join(sealing, s.wipe(ctx, leaves))
		for place, key := range before {
			if leaves(place) {
				sealing = errors.Join(sealing, s.blobs.Destroy(key), s.pages.Destroy(key))
			}
		}
	}
	if fresh {
		sealing = errors.Join(sealing, s.store.Reseal(ctx), s.put(ctx, keyExpired, false))
	}
	return boxed, sealing
}

// dropExports removes what its holder has put into files on this device, when they give it back and when the keys
// expire: it lies there in the open.
func (s linkStore) dropExports(ctx context.Context, kept link.Kept) error {
	before, err := get[string](ctx, s.Folder, keyPerson)
	if err != nil || before == kept.Person && len(kept.Keys) > 0 {
		return err
	}
	if err := os.RemoveAll(s.Exports()); err != nil {
		return fmt.Errorf("station: exported notes: %w", err)
	}
	return nil
}

// sealAway leaves boxes of what waits, on the disk and in the seat.
func (s linkStore) sealAway(ctx context.Context, leaves func(change.Stream) bool) ([]change.Command, error) {
	left, err := s.store.SealAway(ctx, leaves)
	var boxed []change.Command
	var waiting []seat.Waiting
	for _, w := range left {
		if w.Command.Kind == change.Sealed {
			boxed = append(boxed, w.Command)
			waiting = append(waiting, seat.Waiting{Command: w.Command, Person: w.Person, At: w.MadeAt})
		}
	}
	s.seat.Sealed(waiting)
	return boxed, err
}

// wipe forgets the facts of places whose keys are gone, and has the disk forget them too.
func (s linkStore) wipe(ctx context.Context, leaves func(place string) bool) error {
	cursors, err := s.store.Cursors(ctx)
	if err != nil {
		return err
	}
	for audience := range cursors {
		if leaves(audience.Place()) {
			if err := s.store.Wipe(ctx, audience); err != nil {
				return err
			}
		}
	}
	return s.store.Scrub(ctx)
}

// settle brings to its end what was begun before the device was switched off: giving it back, and forgetting
// what nobody has vouched for in a long time. It returns who holds the device.
func (s linkStore) settle(ctx context.Context, person string, epoch change.Epoch) (string, error) {
	kept := link.Kept{Epoch: epoch, Person: person, Keys: s.keyring.keys(), Safe: s.keyring.Safe()}
	waiting, err := s.store.Outbox(ctx)
	if err != nil {
		return person, err
	}
	for _, w := range waiting {
		if w.Command.Kind == people.SignOutKind && w.Person == person && kept.Safe != nil {
			kept.Person, kept.Keys = "", nil
		}
	}
	if kept.Person == person && s.keyring.look(s.now(), 0) {
		kept.Keys = nil
		if err := s.put(ctx, keyExpired, true); err != nil {
			return person, err
		}
	}
	if kept.Person == person && len(kept.Keys) == len(s.keyring.keys()) {
		return person, nil
	}
	_, err = s.Keep(ctx, kept)
	return kept.Person, err
}

// Forget is part of seat.Outbox: what the server answered goes with its person, where it was not sealed
// for the room already.
func (o outbox) Forget(ctx context.Context, person string) error {
	if o.keyring.Safe() != nil {
		return nil
	}
	return o.store.ForgetPerson(ctx, person)
}
