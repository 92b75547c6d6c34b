package room_test

import (
	"context"
	"net"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/room"
)

// TestEndedAtOnce: a server that is told to end while it still begins ends as any other, without a fault: whoever
// watches over it would start it again.
func TestEndedAtOnce(t *testing.T) {
	for range 10 {
		opened, err := room.Open(t.Context(), room.Config{Folder: filepath.Join(t.TempDir(), "room"), Name: "Phòng thử", Loopback: true, Now: time.Now, Logger: quiet()})
		if err != nil {
			t.Fatal(err)
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if err := opened.Serve(ctx, listener, cancel); err != nil {
			t.Errorf("room ended: %v", err)
		}
		cancel()
		if err := opened.Close(); err != nil {
			t.Errorf("close room: %v", err)
		}
	}
}
