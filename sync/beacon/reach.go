package beacon

import "net"

// Reach is from where a server can be reached, and so where it is announced and what addresses it tells.
type Reach uint8

// The reaches.
const (
	Networks     Reach = iota // from the networks that this machine is in
	Everywhere                // from there and from this machine, for a demonstration on one machine
	OnlyLoopback              // from this machine alone; nobody else hears of it
)

// ReachOf returns the reach of a server that listens at an address. loopback adds this machine itself where
// it listens to the networks too.
func ReachOf(listening net.Addr, loopback bool) Reach {
	if at, ok := listening.(*net.TCPAddr); ok && at.IP.IsLoopback() {
		return OnlyLoopback
	}
	if loopback {
		return Everywhere
	}
	return Networks
}

// loopback reports whether this machine itself is among them.
func (r Reach) loopback() bool { return r != Networks }

// within keeps the interfaces from which the server can be reached.
func (r Reach) within(links []link) []link {
	if r != OnlyLoopback {
		return links
	}
	var kept []link
	for _, l := range links {
		if l.Flags&net.FlagLoopback != 0 {
			kept = append(kept, l)
		}
	}
	return kept
}
