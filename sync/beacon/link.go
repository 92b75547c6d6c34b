package beacon

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// link is one of the machine's network interfaces with its addresses.
type link struct {
	net.Interface
	addresses []netip.Addr
}

// readLinks asks the system.
func readLinks() ([]link, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("beacon: list interfaces: %w", err)
	}
	var links []link
	for _, one := range interfaces {
		l := link{Interface: one}
		addresses, err := one.Addrs()
		if err != nil {
			continue // it went away meanwhile
		}
		for _, address := range addresses {
			if prefix, err := netip.ParsePrefix(address.String()); err == nil {
				l.addresses = append(l.addresses, prefix.Addr().Unmap())
			}
		}
		links = append(links, l)
	}
	return links, nil
}

// fingerprint differs whenever something has changed that announcing or browsing depends on.
func fingerprint(links []link) string {
	var b strings.Builder
	for _, l := range links {
		sorted := slices.SortedFunc(slices.Values(l.addresses), netip.Addr.Compare)
		fmt.Fprintln(&b, l.Index, l.Name, l.Flags, sorted)
	}
	return b.String()
}

// multicastOf returns the interfaces on which the room may be announced and looked for.
func multicastOf(links []link, loopback bool) []net.Interface {
	var interfaces []net.Interface
	for _, l := range links {
		up := l.Flags&net.FlagUp != 0
		if l.Flags&net.FlagLoopback != 0 {
			up = up && loopback
		} else {
			up = up && l.Flags&net.FlagMulticast != 0
		}
		if up {
			interfaces = append(interfaces, l.Interface)
		}
	}
	return interfaces
}
