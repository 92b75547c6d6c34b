//go:build linux

package power

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// plant is a room server's folder, the built server, and a fleet of delegates' devices.
type plant struct {
	t       *testing.T
	binary  string
	folder  string
	address string
	library string
	journal string
	members []*member
	spare   []*trust.Identity // of further delegates, whose devices the test makes itself
	serving *exec.Cmd
	log     string // of the server that runs, a file
}

const (
	session    = "s1"
	ballotPoll = "q"
)

var stream = people.CouncilStream(session)

func person(i int) string { return fmt.Sprint("p", i) }

func packed(body any) json.RawMessage {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err) // a plain struct
	}
	return data
}

// newPlant makes a room of which everybody is signed in, with a poll that runs and lets ballots be
// replaced.
func newPlant(t *testing.T, delegates int) *plant {
	t.Helper()
	where := t.TempDir()
	return newPlantIn(t, filepath.Join(where, "room"), where, delegates, 0)
}

// newPlantIn is newPlant with the room in a folder and all else beside it elsewhere, and so many delegates more
// whose devices are not made.
func newPlantIn(t *testing.T, folder, where string, delegates, spare int) *plant {
	t.Helper()
	p := &plant{t: t, folder: folder, binary: filepath.Join(where, "congso-server"), journal: filepath.Join(where, "journal"), log: filepath.Join(where, "log")}
	build := exec.Command(filepath.Join("tools", "go"), "build", "-o", p.binary, "./app/congso-server")
	build.Dir = filepath.Join("..", "..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ctx := t.Context()
	opened, err := room.Open(ctx, room.Config{Folder: p.folder, Name: "Phòng", Loopback: true, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = listener.Addr().String()
	serving, stop := context.WithCancel(ctx)
	done, ready := make(chan error, 1), make(chan struct{})
	go func() { done <- opened.Serve(serving, listener, func() { close(ready) }) }()
	<-ready
	do := func(stream change.Stream, kind string, body any) {
		t.Helper()
		if err := opened.Do(ctx, "", stream, kind, body); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
	}
	imported := council.Import{
		Session: council.Session{ID: session, Title: "Kỳ họp", Body: council.PeoplesCouncil}, Items: []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
		Polls: []council.PollDraft{{ID: ballotPoll, Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority", Replace: true}},
	}
	for i := range delegates + spare {
		imported.Deputies = append(imported.Deputies, council.Deputy{Person: person(i), Name: "Đại biểu " + person(i), Voting: true})
	}
	do(stream, council.ImportSession, imported)
	do(stream, council.OpenSession, struct{}{})
	for i := range delegates + spare {
		identity, err := opened.Admit(ctx, person(i), people.DelegateMode)
		if err != nil {
			t.Fatal(err)
		}
		if err := opened.Hand(ctx, identity.Device(), person(i)); err != nil {
			t.Fatal(err)
		}
		do(stream, council.SetAttendance, council.Attendance{Person: person(i), State: council.Present})
		if i >= delegates {
			p.spare = append(p.spare, identity)
			continue
		}
		p.members = append(p.members, newMember(identity, person(i), p.address))
	}
	do(stream, council.OpenPoll, council.Pointing{ID: ballotPoll})
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	linked, hangUp := context.WithCancel(context.Background())
	for _, m := range p.members {
		running.Go(func() { _ = m.link.Serve(linked) })
	}
	t.Cleanup(func() {
		hangUp()
		running.Wait()
		p.kill()
	})
	return p
}

// serve starts the built server, on the disk that forgets where there is one.
func (p *plant) serve() {
	p.t.Helper()
	p.serving = exec.Command(p.binary, "serve", "--data", p.folder, "--listen", p.address, "--loopback")
	p.serving.Env = os.Environ()
	if p.library != "" {
		p.serving.Env = append(p.serving.Env, seen(p.library, p.folder, p.journal)...)
	}
	said, err := os.Create(p.log)
	if err != nil {
		p.t.Fatal(err)
	}
	defer said.Close() // the server has its own
	p.serving.Stderr = said
	out, err := p.serving.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.serving.Start(); err != nil {
		p.t.Fatal(err)
	}
	if !bufio.NewScanner(out).Scan() {
		_ = p.serving.Wait()
		p.t.Fatalf("the server does not start: %s", p.said())
	}
}

// said is what the server wrote to its log.
func (p *plant) said() string {
	data, err := os.ReadFile(p.log)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(data)
}

func (p *plant) kill() {
	if p.serving != nil {
		_ = p.serving.Process.Kill()
		_ = p.serving.Wait()
		p.serving = nil
	}
}

// administer has the administration of the running server do something.
func (p *plant) administer(kind string, body any) {
	p.t.Helper()
	a, err := room.Administer(p.t.Context(), room.Config{Folder: p.folder, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.t.Fatal(err)
	}
	defer a.Close()
	answer, err := a.Submit(p.t.Context(), change.Command{ID: kind + strconv.FormatInt(time.Now().UnixNano(), 36), Kind: kind, Stream: stream, Body: packed(body)})
	if err != nil || answer.Outcome != change.Accepted {
		p.t.Fatalf("%s: %+v %v", kind, answer, err)
	}
}

// vote has everybody vote again and again until somebody has so many more receipts, and goes on while
// cut does its work.
func (p *plant) vote(receipts int, cut func()) {
	var voting, voted sync.WaitGroup
	ctx, stop := context.WithCancel(p.t.Context())
	defer stop()
	reached := make(chan struct{}, len(p.members))
	for _, m := range p.members {
		voting.Add(1)
		voted.Go(func() {
			defer voting.Done()
			m.link.Retry()
			for got := 0; ctx.Err() == nil; got++ {
				if got == receipts {
					reached <- struct{}{}
				}
				m.mu.Lock()
				number := len(m.sent)
				m.mu.Unlock()
				id := m.cast(number, ballotPoll, []council.Choice{council.Yes, council.No}[number%2])
				answered := func() bool { _, known := m.answers[id]; return known || ctx.Err() != nil }
				if !m.until(p.t, "answered", answered) {
					return
				}
			}
		})
	}
	select {
	case <-reached:
	case <-time.After(30 * time.Second):
		p.t.Error("nobody gets so many receipts")
	}
	cut()
	stop()
	for _, m := range p.members {
		m.tell(func() {})
	}
	voted.Wait()
}

// settle waits until every ballot that was sent is answered.
func (p *plant) settle() {
	p.t.Helper()
	for _, m := range p.members {
		m.link.Retry()
	}
	for _, m := range p.members {
		m.until(p.t, "all answered", func() bool { return len(m.sent) == len(m.answers) })
	}
}

// verify looks at the disk while no server runs: every receipt is there, and the log is whole.
func (p *plant) verify(when string) (receipts int) {
	p.t.Helper()
	log, err := storage.OpenRoom(p.t.Context(), filepath.Join(p.folder, "room.db"))
	if err != nil {
		p.t.Fatalf("%s: %v", when, err)
	}
	defer log.Close()
	held := map[uint64]string{}
	if err := log.Stream(p.t.Context(), stream, func(c change.Change) error {
		var ballot council.Ballot
		if c.Kind != council.BallotKind {
			return nil
		}
		held[c.Seq] = ""
		if err := json.Unmarshal(c.Body, &ballot); err != nil {
			return err
		}
		held[c.Seq] = ballot.Command
		return nil
	}); err != nil {
		p.t.Fatalf("%s: %v", when, err)
	}
	for _, m := range p.members {
		m.mu.Lock()
		for id, answer := range m.answers {
			if answer.Outcome != change.Accepted || answer.Receipt == nil {
				p.t.Errorf("%s: %s is answered %+v", when, id, answer)
				continue
			}
			receipts++
			if held[answer.Receipt.Seq] != id {
				p.t.Errorf("%s: %s has a receipt for number %d, where the log has %q", when, id, answer.Receipt.Seq, held[answer.Receipt.Seq])
			}
		}
		m.mu.Unlock()
	}
	findings, err := log.Verify(p.t.Context())
	if err != nil {
		p.t.Fatalf("%s: %v", when, err)
	}
	for _, finding := range findings {
		if !finding.OK() {
			p.t.Errorf("%s: %+v", when, finding)
		}
	}
	p.heard(when, log)
	return receipts
}

func rounds(usual int) int {
	if said, err := strconv.Atoi(os.Getenv("CONGSO_ROUNDS")); err == nil {
		return said
	}
	if testing.Short() {
		return 2
	}
	return usual
}

// TestPowerCut: the built server loses its power again and again while its delegates vote over TLS,
// and with it all that it did not sync, or any part of that. Every receipt is on the disk afterwards,
// the log is whole, every ballot without a receipt gets one, and the count is that of the receipts.
// CONGSO_ROUNDS says how often.
func TestPowerCut(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	p := newPlant(t, 24)
	p.library = preload(t, filepath.Dir(p.folder))
	gone, receipts := 0, 0
	began := time.Now()
	total := rounds(8)
	for round := range total {
		p.serve()
		p.vote(1+rng.IntN(12), func() {
			<-time.After(time.Duration(rng.IntN(8)) * time.Millisecond) // anywhere in a group of ballots
			p.kill()
		})
		taken, err := forget(p.folder, p.journal, []float64{0, 0, 0.5, 0.9}[round%4], rng)
		if err != nil {
			t.Fatal(err)
		}
		gone += taken
		receipts = p.verify(fmt.Sprint("round ", round))
		if t.Failed() {
			return
		}
	}
	p.serve()
	p.settle()
	want := map[council.Choice]int{}
	for _, m := range p.members {
		number := len(m.sent) - 1
		want[[]council.Choice{council.Yes, council.No}[number%2]]++
	}
	p.administer(council.ClosePoll, council.Pointing{ID: ballotPoll})
	result := p.result()
	p.kill()
	if result.Yes != want[council.Yes] || result.No != want[council.No] || result.Received != len(p.members) {
		t.Errorf("%+v, the last receipts say %v", result.Count, want)
	}
	if gone == 0 {
		t.Error("no power cut took anything")
	}
	t.Logf("figure sync.power_cut_rounds %d rounds, %d receipts, %d writes taken back, %.1f s", total, receipts, gone, time.Since(began).Seconds())
}

// result waits for the count of the poll.
func (p *plant) result() council.Result {
	p.t.Helper()
	log, err := storage.OpenRoom(p.t.Context(), filepath.Join(p.folder, "room.db"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer log.Close()
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); <-look.C {
		facts, err := log.FactsUnder(p.t.Context(), stream, council.ResultKind, ballotPoll)
		if err != nil {
			p.t.Fatal(err)
		}
		if len(facts) > 0 {
			var result council.Result
			if err := json.Unmarshal(facts[0].Body, &result); err != nil {
				p.t.Fatal(err)
			}
			return result
		}
	}
	p.t.Fatal("the poll is closed and never counted")
	return council.Result{}
}
