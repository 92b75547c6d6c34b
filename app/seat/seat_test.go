package seat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// fakeOutbox keeps commands in memory; full lets it refuse.
type fakeOutbox struct {
	mu       sync.Mutex
	kept     []change.Command
	forgot   []string
	failWith error
}

func (o *fakeOutbox) Enqueue(_ context.Context, command change.Command, _ string, _ time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failWith != nil {
		return o.failWith
	}
	o.kept = append(o.kept, command)
	return nil
}

func (o *fakeOutbox) Forget(_ context.Context, person string) error {
	o.forgot = append(o.forgot, person)
	return nil
}

// fakeCourier is the way to a server that a test plays; sent is called with every command.
type fakeCourier struct{ sent func(change.Command) }

func (c fakeCourier) Send(command change.Command) {
	if c.sent != nil {
		c.sent(command)
	}
}
func (fakeCourier) Ask(context.Context, change.Command) (change.Answer, error) {
	return change.Answer{}, errors.New("no room")
}
func (fakeCourier) Retry() {}

// chamber is a seat with a session under way, whose facts come from the real rules.
type chamber struct {
	*Seat
	t      *testing.T
	outbox *fakeOutbox
	state  *council.State
	heads  map[change.Stream]change.Head
	now    time.Time
}

const person = "p1"

