package room_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/station"
	"congso.vn/congso/sync/trust"
)

// A whole vote: everyone votes, the clerk publishes, the hall sees the result and no ballots.
func TestVoteFromOpeningToTheHall(t *testing.T) {
	b := newBed(t)
	stream, paper := b.session(3)
	hall, clerk := b.admit(people.HallMode), b.admit(people.ClerkMode)
	var delegates []*device
	for _, person := range []string{"p1", "p2", "p3"} {
		delegates = append(delegates, b.seated(person))
	}
	blob := delegates[0].Seat().Session().Documents["d1"].Blob
	delegates[0].until("the paper is here", func() bool { return delegates[0].State(blob).Have })
	if got, err := delegates[0].ReadPaper(t.Context(), blob); err != nil || !bytes.Equal(got, paper) {
		t.Errorf("the paper on the tablet is not the paper: %d bytes, %v", len(got), err)
	}

	clerk.until("the clerk sees everyone present", func() bool { return clerk.Seat().Session().Present() == 3 })
	if err := clerk.Seat().Do(t.Context(), council.OpenPoll, 0, council.Pointing{ID: "q"}); err != nil {
		t.Fatalf("open poll: %v", err)
	}
	choices := []council.Choice{council.Yes, council.Yes, council.No}
	for i, d := range delegates {
		d.until("the poll is open", func() bool { _, running := d.Seat().Session().RunningPoll(); return running })
		if err := d.Seat().Cast(t.Context(), "q", choices[i]); err != nil {
			t.Fatalf("cast: %v", err)
		}
	}
	for _, d := range delegates {
		d.until("the receipt is here", func() bool {
			vote := d.Seat().Vote("q")
			return vote.State == council.VoteReceived && vote.Receipt != nil
		})
	}
	clerk.until("the clerk sees who voted", func() bool { return clerk.Seat().Session().Tallies["q"].Received == 3 })
	if err := clerk.Seat().Do(t.Context(), council.ClosePoll, 0, council.Pointing{ID: "q"}); err != nil {
		t.Fatalf("close poll: %v", err)
	}
	clerk.until("the count is done", func() bool { return clerk.Seat().Session().Polls["q"].State == council.PollFinished })
	if _, known := hall.Seat().Session().Results["q"]; known {
		t.Error("the hall has the result before it is published")
	}
	if err := clerk.Seat().Do(t.Context(), council.PublishPoll, 0, council.Pointing{ID: "q"}); err != nil {
		t.Fatalf("publish: %v", err)
	}
	hall.until("the hall has the result", func() bool { _, known := hall.Seat().Session().Results["q"]; return known })
	result := hall.Seat().Session().Results["q"]
	if result.Yes != 2 || result.No != 1 || result.Abstain != 0 || !result.Passed {
		t.Errorf("result %+v, want 2 for, 1 against, passed", result)
	}
	if ballots := hall.Seat().Session().Ballots["q"]; len(ballots) != 0 {
		t.Errorf("the hall's device holds ballots: %v", ballots)
	}
	if others := delegates[0].Seat().Session().Ballots["q"]; len(others) != 1 {
		t.Errorf("a delegate's device holds %d ballots, want its own alone", len(others))
	}
	if _, err := clerk.Seat().Ask(t.Context(), people.HeadKind, people.Heading{Stream: stream}); err != nil {
		t.Errorf("head of the log: %v", err)
	}
}

