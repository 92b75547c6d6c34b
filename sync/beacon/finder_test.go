package beacon

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// fakeFinder is a finder in a fake network, running until stop.
type fakeFinder struct {
	*Finder
	t    *testing.T
	e    *ether
	p    *plugs
	stop context.CancelFunc
}

func newFakeFinder(t *testing.T, pin Pin, loopback bool) *fakeFinder {
	t.Helper()
	f := &fakeFinder{Finder: NewFinder(pin, loopback), t: t, e: &ether{}, p: &plugs{}}
	f.p.set(nil, iface(t, "lo up,loop 127.0.0.1"), iface(t, "eth0 up,multicast 10.0.0.9"))
	f.multicast, f.links = f.e, f.p.read
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Serve(ctx) }()
	f.stop = func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if f.e.running > 0 {
			t.Errorf("%d browsers are left", f.e.running)
		}
	}
	return f
}

// announce puts a server on the network.
func (f *fakeFinder) announce(instance string, pin byte, port uint16, addresses ...string) {
	f.t.Helper()
	s := sighting{Announcement: Announcement{Name: "P", Pin: Pin{pin}, Protocol: 1, Port: port}, instance: instance}
	for _, one := range addresses {
		s.addresses = append(s.addresses, netip.MustParseAddr(one))
	}
	if _, err := f.e.announce(s, nil); err != nil {
		f.t.Fatal(err)
	}
}

// after waits, and then wants these addresses.
func (f *fakeFinder) after(long time.Duration, want ...string) {
	f.t.Helper()
	time.Sleep(long)
	synctest.Wait()
	var got []string
	for _, c := range f.Candidates() {
		got = append(got, c.Address)
	}
	if !slices.Equal(got, want) {
		f.t.Errorf("candidates %v, want %v", got, want)
	}
}

// told reports whether something has changed since the last call.
func (f *fakeFinder) told() bool {
	select {
	case <-f.Changed():
		return true
	default:
		return false
	}
}

func TestFinderHearsOfServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeFinder(t, Pin{1}, false)
		defer f.stop()
		f.after(time.Second)
		if f.told() {
			t.Error("told of nothing")
		}
		f.announce("a", 1, 7443, "10.0.0.5", "127.0.0.1", "fe80::1")
		f.announce("b", 2, 7443, "10.0.0.6")
		f.announce("c", 1, 7443, "127.0.0.1")
		f.after(3*time.Second, "10.0.0.5:7443", "[fe80::1%eth0]:7443")
		if !f.told() || f.told() {
			t.Error("not told once")
		}
		f.after(30*time.Second, "10.0.0.5:7443", "[fe80::1%eth0]:7443")
		if f.told() {
			t.Error("told of what was known")
		}
		f.e.leave("a")
		f.announce("d", 1, 7444, "10.0.0.5")
		f.after(4*time.Second, "10.0.0.5:7444", "10.0.0.5:7443", "[fe80::1%eth0]:7443") // the later first
		f.after(12*time.Second, "10.0.0.5:7444")
		if !f.told() {
			t.Error("not told who left")
		}
		f.e.leave("d")
		f.announce("d", 1, 7444, "10.0.0.7") // the same instance elsewhere
		f.after(4*time.Second, "10.0.0.7:7444")
	})
}

// A browser of the library never hears of changes: each round has a new one. The pace is slow
// while the device is connected.
func TestFindersPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeFinder(t, Pin{}, false)
		defer f.stop()
		rounds := func(long time.Duration) int {
			before, _ := f.e.counts()
			time.Sleep(long)
			synctest.Wait()
			after, _ := f.e.counts()
			return after - before
		}
		synctest.Wait()
		if got := rounds(time.Minute); got != 20 {
			t.Errorf("%d rounds a minute without a server", got)
		}
		f.SetConnected(true)
		rounds(3 * time.Second) // the round under way
		if got := rounds(time.Minute); got != 6 {
			t.Errorf("%d rounds a minute with a server", got)
		}
		f.SetConnected(true)
		if got := rounds(time.Millisecond); got != 0 {
			t.Errorf("%d rounds for nothing", got)
		}
		f.SetConnected(false)
		if got := rounds(time.Millisecond); got != 1 {
			t.Errorf("%d rounds at once after the server was lost", got)
		}
		f.SetConnected(false)
		if got := rounds(time.Millisecond); got != 0 {
			t.Errorf("%d rounds for nothing", got)
		}
	})
}

// A connection that breaks again and again, or a network that flickers, does not make the finder
// forget a server that had no time to answer.
func TestShortRoundsDoNotCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeFinder(t, Pin{}, false)
		defer f.stop()
		f.announce("a", 1, 7443, "10.0.0.5")
		f.after(4*time.Second, "10.0.0.5:7443")
		f.e.leave("a")
		for i := range 10 {
			f.SetConnected(true)
			f.SetConnected(false)
			f.p.set(nil, iface(t, fmt.Sprintf("eth0 up,multicast 10.0.0.%d", i)))
			f.after(time.Second, "10.0.0.5:7443")
		}
		f.after(15 * time.Second)
	})
}

func TestFinderFollowsTheNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeFinder(t, Pin{}, true)
		defer f.stop()
		lo := iface(t, "lo up,loop 127.0.0.1")
		f.p.set(nil)
		f.after(10 * time.Second)
		f.announce("a", 1, 7443, "127.0.0.1")
		f.p.set(nil, lo)
		f.after(2*time.Second, "127.0.0.1:7443")
		if fmt.Sprint(f.e.on) != "[lo]" {
			t.Errorf("browsed on %v", f.e.on)
		}
		f.SetConnected(true)
		time.Sleep(5 * time.Second)
		before, _ := f.e.counts()
		f.p.set(nil, lo, iface(t, "wlan0 up,multicast 10.0.0.9"))
		time.Sleep(lookEvery + time.Millisecond)
		synctest.Wait()
		if after, _ := f.e.counts(); after != before+1 || fmt.Sprint(f.e.on) != "[lo wlan0]" {
			t.Errorf("%d rounds with a new interface, on %v", after-before, f.e.on)
		}
		f.e.set(errors.New("no buffer"))
		f.after(time.Minute)
		f.e.set(nil)
		f.after(11*time.Second, "127.0.0.1:7443")
	})
}

// Where the system does not tell its interfaces, nothing is asked, and the other sources do.
func TestFinderWithoutInterfaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeFinder(t, Pin{}, false)
		defer f.stop()
		time.Sleep(time.Second)
		f.p.set(errors.New("netlinkrib: permission denied"))
		time.Sleep(5 * time.Second)
		before, _ := f.e.counts()
		f.Set(Invited, Candidate{Address: "10.0.0.5:7443"})
		f.after(time.Hour, "10.0.0.5:7443")
		if after, _ := f.e.counts(); after != before {
			t.Errorf("%d rounds", after-before)
		}
		f.SetConnected(true)
		f.p.set(nil, iface(t, "eth0 up,multicast 10.0.0.9"))
		f.announce("a", 1, 7443, "10.0.0.6")
		f.SetConnected(false) // no need to wait
		f.after(time.Millisecond, "10.0.0.5:7443", "10.0.0.6:7443")
	})
}

func TestFinderIsGivenCandidates(t *testing.T) {
	f := NewFinder(Pin{1}, false)
	f.Set(Typed, Candidate{Address: "typed:1", Source: Last})
	f.Set(Last, FromLast("last:1", "last:2")...)
	f.Set(Invited, FromInvitation([]netip.Addr{netip.MustParseAddr("10.0.0.5")}, 7443, Pin{1}, "P")...)
	f.Set(Announced, Candidate{Address: "nobody:1"}) // only the network announces
	want := "[{last:1 last} {last:2 last} {10.0.0.5:7443 invitation} {typed:1 typed}]"
	short := func() string {
		type one struct {
			Address string
			Source  Source
		}
		var all []one
		for _, c := range f.Candidates() {
			all = append(all, one{c.Address, c.Source})
		}
		return fmt.Sprint(all)
	}
	if got := short(); got != want {
		t.Errorf("candidates %s", got)
	}
	select {
	case <-f.Changed():
	default:
		t.Error("nobody is told")
	}
	f.Set(Last)
	f.Set(Typed, Candidate{Address: "typed:2"})
	f.Set(Invited, Candidate{Address: "other:1", Pin: Pin{2}}) // of another room
	if got := short(); got != "[{typed:2 typed}]" {
		t.Errorf("candidates %s", got)
	}
}

// More rooms than are remembered do not keep a device from its own.
func TestFinderIsNotCrowdedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeFinder(t, Pin{1}, false)
		defer f.stop()
		for i := range 2 * maxSightings {
			f.announce(fmt.Sprint(i), 2, 7443, "10.0.0.6")
		}
		f.announce("ours", 1, 7443, "10.0.0.5")
		f.after(4*time.Second, "10.0.0.5:7443")
	})
}

func TestSightingsAreBounded(t *testing.T) {
	var s seen
	for i := range 1000 {
		s.add(sighting{
			Announcement: Announcement{Pin: Pin{1}, Port: 1}, instance: fmt.Sprint(i),
			addresses: []netip.Addr{netip.MustParseAddr("10.0.0.5")},
		})
	}
	if len(s.all) != maxSightings || len(s.missed) != maxSightings {
		t.Fatalf("%d sightings, %d counts", len(s.all), len(s.missed))
	}
	for range forgetAfter {
		if s.endRound() {
			t.Fatal("forgotten early")
		}
	}
	if !s.endRound() || len(s.all) > 0 || len(s.missed) > 0 {
		t.Fatalf("%d sightings, %d counts are left", len(s.all), len(s.missed))
	}
}