func newChamber(t *testing.T, sent func(change.Command)) *chamber {
	c := &chamber{t: t, outbox: &fakeOutbox{}, state: council.NewState("s1"), heads: map[change.Stream]change.Head{}, now: time.Unix(1_800_000_000, 0)}
	number := 0
	c.Seat = New(Config{
		Mode: people.DelegateMode, Rules: council.DefaultRules, Outbox: c.outbox, Courier: fakeCourier{sent},
		NewID: func() string { number++; return fmt.Sprintf("c%d", number) }, Now: func() time.Time { return c.now },
	})
	c.judge("", council.ImportSession, council.Import{
		Session:  council.Session{ID: "s1", Title: "Kỳ họp", Body: council.PeoplesCouncil},
		Items:    []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
		Deputies: []council.Deputy{{Person: person, Name: "Nguyễn Văn Ánh", Voting: true}},
		Polls:    []council.PollDraft{{ID: "q", Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority"}},
	})
	c.judge("", council.OpenSession, struct{}{})
	c.judge(person, council.Attend, struct{}{})
	c.judge("", council.OpenPoll, council.Pointing{ID: "q"})
	c.Stood(people.Standing{Link: people.Online, Person: person, LastContact: c.now})
	return c
}

// judge has the server's rules decide, and brings what this device may see to the seat.
func (c *chamber) judge(who, kind string, body any) change.Answer {
	c.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	actor := change.Actor{Mode: string(people.ClerkMode)}
	if who != "" {
		actor = change.Actor{Device: "d1", Mode: string(people.DelegateMode), Person: who}
	}
	stream := people.CouncilStream("s1")
	bench := council.Bench{Now: c.now, Rules: council.DefaultRules, HasBlob: func(string) bool { return true }}
	drafts, answer := c.state.Judge(actor, change.Command{ID: "j" + kind, Kind: kind, Stream: stream, Body: data}, bench)
	if answer.Outcome != change.Accepted {
		c.t.Fatalf("%s: %s %s", kind, answer.Outcome, answer.Code)
	}
	c.take(drafts)
	return answer
}

func (c *chamber) take(drafts []change.Draft) {
	c.t.Helper()
	mine := map[change.Audience]bool{people.Hall("s1"): true, people.Members("s1"): true, people.PersonOf("s1", person): true}
	for _, draft := range drafts {
		one, head := c.heads[draft.Stream].Append(draft, 1, c.now.UnixMilli())
		c.heads[draft.Stream] = head
		if err := c.state.Apply(one); err != nil {
			c.t.Fatal(err)
		}
		if mine[one.Audience] {
			if err := c.Changed(one.Audience, []change.Change{one}); err != nil {
				c.t.Fatal(err)
			}
		}
	}
}

func TestBallotWaitsUntilItIsAnswered(t *testing.T) {
	c := newChamber(t, nil)
	if err := c.Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	if vote := c.Vote("q"); vote.State != council.VoteWaiting || vote.Choice != council.Yes || !vote.Since.Equal(c.now) {
		t.Errorf("vote %+v, want waiting", vote)
	}
	unsent := c.Standing().Unsent
	if len(unsent) != 1 || unsent[0].About != "q" || unsent[0].Detail != string(council.Yes) {
		t.Errorf("unsent %+v", unsent)
	}
	c.Settled(change.Answer{ID: c.outbox.kept[0].ID, Outcome: change.Refused, Code: "poll.closed"})
	if vote := c.Vote("q"); vote.State != council.VoteRefused || vote.Code != "poll.closed" {
		t.Errorf("vote %+v, want refused", vote)
	}
	if len(c.Standing().Unsent) != 0 {
		t.Error("an answered act is still shown as not sent")
	}
}

func TestReceiptComesFromTheServersLog(t *testing.T) {
	c := newChamber(t, nil)
	c.judge(person, council.CastBallot, council.Casting{Poll: "q", Choice: council.No}) // on another tablet
	vote := c.Vote("q")
	if vote.State != council.VoteReceived || vote.Choice != council.No || vote.Receipt == nil {
		t.Errorf("vote %+v, want received from elsewhere", vote)
	}
}

func TestSecondBallotIsRefusedWhileTheFirstWaits(t *testing.T) {
	c := newChamber(t, nil)
	if err := c.Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	var refused *people.Refusal
	if err := c.Cast(t.Context(), "q", council.No); !errors.As(err, &refused) || refused.Code != "poll.voted-already" {
		t.Errorf("second ballot: %v", err)
	}
	if len(c.outbox.kept) != 1 {
		t.Errorf("%d ballots in the outbox", len(c.outbox.kept))
	}
}

func TestNothingIsDoneWhereTheDiskRefuses(t *testing.T) {
	sent := 0
	c := newChamber(t, func(change.Command) { sent++ })
	c.outbox.failWith = errors.New("disk full")
	if err := c.Cast(t.Context(), "q", council.Yes); err == nil {
		t.Error("a ballot was taken that is on no disk")
	}
	if sent != 0 || c.Vote("q").State != council.VoteNone {
		t.Errorf("sent %d, vote %+v", sent, c.Vote("q"))
	}
}

func TestWrongClockDoesNotCloseAPoll(t *testing.T) {
	c := newChamber(t, nil)
	for _, clock := range []time.Time{time.Unix(0, 0), c.now.Add(24 * time.Hour)} {
		c.now = clock
		if err := c.Cast(t.Context(), "q", council.Yes); err != nil {
			t.Errorf("cast at %v: %v", clock, err)
		}
		c.Settled(change.Answer{ID: c.outbox.kept[len(c.outbox.kept)-1].ID, Outcome: change.Refused, Code: "poll.closed"})
	}
}

func TestActOfSomebodyElseIsShownToNobody(t *testing.T) {
	c := newChamber(t, nil)
	if err := c.Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	c.Stood(people.Standing{Link: people.Online, Person: "p2", LastContact: c.now})
	if unsent := c.Standing().Unsent; len(unsent) != 0 {
		t.Errorf("the next holder sees %+v", unsent)
	}
	if vote := c.Vote("q"); vote.State != council.VoteNone {
		t.Errorf("the next holder sees the vote %+v", vote)
	}
}

func TestLostAudienceIsForgotten(t *testing.T) {
	c := newChamber(t, nil)
	before := c.Session()
	if !before.Exists() || len(before.Agenda()) != 1 {
		t.Fatal("no session to begin with")
	}
	if err := c.Changed(people.Hall("s1"), nil); err != nil {
		t.Fatal(err)
	}
	if c.Session().Exists() {
		t.Error("the session is still here")
	}
	if !before.Exists() {
		t.Error("what was handed out before was changed")
	}
}

func TestDoReturnsWhatTheServerSays(t *testing.T) {
	for outcome, want := range map[change.Outcome]string{change.Accepted: "", change.Duplicate: "", change.Refused: "x"} {
		var c *chamber
		c = newChamber(t, func(command change.Command) {
			go c.Settled(change.Answer{ID: command.ID, Outcome: outcome, Code: "x"})
		})
		err := c.Attend(t.Context())
		code := ""
		if refused, ok := errors.AsType[*people.Refusal](err); ok {
			code = refused.Code
		} else if err != nil {
			t.Errorf("%s: %v", outcome, err)
		}
		if code != want {
			t.Errorf("%s: refused with %q, want %q", outcome, code, want)
		}
	}
}
