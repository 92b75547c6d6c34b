package room_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
	"congso.vn/congso/storage"
)

const (
	secretPhone = "0912-345-678"
	secretMail  = "anh.nguyen.thi@example.vn"
)

// found returns the files under a folder in which some bytes stand.
func found(t *testing.T, folder string, what ...string) []string {
	t.Helper()
	var in []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) { // what lies beside an open file comes and goes
			return nil
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		for _, text := range what {
			if bytes.Contains(data, []byte(text)) {
				in = append(in, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// subjectKey reads the key of a subject out of the file; nil for none.
func subjectKey(t *testing.T, folder, subject string) []byte {
	t.Helper()
	store, err := storage.OpenSubjects(t.Context(), filepath.Join(folder, "subjects.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	keys, err := store.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return keys[subject]
}

// sound holds the whole log of a closed room to its chain.
func sound(t *testing.T, folder string) {
	t.Helper()
	log, err := storage.OpenRoom(t.Context(), filepath.Join(folder, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	findings, err := log.Verify(t.Context())
	if err != nil || len(findings) == 0 {
		t.Fatalf("verify: %v %+v", err, findings)
	}
	for _, f := range findings {
		if !f.OK() {
			t.Errorf("%+v", f)
		}
	}
}

// disclosed is a room where a clerk's desk has written how p1 is reached, and shows it.
func disclosed(t *testing.T) (*bed, *device) {
	b := newBed(t)
	b.session(2)
	desk := b.admit(people.ClerkMode)
	desk.online()
	desk.until("p1 is known", func() bool { _, known := person(desk, "p1"); return known })
	err := desk.Seat().DoIn(t.Context(), people.Stream, people.SetPersonalKind, 0,
		people.Disclosing{ID: "p1", Personal: people.Personal{Phone: secretPhone, Email: secretMail}})
	if err != nil {
		t.Fatal(err)
	}
	desk.until("the phone is shown", func() bool {
		p, _ := person(desk, "p1")
		return p.Personal != nil && p.Personal.Phone == secretPhone && p.Personal.Email == secretMail
	})
	return b, desk
}

func person(d *device, id string) (people.Person, bool) {
	for _, p := range d.Seat().Persons() {
		if p.ID == id {
			return p, true
		}
	}
	return people.Person{}, false
}

// What is personal stands on no disk in the open, not before the erasure and not after; after it nothing can
// open it any more, the log still verifies, and a device that was away forgets when it is back.
func TestErasedPerson(t *testing.T) {
	b, desk := disclosed(t)
	away := b.admit(people.ClerkMode)
	away.until("the other desk shows it too", func() bool { p, _ := person(away, "p1"); return p.Personal != nil })
	identity, err := away.Folder().Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	awayPath := away.Folder().Path()
	away.stop()
	tablet := b.seated("p1")
	nowhere := func(when string) {
		t.Helper()
		for _, folder := range []string{b.folder, desk.Folder().Path(), awayPath, tablet.Folder().Path()} {
			if in := found(t, folder, secretPhone, secretMail); len(in) > 0 {
				t.Errorf("%s it stands in the open in %v", when, in)
			}
		}
	}
	nowhere("before the erasure")
	b.halt()
	key := subjectKey(t, b.folder, "p1")
	if len(key) != change.SubjectKeySize || len(found(t, b.folder, string(key))) == 0 || len(found(t, awayPath, string(key))) == 0 {
		t.Fatal("the key is not where this test looks for it")
	}
	b.start()
	desk.until("connected again", func() bool {
		return desk.Seat().Standing().Link == people.Online && time.Since(desk.Seat().Standing().LastContact) < time.Second
	})
	tablet.until("connected again", func() bool { return time.Since(tablet.Seat().Standing().LastContact) < time.Second })

	if err := desk.Seat().DoIn(t.Context(), people.Stream, people.ErasePersonKind, 0, people.Erasing{ID: "p1", Reason: "đã nghỉ, có đơn"}); err != nil {
		t.Fatal(err)
	}
	// The answer came: the key is gone by now.
	if in := found(t, b.folder, string(key)); len(in) > 0 {
		t.Errorf("the key is still in %v", in)
	}
	desk.until("the desk shows that it is erased", func() bool {
		p, known := person(desk, "p1")
		return known && p.Erased > 0 && p.Personal == nil && p.Name == "Đại biểu p1"
	})
	tablet.until("nobody holds the tablet", func() bool { _, holds := tablet.Seat().Person(); return !holds })
	desk.until("the desk has forgotten the key", func() bool { return len(found(t, desk.Folder().Path(), string(key))) == 0 })
	nowhere("after the erasure")

	folder, err := station.OpenFolder(t.Context(), awayPath)
	if err != nil {
		t.Fatal(err)
	}
	away = b.run(folder, identity)
	away.until("the desk that was away has forgotten it", func() bool {
		p, _ := person(away, "p1")
		return p.Erased > 0 && len(found(t, awayPath, string(key))) == 0
	})
	if err := desk.Seat().DoIn(t.Context(), people.Stream, people.SetPersonalKind, 0, people.Disclosing{ID: "p1", Personal: people.Personal{Phone: secretPhone}}); err == nil {
		t.Error("something personal of an erased person was taken")
	}
	desk.stop()
	b.halt()
	nowhere("after all are closed")
	sound(t, b.folder)
	if subjectKey(t, b.folder, "p1") != nil {
		t.Error("has a key again")
	}
}

// A key that a copy from before the erasure brings back is destroyed when the room is opened, for the log
// says that the person was erased.
func TestErasureIsDoneAgainAfterAnOldCopy(t *testing.T) {
	b, desk := disclosed(t)
	backup := filepath.Join(t.TempDir(), "backup")
	config := room.Config{Folder: b.folder, Now: time.Now, Logger: quiet()}
	if _, err := room.Backup(context.Background(), config, backup, nil); err != nil {
		t.Fatal(err)
	}
	b.do(people.Stream, people.ErasePersonKind, people.Erasing{ID: "p1", Reason: "có đơn"})
	desk.until("erased", func() bool { p, _ := person(desk, "p1"); return p.Erased > 0 })
	desk.stop()
	b.halt()
	if subjectKey(t, b.folder, "p1") != nil {
		t.Fatal("not destroyed")
	}
	copies, err := filepath.Glob(filepath.Join(backup, "*", "subjects.db"))
	if err != nil || len(copies) != 1 {
		t.Fatalf("%v %v", copies, err)
	}
	old, err := os.ReadFile(copies[0])
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(b.folder, "subjects.db")
	for _, beside := range []string{"-wal", "-shm"} {
		if err := os.Remove(file + beside); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, old, 0o600); err != nil {
		t.Fatal(err)
	}
	key := subjectKey(t, b.folder, "p1")
	if key == nil {
		t.Fatal("the copy does not bring the key back")
	}
	b.start()
	if in := found(t, b.folder, string(key)); len(in) > 0 {
		t.Errorf("the key that came back is in %v", in)
	}
	b.halt()
	sound(t, b.folder)
}

// A room that is restored from before an erasure does it again when a desk comes back that had it done, or
// that knows of it: it may have been done on the server's command line.
func TestErasureIsOfferedAgainToARestoredRoom(t *testing.T) {
	t.Run("by the desk that had it done", func(t *testing.T) { erasedBeforeRestore(t, true) })
	t.Run("by a desk that knows of it", func(t *testing.T) { erasedBeforeRestore(t, false) })
}

func erasedBeforeRestore(t *testing.T, here bool) {
	b, desk := disclosed(t)
	backup, config := filepath.Join(t.TempDir(), "backup"), room.Config{Folder: b.folder, Now: time.Now, Logger: quiet()}
	if _, err := room.Backup(context.Background(), config, backup, nil); err != nil {
		t.Fatal(err)
	}
	if !here {
		b.do(people.Stream, people.ErasePersonKind, people.Erasing{ID: "p1", Reason: "có đơn"})
	} else if err := desk.Seat().DoIn(t.Context(), people.Stream, people.ErasePersonKind, 0, people.Erasing{ID: "p1", Reason: "có đơn"}); err != nil {
		t.Fatal(err)
	}
	desk.until("erased", func() bool { p, _ := person(desk, "p1"); return p.Erased > 0 })
	b.halt()
	b.folder = filepath.Join(t.TempDir(), "restored")
	config.Folder = b.folder
	if _, err := room.Restore(context.Background(), backup, config, nil); err != nil {
		t.Fatal(err)
	}
	key := subjectKey(t, b.folder, "p1")
	if key == nil {
		t.Fatal("the backup does not hold the key: nothing is shown by this test")
	}
	b.start()
	desk.until("destroyed again", func() bool { return len(found(t, b.folder, string(key))) == 0 })
	desk.until("erased again", func() bool { p, _ := person(desk, "p1"); return p.Erased > 0 && p.Personal == nil })
	desk.stop()
	b.halt()
	if subjectKey(t, b.folder, "p1") != nil {
		t.Error("the key is there")
	}
	sound(t, b.folder)
}

// A standby has the keys too, for they are in no log; and loses them when the room does. No other device is
// given all keys.
func TestStandbyKeepsTheSameKeys(t *testing.T) {
	b, desk := disclosed(t)
	b.do(people.Stream, people.SetPersonalKind, people.Disclosing{ID: "p2", Personal: people.Personal{Phone: "0987 654 321"}})
	clock := &skewed{}
	a := standbyOf(b, clock)
	keysOf := func() map[string][]byte {
		file := filepath.Join(a.folder, "subjects.db")
		if _, err := os.Stat(file); err != nil {
			return nil
		}
		store, err := storage.OpenSubjects(t.Context(), file)
		if err != nil {
			return nil // it is being made
		}
		defer store.Close()
		keys, err := store.Keys(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	until(t, "the standby has both keys", func() bool { return len(keysOf()) == 2 })
	key := keysOf()["p1"]
	b.do(people.Stream, people.ErasePersonKind, people.Erasing{ID: "p1", Reason: "có đơn"})
	// Its row goes before its bytes do: those stay in the file until what was written is checkpointed.
	until(t, "the standby has destroyed it", func() bool { return len(found(t, a.folder, string(key), secretPhone)) == 0 })
	if keys := keysOf(); len(keys) != 1 || keys["p2"] == nil {
		t.Errorf("the standby has %d keys", len(keys))
	}
	identity, err := desk.Folder().Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: identity.TLS()}}
	defer client.CloseIdleConnections()
	response, err := client.Get("https://" + b.address() + "/subjects")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("a clerk's device is answered %s", response.Status)
	}
}
