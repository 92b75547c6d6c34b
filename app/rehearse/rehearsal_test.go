package rehearse_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/mattn/go-sqlite3"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/app/room"
)

// bed is a room server on the loopback that a test may stop and start again. It is an office and its archive.
type bed struct {
	t      *testing.T
	folder string
	port   int
	room   *room.Room
	stop   func()
}

func newBed(t *testing.T) *bed {
	b := &bed{t: t, folder: filepath.Join(t.TempDir(), "room")}
	b.start()
	t.Cleanup(func() {
		if b.stop != nil {
			b.stop()
		}
	})
	return b
}

func quiet() *slog.Logger {
	if os.Getenv("CONGSO_DEBUG") != "" {
		return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	return slog.New(slog.DiscardHandler)
}

func (b *bed) start() {
	b.t.Helper()
	opened, err := room.Open(context.Background(), room.Config{Folder: b.folder, Name: "Phòng thử", Loopback: true, Now: time.Now, Logger: quiet()})
	if err != nil {
		b.t.Fatal(err)
	}
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: b.port})
	if err != nil {
		b.t.Fatal(err)
	}
	b.port = listener.Addr().(*net.TCPAddr).Port
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan struct{}), make(chan error, 1)
	go func() { done <- opened.Serve(ctx, listener, func() { close(ready) }) }()
	<-ready
	b.room = opened
	b.stop = func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Errorf("room ended: %v", err)
		}
		if err := opened.Close(); err != nil {
			b.t.Errorf("close room: %v", err)
		}
		b.stop = nil
	}
}

func (b *bed) address() string { return "127.0.0.1:" + strconv.Itoa(b.port) }

func (b *bed) Submit(ctx context.Context, command change.Command) (change.Answer, error) {
	return b.room.Submit(ctx, command)
}

func (b *bed) Keep(ctx context.Context, hash string, _ int64, from io.Reader) error {
	return b.room.Blobs().Receive(ctx, hash, 0, from, nil)
}

func (b *bed) Drop(_ context.Context, hash string) error { return b.room.Blobs().Remove(hash) }

// plan is a small rehearsal in the bed's room.
func (b *bed) plan(devices int) rehearse.Plan {
	name := func(kind string) func(int) string {
		return func(number int) string { return kind + " " + strconv.Itoa(number) }
	}
	return rehearse.Plan{
		Run: "t", Devices: devices, Items: 5, Papers: 2, Size: 300_000, Edits: 2, Votes: 1, Address: b.address(), Patience: time.Minute,
		Names:  rehearse.Names{Title: "Diễn tập", Question: "Diễn tập biểu quyết?", Device: name("Máy"), Person: name("Người"), Item: name("Nội dung"), Paper: name("Giấy")},
		Random: rand.Float64, NewID: uuid.NewString, Now: time.Now, Logger: quiet(),
	}
}

func (b *bed) rehearse(plan rehearse.Plan) rehearse.Report {
	b.t.Helper()
	report, err := rehearse.Rehearse(b.t.Context(), plan, b, b)
	if err != nil {
		b.t.Fatal(err)
	}
	text, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Logf("%s", text)
	return report
}

// office puts what a real office has into the room: a session of today, a clerk's desk, a person.
func (b *bed) office() {
	b.t.Helper()
	session := council.Import{Session: council.Session{ID: "s1", Title: "Kỳ họp thứ Ba", Body: council.PeoplesCouncil},
		Items: []council.Item{{ID: "i1", Order: 1, Title: "Khai mạc"}}, Deputies: []council.Deputy{{Person: "p1", Name: "Nguyễn Thị Ánh", Voting: true}}}
	if err := b.room.Do(b.t.Context(), "", people.CouncilStream("s1"), council.ImportSession, session); err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.room.Admit(b.t.Context(), "Bàn thư ký", people.ClerkMode); err != nil {
		b.t.Fatal(err)
	}
}

