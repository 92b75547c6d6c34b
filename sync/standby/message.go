package standby

import (
	"encoding/json"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
)

// Message is one message between the two; exactly one field is set.
type Message struct {
	Hello   *Hello   `json:"hello,omitempty"`
	Welcome *Welcome `json:"welcome,omitempty"`
	Ship    *Ship    `json:"ship,omitempty"`
	Ack     *Ack     `json:"ack,omitempty"`
	Duty    *Right   `json:"duty,omitempty"`
	Alive   *Alive   `json:"alive,omitempty"`
	Bye     *Bye     `json:"bye,omitempty"`
}

// Hello opens a connection: the follower says how far it has come.
type Hello struct {
	Protocol  int                           `json:"protocol"`
	At        change.Position               `json:"at"`
	Heads     map[change.Stream]change.Head `json:"heads"`
	Request   []byte                        `json:"request,omitempty"` // for a server's certificate
	Addresses []string                      `json:"addresses"`         // where devices will find it
}

// Welcome answers a hello.
type Welcome struct {
	Outfit
	May bool `json:"may"` // what the follower was told before about taking over still holds
}

// Ship brings batches that follow after a number.
type Ship struct {
	After   uint64         `json:"after"`
	Batches []change.Batch `json:"-"`
}

// Ack says up to where everything is on the follower's disk.
type Ack struct {
	At change.Position `json:"at"`
}

// Right says whether the follower may take over, in which epoch of the primary.
type Right struct {
	May   bool   `json:"may"`
	Epoch uint32 `json:"epoch"`
}

// Alive says nothing else.
type Alive struct{}

// Bye says why a connection ends.
type Bye struct {
	Code   string `json:"code"`
	Reason string `json:"reason,omitempty"` // in English, for the log
}

// maxMessage is the largest message, in bytes: one batch is never cut.
const maxMessage = 256 << 20

var errMalformed = errors.New("standby: malformed message")

// The form of a batch on the wire: bodies as bytes, so that nothing writes them anew.
type (
	shippedBatch struct {
		Number  uint64         `json:"n"`
		Changes []shippedRow   `json:"c,omitempty"`
		Answers []change.Reply `json:"a,omitempty"`
	}
	shippedRow struct {
		ID     int64         `json:"id"`
		Change change.Change `json:"c"`
		Body   []byte        `json:"b,omitempty"`
	}
	shipped struct {
		After   uint64         `json:"after"`
		Batches []shippedBatch `json:"batches"`
	}
)

// MarshalJSON writes every body as it stands.
func (s Ship) MarshalJSON() ([]byte, error) {
	out := shipped{After: s.After, Batches: make([]shippedBatch, len(s.Batches))}
	for i, batch := range s.Batches {
		out.Batches[i] = shippedBatch{Number: batch.Number, Answers: batch.Answers, Changes: make([]shippedRow, len(batch.Changes))}
		for j, row := range batch.Changes {
			bare := row.Change
			bare.Body = nil
			out.Batches[i].Changes[j] = shippedRow{row.ID, bare, row.Body}
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Ship) UnmarshalJSON(data []byte) error {
	var in shipped
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	s.After, s.Batches = in.After, make([]change.Batch, len(in.Batches))
	for i, batch := range in.Batches {
		s.Batches[i] = change.Batch{Number: batch.Number, Answers: batch.Answers}
		for _, row := range batch.Changes {
			row.Change.Body = row.Body
			s.Batches[i].Changes = append(s.Batches[i].Changes, change.Row{ID: row.ID, Change: row.Change})
		}
	}
	return nil
}

// encode returns the bytes of a message.
func encode(m Message) ([]byte, error) {
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("standby: encode: %w", err)
	}
	return data, nil
}

// decode reads a message and checks that exactly one field is set.
func decode(data []byte) (Message, error) {
	var m Message
	if err := json.Unmarshal(data, &m); err != nil {
		return Message{}, fmt.Errorf("%w: %v", errMalformed, err)
	}
	set := 0
	for _, is := range []bool{m.Hello != nil, m.Welcome != nil, m.Ship != nil, m.Ack != nil, m.Duty != nil, m.Alive != nil, m.Bye != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		return Message{}, fmt.Errorf("%w: %d fields instead of one", errMalformed, set)
	}
	return m, nil
}
