//go:build unix

package room_test

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

// agree waits until devices show the same notes on a page, as many as were written.
func agree(t *testing.T, page, count int, devices ...*device) {
	t.Helper()
	all := func(d *device) []string {
		texts := strings.Split(d.texts(page), ", ")
		slices.Sort(texts)
		return texts
	}
	for _, d := range devices {
		d.until(fmt.Sprintf("%d notes are here and not %d", count, len(all(d))), func() bool {
			texts := all(d)
			return len(slices.Compact(texts)) == count && slices.Equal(texts, all(devices[0]))
		})
	}
}

// The server is killed with -9 while two tablets of one person write. Afterwards every note is on both, once.
func TestServerKilledWhileNotesAreWritten(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	free.Close()
	folder := filepath.Join(t.TempDir(), "room")
	server := startVictim(t, folder, port)
	t.Cleanup(func() { server.kill() })
	stream := people.CouncilStream("s1")
	server.do(t, stream, council.ImportSession, killedSession())
	server.do(t, stream, council.OpenSession, struct{}{})
	b := &bed{t: t, folder: folder, port: port}
	var card people.Card
	if err := json.Unmarshal(server.do(t, people.Stream, people.IssueCardKind, people.Pointing{ID: "p0"}), &card); err != nil {
		t.Fatal(err)
	}
	var tablets []*device
	for range 2 {
		d := joinAs(t, b, server, people.DelegateMode)
		if err := d.Seat().SignIn(t.Context(), card.Card); err != nil {
			t.Fatal(err)
		}
		d.until("the locks are here", func() bool { return d.Seat().Session().Exists() && !d.Seat().WantsNoteKeys() })
		tablets = append(tablets, d)
	}
	written := 0
	for round := range kills {
		for i := range 6 {
			for n, d := range tablets {
				d.sticky(notes.Own, fmt.Sprintf("%d.%d.%d", round, i, n), 0)
				written++
			}
			if i == 3 {
				server.kill()
			}
		}
		server = startVictim(t, folder, port)
		agree(t, 0, written, tablets...)
	}
}

// A room restored from a backup that is older than notes gets them again from the tablets that have receipts for
// them. One that was switched off meanwhile loses nothing either.
func TestRestoredRoomGetsNotesAgain(t *testing.T) {
	b := newBed(t)
	b.session(1)
	card := b.card("p1")
	first, second := b.takenBy("p1", card.Card), b.takenBy("p1", card.Card)
	first.sticky(notes.Own, "trước khi sao lưu", 0)
	agree(t, 0, 1, first, second)
	backup := filepath.Join(t.TempDir(), "backup")
	config := room.Config{Folder: b.folder, Now: time.Now, Logger: quiet()}
	if _, err := room.Backup(t.Context(), config, backup, nil); err != nil {
		t.Fatal(err)
	}
	first.sticky(notes.Own, "sau khi sao lưu", 0)
	second.sticky(notes.Own, "trên máy kia", 0)
	agree(t, 0, 3, first, second)
	first.until("both are answered", func() bool { return len(first.Seat().Standing().Unsent)+len(second.Seat().Standing().Unsent) == 0 })
	second.stop()
	b.halt()
	if err := os.RemoveAll(b.folder); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Restore(t.Context(), backup, config, nil); err != nil {
		t.Fatal(err)
	}
	b.start()
	second = b.again(second)
	agree(t, 0, 3, first, second)
	third := b.takenBy("p1", card.Card)
	agree(t, 0, 3, third, first, second)
}
