package app

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
	"congso.vn/congso/assets"
)

const (
	packedPhone = "0912-345-678"
	packedMail  = "anh.nguyen@example.vn"
	packedBirth = "1980-02-29"
)

// packOf makes a session pack with three persons, of whom two can be reached, and so many papers.
func packOf(t *testing.T, papers int) string {
	t.Helper()
	folder := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	listed := ""
	if papers > 0 {
		listed = `,"papers":[{"file":"a.pdf"}]`
		write("a.pdf", "%PDF-1.7\n% a\n%%EOF\n")
	}
	write("session.json", `{"format":"congso-session-pack","version":1,"session":{"title":"Kỳ họp thứ Ba","body":"hdnd",`+
		`"starts_at":"2026-12-08T07:30:00+07:00","chair":"d1"},"items":[{"title":"Kế hoạch đầu tư công"`+listed+`}]}`)
	write("delegates.csv", "ref,name,group,position,seat,voting,phone,email\n"+
		"d1,Nguyễn Thị Ánh,Tổ 1,Chủ tịch,1,1,"+packedPhone+","+packedMail+"\n"+
		"d2,Trần Văn Đức,Tổ 2,,2,1,,\n"+
		"d3,H’Mai Niê,Tổ 2,,3,1,0987654321,\n")
	return folder
}

// serving is a room server on the loopback that can be halted and started again.
type serving struct {
	t      *testing.T
	folder string
	port   int
	room   *room.Room
	halt   func()
}

func (s *serving) start() {
	s.t.Helper()
	opened, err := room.Open(context.Background(), room.Config{Folder: s.folder, Name: "Phòng thử", Loopback: true, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		s.t.Fatal(err)
	}
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: s.port})
	if err != nil {
		s.t.Fatal(err)
	}
	s.port, s.room = listener.Addr().(*net.TCPAddr).Port, opened
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- opened.Serve(ctx, listener, func() { close(ready) }) }()
	<-ready
	s.halt = func() {
		cancel()
		if err := errors.Join(<-done, opened.Close()); err != nil {
			s.t.Errorf("room: %v", err)
		}
		s.halt = func() {}
	}
}

// clerksDesk is a clerk's desk of a room that serves.
func clerksDesk(t *testing.T) (*serving, desk) {
	t.Helper()
	s := &serving{t: t, folder: filepath.Join(t.TempDir(), "room")}
	s.start()
	t.Cleanup(func() { s.halt() })
	identity, err := s.room.Admit(t.Context(), "Máy thư ký", people.ClerkMode)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := station.OpenFolder(t.Context(), filepath.Join(t.TempDir(), "desk"))
	if err != nil {
		t.Fatal(err)
	}
	address := (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: s.port}).String()
	if err := folder.Adopt(t.Context(), identity, []string{address}); err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.DiscardHandler)
	at, err := station.Open(t.Context(), station.Config{Folder: folder, Identity: identity, Server: address, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- at.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, folder.Close()); err != nil {
			t.Errorf("desk: %v", err)
		}
	})
	words := assets.LoadWords(assets.Vietnamese)
	d := desk{Station: at, words: func() *assets.Words { return words }, logger: logger}
	eventually(t, "the desk is online", func() bool { return d.Seat().Standing().Link == people.Online })
	return s, d
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline, look := time.After(20*time.Second), time.NewTicker(20*time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-deadline:
			t.Fatalf("never: %s", what)
		}
	}
}

