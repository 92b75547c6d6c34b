package station

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// Folder is what one device keeps on its disk: its database, papers, identity and look. One process
// has it at a time.
type Folder struct {
	path  string
	lock  *storage.FolderLock
	store *storage.Device
	blobs *storage.Blobs
	pages *storage.PageCache // of papers, made by the room

	keyring *keyring
}

// Names of what is kept in the database's settings. On disk: only ever add.
const (
	keyIdentity  = "identity"
	keyKey       = "key" // made before pairing, so that a repeated attempt is the same device
	keyAddresses = "addresses"
	keyServers   = "servers" // where another server may speak for the room one day
	keyEpoch     = "epoch"
	keyPerson    = "person"
	keyHeard     = "heard" // when the room was last heard, and what the clocks said
	keyRoom      = "room"
	keyLook      = "look"
	keySafe      = "safe"    // the room's public key, for what only the room shall read
	keyExpired   = "expired" // what was here is gone, for the room was not heard for long
	keyRemoved   = "removed" // papers that went to keep the disk free
)

// OpenFolder opens or makes a device's folder; storage.ErrInUse where another window has it.
func OpenFolder(ctx context.Context, path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("station: %w", err)
	}
	lock, err := storage.LockFolder(path)
	if err != nil {
		return nil, err
	}
	f := &Folder{path: path, lock: lock}
	if f.store, err = storage.OpenDevice(ctx, filepath.Join(path, "device.db")); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if f.keyring, err = openKeyring(filepath.Join(path, "keyring")); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	safe, err := get[[]byte](ctx, f, keySafe)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	f.keyring.setSafe(safe)
	f.store.Use(f.keyring)
	if f.blobs, err = storage.OpenBlobs(filepath.Join(path, "papers")); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if f.pages, err = storage.OpenPageCache(filepath.Join(path, "pages"), pageQuota); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Path is where the folder lies.
func (f *Folder) Path() string { return f.path }

// Exports is where notes lie that the holder has put into files here. It is there once something is; the files go
// when the device is given back, and when its keys expire.
func (f *Folder) Exports() string { return filepath.Join(f.path, "exports") }

// Blobs are the papers that are here.
func (f *Folder) Blobs() *storage.Blobs { return f.blobs }

// Look reads how the person likes the screen into look; nothing where nobody chose yet.
func (f *Folder) Look(ctx context.Context, look any) error {
	stored, ok, err := f.store.Setting(ctx, keyLook)
	if err != nil || !ok {
		return err
	}
	return json.Unmarshal(stored, look)
}

// SetLook keeps how the person likes the screen.
func (f *Folder) SetLook(ctx context.Context, look any) error { return f.put(ctx, keyLook, look) }

// Close lets go of the folder.
func (f *Folder) Close() error {
	var err error
	if f.store != nil {
		err = f.store.Close()
	}
	return errors.Join(err, f.lock.Release())
}

// Identity returns what the pairing left; nil where the device is not paired.
func (f *Folder) Identity(ctx context.Context) (*trust.Identity, error) {
	stored, ok, err := f.store.Setting(ctx, keyIdentity)
	if err != nil || !ok {
		return nil, err
	}
	return trust.UnmarshalIdentity(stored)
}

// Adopt keeps the identity that a pairing gave, and where the room was reached.
func (f *Folder) Adopt(ctx context.Context, identity *trust.Identity, addresses []string) error {
	stored, err := identity.Marshal()
	if err != nil {
		return err
	}
	if err := f.put(ctx, keyAddresses, addresses); err != nil {
		return err
	}
	return f.store.SetSetting(ctx, keyIdentity, stored)
}

// Forget takes the pairing back: the room has revoked the device, or it belongs elsewhere now. Its
// facts and papers go; what was not sent goes too, for no room will take it any more.
func (f *Folder) Forget(ctx context.Context) error {
	if err := f.keyring.set(nil, time.Time{}); err != nil {
		return err
	}
	f.keyring.setSafe(nil)
	if err := os.RemoveAll(f.Exports()); err != nil {
		return fmt.Errorf("station: %w", err)
	}
	cursors, err := f.store.Cursors(ctx)
	if err != nil {
		return err
	}
	for audience := range cursors {
		if err := f.store.Wipe(ctx, audience); err != nil {
			return err
		}
	}
	if err := f.store.KeepSubjects(ctx, true, nil, nil); err != nil {
		return err
	}
	for _, name := range []string{keyIdentity, keyKey, keyAddresses, keyServers, keyEpoch, keyPerson, keyHeard, keyRoom, keyRemoved, keySafe, keyExpired} {
		if err := f.store.SetSetting(ctx, name, nil); err != nil {
			return err
		}
	}
	_, err = f.blobs.Keep(func(string) bool { return false })
	return errors.Join(err, f.pages.Clear(), f.store.ForgetSealedSettings(ctx), f.store.Scrub(ctx))
}

// key returns the device's private key, made at first need. A repeated pairing is by the same key.
func (f *Folder) key(ctx context.Context) (ed25519.PrivateKey, error) {
	seed, ok, err := f.store.Setting(ctx, keyKey)
	if err != nil {
		return nil, err
	}
	if ok && len(seed) == ed25519.SeedSize {
		return ed25519.NewKeyFromSeed(seed), nil
	}
	return f.renewKey(ctx)
}

// renewKey makes another device of this one, for after a refusal.
func (f *Folder) renewKey(ctx context.Context) (ed25519.PrivateKey, error) {
	key, err := trust.NewKey()
	if err != nil {
		return nil, err
	}
	return key, f.store.SetSetting(ctx, keyKey, key.Seed())
}

// get reads a setting; the zero value where there is none, or none that this version can read.
func get[T any](ctx context.Context, f *Folder, name string) (value T, err error) {
	stored, ok, err := f.store.Setting(ctx, name)
	if err != nil || !ok {
		return value, err
	}
	if json.Unmarshal(stored, &value) != nil {
		var none T
		return none, nil
	}
	return value, nil
}

// epoch returns the highest epoch that the device has met. Earlier versions kept its number alone.
func (f *Folder) epoch(ctx context.Context) (change.Epoch, error) {
	epoch, err := get[change.Epoch](ctx, f, keyEpoch)
	if err != nil || epoch.Number > 0 {
		return epoch, err
	}
	number, err := get[uint32](ctx, f, keyEpoch)
	return change.Epoch{Number: number}, err
}

func (f *Folder) put(ctx context.Context, name string, value any) error {
	stored, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return f.store.SetSetting(ctx, name, stored)
}

// heard is when the room was last heard, as both clocks said.
type heard struct {
	At  int64         `json:"at"`  // this device's clock, milliseconds since 1970
	Lag time.Duration `json:"lag"` // this device's clock minus the room's
}
