package beacon

import (
	"context"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// search runs a finder until the test ends.
func search(t *testing.T, pin Pin, loopback bool) *Finder {
	t.Helper()
	f := NewFinder(pin, loopback)
	serve(t, f.Serve)
	return f
}

// serve runs something that lasts until the test ends, or until the returned function is called.
func serve(t *testing.T, what func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = what(ctx)
	}()
	stop = func() { cancel(); <-ended }
	t.Cleanup(stop)
	return stop
}

// await waits until the finder's candidates are as wanted, and returns how long that took.
func await(t *testing.T, f *Finder, what string, wanted func([]Candidate) bool) time.Duration {
	t.Helper()
	start := time.Now()
	deadline := time.After(40 * time.Second)
	for !wanted(f.Candidates()) {
		select {
		case <-f.Changed(): // has to tell: the candidates are not asked without it
		case <-deadline:
			t.Fatalf("%s: not after 40 s, but %+v", what, f.Candidates())
		}
	}
	took := time.Since(start).Round(time.Millisecond)
	t.Logf("%s: %v", what, took)
	return took
}

func none(all []Candidate) bool { return len(all) == 0 }

// first wants this address first, whatever else is remembered.
func first(address string) func([]Candidate) bool {
	return func(all []Candidate) bool { return len(all) > 0 && all[0].Address == address }
}

const roomName = "Phòng họp số 1. Lầu 2, Ủy ban nhân dân phường Đống Đa"

func testServerOnAnotherMachine(t *testing.T) {
	m := newMachine(t, "cable")
	run(t, "ip addr add 10.7.0.1/24 dev cable && ip link set cable up")
	m.do("run", "ip addr add 10.7.0.2/24 dev cable && ip link set cable up")
	m.do("answer", "7443")
	m.do("announce", "7443", "p", roomName)
	f := search(t, Pin{'p'}, false)
	await(t, f, "found", first("10.7.0.2:7443"))
	want := Candidate{Address: "10.7.0.2:7443", Source: Announced, Name: roomName, Pin: Pin{'p'}, Protocol: 3}
	if got := f.Candidates()[0]; got != want {
		t.Fatalf("found %+v, want %+v", got, want)
	}
	f.Set(Typed, Candidate{Address: "10.7.0.9:7443"}) // nobody
	conn, from, err := Dial(t.Context(), f.Candidates(), greeted)
	if err != nil || from != want {
		t.Fatalf("led to %+v, %v", from, err)
	}
	_ = conn.Close()

	f.Set(Typed)
	m.do("stop", "7443") // with a goodbye
	await(t, f, "left and forgotten", none)
	m.do("announce", "7444", "p", roomName) // moved to another port
	await(t, f, "found at another port", first("10.7.0.2:7444"))
	m.pull()
	await(t, f, "lost power and forgotten", none)
}

// Both sides start before there is a network; then it goes and returns, and the address changes.
func testNetworkThatComesAndGoes(t *testing.T) {
	m := newMachine(t, "cable")
	m.do("announce", "7443", "p", roomName)
	f := search(t, Pin{'p'}, false)
	pinless := search(t, Pin{}, false)
	run(t, "ip addr add 10.7.0.1/24 dev cable && ip link set cable up")
	m.do("run", "ip addr add 10.7.0.2/24 dev cable && ip link set cable up")
	await(t, f, "found when the network came", first("10.7.0.2:7443"))
	await(t, pinless, "found without a pin", first("10.7.0.2:7443"))

	f.SetConnected(true) // the slow pace, which ends when the connection is lost
	m.do("run", "ip addr del 10.7.0.2/24 dev cable && ip addr add 10.7.0.3/24 dev cable")
	f.SetConnected(false)
	await(t, f, "found at its new address", first("10.7.0.3:7443"))

	run(t, "ip link set cable down")
	await(t, f, "forgotten without a network", none)
	run(t, "ip link set cable up")
	await(t, f, "found when the network returned", first("10.7.0.3:7443"))

	m.do("run", "ip link del cable") // as a dongle that is drawn and put in again
	await(t, f, "forgotten without a dongle", none)
	run(t, "ip link add cable type veth peer name other netns "+m.id())
	run(t, "ip addr add 10.8.0.1/24 dev cable && ip link set cable up")
	m.do("run", "ip addr add 10.8.0.2/24 dev other && ip link set other up")
	await(t, f, "found on another interface", first("10.8.0.2:7443"))
}

// Two computers and a cable, and nobody who gives addresses: only IPv6's link-local ones are
// there, which need the zone of whoever dials.
func testLinkLocalAddressesAlone(t *testing.T) {
	m := newMachine(t, "cable")
	run(t, "ip link set cable up")
	m.do("run", "ip link set cable up")
	m.do("answer", "7443")
	m.do("announce", "7443", "p", "P")
	f := search(t, Pin{'p'}, false)
	await(t, f, "found", func(all []Candidate) bool {
		return len(all) > 0 && strings.HasPrefix(all[0].Address, "[fe80::") && strings.HasSuffix(all[0].Address, "%cable]:7443")
	})
	// A new link-local address is not used before the neighbours had a second to object.
	deadline := time.Now().Add(20 * time.Second)
	for {
		conn, _, err := Dial(t.Context(), f.Candidates(), greeted)
		if err == nil {
			_ = conn.Close()
			return
		}
		if CodeOf(err) != Unreachable || time.Now().After(deadline) {
			t.Fatal(err)
		}
		<-time.After(100 * time.Millisecond)
	}
}

