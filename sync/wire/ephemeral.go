package wire

import (
	"encoding/json"
	"fmt"

	"congso.vn/congso/app/change"
)

// EphemeralSince is the version from which a peer knows ephemeral messages; an older one is sent none.
const EphemeralSince = 3

// MaxEphemeral is the largest body of an ephemeral message, in bytes.
const MaxEphemeral = 4 << 10

// maxEphemeralName is the longest of the names in an ephemeral message, in bytes.
const maxEphemeralName = 200

// Ephemeral is something that is worth seeing now and at no other time, as a stroke while the pen is down. It
// is never logged and never acknowledged, and goes only where nothing else waits. What follows of the same
// author and id takes its place.
type Ephemeral struct {
	Stream change.Stream `json:"stream"` // of the session that it belongs to
	Place  string        `json:"place"`  // the layer of the author's that it belongs to; who sees that sees it
	// Author is who holds the device that it comes from, by the server's word alone; a device leaves it empty.
	Author string          `json:"author,omitempty"`
	ID     string          `json:"id"`
	Body   json.RawMessage `json:"body"`
}

// check returns an error where a name or the body is missing or too long.
func (e Ephemeral) check() error {
	for _, name := range []string{string(e.Stream), e.Place, e.ID} {
		if name == "" || len(name) > maxEphemeralName {
			return fmt.Errorf("%w: ephemeral with a name of %d bytes", ErrMalformed, len(name))
		}
	}
	if len(e.Author) > maxEphemeralName || len(e.Body) == 0 || len(e.Body) > MaxEphemeral {
		return fmt.Errorf("%w: ephemeral of %d bytes", ErrMalformed, len(e.Body))
	}
	return nil
}
