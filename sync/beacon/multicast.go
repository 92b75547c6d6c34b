package beacon

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/grandcat/zeroconf"
)

// sighting is a room server as it was announced.
type sighting struct {
	Announcement
	instance  string
	addresses []netip.Addr
}

// multicast is all that is asked of multicast DNS.
type multicast interface {
	// announce answers everybody's questions with this until stop is called.
	announce(s sighting, interfaces []net.Interface) (stop func(), err error)
	// browse asks who is there, and reports answers from one goroutine at a time until ctx ends.
	// It fails when it cannot ask at all, and then returns early.
	browse(ctx context.Context, interfaces []net.Interface, found func(sighting)) error
}

// zeroconfLibrary is multicast by grandcat/zeroconf.
type zeroconfLibrary struct{}

// announce names the host after the instance: machines set up from one disk image have one host
// name, and would answer for each other.
func (zeroconfLibrary) announce(s sighting, interfaces []net.Interface) (func(), error) {
	if len(interfaces) == 0 {
		return nil, errors.New("beacon: announce: no interface is up")
	}
	var addresses []string
	for _, address := range s.addresses {
		addresses = append(addresses, address.String())
	}
	server, err := zeroconf.RegisterProxy(s.instance, service, domain, int(s.Port),
		s.instance+"."+strings.TrimSuffix(domain, "."), addresses, s.text(), interfaces)
	if err != nil {
		return nil, fmt.Errorf("beacon: announce: %w", err)
	}
	began := time.Now()
	return func() {
		time.Sleep(time.Until(began.Add(listening)))
		server.Shutdown()
	}, nil
}

// listening is when the library listens for certain: shut down before, it would not wait for those of its
// goroutines that have not begun.
const listening = 100 * time.Millisecond

// browse runs one resolver for each version of IP: with both in one, neither works where the
// machine lacks the other.
func (zeroconfLibrary) browse(ctx context.Context, interfaces []net.Interface, found func(sighting)) error {
	if len(interfaces) == 0 { // the library would take all of them for none
		return errors.New("beacon: browse: no interface is up")
	}
	entries := make(chan *zeroconf.ServiceEntry)
	var failed []error
	var running sync.WaitGroup
	for _, version := range []zeroconf.IPType{zeroconf.IPv4, zeroconf.IPv6} {
		resolver, err := zeroconf.NewResolver(zeroconf.SelectIPTraffic(version), zeroconf.SelectIfaces(interfaces))
		if err != nil {
			failed = append(failed, err)
			continue
		}
		own := make(chan *zeroconf.ServiceEntry)
		if err := resolver.Browse(ctx, service, domain, own); err != nil {
			failed = append(failed, err) // it ends by itself, and is listened to until then
		}
		// The library sends without looking at the context: its channel is read until it is closed.
		running.Go(func() {
			for entry := range own {
				entries <- entry
			}
		})
	}
	go func() {
		running.Wait()
		close(entries)
	}()
	for entry := range entries {
		if s, ok := readEntry(entry); ok && ctx.Err() == nil {
			found(s)
		}
	}
	if len(failed) == 2 {
		return fmt.Errorf("beacon: browse: %w", errors.Join(failed...))
	}
	return nil
}

func readEntry(entry *zeroconf.ServiceEntry) (sighting, bool) {
	announced, ok := parseText(entry.Text)
	if !ok || entry.Port < 1 || entry.Port > 65535 || entry.Instance == "" {
		return sighting{}, false
	}
	announced.Port = uint16(entry.Port)
	s := sighting{Announcement: announced, instance: entry.Instance}
	for _, all := range [][]net.IP{entry.AddrIPv4, entry.AddrIPv6} {
		for _, ip := range all {
			if address, ok := netip.AddrFromSlice(ip); ok {
				s.addresses = append(s.addresses, address.Unmap())
			}
		}
	}
	return s, true
}