func testTwoRoomsOfOneName(t *testing.T) {
	one, two := newMachine(t, "one"), newMachine(t, "two")
	run(t, "ip addr add 10.7.1.1/24 dev one && ip link set one up && ip addr add 10.7.2.1/24 dev two && ip link set two up")
	one.do("run", "ip addr add 10.7.1.2/24 dev one && ip link set one up")
	two.do("run", "ip addr add 10.7.2.2/24 dev two && ip link set two up")
	one.do("announce", "7443", "a", roomName)
	one.do("announce", "7444", "b", roomName) // a second one on the same computer
	two.do("announce", "7443", "c", roomName)
	all, ours := search(t, Pin{}, false), search(t, Pin{'b'}, false)
	found := func(addresses ...string) func([]Candidate) bool {
		return func(all []Candidate) bool {
			var got []string
			for _, c := range all {
				if c.Name == roomName {
					got = append(got, c.Address)
				}
			}
			slices.Sort(got)
			return slices.Equal(got, addresses)
		}
	}
	await(t, all, "all rooms", found("10.7.1.2:7443", "10.7.1.2:7444", "10.7.2.2:7443"))
	await(t, ours, "the room of the pin", found("10.7.1.2:7444"))
	one.do("stop", "7443")
	await(t, all, "one room fewer", found("10.7.1.2:7444", "10.7.2.2:7443"))
	if !found("10.7.1.2:7444")(ours.Candidates()) {
		t.Fatalf("the room of the pin went with its neighbour: %+v", ours.Candidates())
	}
}

// One machine, no network: the demonstration.
func testLoopbackAlone(t *testing.T) {
	announced, err := Addresses(Everywhere)
	if err != nil || len(announced) == 0 || announced[0].String() != "127.0.0.1" {
		t.Fatalf("addresses %v, %v", announced, err)
	}
	if outside, err := Addresses(Networks); err != nil || len(outside) > 0 {
		t.Fatalf("addresses without the loopback %v, %v", outside, err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		if conn, err := listener.Accept(); err == nil {
			_, _ = conn.Write([]byte("room"))
			_ = conn.Close()
		}
	}()
	port := listener.Addr().(*net.TCPAddr).AddrPort().Port()
	a, err := NewAnnouncer(Announcement{Name: roomName, Pin: Pin{'p'}, Protocol: 1, Port: port}, Everywhere)
	if err != nil {
		t.Fatal(err)
	}
	stop := serve(t, a.Serve)
	elsewhere, f := search(t, Pin{'p'}, false), search(t, Pin{'p'}, true)
	await(t, f, "found", first(listener.Addr().String()))
	if got := a.Announced(); len(got) == 0 || got[0].String() != "127.0.0.1" {
		t.Fatalf("announced %v", got)
	}
	conn, _, err := Dial(t.Context(), f.Candidates(), greeted)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	stop()
	if got := a.Announced(); len(got) > 0 {
		t.Fatalf("still announced: %v", got)
	}
	await(t, f, "forgotten", none)
	if got := elsewhere.Candidates(); len(got) > 0 {
		t.Fatalf("without the loopback: %v", got)
	}
}

// Nothing of the library's is left running or open, however often it is started and stopped.
func testNothingIsLeftBehind(t *testing.T) {
	files := func() int {
		all, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	links, err := readLinks()
	if err != nil {
		t.Fatal(err)
	}
	interfaces := multicastOf(links, true)
	goroutines, open := runtime.NumGoroutine(), files()
	for i := range 30 {
		s := sighting{
			Announcement: Announcement{Name: roomName, Pin: Pin{'p'}, Protocol: 1, Port: 7443},
			instance:     Announcement{Pin: Pin{'p'}}.instance(string(rune('a' + i))), addresses: choose(links, true),
		}
		stop, err := (zeroconfLibrary{}).announce(s, interfaces)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		found := false
		err = (zeroconfLibrary{}).browse(ctx, interfaces, func(got sighting) {
			found = found || got.instance == s.instance
			if found {
				cancel() // in the midst of the answers
			}
		})
		cancel()
		if err != nil || !found {
			t.Fatalf("round %d: found %v, %v", i, found, err)
		}
		stop()
	}
	deadline := time.Now().Add(20 * time.Second)
	for runtime.NumGoroutine() > goroutines || files() > open {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines of %d, %d files of %d:\n%s", runtime.NumGoroutine(), goroutines, files(), open,
				stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
		<-time.After(20 * time.Millisecond)
	}
	if _, err := (zeroconfLibrary{}).announce(sighting{}, nil); err == nil {
		t.Fatal("announced on no interface")
	}
	if err := (zeroconfLibrary{}).browse(t.Context(), nil, nil); err == nil {
		t.Fatal("browsed on no interface")
	}
	gone := []net.Interface{{Index: 4711, Name: "gone", Flags: net.FlagUp | net.FlagMulticast}}
	if err := (zeroconfLibrary{}).browse(t.Context(), gone, nil); err == nil {
		t.Fatal("browsed on an interface that is gone")
	}
}
