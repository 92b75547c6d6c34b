package beacon

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// iface makes an interface of "eth0 up,multicast 10.0.0.5 fd00::2".
func iface(t *testing.T, text string) link {
	t.Helper()
	words := strings.Fields(text)
	l := link{Interface: net.Interface{Index: 1, Name: words[0]}}
	for _, flag := range strings.Split(words[1], ",") {
		l.Flags |= map[string]net.Flags{
			"up": net.FlagUp, "loop": net.FlagLoopback, "multicast": net.FlagMulticast, "tunnel": net.FlagPointToPoint, "running": net.FlagRunning,
		}[flag]
	}
	for _, word := range words[2:] {
		l.addresses = append(l.addresses, netip.MustParseAddr(word))
	}
	return l
}

func ifaces(t *testing.T, all ...string) []link {
	var links []link
	for _, one := range all {
		links = append(links, iface(t, one))
	}
	return links
}

func TestAddressesOfTheMachine(t *testing.T) {
	const lo = "lo up,loop 127.0.0.1 ::1"
	for name, row := range map[string]struct {
		links    []string
		loopback bool
		want     string
	}{
		"office": {[]string{lo, "docker0 up,multicast 172.17.0.1", "eth0 up,multicast fe80::1 fd00::2 2001:db8::2 192.168.1.20"},
			false, "[192.168.1.20 fd00::2 2001:db8::2 172.17.0.1]"},
		"demonstration":       {[]string{lo, "eth0 up,multicast 10.0.0.5"}, true, "[10.0.0.5 127.0.0.1 ::1]"},
		"no network":          {[]string{lo}, false, "[]"},
		"no network, demo":    {[]string{lo}, true, "[127.0.0.1 ::1]"},
		"a cable alone":       {[]string{lo, "eth0 up,multicast fe80::1 169.254.7.7"}, false, "[169.254.7.7 fe80::1]"},
		"a cable, demo":       {[]string{lo, "eth0 up,multicast fe80::1"}, true, "[fe80::1 127.0.0.1 ::1]"},
		"down":                {[]string{lo, "eth0 multicast 10.0.0.5", "wlan0 up 10.0.1.5"}, false, "[10.0.1.5]"},
		"public before six":   {[]string{"eth0 up 2001:db8::2 203.0.113.5"}, false, "[203.0.113.5 2001:db8::2]"},
		"private before":      {[]string{"eth0 up 203.0.113.5", "eth1 up 10.0.0.5"}, false, "[10.0.0.5 203.0.113.5]"},
		"tunnel last":         {[]string{"ppp0 up,tunnel 10.9.0.1", "eth0 up 203.0.113.5"}, false, "[203.0.113.5 10.9.0.1]"},
		"nonsense":            {[]string{"eth0 up 0.0.0.0 224.0.0.1 10.0.0.5 10.0.0.5"}, false, "[10.0.0.5]"},
		"no more than eight":  {[]string{"eth0 up 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6 10.0.0.7 10.0.0.8 10.0.0.9"}, false, "[10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6 10.0.0.7 10.0.0.8]"},
		"zones are not told":  {[]string{"eth0 up fe80::1%eth0"}, false, "[fe80::1]"},
		"Windows' own switch": {[]string{"vEthernet(Default) up 172.30.0.1", "Ethernet up 10.0.0.5"}, false, "[10.0.0.5 172.30.0.1]"},
	} {
		if got := fmt.Sprint(choose(ifaces(t, row.links...), row.loopback)); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
	if _, err := Addresses(Everywhere); err != nil {
		t.Error(err)
	}
}

func TestAnnouncedAddressesThatCanBeDialled(t *testing.T) {
	interfaces := []net.Interface{
		{Name: "lo", Flags: net.FlagUp | net.FlagLoopback}, {Name: "docker0", Flags: net.FlagUp},
		{Name: "eth0", Flags: net.FlagUp}, {Name: "wlan0", Flags: net.FlagUp},
	}
	for name, row := range map[string]struct {
		announced string
		loopback  bool
		want      string
	}{
		"as they are":         {"10.0.0.5 fd00::2", false, "[10.0.0.5 fd00::2]"},
		"another's loopback":  {"127.0.0.1 ::1 10.0.0.5", false, "[10.0.0.5]"},
		"ours":                {"127.0.0.1 ::1", true, "[127.0.0.1 ::1]"},
		"a zone of our own":   {"fe80::1", false, "[fe80::1%eth0 fe80::1%wlan0 fe80::1%docker0]"},
		"their zone is not":   {"fe80::1%en7", false, "[fe80::1%eth0 fe80::1%wlan0 fe80::1%docker0]"},
		"four has no zone":    {"169.254.7.7", false, "[169.254.7.7]"},
		"mapped":              {"::ffff:10.0.0.5 10.0.0.5", false, "[10.0.0.5]"},
		"nonsense":            {"0.0.0.0 :: 224.0.0.1 ff02::1", true, "[]"},
		"mapped loopback too": {"::ffff:127.0.0.1", false, "[]"},
	} {
		var announced []netip.Addr
		for _, word := range strings.Fields(row.announced) {
			announced = append(announced, netip.MustParseAddr(word))
		}
		announced = append(announced, netip.Addr{})
		if got := fmt.Sprint(reachable(announced, interfaces, row.loopback)); got != row.want {
			t.Errorf("%s: %s, want %s", name, got, row.want)
		}
	}
}

func TestInterfacesForMulticast(t *testing.T) {
	links := ifaces(t, "lo up,loop", "eth0 up,multicast", "eth1 multicast", "ppp0 up,tunnel", "wlan0 up,multicast")
	for loopback, want := range map[bool][]string{true: {"lo", "eth0", "wlan0"}, false: {"eth0", "wlan0"}} {
		var got []string
		for _, one := range multicastOf(links, loopback) {
			got = append(got, one.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("loopback %v: %v", loopback, got)
		}
	}
}

func TestWhatCountsAsAChangeOfNetwork(t *testing.T) {
	before := ifaces(t, "lo up,loop 127.0.0.1", "eth0 up,multicast,running 10.0.0.5 fe80::1")
	if fingerprint(before) != fingerprint(ifaces(t, "lo up,loop 127.0.0.1", "eth0 up,multicast,running fe80::1 10.0.0.5")) {
		t.Error("the order of addresses counts")
	}
	for name, eth0 := range map[string]string{
		"address":    "eth0 up,multicast,running 10.0.0.6 fe80::1",
		"one more":   "eth0 up,multicast,running 10.0.0.5 10.0.0.6 fe80::1",
		"one fewer":  "eth0 up,multicast,running fe80::1",
		"no carrier": "eth0 up,multicast 10.0.0.5 fe80::1",
		"down":       "eth0 multicast 10.0.0.5 fe80::1",
		"name":       "eth1 up,multicast,running 10.0.0.5 fe80::1",
	} {
		if fingerprint(before) == fingerprint(ifaces(t, "lo up,loop 127.0.0.1", eth0)) {
			t.Errorf("%s does not count", name)
		}
	}
	again := ifaces(t, "lo up,loop 127.0.0.1", "eth0 up,multicast,running 10.0.0.5 fe80::1")
	again[1].Index = 9 // drawn and put in again
	if fingerprint(before) == fingerprint(again) {
		t.Error("another interface of the same name does not count")
	}
}
