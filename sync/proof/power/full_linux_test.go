package power

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
	"congso.vn/congso/storage"
)

const smallDisk = "CONGSO_TEST_SMALL_DISK"

// onSmallDisk runs the test in a child with a mount namespace of its own, so that nothing is left mounted
// whatever happens. In the child it returns a folder that is a small disk.
func onSmallDisk(t *testing.T, size string) string {
	t.Helper()
	if folder := os.Getenv(smallDisk); folder != "" {
		if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+size); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	if os.Getuid() != 0 {
		t.Skip("a small disk can be mounted by root only")
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=3m")
	child.Env = append(os.Environ(), smallDisk+"="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := child.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || strings.Contains(string(out), "operation not permitted") {
		t.Skipf("this machine lets nobody mount: %v %s", err, out)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("on a small disk: %v\n%s", err, out)
	}
	for line := range strings.SplitSeq(string(out), "\n") {
		if _, figure, is := strings.Cut(line, ": figure "); is {
			t.Log("figure " + figure)
		}
	}
	return ""
}

// fill writes a file until the disk takes no more.
func fill(t *testing.T, file string) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil && storage.IsFull(err) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// patience is longer than the room lets a device that reads nothing hold a transfer (30 s), and the pauses after it.
const patience = 2 * time.Minute

// eventually waits for something that holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(patience); !holds(); <-look.C {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// status is how the running server says that it fares.
func (p *plant) status() room.Status {
	p.t.Helper()
	a, err := room.Administer(p.t.Context(), room.Config{Folder: p.folder, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Close()
	if !a.Serving() {
		p.t.Fatal("the server does not run any more")
	}
	status, err := a.Status(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return status
}

// station is a whole device of a spare delegate, with a disk that has room.
func (p *plant) station(i int) *station.Station {
	p.t.Helper()
	folder, err := station.OpenFolder(p.t.Context(), filepath.Join(p.t.TempDir(), "device"))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := folder.Adopt(p.t.Context(), p.spare[i], []string{p.address}); err != nil {
		p.t.Fatal(err)
	}
	opened, err := station.Open(p.t.Context(), station.Config{Folder: folder, Identity: p.spare[i], Server: p.address, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- opened.Serve(ctx) }()
	p.t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, folder.Close()); err != nil {
			p.t.Error(err)
		}
	})
	return opened
}

// unanswered reports whether everybody waits for an answer.
func (p *plant) unanswered() bool {
	for _, m := range p.members {
		m.mu.Lock()
		waits := len(m.sent) > len(m.answers)
		m.mu.Unlock()
		if !waits {
			return false
		}
	}
	return true
}

// TestServerDiskFull: the disk of the built server fills while its delegates vote over TLS. Whatever was
// answered is on the disk and nothing else was told; what is not answered waits on its device and is shown so;
// the server lives, says what is wrong, and answers whoever only reads. When room is made everything goes on
// by itself, within seconds: every ballot gets its receipt, the count is that of the receipts, and the log is
// whole.
func TestServerDiskFull(t *testing.T) {
	disk := onSmallDisk(t, "20m")
	if disk == "" {
		return
	}
	p := newPlantIn(t, filepath.Join(disk, "room"), t.TempDir(), 12, 1)
	filler := filepath.Join(disk, "filler")
	p.serve()
	tablet := p.station(0)
	eventually(t, "the poll is on the tablet", func() bool { _, runs := tablet.Seat().Session().RunningPoll(); return runs })
	slowest := time.Duration(0)
	for round := range rounds(2) {
		when := fmt.Sprint("round ", round)
		var began time.Time
		p.vote(2, func() {
			eventually(t, "the server says that the disk is full", func() bool {
				fill(t, filler) // what the server let go of meanwhile, too
				return p.status().Fault == "storage.full"
			})
			eventually(t, "everybody waits", p.unanswered)
			if round == 0 {
				if err := tablet.Seat().Cast(t.Context(), ballotPoll, council.Yes); err != nil {
					t.Fatal(err)
				}
			}
			failed := p.status().Failed
			eventually(t, "it is tried again", func() bool { return p.status().Failed > failed+2 })
			// One or the other small group may find room in what the log let go of, and is answered then; whether
			// what was answered is there is looked at below. What was not is shown so.
			if vote := tablet.Seat().Vote(ballotPoll); round == 0 && vote.State != council.VoteWaiting && vote.State != council.VoteReceived {
				t.Errorf("%s: the tablet shows %q", when, vote.State)
			}
			if online := p.status().Connected; online < len(p.members) {
				t.Errorf("%s: %d devices are connected", when, online)
			}
			began = time.Now()
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the log takes what is written again", func() bool { return p.status().Fault == "" })
		})
		for _, m := range p.members { // by themselves: nobody asks for another try
			m.until(t, "all answered", func() bool { return len(m.sent) == len(m.answers) })
		}
		eventually(t, "the tablet has its receipt", func() bool { return tablet.Seat().Vote(ballotPoll).State == council.VoteReceived })
		slowest = max(slowest, time.Since(began))
	}
	if slowest > 10*time.Second {
		t.Errorf("it took %s until everybody had their receipt", slowest)
	}
	if said := p.said(); !strings.Contains(said, "disk is full") || strings.Count(said, "not committed") > 5*rounds(2) {
		t.Errorf("the log says: %s", said)
	}
	want := map[council.Choice]int{council.Yes: 1}
	for _, m := range p.members {
		want[[]council.Choice{council.Yes, council.No}[(len(m.sent)-1)%2]]++
	}
	p.administer(council.ClosePoll, council.Pointing{ID: ballotPoll})
	if result := p.result(); result.Yes != want[council.Yes] || result.No != want[council.No] || result.Received != len(p.members)+1 {
		t.Errorf("%+v, the last receipts say %v", result.Count, want)
	}
	p.kill()
	receipts := p.verify("at the end")
	t.Logf("figure sync.disk_full_recovered %.1f s until all %d devices had their receipts, %d receipts", slowest.Seconds(), len(p.members)+1, receipts)
}
