package room

import (
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// Names of the files with the room's own keys for what devices keep. A standby and a backup have both.
const (
	vaultFile = "vault.key" // from which the key of each device, person and session follows
	safeFile  = "safe.key"  // opens what devices seal for the room alone (X25519)
)

// safe (két) gives devices the keys under which they keep what they hold, and opens what they sealed for the
// room. Safe from any goroutine. A nil one gives none and opens nothing.
type safe struct {
	master          []byte
	public, private *[32]byte
}

// openSafe reads the keys from the folder, or makes them at first start.
func openSafe(folder string) (*safe, error) {
	master, err := keyIn(folder, vaultFile)
	if err != nil {
		return nil, err
	}
	private, err := keyIn(folder, safeFile)
	if err != nil {
		return nil, err
	}
	key, err := ecdh.X25519().NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("room: %s: %w", safeFile, err)
	}
	return &safe{master: master, public: (*[32]byte)(key.PublicKey().Bytes()), private: (*[32]byte)(private)}, nil
}

// keyIn reads a key of 32 bytes, or makes one where there is none.
func keyIn(folder, name string) ([]byte, error) {
	file := filepath.Join(folder, name)
	key, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		rand.Read(key)
		err = writeWhole(file, key)
	}
	if err != nil {
		return nil, fmt.Errorf("room: %s: %w", name, err)
	}
	if len(key) != 32 {
		return nil, fmt.Errorf("room: %s is damaged: %d bytes", file, len(key))
	}
	return key, nil
}

// Public is what devices seal for; nil where nobody could open it.
func (s *safe) Public() []byte {
	if s == nil {
		return nil
	}
	return s.public[:]
}

// keys are those of a device in a person's hands, for the places of what it may see: another device has
// others, and so has the next person.
func (s *safe) keys(device, person string, audiences []change.Audience) (change.Keys, error) {
	if s == nil || person == "" {
		return nil, nil
	}
	keys := change.Keys{}
	for _, audience := range audiences {
		place := audience.Place()
		if keys[place] != nil {
			continue
		}
		about := "congso vault 1"
		for _, part := range []string{device, person, place} {
			about += string(binary.BigEndian.AppendUint32(nil, uint32(len(part)))) + part
		}
		key, err := hkdf.Key(sha256.New, s.master, nil, about, 32)
		if err != nil {
			return nil, fmt.Errorf("room: vault: %w", err)
		}
		keys[place] = key
	}
	return keys, nil
}

// open returns a command as its person gave it; a sealed one that does not open is refused.
func (s *safe) open(command change.Command) (change.Command, *change.Answer) {
	if command.Kind != change.Sealed {
		return command, nil
	}
	if s != nil {
		if opened, err := storage.OpenCommand(command, s.public, s.private); err == nil {
			opened.Waited = command.Waited // as the device says at sending; the box was closed before
			return opened, nil
		}
	}
	refused := change.Refuse("command.sealed")
	return command, &refused
}
