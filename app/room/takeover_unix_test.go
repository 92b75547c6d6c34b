//go:build unix

package room_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// servedStandbyOf has the test program run as a standby, which serves the room once it took over.
const servedStandbyOf = "CONGSO_TEST_STANDBY_OF"

// standByUntilKilled follows a primary, and serves the room from the moment it takes over.
func standByUntilKilled(folder, port, of string) error {
	ctx := context.Background()
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		return err
	}
	config := room.Config{Folder: folder, Loopback: true, Now: time.Now, Logger: quiet()}
	s, err := room.OpenStandby(ctx, room.StandbyConfig{Config: config, Of: of})
	if err != nil {
		return err
	}
	if _, err := s.Serve(ctx, listener.(*net.TCPListener), func() { fmt.Println("ready") }); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	opened, err := room.Open(ctx, config)
	if err != nil {
		return err
	}
	return opened.Serve(ctx, listener, nil)
}

// startStandby starts a standby in a process of its own.
func startStandby(t *testing.T, folder string, port int, of string) *victim {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(self)
	command.Env = append(os.Environ(), servedFolder+"="+folder, servedPort+"="+strconv.Itoa(port), servedStandbyOf+"="+of)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	word := make([]byte, 16)
	if _, err := out.Read(word); err != nil {
		t.Fatalf("standby not ready: %v", err)
	}
	return &victim{command, folder}
}

const (
	fleet    = 46 // voters without a disk
	stations = 4  // whole devices
)

