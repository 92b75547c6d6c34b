package wire

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/change"
)

// MaxSnapshot is the largest snapshot a device takes, in bytes after unpacking.
const MaxSnapshot = 256 << 20

// head is the first line of a snapshot.
type head struct {
	Audience change.Audience `json:"audience"`
	To       change.Cursor   `json:"to"`
	Facts    int             `json:"facts"`
}

// EncodeSnapshot returns the file of a snapshot and its hash: gzip over lines of JSON, the first of which
// says whose facts these are and up to where, each other is the change that last wrote one fact. The
// same facts always make the same bytes.
func EncodeSnapshot(audience change.Audience, to change.Cursor, facts []change.Change) (data []byte, blob string, err error) {
	var packed bytes.Buffer
	pack, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, "", fmt.Errorf("wire: snapshot: %w", err)
	}
	lines := json.NewEncoder(pack)
	err = lines.Encode(head{audience, to, len(facts)})
	for i := 0; err == nil && i < len(facts); i++ {
		err = lines.Encode(facts[i])
	}
	if err == nil {
		err = pack.Close()
	}
	if err != nil {
		return nil, "", fmt.Errorf("wire: snapshot: %w", err)
	}
	sum := blake3.Sum256(packed.Bytes())
	return packed.Bytes(), hex.EncodeToString(sum[:]), nil
}

// DecodeSnapshot returns the facts of a snapshot if its bytes are those that were announced. It never
// panics, whatever the bytes.
func DecodeSnapshot(data []byte, announced Snapshot) ([]change.Change, error) {
	if sum := blake3.Sum256(data); hex.EncodeToString(sum[:]) != announced.Blob {
		return nil, fmt.Errorf("%w: snapshot of %s has another hash", ErrMalformed, announced.Audience)
	}
	unpack, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: snapshot: %v", ErrMalformed, err)
	}
	lines := json.NewDecoder(io.LimitReader(unpack, MaxSnapshot))
	var said head
	if err := lines.Decode(&said); err != nil {
		return nil, fmt.Errorf("%w: snapshot: %v", ErrMalformed, err)
	}
	if said.Audience != announced.Audience || said.To != announced.To || said.Facts < 0 {
		return nil, fmt.Errorf("%w: snapshot of %s at %d, announced %s at %d", ErrMalformed, said.Audience, said.To.Place, announced.Audience, announced.To.Place)
	}
	var facts []change.Change
	for range said.Facts {
		var fact change.Change
		if err := lines.Decode(&fact); err != nil {
			return nil, fmt.Errorf("%w: snapshot: %v", ErrMalformed, err)
		}
		if fact.Audience != announced.Audience || fact.TakenBack() {
			return nil, fmt.Errorf("%w: snapshot holds what is no fact of %s", ErrMalformed, announced.Audience)
		}
		facts = append(facts, fact)
	}
	if lines.More() {
		return nil, fmt.Errorf("%w: snapshot holds more than it says", ErrMalformed)
	}
	return facts, nil
}
