// Package change is how one fact is written, numbered, ordered and chained.
//
// A device asks with a Command; only the room server answers with Changes. A change says: from
// now on the fact (Kind, Key) of this stream has this body, for those who may see this audience.
// An empty body takes the fact back. Everything else the program knows is a projection of changes.
package change

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Stream names one append-only log: "people", or "council/<session id>".
type Stream string

// Audience names who may see a change, with its place in it: "council/<session>/members".
type Audience string

// Place is what an audience belongs to, "council/<session>", written as its stream is.
func (a Audience) Place() string {
	if i := strings.LastIndexByte(string(a), '/'); i >= 0 {
		return string(a[:i])
	}
	return string(a)
}

// Hash is a SHA-256 value.
type Hash [sha256.Size]byte

// String returns the hash in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes the hash in hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads 64 hexadecimal digits.
func (h *Hash) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(h) {
		return fmt.Errorf("change: a hash has 64 digits, not %d", len(text))
	}
	if _, err := hex.Decode(h[:], text); err != nil {
		return fmt.Errorf("change: read hash: %w", err)
	}
	return nil
}

// Draft is what a rule wants written, before the log gives it a number.
type Draft struct {
	Stream   Stream
	Kind     string
	Audience Audience
	Key      string
	Body     json.RawMessage // empty: the fact is taken back
	Personal *Personal       // to be sealed into the body before the draft is numbered; nil for none
}

// Change is one entry of a log, immutable once committed.
type Change struct {
	Stream   Stream          `json:"stream"`
	Seq      uint64          `json:"seq"`   // 1, 2, 3 … in its stream, without gaps
	Epoch    uint32          `json:"epoch"` // rises when a server is restored or promoted
	At       int64           `json:"at"`    // the server's clock, milliseconds since 1970
	Kind     string          `json:"kind"`
	Audience Audience        `json:"audience"`
	Key      string          `json:"key"`
	Body     json.RawMessage `json:"body,omitempty"`
	Previous Hash            `json:"prev"` // Hash of the change before in the stream; zero for the first
}

// Time returns when the server wrote the change.
func (c Change) Time() time.Time { return time.UnixMilli(c.At) }

// TakenBack reports whether the change takes its fact back.
func (c Change) TakenBack() bool { return len(c.Body) == 0 }

// Hash is the SHA-256 over every field as stored, each preceded by its length, so that no two
// different changes can share a frame. The body's bytes are taken as they are, never re-encoded.
func (c Change) Hash() Hash {
	frame := make([]byte, 0, 160+len(c.Body))
	text := func(s string) {
		frame = binary.BigEndian.AppendUint32(frame, uint32(len(s)))
		frame = append(frame, s...)
	}
	text(string(c.Stream))
	frame = binary.BigEndian.AppendUint64(frame, c.Seq)
	frame = binary.BigEndian.AppendUint32(frame, c.Epoch)
	frame = binary.BigEndian.AppendUint64(frame, uint64(c.At))
	text(c.Kind)
	text(string(c.Audience))
	text(c.Key)
	text(string(c.Body))
	frame = append(frame, c.Previous[:]...)
	return sha256.Sum256(frame)
}