// The server goes in the middle of a vote. Papers and agenda stay, the ballot waits as not sent, and is
// counted once when the server is back.
func TestVoteWithTheServerGone(t *testing.T) {
	b := newBed(t)
	stream, _ := b.session(1)
	d := b.seated("p1")
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	d.until("the poll is open", func() bool { _, running := d.Seat().Session().RunningPoll(); return running })

	b.halt()
	d.until("the loss is said", func() bool { return d.Seat().Standing().Link == people.Offline })
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatalf("cast while offline: %v", err)
	}
	if vote := d.Seat().Vote("q"); vote.State != council.VoteWaiting {
		t.Errorf("vote is %q, want waiting", vote.State)
	}
	if unsent := d.Seat().Standing().Unsent; len(unsent) != 1 || unsent[0].Kind != council.CastBallot {
		t.Errorf("unsent %+v, want the ballot", unsent)
	}
	if err := d.Seat().Cast(t.Context(), "q", council.No); err == nil {
		t.Error("a second ballot was taken while the first waits")
	}
	blob := d.Seat().Session().Documents["d1"].Blob
	if len(d.Seat().Session().Agenda()) != 1 || blob == "" {
		t.Error("the agenda is gone with the server")
	}

	b.start()
	d.until("the receipt is here", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	b.do(stream, council.ClosePoll, council.Pointing{ID: "q"})
	d.until("the poll is closed", func() bool { _, running := d.Seat().Session().RunningPoll(); return !running })
	b.do(stream, council.PublishPoll, council.Pointing{ID: "q"})
	d.until("the result is here", func() bool { _, known := d.Seat().Session().Results["q"]; return known })
	if result := d.Seat().Session().Results["q"]; result.Yes != 1 || result.Received != 1 {
		t.Errorf("result %+v, want one ballot", result)
	}
}

