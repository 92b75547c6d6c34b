package beacon

import (
	"net"
	"testing"
)

func TestReachOf(t *testing.T) {
	for _, row := range []struct {
		at       string
		loopback bool
		want     Reach
	}{
		{"0.0.0.0", false, Networks},
		{"::", true, Everywhere},
		{"10.0.0.5", false, Networks},
		{"10.0.0.5", true, Everywhere},
		{"127.0.0.1", false, OnlyLoopback},
		{"::1", true, OnlyLoopback},
	} {
		if got := ReachOf(&net.TCPAddr{IP: net.ParseIP(row.at), Port: 7443}, row.loopback); got != row.want {
			t.Errorf("%s, %v: %v, want %v", row.at, row.loopback, got, row.want)
		}
	}
}