// fleetSession has a deputy for every device.
func fleetSession() council.Import {
	session := council.Import{
		Session: council.Session{ID: "s1", Title: "Kỳ họp", Body: council.PeoplesCouncil},
		Items:   []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
	}
	for i := range fleet + stations {
		id := fmt.Sprintf("p%d", i)
		session.Deputies = append(session.Deputies, council.Deputy{Person: id, Name: "Đại biểu " + id, Voting: true})
	}
	for _, id := range []string{"q0", "q1"} {
		session.Polls = append(session.Polls, council.PollDraft{ID: id, Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority"})
	}
	return session
}

func freePort(t *testing.T) int {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close()
	return free.Addr().(*net.TCPAddr).Port
}

// The primary is killed in the middle of a vote and its standby takes over: three processes and fifty
// devices. Every receipt that was given is in the standby's log, everybody else gets theirs by themselves
// within a minute of the person's act, and nobody is counted twice. The old server, started again, is
// silenced, and stays so.
func TestTakeover(t *testing.T) {
	b := newBed(t)
	stream := people.CouncilStream("s1")
	b.do(stream, council.ImportSession, fleetSession())
	b.do(stream, council.OpenSession, struct{}{})
	voters := make([]*voter, fleet)
	for i := range voters {
		identity := admitVoter(b)
		if err := b.room.Hand(t.Context(), identity.Device(), fmt.Sprintf("p%d", i)); err != nil {
			t.Fatal(err)
		}
		if err := b.room.Do(t.Context(), identity.Device(), stream, council.Attend, struct{}{}); err != nil {
			t.Fatal(err)
		}
		voters[i] = &voter{identity: identity, addresses: []string{b.address()}, receipts: map[string]change.Receipt{}}
	}
	b.halt()
	primary := startVictim(t, b.folder, b.port)
	t.Cleanup(func() { primary.kill() })
	delegates := make([]*device, stations)
	for i := range delegates {
		delegates[i] = joinKilled(t, b, primary, fmt.Sprintf("p%d", fleet+i))
	}
	clerk := joinAs(t, b, primary, people.ClerkMode)

	second := filepath.Join(t.TempDir(), "standby")
	standby := startStandby(t, second, freePort(t), attachable(t, primary))
	t.Cleanup(func() { standby.kill() })
	clerk.until("the standby asks to be let in", func() bool {
		for _, device := range clerk.Seat().Devices() {
			if device.Mode == people.StandbyMode && device.State == people.Pending {
				primary.do(t, people.Stream, people.ApproveDeviceKind, people.Pointing{ID: device.ID})
				return true
			}
		}
		return false
	})
	clerk.until("attached", func() bool { return clerk.Seat().Duty().Standby == people.AttachedStandby })

	// The vote, and the end of the primary in the middle of it.
	primary.do(t, stream, council.OpenPoll, council.Pointing{ID: "q0"})
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	for _, v := range voters {
		ws, err := v.greet(ctx, b.address()) // everybody has been connected since the standby is there
		if err != nil {
			t.Fatal(err)
		}
		ws.CloseNow()
	}
	for _, d := range delegates {
		d.until("the poll is open", func() bool { running, ok := d.Seat().Session().RunningPoll(); return ok && running.ID == "q0" })
	}
	var received atomic.Int32
	enough := make(chan struct{}, fleet)
	var casting sync.WaitGroup
	for i, v := range voters {
		casting.Go(func() {
			time.Sleep(time.Duration(i) * 5 * time.Millisecond) // people do not all tap at once
			if err := v.cast(ctx, stream, "q0", []council.Choice{council.Yes, council.No}[i%2]); err != nil {
				t.Errorf("voter %d: %v", i, err)
			}
			received.Add(1)
			enough <- struct{}{}
		})
	}
	for range fleet / 3 {
		<-enough
	}
	primary.kill()
	before := map[int]change.Receipt{}
	for i, v := range voters {
		v.mu.Lock()
		if receipt, given := v.receipts["q0"]; given {
			before[i] = receipt
		}
		v.mu.Unlock()
	}
	for i, d := range delegates {
		if err := d.Seat().Cast(t.Context(), "q0", []council.Choice{council.Yes, council.No}[i%2]); err != nil {
			t.Fatalf("cast without a server: %v", err)
		}
	}
	began := time.Now()
	running, err := room.TakeOver(t.Context(), room.Config{Folder: second, Now: time.Now, Logger: quiet()})
	if err != nil || !running {
		t.Fatalf("take over: %v %v", running, err)
	}
	casting.Wait()
	for _, d := range delegates {
		d.until("the receipt is here", func() bool { return d.Seat().Vote("q0").State == council.VoteReceived })
	}
	took := time.Since(began)
	t.Logf("%d of %d receipts before the kill; all %d within %s of the takeover", len(before), fleet, fleet+stations, took.Round(time.Millisecond))
	if took > time.Minute {
		t.Errorf("the takeover took %s", took)
	}
	if len(before) == 0 || len(before) == fleet {
		t.Errorf("%d receipts before the kill: nothing was put to the test", len(before))
	}
	hasReceipts(t, second, stream, voters, before)

	// The vote goes on where it was, and the next one is as any other.
	taken := &victim{standby.command, second}
	result := func(poll string) council.Result {
		taken.do(t, stream, council.ClosePoll, council.Pointing{ID: poll})
		clerk.until("the count is done", func() bool { return clerk.Seat().Session().Polls[poll].State == council.PollFinished })
		taken.do(t, stream, council.PublishPoll, council.Pointing{ID: poll})
		clerk.until("the result is here", func() bool { _, known := clerk.Seat().Session().Results[poll]; return known })
		return clerk.Seat().Session().Results[poll]
	}
	if got := result("q0"); got.Received != fleet+stations || got.Yes != (fleet+stations)/2 || got.No != (fleet+stations)/2 {
		t.Errorf("%+v, want every ballot once", got)
	}

	// The old server comes back, twice.
	for range 2 {
		primary = startVictim(t, b.folder, b.port)
		until(t, "the old server is silent", func() bool {
			log, err := storage.OpenRoom(t.Context(), filepath.Join(b.folder, "room.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer log.Close()
			overtaken, err := log.Overtaken(t.Context())
			return err == nil && overtaken != nil && overtaken.Number == 2
		})
		stranger := &voter{identity: voters[0].identity} // has met nobody
		if _, err := stranger.greet(ctx, b.address()); !errors.Is(err, errNotOurs) {
			t.Errorf("the old server welcomes a device: %v", err)
		}
		primary.kill()
	}
	taken.do(t, stream, council.OpenPoll, council.Pointing{ID: "q1"})
	for i, v := range voters {
		casting.Go(func() {
			if err := v.cast(ctx, stream, "q1", council.Yes); err != nil {
				t.Errorf("voter %d: %v", i, err)
			}
		})
	}
	casting.Wait()
	if got := result("q1"); got.Yes != fleet {
		t.Errorf("the next vote: %+v", got)
	}
	answer := taken.answer(t, people.Stream, people.InviteKind, people.Inviting{Mode: people.DelegateMode, Count: 1})
	if answer.Code != trust.Promoted {
		t.Errorf("a server without the authority's key invites: %+v", answer)
	}
}

// attachable returns an invitation for a standby.
func attachable(t *testing.T, primary *victim) string {
	t.Helper()
	var invited people.Invited
	if err := json.Unmarshal(primary.do(t, people.Stream, people.InviteKind, people.Inviting{Mode: people.StandbyMode, Count: 1}), &invited); err != nil {
		t.Fatal(err)
	}
	return invited.Text
}

// hasReceipts checks that what was receipted stands in a log as it was receipted.
func hasReceipts(t *testing.T, folder string, stream change.Stream, voters []*voter, receipts map[int]change.Receipt) {
	t.Helper()
	log, err := storage.OpenRoom(t.Context(), filepath.Join(folder, "room.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	kinds := map[uint64]change.Change{}
	err = log.Stream(t.Context(), stream, func(c change.Change) error {
		kinds[c.Seq] = c
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, receipt := range receipts {
		answer, known, err := log.Answered(t.Context(), voters[i].identity.Device(), receipt.Command)
		if err != nil || !known || answer.Receipt == nil || answer.Receipt.Seq != receipt.Seq || answer.Receipt.At != receipt.At {
			t.Errorf("voter %d: the answer is %+v, the receipt says %d", i, answer, receipt.Seq)
		}
		if c := kinds[receipt.Seq]; c.Kind != council.BallotKind && c.Kind != council.CastKind {
			t.Errorf("voter %d: number %d is %q", i, receipt.Seq, c.Kind)
		}
	}
}
