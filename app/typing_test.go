package app

import (
	"testing"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// TestTypingOfModes: a tablet composes by itself and has a keyboard; a desktop leaves both to the system
// until a person says otherwise.
func TestTypingOfModes(t *testing.T) {
	for _, row := range []struct {
		mode   people.Mode
		mobile bool
		chosen kit.Method
		method kit.Method
		touch  bool
	}{
		{people.DelegateMode, false, "", kit.TypeTelex, true},
		{people.DelegateMode, false, kit.TypeVNI, kit.TypeVNI, true},
		{people.DelegateMode, false, kit.TypeOff, kit.TypeOff, true},
		{people.DelegateMode, true, "", kit.TypeOff, false},
		{people.ClerkMode, false, "", kit.TypeOff, false},
		{people.ClerkMode, false, kit.TypeTelex, kit.TypeTelex, false},
		{people.HallMode, false, "", kit.TypeOff, false},
		{"", false, "unknown", kit.TypeOff, false},
	} {
		if method, touch := typingFor(row.mode, row.mobile, row.chosen); method != row.method || touch != row.touch {
			t.Errorf("%q, mobile %v, chosen %q: %q, %v", row.mode, row.mobile, row.chosen, method, touch)
		}
	}
}
