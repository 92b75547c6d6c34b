// Package beacon announces the room server and finds it: by the address it had last, by an
// invitation, by multicast DNS, by a typed address, in this order.
//
// What is found is a hint and never a proof: an announcement may be old, or anybody's. Whether a
// candidate is the room, and alive, is proved by the TLS connection that the caller's dial makes.
package beacon

import (
	"encoding/base64"
	"time"
)

// DefaultPort is the room server's port where nothing else is said.
const DefaultPort = 7443

// The name of the service in multicast DNS.
const (
	service = "_congso._tcp"
	domain  = "local."
)

// How often things are looked at anew. A running browser of the multicast library never hears
// that a server left, moved or changed, so every round has a new one.
const (
	roundConnected    = 10 * time.Second
	roundDisconnected = 3 * time.Second
	lookEvery         = time.Second      // at the machine's own interfaces
	tryAgain          = 10 * time.Second // to announce, where it failed and nothing has changed
	forgetAfter       = 3                // rounds without an answer
)

// Bounds of what strangers on the network can make a device remember.
const (
	maxSightings = 64
	maxAddresses = 8
)

// Pin is the identity of a room, SHA-256 of its authority's public key; zero where unknown.
type Pin [32]byte

// IsZero reports whether no pin is known.
func (p Pin) IsZero() bool { return p == Pin{} }

// String returns the pin as base64url.
func (p Pin) String() string { return base64.RawURLEncoding.EncodeToString(p[:]) }
