package proof

import (
	"bytes"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/trust"
)

// FuzzHash: what is read as a hash is written the same.
func FuzzHash(f *testing.F) {
	f.Add([]byte("00"))
	f.Add(bytes.Repeat([]byte("0a"), 32))
	f.Fuzz(func(t *testing.T, text []byte) {
		var h change.Hash
		if h.UnmarshalText(text) != nil {
			return
		}
		if back, err := h.MarshalText(); err != nil || !bytes.EqualFold(back, text) {
			t.Errorf("%q comes back as %q", text, back)
		}
	})
}

// FuzzPin: a text that is read as a pin has its 32 bytes; any other is refused, and none is a panic.
func FuzzPin(f *testing.F) {
	f.Add("")
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		if pin, err := trust.ParsePin(text); err != nil && pin != (trust.Pin{}) {
			t.Errorf("%q is refused and read: %v", text, err)
		}
	})
}
