package people

import (
	"testing"
	"time"
)

// A tablet that thinks it is 1970 still counts down by the server's clock, and so does one that is
// a day ahead.
func TestNowIsTheServers(t *testing.T) {
	server := time.Date(2026, 12, 8, 7, 30, 0, 0, time.UTC)
	for _, device := range []time.Time{server, time.Unix(0, 0), server.Add(24 * time.Hour)} {
		standing := Standing{Lag: device.Sub(server)}
		if got := standing.Now(device.Add(5 * time.Second)); !got.Equal(server.Add(5 * time.Second)) {
			t.Errorf("clock at %s: now is %s", device, got)
		}
	}
}

func TestParseMode(t *testing.T) {
	for _, mode := range Modes {
		if got, ok := ParseMode(string(mode)); !ok || got != mode {
			t.Errorf("%q is read as %q", mode, got)
		}
	}
	for _, name := range []string{"", "Delegate", "server", "clerk "} {
		if got, ok := ParseMode(name); ok || got != "" {
			t.Errorf("%q is read as %q", name, got)
		}
	}
}
