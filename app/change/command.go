package change

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"time"
)

// Command is an act as a device asks for it. It is durable on the device before it is sent, and
// sent again with the same ID until it is answered; the server acts on it at most once.
type Command struct {
	ID     string          `json:"id"` // UUIDv7, made by the device
	Kind   string          `json:"kind"`
	Stream Stream          `json:"stream"`
	Base   uint64          `json:"base,omitempty"`   // Seq of the fact that an edit was based on; 0: not an edit
	Person string          `json:"person,omitempty"` // who gave it; refused if by then another holds the device
	Body   json.RawMessage `json:"body,omitempty"`

	// Within is how long after it was given the command still counts, in milliseconds; 0: always. Waited is
	// how long it has waited on the device when it is sent, by the device's own clock.
	Within int64 `json:"within,omitempty"`
	Waited int64 `json:"waited,omitempty"`

	// Receipt is what an earlier epoch gave for the command: the device offers it again, for the room was
	// restored or another server took over, and may not have it. Nil for one that was never accepted.
	Receipt *Receipt `json:"receipt,omitempty"`
}

// Sealed (đã niêm phong) is the kind of a command that the room alone can read: what else its person asked
// for stands in a box in its body. Id, stream and person are those of the command in the box.
const Sealed = "sealed"

// Expired is the code of the refusal of a command that came too late to count.
const Expired = "request.expired"

// Late reports whether the command waited longer than it counts. What an earlier epoch accepted came in
// time.
func (c Command) Late() bool { return c.Within > 0 && c.Waited > c.Within && c.Receipt == nil }

// WaitedSince is how long a command has waited that was given at a moment before the device was started
// again, in milliseconds: only the clock on the wall tells. Where that went back nobody knows how long it
// was, and a command that must not count late counts no more.
func (c Command) WaitedSince(given, now time.Time) int64 {
	waited := now.Round(0).Sub(given.Round(0)).Milliseconds()
	if waited < 0 && c.Within > 0 {
		return c.Within + 1
	}
	return max(waited, 0)
}

// Actor is who asks, as the server knows it from the connection: never as the device says.
type Actor struct {
	Device string // device id; empty: the server itself
	Mode   string // people.Mode of the device
	Person string // id of the person signed in, empty for nobody
}

// Outcome is how a command ended.
type Outcome string

// The outcomes. They stand on the wire and on disk: only ever add to them.
const (
	Accepted  Outcome = "ok"
	Refused   Outcome = "refused"
	Duplicate Outcome = "duplicate" // done before, under another id; the answer is that of the first
	Failed    Outcome = "failed"    // the server could not write; nothing changed, and the command may be sent again
)

// Answer is the server's word on a command; it is sent only after what it says is durable.
type Answer struct {
	ID      string          `json:"id"`
	Outcome Outcome         `json:"outcome"`
	Code    string          `json:"code,omitempty"` // why refused; the sentence stands in assets/words under "refusal."+Code
	Body    json.RawMessage `json:"body,omitempty"` // what the asker needs to know, such as the newer value of a stale edit
	Receipt *Receipt        `json:"receipt,omitempty"`
	Once    json.RawMessage `json:"once,omitempty"` // said once and never kept: a new card's secret
}

// Refuse returns an answer that refuses for the reason of code.
func Refuse(code string) Answer { return Answer{Outcome: Refused, Code: code} }

// Accept returns an answer that accepts.
func Accept() Answer { return Answer{Outcome: Accepted} }

// Receipt is the server's signed word that a command is durable in the log at this place.
type Receipt struct {
	Epoch     uint32 `json:"epoch"`
	Stream    Stream `json:"stream"`
	Command   string `json:"command"`
	Seq       uint64 `json:"seq"`
	At        int64  `json:"at"`            // milliseconds since 1970, the server's clock
	Signature []byte `json:"sig,omitempty"` // Ed25519 over Message, by the server's certificate key
}

// Message is what the signature covers.
func (r Receipt) Message() []byte {
	message := []byte("congso receipt 1\x00")
	message = binary.BigEndian.AppendUint32(message, r.Epoch)
	message = binary.BigEndian.AppendUint64(message, r.Seq)
	message = binary.BigEndian.AppendUint64(message, uint64(r.At))
	message = binary.BigEndian.AppendUint16(message, uint16(len(r.Stream)))
	message = append(message, r.Stream...)
	return append(message, r.Command...)
}

// letters of the receipt code: digits and capitals without those that look alike (I, L, O, U).
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code is a short form of the receipt for people to read out, like "7K4M-Q2XD": 40 bits of the
// hash over the signed message. It identifies, it does not prove; the signature proves.
func (r Receipt) Code() string {
	sum := sha256.Sum256(r.Message())
	bits := binary.BigEndian.Uint64(sum[:8])
	code := make([]byte, 0, 9)
	for i := range 8 {
		if i == 4 {
			code = append(code, '-')
		}
		code = append(code, letters[bits>>(59-5*i)&31])
	}
	return string(code)
}

func run(before, added Hash) Hash {
	return sha256.Sum256(append(before[:], added[:]...))
}
