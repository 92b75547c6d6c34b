package trust

import (
	"bytes"
	"encoding/json"
	"testing"
)

func TestIdentityIsStoredAndRead(t *testing.T) {
	a, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	i := admit(t, a)
	stored, err := i.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	read, err := UnmarshalIdentity(stored)
	if err != nil {
		t.Fatal(err)
	}
	key, err := read.ServerKey()
	if err != nil || !key.Equal(a.Server().Key()) {
		t.Fatalf("server key %x, %v", key, err)
	}
	if read.Device() != i.Device() || read.Pin != a.Pin() || read.Mode != "delegate" || read.State != Approved ||
		!bytes.Equal(read.Certificate, i.Certificate) {
		t.Fatalf("read %+v", read)
	}
	if _, err := (&Identity{}).Marshal(); err == nil {
		t.Fatal("an identity without a key was stored")
	}
}

func TestDamagedIdentity(t *testing.T) {
	a, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	one, two, foreign := admit(t, a), admit(t, a), admit(t, namesake(t, a))
	spoil := map[string]func(*storedIdentity){
		"version":             func(s *storedIdentity) { s.Version = 9 },
		"short seed":          func(s *storedIdentity) { s.Seed = s.Seed[1:] },
		"another's key":       func(s *storedIdentity) { s.Seed = two.Key.Seed() },
		"another certificate": func(s *storedIdentity) { s.Certificate = two.Certificate },
		"foreign certificate": func(s *storedIdentity) { s.Certificate, s.Seed = foreign.Certificate, foreign.Key.Seed() },
		"foreign authority":   func(s *storedIdentity) { s.Authority = foreign.Authority },
		"foreign server":      func(s *storedIdentity) { s.Server = foreign.Server },
		"no authority":        func(s *storedIdentity) { s.Authority = nil },
		"device as server":    func(s *storedIdentity) { s.Server = s.Certificate },
		"state":               func(s *storedIdentity) { s.State = "admin" },
		"mode":                func(s *storedIdentity) { s.Mode = "" },
	}
	for name, change := range spoil {
		stored, err := one.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		var s storedIdentity
		if err := json.Unmarshal(stored, &s); err != nil {
			t.Fatal(err)
		}
		change(&s)
		spoilt, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := UnmarshalIdentity(spoilt); CodeOf(err) != Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"", "{}", "null", "[1]"} {
		if _, err := UnmarshalIdentity([]byte(text)); CodeOf(err) != Damaged {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzUnmarshalIdentity(f *testing.F) {
	a, err := newAuthority()
	if err != nil {
		f.Fatal(err)
	}
	key, err := NewKey()
	if err != nil {
		f.Fatal(err)
	}
	i, err := a.Admit(key, "delegate")
	if err != nil {
		f.Fatal(err)
	}
	stored, err := i.Marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stored)
	f.Add([]byte(`{"v":1,"seed":"AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8="}`))
	f.Fuzz(func(t *testing.T, stored []byte) {
		read, err := UnmarshalIdentity(stored)
		if err != nil {
			if CodeOf(err) != Damaged {
				t.Fatalf("error without its code: %v", err)
			}
			return
		}
		again, err := read.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if other, err := UnmarshalIdentity(again); err != nil || other.Device() != read.Device() || other.Pin != read.Pin {
			t.Fatalf("%s became %s, %v", stored, again, err)
		}
	})
}
