// Package wire is the form of the messages between a device and its room server: one JSON object a
// message, with one field that names what it is.
package wire

import (
	"encoding/json"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
)

// Protocol is the version that this program speaks. A server also speaks the version before.
const Protocol = 1

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
	Ack      *Ack            `json:"ack,omitempty"`
	Command  *change.Command `json:"command,omitempty"`
	Answer   *change.Answer  `json:"answer,omitempty"`
	Ping     *Ping           `json:"ping,omitempty"`
	Pong     *Pong           `json:"pong,omitempty"`
	Presence *Presence       `json:"presence,omitempty"`
	Bye      *Bye            `json:"bye,omitempty"`
}

// Hello opens a connection: who speaks is known from the certificate, so it only says how far the
// device has come.
type Hello struct {
	Protocol int                               `json:"protocol"`
	Epoch    uint32                            `json:"epoch"` // the highest the device has met
	Cursors  map[change.Audience]change.Cursor `json:"cursors"`
}

// Welcome answers a hello.
type Welcome struct {
	Protocol int    `json:"protocol"`
	Epoch    uint32 `json:"epoch"`
	Room     string `json:"room"`   // the room's name, for display only
	Device   string `json:"device"` // the device's name, for display only
	Now      int64  `json:"now"`    // the server's clock, milliseconds since 1970
	Rights
}

// Rights says who holds the device and what it may see. Rows of any other audience are wiped.
type Rights struct {
	Person    string            `json:"person"`
	Audiences []change.Audience `json:"audiences"`
}

// Changes brings an audience from one place to another.
type Changes struct {
	Audience change.Audience `json:"audience"`
	After    uint64          `json:"after"` // place before the first change
	To       change.Cursor   `json:"to"`
	Changes  []change.Change `json:"changes"`
}

// Ack says that changes are durable on the device.
type Ack struct {
	Audience change.Audience `json:"audience"`
	Place    uint64          `json:"place"`
}

// Ping asks whether the other side is there.
type Ping struct{}

// Pong answers a ping.
type Pong struct {
	Now int64 `json:"now"` // the server's clock, milliseconds since 1970
}

// Presence says which devices are connected; for clerks, never logged, may be lost.
type Presence struct {
	Devices []string `json:"devices"`
}

// Bye says why a connection ends.
type Bye struct {
	Code string `json:"code"` // "device.pending", "device.revoked", "slow", "protocol"
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
	for _, is := range []bool{m.Hello != nil, m.Welcome != nil, m.Rights != nil, m.Changes != nil, m.Ack != nil,
		m.Command != nil, m.Answer != nil, m.Ping != nil, m.Pong != nil, m.Presence != nil, m.Bye != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		return Message{}, fmt.Errorf("%w: %d fields instead of one", ErrMalformed, set)
	}
	return m, nil
}
