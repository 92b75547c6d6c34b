package storage

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
)

// rawBytes are those of every file in a folder.
func rawBytes(t *testing.T, folder string) []byte {
	t.Helper()
	var all []byte
	names, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(folder, name.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return all
}

// What is destroyed is in no byte of the file or of what lies beside it, while it is open and after.
func TestDestroyedKeysAreInNoByte(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s, err := OpenSubjects(ctx, filepath.Join(folder, "subjects.db"))
	if err != nil {
		t.Fatal(err)
	}
	key := func(text string) []byte { return []byte(strings.Repeat(text, 32)[:32]) }
	keys := map[string][]byte{"an": key("key of an "), "binh": key("key of binh ")}
	if err := s.Keep(ctx, keys); err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(ctx, map[string][]byte{"an": key("another ")}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Keys(ctx); err != nil || len(got) != 2 || !bytes.Equal(got["an"], keys["an"]) {
		t.Fatalf("%v: %q", err, got)
	}
	if raw := rawBytes(t, folder); !bytes.Contains(raw, keys["an"]) {
		t.Fatal("the key is not where this test looks for it")
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := BackupSubjects(ctx, filepath.Join(folder, "subjects.db"), copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Destroy(ctx, []string{"an", "never there"}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if raw := rawBytes(t, folder); bytes.Contains(raw, keys["an"]) || bytes.Contains(raw, []byte("another ")) {
			t.Error("the key is still there")
		}
		if got, err := s.Keys(ctx); err != nil || len(got) != 1 || got["an"] != nil {
			t.Errorf("%v: %q", err, got)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err = OpenSubjects(ctx, filepath.Join(folder, "subjects.db")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	back, err := OpenSubjects(ctx, copied)
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if got, err := back.Keys(ctx); err != nil || len(got) != 2 {
		t.Errorf("the copy: %v %q", err, got)
	}
}

func TestDeviceForgetsSubjects(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	d, err := OpenDevice(ctx, filepath.Join(folder, "device.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	key := func(text string) []byte { return []byte(strings.Repeat(text, 32)[:32]) }
	boxed := change.Command{ID: "c1", Kind: change.Sealed, Stream: "people", Body: []byte(`{"box":"what was asked about an"}`)}
	plain := change.Command{ID: "c2", Kind: "device.name", Stream: "people"}
	for _, command := range []change.Command{boxed, plain} {
		if err := d.Enqueue(ctx, Waiting{Command: command}); err != nil {
			t.Fatal(err)
		}
		if err := d.Settle(ctx, change.Answer{ID: command.ID, Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: 1}}, time.UnixMilli(1)); err != nil {
			t.Fatal(err)
		}
	}
	known := func(want ...string) {
		t.Helper()
		got, err := d.Subjects(ctx)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%v: %q, want %q", err, got, want)
		}
		for _, subject := range want {
			if got[subject] == nil {
				t.Errorf("%s is not there", subject)
			}
		}
	}
	keep := func(all bool, keys map[string][]byte, forgotten ...string) {
		t.Helper()
		if err := d.KeepSubjects(ctx, all, keys, forgotten); err != nil {
			t.Fatal(err)
		}
	}
	keep(true, map[string][]byte{"an": key("key of an "), "binh": key("key of binh ")})
	keep(false, map[string][]byte{"chi": key("key of chi ")})
	known("an", "binh", "chi")
	answered, err := d.AnsweredBy(ctx, "", 10)
	if err != nil || len(answered) != 2 {
		t.Fatalf("%v: %+v", err, answered)
	}
	keep(false, nil, "an")
	known("binh", "chi")
	keep(true, map[string][]byte{"chi": key("key of chi ")}) // the device was away when binh went
	known("chi")
	raw := rawBytes(t, folder)
	for _, gone := range [][]byte{key("key of an "), key("key of binh "), []byte("what was asked about an")} {
		if bytes.Contains(raw, gone) {
			t.Errorf("%q is still there", gone)
		}
	}
	if answered, err = d.AnsweredBy(ctx, "", 10); err != nil || len(answered) != 1 || answered[0].Command.ID != "c2" {
		t.Errorf("%v: %+v", err, answered)
	}
}
