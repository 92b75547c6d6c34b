package beacon

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
)

func TestTypedAddresses(t *testing.T) {
	for typed, want := range map[string]string{
		"192.168.1.20":              "192.168.1.20:7443",
		"192.168.1.20:8000":         "192.168.1.20:8000",
		"  192.168.1.20 : 8000\r\n": "192.168.1.20:8000",
		"192,168,1,20":              "192.168.1.20:7443", // the numeric keyboard of a Vietnamese tablet
		"１９２．１６８．１．２０：８０００":                 "192.168.1.20:8000",
		"https://192.168.1.20:8000/room?x#": "192.168.1.20:8000",
		"HTTP://PhongHop.local/":            "phonghop.local:7443",
		"congso://192.168.1.20":             "192.168.1.20:7443",
		"\ufeff192.168.\u200b1.20":          "192.168.1.20:7443",
		"phonghop":                          "phonghop:7443",
		"may-chu-2.hdnd.gov.vn.":            "may-chu-2.hdnd.gov.vn:7443",
		"fd00::2":                           "[fd00::2]:7443",
		"[fd00::2]":                         "[fd00::2]:7443",
		"[FD00::2]:8000":                    "[fd00::2]:8000",
		"[fe80::1%eth0]:8000":               "[fe80::1%eth0]:8000",
		"::ffff:10.0.0.5":                   "10.0.0.5:7443",
		"127.0.0.1:1":                       "127.0.0.1:1",
		"192.168.1.20:65535":                "192.168.1.20:65535",
	} {
		got, err := ParseTyped(typed)
		if err != nil || got != (Candidate{Address: want, Source: Typed}) {
			t.Errorf("%q: %+v, %v", typed, got, err)
		}
	}
}

func TestTypingMistakes(t *testing.T) {
	for typed, code := range map[string]string{
		"":                              AddressEmpty,
		" \t\u200b":                     AddressEmpty,
		"https://":                      AddressEmpty,
		"congso://pair?a=1.2.3.4&p=1":   AddressInvitation,
		" CONGSO://PAIR/?a=1.2.3.4&p=1": AddressInvitation,
		"192.168.1":                     AddressHost,
		"192.168.1.256":                 AddressHost,
		"192.168..20":                   AddressHost,
		"192.168.1.20.30":               AddressHost,
		"0.0.0.0":                       AddressHost,
		"::":                            AddressHost,
		"224.0.0.251":                   AddressHost,
		"phòng họp":                     AddressHost,
		"-a.b":                          AddressHost,
		"a_b":                           AddressHost,
		"me@phonghop.local":             AddressHost,
		"[::%]0]":                       AddressHost,
		"::%x":                          AddressHost,
		"fd00::2%eth0":                  AddressHost,
		"[fe80::1%a]b]:1":               AddressHost,
		"[fd00::2":                      AddressHost,
		"[fd00::2]8000":                 AddressHost,
		"fd00::2]":                      AddressHost,
		"%2e":                           AddressHost,
		":7443":                         AddressHost,
		"1:2:3":                         AddressHost,
		strings.Repeat("a", 64):         AddressHost,
		strings.Repeat("a.", 127) + "a": AddressHost,
		strings.Repeat(" ", 2049):       AddressHost,
		"192.168.1.20:":                 AddressPort,
		"192.168.1.20:0":                AddressPort,
		"192.168.1.20:65536":            AddressPort,
		"192.168.1.20:-1":               AddressPort,
		"192.168.1.20:+80":              AddressPort,
		"[fd00::2]:x":                   AddressPort,
	} {
		if got, err := ParseTyped(typed); CodeOf(err) != code || got != (Candidate{}) {
			t.Errorf("%q: %+v, %v, want %s", typed, got, err, code)
		}
	}
}

func FuzzParseTyped(f *testing.F) {
	for _, seed := range []string{
		"192.168.1.20:8000", "[fe80::1%eth0]:7443", "https://PhongHop.local/x", "192．168,1．２０", "::ffff:1.2.3.4", "a:b:c", "[", "]:", "::%]0", "fe80::%]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		read, err := ParseTyped(typed)
		if err != nil {
			switch CodeOf(err) {
			case AddressEmpty, AddressHost, AddressPort, AddressInvitation:
			default:
				t.Fatalf("error without a code of its own: %v", err)
			}
			return
		}
		host, port, err := net.SplitHostPort(read.Address)
		if err != nil {
			t.Fatal(err)
		}
		if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
			t.Fatalf("port of %q", read.Address)
		}
		if address, err := netip.ParseAddr(host); err == nil && (address.IsUnspecified() || address.IsMulticast()) {
			t.Fatalf("%q leads nowhere", read.Address)
		}
		again, err := ParseTyped(read.Address)
		if err != nil || again != read {
			t.Fatalf("%q was read as %+v, and that as %+v, %v", typed, read, again, err)
		}
	})
}
