// Package trust is who believes whom in a room: the room's certificate authority, how a device
// is paired with it, and the certificates by which both sides know each other afterwards.
//
// A room is its authority's key and nothing else: names, addresses and dates prove nothing. A
// device remembers the pin (the hash of that key) and a device's id is the hash of its own key,
// so neither can be taken over by copying a name. Certificates are dated 2000 to 2100 and are
// verified at a fixed time in between, so that a tablet whose clock says 1970 still connects;
// whether a device is still welcome is judged by the server.
package trust

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"
)

// Certificates are valid from notBefore to notAfter and always verified at verifiedAt: the
// device's clock takes no part.
var (
	notBefore  = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	notAfter   = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	verifiedAt = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Pin is the identity of a room: SHA-256 of its authority's public key.
type Pin [sha256.Size]byte

// PinOf returns the pin of an authority's public key.
func PinOf(authority ed25519.PublicKey) Pin { return sha256.Sum256(authority) }

// String returns the pin as base64url, the form it has in invitations and announcements.
func (p Pin) String() string { return base64.RawURLEncoding.EncodeToString(p[:]) }

// IsZero reports whether no pin is known.
func (p Pin) IsZero() bool { return p == Pin{} }

// is compares without telling by its duration where two pins differ.
func (p Pin) is(other Pin) bool { return subtle.ConstantTimeCompare(p[:], other[:]) == 1 }

// ParsePin reads what String wrote.
func ParsePin(text string) (Pin, error) {
	var p Pin
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return p, fmt.Errorf("trust: read pin: %w", err)
	}
	if len(raw) != len(p) {
		return p, fmt.Errorf("trust: a pin has %d bytes, not %d", len(p), len(raw))
	}
	copy(p[:], raw)
	return p, nil
}

// DeviceID returns the id of the device that holds this key: the first 16 bytes of the key's
// SHA-256 in hexadecimal. It certifies itself, nobody can hold another's id.
func DeviceID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16])
}
