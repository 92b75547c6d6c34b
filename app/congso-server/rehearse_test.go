package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/app/room"
	"congso.vn/congso/assets"
)

// serving is a room that serves a folder.
func serving(t *testing.T) (*room.Room, string) {
	t.Helper()
	folder := t.TempDir()
	opened, err := room.Open(t.Context(), room.Config{Folder: folder, Loopback: true, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- opened.Serve(ctx, listener, func() { close(ready) }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	<-ready
	return opened, folder
}

// say runs a command line and returns what it says and its exit code.
func say(t *testing.T, arguments ...string) (string, int) {
	t.Helper()
	var out, errors bytes.Buffer
	p := program{words: assets.LoadWords(assets.Vietnamese), out: &out, failed: &errors, logger: slog.New(slog.DiscardHandler)}
	code := run(t.Context(), p, arguments)
	return out.String(), code
}

// Whoever has the folder of a room that serves needs to say nothing else; what a rehearsal left that broke
// off is taken back by the next.
func TestRehearseTheRoomOfAFolder(t *testing.T) {
	t.Parallel()
	serves, folder := serving(t)
	left := people.RehearsalID("broken-off")
	if err := serves.Do(t.Context(), "", people.Stream, people.PutPersonKind, people.Person{ID: left + "-1", Name: "Diễn tập"}); err != nil {
		t.Fatal(err)
	}
	said, code := say(t, "rehearse", "--data", folder, "--devices", "5", "--papers", "1", "--size", "1", "--votes", "1")
	if code != 0 || !strings.Contains(said, "SẴN SÀNG: phòng họp này đủ sức cho 5 máy.") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	if strings.Contains(said, "server.") {
		t.Errorf("a sentence is missing:\n%s", said)
	}
	if view := serves.Overview(); len(view.Devices)+len(view.Persons) != 0 || len(serves.Sessions()) != 0 {
		t.Errorf("left behind: %+v", view)
	}
}

// From another machine, a clerk's invitation is enough; the device that it paired has no rights afterwards.
// What no device reaches in time is said, in a form for programs too, and by the exit code.
func TestRehearseByInvitation(t *testing.T) {
	t.Parallel()
	serves, _ := serving(t)
	invite := func() string {
		office := officeOf{serves}
		text, err := rehearse.Invite(t.Context(), office, people.Inviting{Mode: people.ClerkMode, Count: 1})
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	said, code := say(t, "rehearse", "--invitation", invite(), "--devices", "3", "--papers", "1", "--size", "1", "--votes", "1", "--json")
	var report rehearse.Report
	if err := json.Unmarshal([]byte(said), &report); err != nil || code != 0 || !report.Ready || report.Ballots != 3 {
		t.Errorf("exit code %d, %v:\n%s", code, err, said)
	}
	said, code = say(t, "rehearse", "--invitation", invite(), "--devices", "2", "--papers", "0", "--votes", "0", "--delay", "2s", "--patience", "2s")
	if code != 1 || !strings.Contains(said, "CHƯA SẴN SÀNG") || !strings.Contains(said, "2 máy không xong việc “Vào phòng”") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	view := serves.Overview()
	for _, device := range view.Devices {
		if device.Mode != people.ClerkMode || device.State != people.Revoked {
			t.Errorf("left behind: %+v", device)
		}
	}
	if len(view.Devices) != 2 || len(view.Persons) != 0 || len(serves.Sessions()) != 0 {
		t.Errorf("left behind: %+v", view)
	}
}

func TestRehearseRefusesWhatMakesNoSense(t *testing.T) {
	for _, arguments := range []string{
		"--kill", "--devices 0", "--devices 1001", "--loss 61", "--loss -1", "--delay 3s", "--delay -1s", "--cuts -1", "--size 0",
		"--own-server --server 127.0.0.1:1", "--own-server --invitation x", "more", "--data " + t.TempDir(), "--invitation nonsense", "--unknown",
	} {
		if said, code := say(t, append([]string{"rehearse"}, strings.Fields(arguments)...)...); code == 0 {
			t.Errorf("%s: %s", arguments, said)
		}
	}
}

// officeOf has a room's administration act as an office.
type officeOf struct{ *room.Room }
