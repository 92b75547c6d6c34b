package wire

import "congso.vn/congso/app/change"

// Subjects are keys of subjects whose personal fields stand sealed in what the device is sent: to devices
// that see those facts, never logged. With All they are all there are, and the device forgets every other.
type Subjects struct {
	All       bool        `json:"all,omitempty"`
	Keys      change.Keys `json:"keys,omitempty"` // by subject
	Forgotten []string    `json:"forgotten,omitempty"`
}
