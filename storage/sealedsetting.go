package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
)

// SealedSetting reads a small value that was kept under the key of a place; ok is false where there is none, where the
// key is not here, and where it was kept under another key: nobody is told that there is something of another person.
func (d *Device) SealedSetting(ctx context.Context, place, name string) (value []byte, ok bool, err error) {
	key := d.key(place)
	if key == nil {
		return nil, false, nil
	}
	s, err := newSealer(key)
	if err != nil {
		return nil, false, err
	}
	slot := sealedSlot(key, place, name)
	stored, ok, err := d.Setting(ctx, slot)
	if err != nil || !ok {
		return nil, false, err
	}
	value, err = s.open(stored, about("setting", place, name))
	if errors.Is(err, ErrSealed) {
		return nil, false, nil // damaged: it is written anew
	}
	return value, err == nil, err
}

// SetSealedSetting keeps a small value under the key of a place. Where the key is not here nothing is kept. The value
// outlives the key on this device: it opens again when the same person holds the device again, and for nobody else.
func (d *Device) SetSealedSetting(ctx context.Context, place, name string, value []byte) error {
	key := d.key(place)
	if key == nil {
		return nil
	}
	s, err := newSealer(key)
	if err != nil {
		return err
	}
	return d.SetSetting(ctx, sealedSlot(key, place, name), s.seal(value, about("setting", place, name)))
}

// sealedPrefix begins the names of sealed settings. On disk.
const sealedPrefix = "sealed/"

// sealedSlot is the name that a sealed setting has on the disk: one for each key, which tells nothing of the person, the
// place or the key.
func sealedSlot(key []byte, place, name string) string {
	sum := sha256.Sum256(append(about("sealed setting", place, name), key...))
	return sealedPrefix + hex.EncodeToString(sum[:16])
}

// ForgetSealedSettings drops all sealed settings, whoever they are of.
func (d *Device) ForgetSealedSettings(ctx context.Context) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		return exec(ctx, tx, "DELETE FROM setting WHERE name LIKE '"+sealedPrefix+"%'")
	})
}