// The device is switched off with the ballot unsent, and the poll closes before it is back: the delegate
// is told that it was not counted.
func TestBallotThatCameTooLateIsToldOf(t *testing.T) {
	b := newBed(t)
	stream, _ := b.session(1)
	d := b.seated("p1")
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	d.until("the poll is open", func() bool { _, running := d.Seat().Session().RunningPoll(); return running })
	b.halt()
	d.until("the loss is said", func() bool { return d.Seat().Standing().Link == people.Offline })
	if err := d.Seat().Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	path := d.Folder().Path()
	d.stop()

	b.start()
	b.do(stream, council.ClosePoll, council.Pointing{ID: "q"})
	clerk := b.admit(people.ClerkMode)
	clerk.until("the poll is closed", func() bool { return clerk.Seat().Session().Polls["q"].State == council.PollFinished })

	folder, err := station.OpenFolder(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := folder.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again := b.run(folder, identity)
	again.until("the refusal is told", func() bool { return again.Seat().Vote("q").State == council.VoteRefused })
	if code := again.Seat().Vote("q").Code; code != "poll.closed" {
		t.Errorf("refused with %q, want poll.closed", code)
	}
	if result := clerk.Seat().Session().Results["q"]; result.Received != 0 {
		t.Errorf("the late ballot was counted: %+v", result)
	}
}

// Giving the tablet back wipes what only its holder may see.
func TestGivingTheTabletBackWipesIt(t *testing.T) {
	b := newBed(t)
	b.session(1)
	d := b.seated("p1")
	blob := d.Seat().Session().Documents["d1"].Blob
	d.until("the paper is here", func() bool { return d.State(blob).Have })
	if err := d.Seat().SignOut(t.Context()); err != nil {
		t.Fatalf("sign out: %v", err)
	}
	d.until("nobody holds it", func() bool { return d.Seat().Standing().Person == "" })
	d.until("the paper is gone", func() bool { return !d.Folder().Blobs().Has(blob) })
	if session := d.Seat().Session(); session.Exists() {
		t.Errorf("the session is still here: %q", session.Session.Title)
	}
}

// A revoked device is wiped and told, and gets nothing any more.
func TestRevokedDeviceIsWiped(t *testing.T) {
	b := newBed(t)
	b.session(1)
	d := b.seated("p1")
	b.do(people.Stream, people.RevokeDeviceKind, people.Pointing{ID: d.id})
	d.until("the refusal is said", func() bool { return d.Seat().Standing().Link == people.Rejected })
	d.until("the facts are gone", func() bool { return !d.Seat().Session().Exists() })
	if err := d.Seat().SignIn(t.Context(), "12345678"); !errors.Is(err, people.ErrOffline) {
		t.Errorf("sign in on a revoked device: %v", err)
	}
}

// A new device joins by an invitation, and a person signs in with the code on their card.
func TestJoinByInvitationAndSignInByCode(t *testing.T) {
	b := newBed(t)
	b.session(1)
	clerk := b.admit(people.ClerkMode)
	clerk.online()
	said, err := clerk.Seat().Ask(t.Context(), people.InviteKind, people.Inviting{Mode: people.DelegateMode, Count: 1})
	if err != nil {
		t.Fatal(err)
	}
	var invited people.Invited
	if err := json.Unmarshal(said, &invited); err != nil {
		t.Fatal(err)
	}
	folder, err := station.OpenFolder(t.Context(), filepath.Join(t.TempDir(), "new"))
	if err != nil {
		t.Fatal(err)
	}
	finding, err := station.NewFinding(folder, "", "", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := finding.Join(t.Context(), invited.Text); err != nil {
		t.Fatalf("join: %v", err)
	}
	identity, err := folder.Identity(t.Context())
	if err != nil || identity == nil {
		t.Fatalf("identity: %v", err)
	}
	d := b.run(folder, identity)
	d.online()

	said, err = clerk.Seat().Ask(t.Context(), people.IssueCardKind, people.Pointing{ID: "p1"})
	if err != nil {
		t.Fatal(err)
	}
	var card people.Card
	if err := json.Unmarshal(said, &card); err != nil {
		t.Fatal(err)
	}
	wrong := "00000000"
	if card.Code == wrong {
		wrong = "11111111"
	}
	var refused *people.Refusal
	if err := d.Seat().SignIn(t.Context(), wrong); !errors.As(err, &refused) || refused.Code != "sign-in.wrong" {
		t.Errorf("wrong code: %v, want sign-in.wrong", err)
	}
	if err := d.Seat().SignIn(t.Context(), card.Code); err != nil {
		t.Fatalf("sign in: %v", err)
	}
	d.until("the person holds it", func() bool { deputy, ok := d.Seat().Person(); return ok && deputy.Name == "Đại biểu p1" })

	// The invitation was for one device.
	second, err := station.OpenFolder(t.Context(), filepath.Join(t.TempDir(), "second"))
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	more, err := station.NewFinding(second, "", "", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := more.Join(t.Context(), invited.Text); trust.CodeOf(err) != trust.Used {
		t.Errorf("a second device joined by an invitation for one: %v", err)
	}
}

// Two screens show the same digits, the clerk approves.
func TestJoinByComparedDigits(t *testing.T) {
	b := newBed(t)
	b.session(1)
	clerk := b.admit(people.ClerkMode)
	clerk.online()
	folder, err := station.OpenFolder(t.Context(), filepath.Join(t.TempDir(), "new"))
	if err != nil {
		t.Fatal(err)
	}
	finding, err := station.NewFinding(folder, people.DelegateMode, "", false)
	if err != nil {
		t.Fatal(err)
	}
	err = finding.Compare(t.Context(), b.address(), func(_ context.Context, digits string) error {
		var shown people.Device
		clerk.until("the clerk sees the digits", func() bool {
			for _, device := range clerk.Seat().Devices() {
				if device.State == people.Pending && device.Digits == digits {
					shown = device
					return true
				}
			}
			return false
		})
		return clerk.Seat().DoIn(t.Context(), people.Stream, people.ApproveDeviceKind, 0, people.Pointing{ID: shown.ID})
	})
	if err != nil {
		t.Fatalf("join by digits: %v", err)
	}
	identity, err := folder.Identity(t.Context())
	if err != nil || identity == nil {
		t.Fatalf("identity: %v", err)
	}
	b.run(folder, identity).online()
}
