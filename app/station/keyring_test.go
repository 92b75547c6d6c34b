package station

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/change"
)

var someKeys = change.Keys{"council/s": bytes.Repeat([]byte("k"), 32)}

func newKeyring(t *testing.T) *keyring {
	t.Helper()
	k, err := openKeyring(filepath.Join(t.TempDir(), "keyring"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *keyring) again(t *testing.T) *keyring {
	t.Helper()
	opened, err := openKeyring(k.file)
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// A week without the room and no longer, by the latest time that was ever seen; the room alone sets it back.
func TestKeyringExpires(t *testing.T) {
	start := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	type moment struct {
		clock time.Duration // after start, by this device's clock
		ran   time.Duration // since the moment before
		heard bool
		want  bool
	}
	for what, moments := range map[string][]moment{
		"a week":                   {{6 * day, 0, false, false}, {7*day - time.Millisecond, 0, false, false}, {7 * day, 0, false, true}},
		"heard in between":         {{6 * day, 0, true, false}, {12 * day, 0, false, false}, {13 * day, 0, false, true}},
		"a clock that goes back":   {{6 * day, 0, false, false}, {-400 * day, 0, false, false}, {6*day + time.Hour, 0, false, false}, {7 * day, 0, false, true}},
		"set back while it is on":  {{0, day, false, false}, {-day, 3 * day, false, false}, {-day, 3 * day, false, true}},
		"set back after it is due": {{8 * day, 0, false, true}, {-8 * day, 0, false, true}},
		"far ahead, then heard":    {{9000 * day, 0, true, false}, {1 * day, 0, true, false}, {7 * day, 0, false, false}, {8 * day, 0, false, true}},
	} {
		k := newKeyring(t)
		if err := k.set(someKeys, start); err != nil {
			t.Fatal(err)
		}
		for i, m := range moments {
			if m.heard {
				if err := k.hear(start.Add(m.clock)); err != nil {
					t.Fatal(err)
				}
			}
			if got := k.look(start.Add(m.clock), m.ran); got != m.want {
				t.Errorf("%s, moment %d: expired %t, want %t", what, i, got, m.want)
			}
			if err := k.note(); err != nil {
				t.Fatal(err)
			}
			k = k.again(t) // all of it holds over a start
		}
	}
	if k := newKeyring(t); k.look(start.Add(9000*day), 0) {
		t.Error("no keys at all are expired")
	}
}

// The file is the owner's alone, is there whole or not at all, and is overwritten before it goes.
func TestKeyringFile(t *testing.T) {
	k := newKeyring(t)
	now := time.Now()
	if err := k.set(someKeys, now); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(k.file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if got := k.again(t); !got.keys().Equal(someKeys) || got.Key("council/t") != nil || got.Safe() != nil {
		t.Errorf("read back %v", got.keys())
	}
	// Another name of the same bytes shows what was left where they stood.
	other := k.file + ".other"
	if err := os.Link(k.file, other); err != nil {
		t.Skipf("this disk has no second names: %v", err)
	}
	next := change.Keys{"council/s": bytes.Repeat([]byte("n"), 32)}
	if err := k.set(next, now); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadFile(other); err != nil || len(bytes.Trim(left, "\x00")) > 0 {
		t.Errorf("left of replaced keys: %q %v", left, err)
	}
	if err := errors.Join(os.Remove(other), os.Link(k.file, other)); err != nil {
		t.Fatal(err)
	}
	if err := k.set(nil, now); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadFile(other); err != nil || len(bytes.Trim(left, "\x00")) > 0 {
		t.Errorf("left of removed keys: %q %v", left, err)
	}
	if _, err := os.Stat(k.file); !errors.Is(err, fs.ErrNotExist) || len(k.keys()) != 0 {
		t.Errorf("still there: %v", err)
	}
}

// Keys that the disk does not take are not used: what they seal would not open after a start.
func TestKeyringOnFullDisk(t *testing.T) {
	k := newKeyring(t)
	if err := os.Mkdir(k.file+".new", 0o700); err != nil { // in the way of the new file
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(k.file+".new", "x"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := k.set(someKeys, time.Now()); err == nil || k.Key("council/s") != nil {
		t.Errorf("used: %v, %v", k.keys(), err)
	}
}

// A file that cannot be read holds no keys, and nor does a key of another length.
func TestDamagedKeyring(t *testing.T) {
	for _, content := range []string{"", "{", `{"keys":{"council/s":"AAAA"}}`, `[]`, "\x00\x00\x00"} {
		k := newKeyring(t)
		if err := os.WriteFile(k.file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := k.again(t); got.Key("council/s") != nil {
			t.Errorf("%q: %v", content, got.keys())
		}
	}
}