// state is all that the office has, and all that its papers' folder holds.
func (b *bed) state() string {
	b.t.Helper()
	overview := b.room.Overview()
	overview.Connected = nil
	slices.SortFunc(overview.Persons, func(a, b people.Person) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	var files []string
	for _, folder := range []string{"blobs"} {
		filepath.WalkDir(filepath.Join(b.folder, folder), func(path string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				files = append(files, entry.Name())
			}
			return err
		})
	}
	text, err := json.Marshal([]any{overview, b.room.Sessions(), files})
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

func figures(report rehearse.Report) map[rehearse.Step]rehearse.Figure {
	all := map[rehearse.Step]rehearse.Figure{}
	for _, f := range report.Figures {
		all[f.Step] = f
	}
	return all
}

// A sound room is ready, everything was measured on every device, and afterwards the office is as before.
func TestASoundRoomIsReady(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	b.office()
	before := b.state()
	report := b.rehearse(b.plan(20))
	if !report.Ready || len(report.Reasons) != 0 || report.Losses != (rehearse.Losses{}) || report.Ballots != 20 {
		t.Errorf("%+v", report)
	}
	measured := figures(report)
	for step, count := range map[rehearse.Step]int{
		rehearse.Pairing: 20, rehearse.Joined: 20, rehearse.SignedIn: 20, rehearse.First: 20, rehearse.Attending: 20,
		rehearse.Paper: 20, rehearse.Edit: 40, rehearse.Voting: 20, rehearse.Published: 20, rehearse.Again: 20,
	} {
		f := measured[step]
		if f.Count != count || f.Missing != 0 || f.Middle <= 0 || f.Late < f.Middle || f.Most < f.Late {
			t.Errorf("%s: %+v, want %d", step, f, count)
		}
	}
	if after := b.state(); after != before {
		t.Errorf("the office was\n%s\nand is\n%s", before, after)
	}
}

// What TCP mends is no loss: segments lost, connections cut, the server started anew in the midst of a vote.
func TestFaultsAreNoLosses(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	plan := b.plan(20)
	plan.Line, plan.Cuts = rehearse.Line{Loss: 20, Delay: 20 * time.Millisecond}, 2
	plan.Papers, plan.Size, plan.Edits = 1, 8_000, 1
	plan.Restart = func(context.Context) error {
		b.stop()
		b.start()
		return nil
	}
	report := b.rehearse(plan)
	if !report.Ready || report.Losses != (rehearse.Losses{}) || report.Ballots != 20 {
		t.Errorf("%+v", report)
	}
	if report.Cuts == 0 || report.Kills != 1 || report.Rejoins < 20 {
		t.Errorf("the faults did not happen: %+v", report)
	}
	if took := figures(report)[rehearse.Joined]; took.Middle < 100 {
		t.Errorf("the line was not slow: %+v", took)
	}
}

// A server that acknowledges ballots and then has them no more, as on a disk that only says that it
// wrote: the rehearsal says so, and that the room is not ready.
func TestALyingServerIsFound(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	plan := b.plan(20)
	plan.Papers, plan.Edits, plan.Patience = 0, 0, 10*time.Second
	file := filepath.Join(b.folder, "room.db")
	copied := filepath.Join(t.TempDir(), "copy.db")
	plan.Progress = func(step rehearse.Step) {
		if step != rehearse.Voting {
			return
		}
		db, err := sql.Open("sqlite3", "file:"+file)
		if err == nil {
			_, err = db.Exec("VACUUM INTO ?", copied)
			db.Close()
		}
		if err != nil {
			t.Errorf("copy: %v", err)
		}
	}
	plan.Restart = func(context.Context) error {
		b.stop()
		for _, end := range []string{"-wal", "-shm"} {
			os.Remove(file + end)
		}
		if err := os.Rename(copied, file); err != nil {
			t.Error(err)
		}
		b.start()
		return nil
	}
	report := b.rehearse(plan)
	if report.Ready || report.Losses.Receipts == 0 {
		t.Errorf("the lie was not found: %+v", report)
	}
	if !slices.ContainsFunc(report.Reasons, func(r rehearse.Reason) bool {
		return r.Code == rehearse.LostReceipts && r.Count == report.Losses.Receipts
	}) {
		t.Errorf("the reason is not said: %+v", report.Reasons)
	}
}
