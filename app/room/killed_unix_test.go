//go:build unix

package room_test

import (
	"context"
	"encoding/json"
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
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
)

// Environment of the test program when it runs as a room server that will be killed.
const (
	servedFolder = "CONGSO_TEST_SERVED_FOLDER"
	servedPort   = "CONGSO_TEST_SERVED_PORT"
)

func TestMain(m *testing.M) {
	pages.BecomeWorker(os.Args, pages.LentFonts)
	folder := os.Getenv(servedFolder)
	if folder == "" {
		os.Exit(m.Run())
	}
	serve := serveUntilKilled
	if of := os.Getenv(servedStandbyOf); of != "" {
		serve = func(folder, port string) error { return standByUntilKilled(folder, port, of) }
	}
	if err := serve(folder, os.Getenv(servedPort)); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(1)
}

func serveUntilKilled(folder, port string) error {
	ctx := context.Background()
	opened, err := room.Open(ctx, room.Config{Folder: folder, Name: "Phòng thử", Loopback: true, Now: time.Now, Logger: quiet()})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		return err
	}
	return opened.Serve(ctx, listener, func() { fmt.Println("ready") })
}

// victim is a room server in a process of its own.
type victim struct {
	command *exec.Cmd
	folder  string
}

func startVictim(t *testing.T, folder string, port int) *victim {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(self)
	command.Env = append(os.Environ(), servedFolder+"="+folder, servedPort+"="+strconv.Itoa(port))
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
		t.Fatalf("server not ready: %v", err)
	}
	return &victim{command, folder}
}

func (v *victim) kill() {
	v.command.Process.Kill()
	v.command.Wait()
}

// do has the server's administration do something.
func (v *victim) do(t *testing.T, stream change.Stream, kind string, body any) json.RawMessage {
	t.Helper()
	answer := v.answer(t, stream, kind, body)
	if answer.Outcome != change.Accepted {
		t.Fatalf("%s: %v %s", kind, answer.Outcome, answer.Code)
	}
	return answer.Once
}

// answer has the server's administration ask for something.
func (v *victim) answer(t *testing.T, stream change.Stream, kind string, body any) change.Answer {
	t.Helper()
	a, err := room.Administer(t.Context(), room.Config{Folder: v.folder, Now: time.Now, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := a.Submit(t.Context(), change.Command{ID: strconv.FormatInt(time.Now().UnixNano(), 36), Kind: kind, Stream: stream, Body: data})
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	return answer
}

const (
	killedVoters = 8
	kills        = 3
)

// The server is killed with -9 in the middle of votes. Every ballot with a receipt is in the result, every
// other one is sent again by itself, and none is there twice.
func TestServerKilledInTheMiddleOfVotes(t *testing.T) {
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
	delegates := make([]*device, killedVoters)
	for i := range delegates {
		delegates[i] = joinKilled(t, b, server, fmt.Sprintf("p%d", i))
	}
	clerk := joinAs(t, b, server, people.ClerkMode)
	for round := range kills {
		poll := fmt.Sprintf("q%d", round)
		server.do(t, stream, council.OpenPoll, council.Pointing{ID: poll})
		var received atomic.Int32
		var casting sync.WaitGroup
		for _, d := range delegates {
			d.until("the poll is open", func() bool {
				running, ok := d.Seat().Session().RunningPoll()
				return ok && running.ID == poll
			})
		}
		for i, d := range delegates {
			casting.Go(func() {
				if err := d.Seat().Cast(t.Context(), poll, []council.Choice{council.Yes, council.No}[i%2]); err != nil {
					t.Errorf("cast: %v", err)
				}
				for d.Seat().Vote(poll).State != council.VoteReceived && received.Load() == 0 {
					<-d.changed
				}
				received.Add(1)
			})
		}
		casting.Wait() // until the first receipt
		server.kill()
		server = startVictim(t, folder, port)
		for _, d := range delegates {
			d.until("the receipt is here", func() bool { return d.Seat().Vote(poll).State == council.VoteReceived })
		}
		server.do(t, stream, council.ClosePoll, council.Pointing{ID: poll})
		clerk.until("the count is done", func() bool { return clerk.Seat().Session().Polls[poll].State == council.PollFinished })
		server.do(t, stream, council.PublishPoll, council.Pointing{ID: poll})
		clerk.until("the result is here", func() bool { _, known := clerk.Seat().Session().Results[poll]; return known })
		result := clerk.Seat().Session().Results[poll]
		if result.Received != killedVoters || result.Yes != killedVoters/2 || result.No != killedVoters/2 {
			t.Errorf("round %d: %+v, want every ballot once", round, result)
		}
	}
}

func killedSession() council.Import {
	session := council.Import{
		Session: council.Session{ID: "s1", Title: "Kỳ họp", Body: council.PeoplesCouncil},
		Items:   []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
	}
	for i := range killedVoters {
		id := fmt.Sprintf("p%d", i)
		session.Deputies = append(session.Deputies, council.Deputy{Person: id, Name: "Đại biểu " + id, Voting: true})
	}
	for i := range kills {
		session.Polls = append(session.Polls, council.PollDraft{
			ID: fmt.Sprintf("q%d", i), Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority",
		})
	}
	return session
}

// joinAs pairs a new device by an invitation.
func joinAs(t *testing.T, b *bed, server *victim, mode people.Mode) *device {
	t.Helper()
	var invited people.Invited
	if err := json.Unmarshal(server.do(t, people.Stream, people.InviteKind, people.Inviting{Mode: mode, Count: 1}), &invited); err != nil {
		t.Fatal(err)
	}
	folder, err := station.OpenFolder(t.Context(), filepath.Join(t.TempDir(), "device"))
	if err != nil {
		t.Fatal(err)
	}
	finding, err := station.NewFinding(folder, mode, "", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := finding.Join(t.Context(), invited.Text); err != nil {
		t.Fatal(err)
	}
	identity, err := folder.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	d := b.run(folder, identity)
	d.online()
	return d
}

// joinKilled pairs a tablet, signs a person in with their card and marks them present.
func joinKilled(t *testing.T, b *bed, server *victim, person string) *device {
	t.Helper()
	d := joinAs(t, b, server, people.DelegateMode)
	var card people.Card
	if err := json.Unmarshal(server.do(t, people.Stream, people.IssueCardKind, people.Pointing{ID: person}), &card); err != nil {
		t.Fatal(err)
	}
	if err := d.Seat().SignIn(t.Context(), card.Card); err != nil {
		t.Fatal(err)
	}
	d.until("the session is here", func() bool { return d.Seat().Session().Exists() })
	if err := d.Seat().Attend(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}
