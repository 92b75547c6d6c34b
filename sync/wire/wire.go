// Package wire is the form of the messages between a device and its room server: one JSON object a
// message, with one field that names what it is.
package wire

import (
	"encoding/json"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
)

// Protocol is the version that this program speaks. A server also speaks the versions before: 1 knows
// no proofs of epochs, no snapshots and no word on what was wiped, 2 no ephemeral messages.
const Protocol = 3

// MaxMessage is the largest message either side takes, in bytes.
const MaxMessage = 4 << 20

// MaxFromDevice is the largest message a server takes from a device that is not a clerk's.
const MaxFromDevice = 256 << 10

// Message is one message; exactly one field is set.
type Message struct {
	Hello    *Hello          `json:"hello,omitempty"`
	Welcome  *Welcome        `json:"welcome,omitempty"`
	Rights   *Rights         `json:"rights,omitempty"`
	Changes  *Changes        `json:"changes,omitempty"`
	Snapshot *Snapshot       `json:"snapshot,omitempty"`
	Wiped    *Wiped          `json:"wiped,omitempty"`
	Ack      *Ack            `json:"ack,omitempty"`
	Command  *change.Command `json:"command,omitempty"`
	Answer   *change.Answer  `json:"answer,omitempty"`
	Ping     *Ping           `json:"ping,omitempty"`
	Pong     *Pong           `json:"pong,omitempty"`
	Presence *Presence       `json:"presence,omitempty"`
	Bye      *Bye            `json:"bye,omitempty"`
	Servers  *Servers        `json:"servers,omitempty"`
	Duty     *Duty           `json:"duty,omitempty"`
	Holding  *Holding        `json:"holding,omitempty"`
	Holdings *Holdings       `json:"holdings,omitempty"`
	Subjects *Subjects       `json:"subjects,omitempty"`

	Ephemeral *Ephemeral `json:"ephemeral,omitempty"`
}

// Hello opens a connection: who speaks is known from the certificate, so it only says how far the
// device has come.
type Hello struct {
	Protocol int                               `json:"protocol"`
	Epoch    uint32                            `json:"epoch"` // the highest the device has met
	Proof    *change.Epoch                     `json:"proof,omitempty"`
	Cursors  map[change.Audience]change.Cursor `json:"cursors"`
	// Plain asks for changes and no snapshots, after a snapshot could not be had.
	Plain bool `json:"plain,omitempty"`
}

// Welcome answers a hello.
type Welcome struct {
	Protocol int           `json:"protocol"`
	Epoch    uint32        `json:"epoch"`
	Proof    *change.Epoch `json:"proof,omitempty"`
	Room     string        `json:"room"`              // the room's name, for display only
	Device   string        `json:"device"`            // the device's name, for display only
	Now      int64         `json:"now"`               // the server's clock, milliseconds since 1970
	Servers  []string      `json:"servers,omitempty"` // host:port where another server may speak for the room one day
	Safe     []byte        `json:"safe,omitempty"`    // X25519: what is sealed for it only the room opens
	Rights
}

// Rights says who holds the device and what it may see. Rows of any other audience are wiped.
type Rights struct {
	Person    string            `json:"person"`
	Audiences []change.Audience `json:"audiences"`
	// Keys are those under which the device keeps what it holds, by place of an audience. What belongs to a
	// place without one is kept as it is.
	Keys change.Keys `json:"keys,omitempty"`
}

// Changes brings an audience from one place to another.
type Changes struct {
	Audience change.Audience `json:"audience"`
	After    uint64          `json:"after"` // place before the first change
	To       change.Cursor   `json:"to"`
	Changes  []change.Change `json:"changes"`
	// Ack asks for an Ack, without which the next batch does not come; 1 acknowledges always.
	Ack bool `json:"ack,omitempty"`
}

// Snapshot tells a device that is far behind where the facts of an audience lie as one file, in the
// form of EncodeSnapshot, instead of the changes that led to them. It replaces what the device holds.
type Snapshot struct {
	Audience change.Audience `json:"audience"`
	To       change.Cursor   `json:"to"`
	Blob     string          `json:"blob"` // BLAKE3 of the file, hexadecimal; GET /snapshot/<blob>
	Size     int64           `json:"size"` // bytes
}

// Wiped says that nothing of an audience is left on the device.
type Wiped struct {
	Audience change.Audience `json:"audience"`
}

// Ack says that changes are durable on the device.
type Ack struct {
	Audience change.Audience `json:"audience"`
	Place    uint64          `json:"place"`
}

// Ping asks whether the other side is there.
type Ping struct {
	// Read: the answer to the ping before was read, and with it everything that was sent before that answer.
	Read bool `json:"read,omitempty"`
}

// Pong answers a ping.
type Pong struct {
	Now int64 `json:"now"` // the server's clock, milliseconds since 1970
}

// Presence says which devices are here: connected, or heard a moment ago. For clerks, never logged, may
// be lost.
type Presence struct {
	Devices []string `json:"devices"`
	// Owing says of devices, connected or not, of how many audiences they may still hold something that
	// they may not see any more.
	Owing map[string]int `json:"owing,omitempty"`
	// Reading is the paper that the room reads at this moment, if any.
	Reading *PaperReading `json:"reading,omitempty"`
}

// PaperReading is how far the room is with reading a paper.
type PaperReading struct {
	Stream   string `json:"stream"` // of the session that it belongs to
	Document string `json:"document"`
	Page     int    `json:"page,omitempty"` // that is done, 1 …
	Pages    int    `json:"pages,omitempty"`
}

// Bye says why a connection ends. From a device it says that it is being switched off.
type Bye struct {
	Code  string        `json:"code"`            // "device.pending", "device.revoked", "slow", "protocol", "epoch"; from a device "leaving"
	Epoch *change.Epoch `json:"epoch,omitempty"` // with code "epoch": the one that ended this server's word; with "alone": the one it began
}

// ErrMalformed is wrapped by every error of Decode.
var ErrMalformed = errors.New("wire: malformed message")

// Encode returns the bytes of a message.
func Encode(m Message) ([]byte, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("wire: encode: %w", err)
	}
	return data, nil
}

// Decode reads a message and checks that exactly one field is set. It never panics, whatever
// the bytes.
func Decode(data []byte) (Message, error) {
	var m Message
	if len(data) > MaxMessage {
		return m, fmt.Errorf("%w: %d bytes", ErrMalformed, len(data))
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return Message{}, fmt.Errorf("%w: %v", ErrMalformed, err)
	}
	set := 0
	for _, is := range []bool{m.Hello != nil, m.Welcome != nil, m.Rights != nil, m.Changes != nil, m.Snapshot != nil, m.Wiped != nil, m.Ack != nil,
		m.Command != nil, m.Answer != nil, m.Ping != nil, m.Pong != nil, m.Presence != nil, m.Bye != nil, m.Servers != nil, m.Duty != nil,
		m.Holding != nil, m.Holdings != nil, m.Subjects != nil, m.Ephemeral != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		return Message{}, fmt.Errorf("%w: %d fields instead of one", ErrMalformed, set)
	}
	if m.Ephemeral != nil {
		if err := m.Ephemeral.check(); err != nil {
			return Message{}, err
		}
	}
	return m, nil
}
