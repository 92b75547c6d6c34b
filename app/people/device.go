package people

// DeviceState is where a device stands with the room. Written on disk: only ever add.
type DeviceState string

// The states of a device.
const (
	Pending  DeviceState = "pending"  // chờ duyệt
	Approved DeviceState = "approved" // đã duyệt
	Revoked  DeviceState = "revoked"  // đã thu hồi
)

// Device is one machine (máy) that has a certificate of the room.
type Device struct {
	ID       string      `json:"id"`   // from its public key, see trust.DeviceID
	Name     string      `json:"name"` // "Máy số 17"
	Number   int         `json:"number"`
	Mode     Mode        `json:"mode"`
	State    DeviceState `json:"state"`
	Digits   string      `json:"digits,omitempty"` // six compared digits, while pending by digits
	PairedAt int64       `json:"paired_at"`        // milliseconds since 1970

	// Rehearsal is the rehearsal that the device is there for; empty for a device of the office.
	Rehearsal string `json:"rehearsal,omitempty"`

	Revision uint64 `json:"-"`
}

// Holding says who has a device in hand.
type Holding struct {
	Device string `json:"device"`
	Person string `json:"person"` // empty: nobody
	Since  int64  `json:"since"`  // milliseconds since 1970
}
