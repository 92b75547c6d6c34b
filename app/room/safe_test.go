package room

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// Each device, person and session has a key of its own, which stays the same over every start and is another one
// under another master.
func TestKeysOfDevices(t *testing.T) {
	folder := t.TempDir()
	open := func() *safe {
		s, err := openSafe(folder)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	of := func(s *safe, device, person string, audience change.Audience) string {
		keys, err := s.keys(device, person, []change.Audience{audience})
		if err != nil || len(keys) != 1 || len(keys[audience.Place()]) != 32 {
			t.Fatalf("%v %v", keys, err)
		}
		return string(keys[audience.Place()])
	}
	s := open()
	first := of(s, "d", "p", "council/s/hall")
	seen := map[string]string{first: "the first"}
	for what, key := range map[string]string{
		"another device": of(s, "e", "p", "council/s/hall"), "another person": of(s, "d", "q", "council/s/hall"), "another session": of(s, "d", "p", "council/t/hall"),
		"names run together": of(s, "dp", "c", "ouncil/s/hall"),
	} {
		if seen[key] != "" {
			t.Errorf("%s has the key of %s", what, seen[key])
		}
		seen[key] = what
	}
	if of(open(), "d", "p", "council/s/members") != first {
		t.Error("another key after a start, or for another audience of the session")
	}
	for _, name := range []string{vaultFile, safeFile} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != 0o600 || info.Size() != 32 {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, vaultFile), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openSafe(folder); err == nil {
		t.Error("a damaged master is used")
	}
	if err := os.WriteFile(filepath.Join(folder, vaultFile), bytes.Repeat([]byte("m"), 32), 0o600); err != nil {
		t.Fatal(err)
	}
	if of(open(), "d", "p", "council/s/hall") == first {
		t.Error("another master has the same keys")
	}
	if keys, err := s.keys("d", "", []change.Audience{"council/s/hall"}); len(keys) != 0 || err != nil {
		t.Errorf("nobody has %v, %v", keys, err)
	}
}

// What was sealed is judged as what it is; what does not open is refused, and nothing else is touched.
func TestSealedCommands(t *testing.T) {
	s, err := openSafe(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	command := change.Command{ID: "a", Kind: "ballot.cast", Stream: "council/s", Person: "p", Body: json.RawMessage(`{"poll":"q"}`)}
	box, err := storage.SealCommand(command, s.Public())
	if err != nil {
		t.Fatal(err)
	}
	receipt := &change.Receipt{Epoch: 3}
	sealed, err := storage.Boxed("a", "p", "council/s", box, receipt)
	if err != nil {
		t.Fatal(err)
	}
	opened, refused := s.open(sealed)
	if refused != nil || opened.Kind != "ballot.cast" || string(opened.Body) != `{"poll":"q"}` || opened.Receipt != receipt {
		t.Errorf("%+v %v", opened, refused)
	}
	if plain, refused := s.open(command); refused != nil || plain.Kind != command.Kind {
		t.Errorf("%+v %v", plain, refused)
	}
	other, err := openSafe(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for what, s := range map[string]*safe{"another room": other, "a room without a safe": nil} {
		if _, refused := s.open(sealed); refused == nil || refused.Code != "command.sealed" || refused.Outcome != change.Refused {
			t.Errorf("%s: %v", what, refused)
		}
	}
	if keys, err := (*safe)(nil).keys("d", "p", []change.Audience{"council/s/hall"}); keys != nil || err != nil || (*safe)(nil).Public() != nil {
		t.Errorf("a room without a safe gives %v, %v", keys, err)
	}
}