// inTheOpen fails where something personal of the pack can be read in a folder.
func inTheOpen(t *testing.T, when string, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) || err == nil && !entry.Type().IsRegular() {
				return nil
			}
			data, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) { // what lies beside an open file comes and goes
				return nil
			}
			for _, secret := range []string{packedPhone, packedMail, "0987654321", packedBirth} {
				if bytes.Contains(data, []byte(secret)) {
					t.Errorf("%s: %q stands in the open in %s", when, secret, path)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (d desk) named(name string) people.Person {
	for _, person := range d.Seat().Persons() {
		if person.Name == name {
			return person
		}
	}
	return people.Person{}
}

// How a pack's persons are reached comes with it at the clerk's desk, as at the server's own import: shown to
// clerks, and on no disk in the open. A list that knows less than the office takes nothing away.
func TestPackAtTheDeskBringsHowPersonsAreReached(t *testing.T) {
	s, d := clerksDesk(t)
	lines, err := d.Import(t.Context(), packOf(t, 1), func(int64, int64) {})
	if err != nil || len(lines) != 0 {
		t.Fatalf("%v %q", err, lines)
	}
	eventually(t, "the desk shows both phones", func() bool {
		first, second := d.named("Nguyễn Thị Ánh").Personal, d.named("H’Mai Niê").Personal
		return first != nil && *first == people.Personal{Phone: packedPhone, Email: packedMail} && second != nil && second.Phone == "0987654321"
	})
	if other := d.named("Trần Văn Đức"); other.ID == "" || other.Personal != nil || other.Sealed != nil {
		t.Errorf("of whom the list tells nothing: %+v", other)
	}
	id := d.named("Nguyễn Thị Ánh").ID
	whole := people.Personal{Phone: "0900 111 222", Email: packedMail, Birth: packedBirth}
	if err := d.Seat().DoIn(t.Context(), people.Stream, people.SetPersonalKind, 0, people.Disclosing{ID: id, Personal: whole}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the birth is shown", func() bool { p := d.named("Nguyễn Thị Ánh").Personal; return p != nil && p.Birth == packedBirth })
	if lines, err := d.Import(t.Context(), packOf(t, 1), func(int64, int64) {}); err != nil || len(lines) != 0 {
		t.Fatalf("%v %q", err, lines)
	}
	eventually(t, "the pack's phone is shown, and the birth still", func() bool {
		p := d.named("Nguyễn Thị Ánh").Personal
		return p != nil && *p == people.Personal{Phone: packedPhone, Email: packedMail, Birth: packedBirth}
	})
	inTheOpen(t, "while it serves", s.folder, d.Folder().Path())
	s.halt()
	inTheOpen(t, "when it is closed", s.folder, d.Folder().Path())
}

// Without the room all of it waits, sealed, and the clerk is told how many; it arrives with the room.
func TestPackAtTheDeskWaitsSealed(t *testing.T) {
	s, d := clerksDesk(t)
	s.halt()
	eventually(t, "the desk is cut off", func() bool { return d.Seat().Standing().Link == people.Offline })
	lines, err := d.Import(t.Context(), packOf(t, 0), func(int64, int64) {})
	if !errors.Is(err, people.ErrQueued) {
		t.Fatalf("without a room: %v", err)
	}
	if want := d.words().Say("import.contact.queued", "count", 2); len(lines) == 0 || lines[len(lines)-1] != want {
		t.Errorf("said %q", lines)
	}
	inTheOpen(t, "while it waits", d.Folder().Path())
	s.start()
	eventually(t, "it is sent", func() bool {
		p := d.named("Nguyễn Thị Ánh").Personal
		return p != nil && p.Phone == packedPhone && len(d.Seat().Standing().Unsent) == 0
	})
	s.halt()
	inTheOpen(t, "when it is closed", s.folder, d.Folder().Path())
}

// What the room does not take of one person is said, and keeps the others from nothing.
func TestPackAtTheDeskSaysWhatWasNotTaken(t *testing.T) {
	_, d := clerksDesk(t)
	folder := packOf(t, 0)
	if _, err := d.Import(t.Context(), folder, func(int64, int64) {}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "both are here", func() bool {
		return d.named("Nguyễn Thị Ánh").Personal != nil && d.named("H’Mai Niê").Personal != nil
	})
	erased := d.named("Nguyễn Thị Ánh")
	if err := d.Seat().DoIn(t.Context(), people.Stream, people.ErasePersonKind, 0, people.Erasing{ID: erased.ID, Reason: "có đơn"}); err != nil {
		t.Fatal(err)
	}
	result := packResultOf(erased.ID, erased.Name, d.named("H’Mai Niê").ID, "H’Mai Niê")
	lines := d.disclose(t.Context(), result)
	want := d.words().Say("import.contact.refused", "name", erased.Name, "reason", d.words().Say("refusal.person.erased"))
	if len(lines) != 1 || lines[0] != want {
		t.Errorf("said %q", lines)
	}
	eventually(t, "the other is reached elsewhere", func() bool { p := d.named("H’Mai Niê").Personal; return p != nil && p.Phone == "0900 000 000" })
}

// packResultOf is a pack of two persons who moved to another phone.
func packResultOf(firstID, firstName, secondID, secondName string) pack.Result {
	moved := &people.Personal{Phone: "0900 000 000"}
	return pack.Result{Persons: []people.Person{{ID: firstID, Name: firstName, Personal: moved}, {ID: secondID, Name: secondName, Personal: moved}}}
}
