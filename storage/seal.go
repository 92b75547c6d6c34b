package storage

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"

	"congso.vn/congso/app/change"
)

// Vault says under which keys a device's rows are sealed. Safe from any goroutine.
type Vault interface {
	// Key returns the key of a place, 32 bytes; nil where what belongs there is kept as it is.
	Key(place string) []byte
	// Safe returns the room's public key, for what only the room shall read; nil where it is not known.
	Safe() []byte
}

// Use has rows sealed under a vault's keys. Call it before anything is read or written.
func (d *Device) Use(vault Vault) { d.vault = vault }

func (d *Device) key(place string) []byte {
	if d.vault == nil {
		return nil
	}
	return d.vault.Key(place)
}

// ErrSealed says that a sealed row does not open: it was changed, or sealed under another key.
var ErrSealed = errors.New("storage: sealed row does not open")

// sealedOne begins a sealed value of the first form: this byte, a random nonce of 24 bytes, then
// XChaCha20-Poly1305 over the padded body. No plain value begins with it, for they are JSON.
const sealedOne = 1

// padTo is what a body is filled up to a multiple of: a ballot is always shorter, so that nobody reads the
// choice off its length.
const padTo = 512

// sealer seals and opens under one key.
type sealer struct{ cipher.AEAD }

func newSealer(key []byte) (sealer, error) {
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return sealer{}, fmt.Errorf("storage: seal: %w", err)
	}
	return sealer{aead}, nil
}

// seal returns a body that opens at the place in the database alone that about names.
func (s sealer) seal(body, about []byte) []byte {
	nonce := make([]byte, 1+s.NonceSize(), 1+s.NonceSize()+len(body)+padTo+s.Overhead())
	nonce[0] = sealedOne
	rand.Read(nonce[1:])
	return s.Seal(nonce, nonce[1:], pad(body), about)
}

// open returns the body of a sealed value, or ErrSealed. It never panics, whatever the bytes.
func (s sealer) open(value, about []byte) ([]byte, error) {
	if !isSealed(value) || len(value) < 1+s.NonceSize() {
		return nil, ErrSealed
	}
	padded, err := s.Open(nil, value[1:1+s.NonceSize()], value[1+s.NonceSize():], about)
	if err != nil {
		return nil, ErrSealed
	}
	return unpad(padded)
}

func isSealed(value []byte) bool { return len(value) > 0 && value[0] == sealedOne }

// pad fills a body up: 0x80, then zeros.
func pad(body []byte) []byte {
	padded := make([]byte, (len(body)/padTo+1)*padTo)
	copy(padded, body)
	padded[len(body)] = 0x80
	return padded
}

func unpad(padded []byte) ([]byte, error) {
	body := bytes.TrimRight(padded, "\x00")
	if len(body) == 0 || body[len(body)-1] != 0x80 {
		return nil, ErrSealed
	}
	return body[:len(body)-1], nil
}

// about names a place in the database: every part with its length before it, so that no two places share a
// name.
func about(parts ...string) []byte {
	var frame []byte
	for _, part := range parts {
		frame = binary.BigEndian.AppendUint32(frame, uint32(len(part)))
		frame = append(frame, part...)
	}
	return frame
}

// aboutFact names the place of a fact, and all that its row says in the open.
func aboutFact(c change.Change) []byte {
	frame := about("fact", string(c.Audience), c.Kind, c.Key, string(c.Stream))
	frame = binary.BigEndian.AppendUint64(frame, c.Seq)
	frame = binary.BigEndian.AppendUint32(frame, c.Epoch)
	return binary.BigEndian.AppendUint64(frame, uint64(c.At))
}
