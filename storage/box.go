package storage

import (
	"crypto/rand"
	"encoding/json"
	"fmt"

	"golang.org/x/crypto/nacl/box"

	"congso.vn/congso/app/change"
)

// SealCommand returns the box of a command, which nobody opens but who has the private key to safe: not even
// the device that sealed it.
func SealCommand(command change.Command, safe []byte) ([]byte, error) {
	if len(safe) != 32 {
		return nil, fmt.Errorf("storage: seal command: a safe has 32 bytes, not %d", len(safe))
	}
	command.Receipt, command.Waited = nil, 0 // they go beside the box
	body, err := json.Marshal(command)
	if err != nil {
		return nil, fmt.Errorf("storage: seal command: %w", err)
	}
	sealed, err := box.SealAnonymous(nil, pad(body), (*[32]byte)(safe), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("storage: seal command: %w", err)
	}
	return sealed, nil
}

// Boxed is the form in which a sealed command waits and is sent.
func Boxed(id, person string, stream change.Stream, sealed []byte, receipt *change.Receipt) (change.Command, error) {
	body, err := json.Marshal(sealed)
	return change.Command{ID: id, Kind: change.Sealed, Stream: stream, Person: person, Body: body, Receipt: receipt}, err
}

// OpenCommand returns what was sealed, or ErrSealed: also where the box belongs to another command, person or
// stream than it came with. It never panics, whatever the bytes.
func OpenCommand(sealed change.Command, public, private *[32]byte) (change.Command, error) {
	var closed []byte
	if sealed.Kind != change.Sealed || json.Unmarshal(sealed.Body, &closed) != nil {
		return change.Command{}, ErrSealed
	}
	padded, ok := box.OpenAnonymous(nil, closed, public, private)
	if !ok {
		return change.Command{}, ErrSealed
	}
	body, err := unpad(padded)
	if err != nil {
		return change.Command{}, err
	}
	var command change.Command
	if err := json.Unmarshal(body, &command); err != nil {
		return change.Command{}, ErrSealed
	}
	if command.ID != sealed.ID || command.Stream != sealed.Stream || command.Person != sealed.Person || command.Kind == change.Sealed {
		return change.Command{}, ErrSealed
	}
	command.Receipt = sealed.Receipt
	return command, nil
}
