package trust

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"
)

func addresses(all ...string) []netip.Addr {
	var parsed []netip.Addr
	for _, one := range all {
		parsed = append(parsed, netip.MustParseAddr(one))
	}
	return parsed
}

func sampleInvitation() Invitation {
	return Invitation{
		Addresses: addresses("192.168.1.20", "10.0.0.5", "fd00::2"), Port: 7443,
		Pin: PinOf(make([]byte, 32)), Token: "AAECAwQFBgcICQoLDA0ODw", Name: "Phòng họp Hội đồng nhân dân",
	}
}

func TestInvitationText(t *testing.T) {
	i := sampleInvitation()
	want := "congso://pair?a=192.168.1.20,10.0.0.5,fd00::2&p=7443&k=Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU" +
		"&t=AAECAwQFBgcICQoLDA0ODw&n=UGjDsm5nIGjhu41wIEjhu5lpIMSR4buTbmcgbmjDom4gZMOibg"
	if i.String() != want {
		t.Fatalf("text\n%s\nwant\n%s", i, want)
	}
	for name, text := range map[string]string{
		"as it is":      want,
		"surrounded":    " \t\r\n" + want + "\n\n",
		"byte order":    "\ufeff" + want,
		"wrapped":       want[:40] + "\r\n" + want[40:90] + "\n  " + want[90:],
		"hard spaces":   want[:30] + "\u00a0\u200b" + want[30:],
		"scheme":        "CongSo" + want[6:],
		"slash":         strings.Replace(want, "pair?", "pair/?", 1),
		"mapped":        strings.Replace(want, "192.168.1.20", "::ffff:192.168.1.20", 1),
		"other order":   "congso://pair?n=UGjDsm5nIGjhu41wIEjhu5lpIMSR4buTbmcgbmjDom4gZMOibg&" + strings.TrimPrefix(want[:strings.Index(want, "&n=")], "congso://pair?"),
		"percent signs": strings.Replace(want, "fd00::2", "fd00%3A%3A2", 1),
	} {
		read, err := ParseInvitation(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !reflect.DeepEqual(read, i) {
			t.Errorf("%s: read %+v", name, read)
		}
	}
	i.Name = ""
	read, err := ParseInvitation(i.String())
	if err != nil || !reflect.DeepEqual(read, i) {
		t.Errorf("without a name: %+v, %v", read, err)
	}
}

func TestTextsThatAreNoInvitation(t *testing.T) {
	good := sampleInvitation().String()
	swap := func(old, with string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not there", old)
		}
		return strings.Replace(good, old, with, 1)
	}
	for name, text := range map[string]string{
		"nothing":         "",
		"address":         "192.168.1.20:7443",
		"scheme":          swap("congso:", "https:"),
		"host":            swap("//pair", "//share"),
		"user":            swap("//pair", "//me@pair"),
		"path":            swap("pair?", "pair/now?"),
		"fragment":        good + "#x",
		"two tokens":      good + "&t=AAECAwQFBgcICQoLDA0ODw",
		"unknown key":     good + "&z=1",
		"no addresses":    swap("192.168.1.20,10.0.0.5,fd00::2", ""),
		"host name":       swap("192.168.1.20", "phonghop.local"),
		"zone":            swap("fd00::2", "fe80::1%25eth0"),
		"any address":     swap("192.168.1.20", "0.0.0.0"),
		"multicast":       swap("192.168.1.20", "224.0.0.251"),
		"nine addresses":  swap("fd00::2", "::1,::2,::3,::4,::5,::6,::7"),
		"no port":         swap("p=7443", "p="),
		"port 0":          swap("p=7443", "p=0"),
		"port 70000":      swap("p=7443", "p=70000"),
		"signed port":     swap("p=7443", "p=-1"),
		"short pin":       swap("k=Zmh6", "k="),
		"pin alphabet":    swap("k=Zmh6", "k=Zm/6"),
		"pin last bits":   swap("fKSU", "fKSV"),
		"short token":     swap("t=AAEC", "t="),
		"no token":        swap("&t=AAECAwQFBgcICQoLDA0ODw", ""),
		"name alphabet":   good + "!",
		"name line break": swap("n=UGjDsm5nIGjhu41wIEjhu5lpIMSR4buTbmcgbmjDom4gZMOibg", "n=YQpi"),
		"name not UTF-8":  swap("n=UGjDsm5nIGjhu41wIEjhu5lpIMSR4buTbmcgbmjDom4gZMOibg", "n=_w"),
		"too long":        good + strings.Repeat("A", 5000),
	} {
		if read, err := ParseInvitation(text); CodeOf(err) != Malformed {
			t.Errorf("%s: %+v, %v", name, read, err)
		}
	}
}

func FuzzParseInvitation(f *testing.F) {
	f.Add(sampleInvitation().String())
	f.Add(" congso://pair?a=fe80::1,1.2.3.4&p=1&k=&t=&n=\n")
	f.Add("congso://pair?a=::ffff:1.2.3.4&p=+7&k=Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU&t=AAECAwQFBgcICQoLDA0ODw")
	f.Fuzz(func(t *testing.T, text string) {
		read, err := ParseInvitation(text)
		if err != nil {
			if CodeOf(err) != Malformed {
				t.Fatalf("error without its code: %v", err)
			}
			return
		}
		again, err := ParseInvitation(read.String())
		if err != nil {
			t.Fatalf("%q is not read again: %v", read, err)
		}
		if !reflect.DeepEqual(read, again) {
			t.Fatalf("%+v became %+v", read, again)
		}
		if len(read.Addresses) == 0 || read.Port == 0 || !isToken(read.Token) {
			t.Fatalf("incomplete: %+v", read)
		}
	})
}
