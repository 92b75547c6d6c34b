package change

import "encoding/binary"

// Epoch (kỷ nguyên máy chủ) is a server's signed word that from here on it speaks for the room. A
// server that is restored from a backup, or promoted from standby, or goes on without its standby,
// begins a higher one. Devices refuse a lower one than they have met, and a server that is shown a
// higher one speaks no more.
type Epoch struct {
	Number      uint32 `json:"number"` // 1 at the room's first start
	Server      string `json:"server"` // id of the server that began it
	At          int64  `json:"at"`     // milliseconds since 1970, the server's clock
	Reason      Reason `json:"reason"`
	Certificate []byte `json:"cert,omitempty"` // of that server, under the room's authority (DER)
	Signature   []byte `json:"sig,omitempty"`  // Ed25519 over Message, by that certificate's key
}

// Reason is why an epoch began. It stands on the wire and on disk: only ever add.
type Reason string

// The reasons.
const (
	First    Reason = "first"    // the room was made
	Restored Reason = "restored" // from a backup
	Promoted Reason = "promoted" // a standby took over
	Alone    Reason = "alone"    // the server goes on without its standby, which may not take over any more
)

// Message is what the signature covers.
func (e Epoch) Message() []byte {
	message := []byte("congso epoch 1\x00")
	message = binary.BigEndian.AppendUint32(message, e.Number)
	message = binary.BigEndian.AppendUint64(message, uint64(e.At))
	message = binary.BigEndian.AppendUint16(message, uint16(len(e.Server)))
	message = append(message, e.Server...)
	return append(message, e.Reason...)
}

// Above reports whether e ends the word of a server that speaks in other: it is higher, or as high
// and begun by another server. Two servers that began the same number apart from each other are both
// above the other: whoever has met one does not believe the other.
func (e Epoch) Above(other Epoch) bool {
	return e.Number > other.Number || e.Number == other.Number && e.Server != "" && other.Server != "" && e.Server != other.Server
}
