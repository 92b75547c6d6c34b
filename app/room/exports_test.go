package room_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// What somebody exported to their tablet stays through a restart, and is gone when they give it back: the next holder
// finds nothing.
func TestExportsGoWithTheTablet(t *testing.T) {
	b := newBed(t)
	b.session(1)
	tablet := b.takenBy("p1", b.card("p1").Card)
	export := filepath.Join(tablet.Folder().Exports(), "Ghi chú", "Tờ trình – ghi chú.pdf")
	if err := os.MkdirAll(filepath.Dir(export), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(export, []byte("in the open"), 0o600); err != nil {
		t.Fatal(err)
	}
	tablet.stop()
	tablet = b.again(tablet)
	tablet.online()
	if _, err := os.Stat(export); err != nil {
		t.Fatalf("after a restart: %v", err)
	}
	if err := tablet.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	tablet.until("the export is gone", func() bool {
		_, err := os.Stat(tablet.Folder().Exports())
		return errors.Is(err, os.ErrNotExist)
	})
}
