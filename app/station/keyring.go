package station

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// keyLife is how long the keys stay without a word from the room: longer than a session with the days on
// which its papers are read at home, shorter than until the next one. A tablet that was lost is of no use to
// its finder after it.
const keyLife = 7 * 24 * time.Hour

// keyring keeps the keys of what is on this device, in a file of their own beside the database, so that they
// can be destroyed without it. Safe from any goroutine.
type keyring struct {
	file string

	mu   sync.RWMutex
	held held
	safe []byte // the room's public key; kept with the settings, for it is no secret
}

// held is what the file says. Times are this device's clock, milliseconds since 1970.
type held struct {
	Keys   map[string][]byte `json:"keys"`
	Heard  int64             `json:"heard"`  // when the room was last heard
	Latest int64             `json:"latest"` // the latest time seen: a clock that goes back brings nothing back
}

var _ storage.Vault = (*keyring)(nil)

// openKeyring reads the keys that are here. A file that cannot be read holds none: what they sealed is
// fetched anew.
func openKeyring(file string) (*keyring, error) {
	k := &keyring{file: file}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return k, shred(file + ".new")
	}
	if err != nil {
		return nil, fmt.Errorf("station: keyring: %w", err)
	}
	if json.Unmarshal(data, &k.held) != nil {
		k.held = held{}
		return k, shred(file)
	}
	for place, key := range k.held.Keys {
		if len(key) != 32 {
			delete(k.held.Keys, place)
		}
	}
	return k, shred(file + ".new")
}

// Key is part of storage.Vault.
func (k *keyring) Key(place string) []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.held.Keys[place]
}

// Safe is part of storage.Vault.
func (k *keyring) Safe() []byte {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if len(k.safe) != 32 {
		return nil
	}
	return k.safe
}

func (k *keyring) setSafe(safe []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.safe = safe
}

// keys returns what is held; nobody changes it.
func (k *keyring) keys() change.Keys {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.held.Keys
}

// set keeps the keys that the room gave just now. Those that are not among them are destroyed.
func (k *keyring) set(keys change.Keys, now time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.held
	k.held = held{Keys: keys, Heard: now.UnixMilli(), Latest: now.UnixMilli()}
	if len(keys) == 0 {
		k.held = held{}
		return errors.Join(shred(k.file), k.shredNotes())
	}
	for place, key := range before.Keys {
		if string(keys[place]) != string(key) {
			if err := shred(k.file); err != nil {
				return err
			}
			break
		}
	}
	err := k.write()
	if err != nil {
		k.held = before // what is sealed from here on must open after a restart
	}
	return err
}

// hear notes that the room was heard.
func (k *keyring) hear(now time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.held.Keys) == 0 {
		return nil
	}
	k.held.Heard, k.held.Latest = now.UnixMilli(), now.UnixMilli()
	return k.write()
}

// look reports whether the keys are here for too long. ran is how long the device has been on since it was
// asked last, by a clock that nobody can set.
func (k *keyring) look(now time.Time, ran time.Duration) (expired bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held.Latest = max(k.held.Latest+ran.Milliseconds(), now.UnixMilli())
	return len(k.held.Keys) > 0 && k.held.Latest-k.held.Heard >= keyLife.Milliseconds()
}

// note writes down what time it is.
func (k *keyring) note() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.held.Keys) == 0 {
		return nil
	}
	return k.write()
}

// write puts the file in its place whole. k.mu is held.
func (k *keyring) write() error {
	data, err := json.Marshal(k.held)
	if err != nil {
		return fmt.Errorf("station: keyring: %w", err)
	}
	return k.put(k.file, data)
}

// put writes one of its files whole or not at all. k.mu is held.
func (k *keyring) put(file string, data []byte) error {
	f, err := os.OpenFile(file+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("station: keyring: %w", err)
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(file+".new", file)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("station: keyring: %w", err), shred(file+".new"))
	}
	return nil
}

// shred overwrites a file and removes it. A disk of flash may keep the old bytes where no program reaches
// them; docs/decisions/09-vault.md says what follows from that.
func shred(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("station: shred: %w", err)
	}
	info, err := f.Stat()
	if err == nil {
		_, err = f.WriteAt(make([]byte, info.Size()), 0)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		err = fmt.Errorf("station: shred: %w", err)
	}
	return errors.Join(err, os.Remove(file))
}
