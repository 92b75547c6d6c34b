package beacon

import (
	"net"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/grandcat/zeroconf"
)

func sample() Announcement {
	return Announcement{Name: "Phòng họp số 1. Lầu 2", Pin: Pin{1, 2, 255}, Protocol: 7, Port: 7443}
}

func TestAnnouncementText(t *testing.T) {
	a := sample()
	want := []string{"v=7", "k=AQL_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "n=UGjDsm5nIGjhu41wIHPhu5EgMS4gTOG6p3UgMg"}
	text := a.text()
	if strings.Join(text, "&") != strings.Join(want, "&") {
		t.Fatalf("text %q", text)
	}
	for name, text := range map[string][]string{
		"as it is":      text,
		"other order":   {text[2], text[1], text[0]},
		"upper case":    {"V=7", "K=" + text[1][2:], "N=" + text[2][2:]},
		"others' too":   append([]string{"", "=", "x", "path=/", "k"[:0] + "z=1"}, text...),
		"first counts":  append(append([]string{}, text...), "v=9", "k=", "n="),
		"padded twice=": append([]string{"pad=="}, text...),
	} {
		read, ok := parseText(text)
		if read.Port = a.Port; !ok || read != a {
			t.Errorf("%s: %+v, %v", name, read, ok)
		}
	}
}

// A string of TXT has at most 255 bytes, whatever the room is called.
func TestLongNamesAreCutBetweenLetters(t *testing.T) {
	for _, letter := range []string{"a", "ế", "𠀀"} {
		for shift := range 4 {
			a := sample()
			a.Name = strings.Repeat("x", shift) + strings.Repeat(letter, 200)
			for _, one := range a.text() {
				if len(one) > 255 {
					t.Fatalf("%d bytes", len(one))
				}
			}
			read, ok := parseText(a.text())
			if !ok || !strings.HasPrefix(a.Name, read.Name) || !utf8.ValidString(read.Name) || len(read.Name) < maxNameBytes-3 {
				t.Fatalf("%q, %d bytes, %v", read.Name, len(read.Name), ok)
			}
		}
	}
}

func TestTextsOfOthers(t *testing.T) {
	pin := "k=" + sample().Pin.String()
	for name, text := range map[string][]string{
		"none":             nil,
		"no pin":           {"v=1"},
		"no version":       {pin},
		"version 0":        {"v=0", pin},
		"negative":         {"v=-1", pin},
		"version in words": {"v=one", pin},
		"huge":             {"v=99999999999999999999", pin},
		"short pin":        {"v=1", "k=AQI"},
		"long pin":         {"v=1", pin + "AA"},
		"pin alphabet":     {"v=1", "k=+" + pin[3:]},
		"pin's last bits":  {"v=1", pin[:len(pin)-1] + "B"},
		"pin of zeros":     {"v=1", "k=" + Pin{}.String()},
	} {
		if read, ok := parseText(text); ok {
			t.Errorf("%s: %+v", name, read)
		}
	}
	// A name that cannot be shown does not hide its room.
	for _, name := range []string{"n=", "n", "n=%", "n=YQpi", "n=_w", "n=4oCu"} { // a line break, no UTF-8, written backwards
		if read, ok := parseText([]string{"v=1", pin, name}); !ok || read.Name != "" {
			t.Errorf("%s: %+v, %v", name, read, ok)
		}
	}
}

func TestAnnouncementsThatSayTooLittle(t *testing.T) {
	for name, change := range map[string]func(*Announcement){
		"port":     func(a *Announcement) { a.Port = 0 },
		"pin":      func(a *Announcement) { a.Pin = Pin{} },
		"protocol": func(a *Announcement) { a.Protocol = 0 },
	} {
		a := sample()
		change(&a)
		if _, err := NewAnnouncer(a, Everywhere); err == nil {
			t.Errorf("announced without %s", name)
		}
	}
	if _, err := NewAnnouncer(Announcement{Pin: Pin{1}, Protocol: 1, Port: 1}, Everywhere); err != nil {
		t.Errorf("a room needs no name: %v", err)
	}
}

func FuzzParseText(f *testing.F) {
	f.Add(strings.Join(sample().text(), "\n"))
	f.Add("v=1\nk=AQI\nn=%")
	f.Add("V=+2\nk=AQL_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nN=YQ\nn=Yg")
	f.Add("=\n==\nk")
	f.Fuzz(func(t *testing.T, joined string) {
		read, ok := parseText(strings.Split(joined, "\n"))
		if !ok {
			return
		}
		if read.Pin.IsZero() || read.Protocol < 1 || !presentable(read.Name) || read.Port != 0 {
			t.Fatalf("believed %+v", read)
		}
		again, ok := parseText(read.text())
		if !ok || again.Pin != read.Pin || again.Protocol != read.Protocol || !strings.HasPrefix(read.Name, again.Name) {
			t.Fatalf("%+v became %+v", read, again)
		}
	})
}

func FuzzReadEntry(f *testing.F) {
	text := strings.Join(sample().text(), "\n")
	f.Add("congso-01-a", 7443, text, []byte{10, 0, 0, 5}, []byte{15: 1})
	f.Add("Ph\\195\\178ng", 65536, text, []byte{}, []byte{1, 2, 3})
	f.Add("", -1, "", []byte{0, 0, 0, 0}, make([]byte, 16))
	f.Add("x", 1, text, []byte{127, 0, 0, 1}, append(make([]byte, 10), 255, 255, 224, 0, 0, 251))
	interfaces := []net.Interface{{Name: "lo", Flags: net.FlagLoopback}, {Name: "eth0"}, {Name: "wlan0"}}
	f.Fuzz(func(t *testing.T, instance string, port int, text string, four, six []byte) {
		entry := zeroconf.NewServiceEntry(instance, service, domain)
		entry.Port, entry.Text = port, strings.Split(text, "\n")
		for range 5 {
			entry.AddrIPv4, entry.AddrIPv6 = append(entry.AddrIPv4, four), append(entry.AddrIPv6, six)
		}
		s, ok := readEntry(entry)
		if !ok {
			return
		}
		if s.instance == "" || s.Port == 0 || s.Pin.IsZero() {
			t.Fatalf("believed %+v", s)
		}
		for _, loopback := range []bool{true, false} {
			dialled := reachable(s.addresses, interfaces, loopback)
			if len(dialled) > maxAddresses {
				t.Fatalf("%d addresses", len(dialled))
			}
			for _, one := range FromInvitation(dialled, s.Port, s.Pin, s.Name) {
				typed, err := ParseTyped(one.Address)
				if err != nil || typed.Address != one.Address {
					t.Fatalf("%q cannot be dialled: %v", one.Address, err)
				}
			}
			for _, address := range dialled {
				if address.IsLoopback() && !loopback || address.Is6() && address.IsLinkLocalUnicast() && address.Zone() == "" {
					t.Fatalf("%v, loopback %v", address, loopback)
				}
			}
		}
	})
}
