package trust

import (
	"os"
	"path/filepath"
	"testing"
)

// A standby answers devices under the room's pin, and admits nobody.
func TestServerWithoutAuthority(t *testing.T) {
	first, err := OpenAuthority(filepath.Join(t.TempDir(), "trust"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	request, err := NewRequest(key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := first.IssueServer(request)
	if err != nil {
		t.Fatal(err)
	}
	directory := filepath.Join(t.TempDir(), "trust")
	if HasServer(directory) {
		t.Error("a server in an empty directory")
	}
	other, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	if err := PlaceServer(directory, other, certificate, first.Certificate()); CodeOf(err) != Damaged || HasServer(directory) {
		t.Errorf("a certificate for another key is kept: %v", err)
	}
	for range 2 { // a second time is no harm
		if err := PlaceServer(directory, key, certificate, first.Certificate()); err != nil {
			t.Fatal(err)
		}
	}
	a, err := OpenAuthority(directory)
	if err != nil {
		t.Fatal(err)
	}
	if a.Pin() != first.Pin() || !HasServer(directory) || a.MayAdmit() || !first.MayAdmit() || a.Server().ID() != DeviceID(publicOf(key)) {
		t.Errorf("pin %s, %v", a.Pin(), a.MayAdmit())
	}
	if err := first.Server().VerifyEpoch(a.Server().Begin(2, "promoted", verifiedAt)); err != nil {
		t.Errorf("its epoch is not believed: %v", err)
	}
	if _, _, err := a.IssueDevice(request); CodeOf(err) != Promoted {
		t.Errorf("admits a device: %v", err)
	}
	if _, err := a.IssueServer(request); CodeOf(err) != Promoted {
		t.Errorf("admits a server: %v", err)
	}
	if _, err := a.Admit(key, "delegate"); CodeOf(err) != Promoted {
		t.Errorf("admits: %v", err)
	}
	if err := os.WriteFile(filepath.Join(directory, serverFile), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenAuthority(directory); CodeOf(err) != Damaged {
		t.Errorf("a damaged file: %v", err)
	}
}
