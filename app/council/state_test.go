package council

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// Two audiences' changes may come interleaved as they like, and twice: the state is the same.
func TestOrderAcrossAudiencesDoesNotMatter(t *testing.T) {
	c := closed(t, "named")
	c.must(clerk, PublishPoll, 0, Pointing{"named"})
	c.must(clerk, WithdrawDocument, 0, Pointing{"p1"})
	rapid.Check(t, func(t *rapid.T) {
		mixed := NewState("s1")
		for _, entry := range append(rapid.Permutation(c.log).Draw(t, "order"), rapid.Permutation(c.log).Draw(t, "again")...) {
			if err := mixed.Apply(entry); err != nil {
				t.Fatal(err)
			}
		}
		mixed.dirty, mixed.tallied = c.state.dirty, c.state.tallied // what is due is the server's own
		if !alike(mixed, c.state) {
			t.Fatalf("%+v\n%+v", mixed, c.state)
		}
	})
}

// What follows on a clone does not reach the original, and the other way round.
func TestCloneIsApart(t *testing.T) {
	c := voting(t, "open")
	c.must(tablet("d1"), CastBallot, 0, Casting{"open", Yes})
	before, clone := c.state.Clone(), c.state.Clone()
	other := &chamber{failing: t, state: clone, follower: clone.Clone(), head: c.head, now: c.now, rules: c.rules}
	other.must(tablet("d2"), CastBallot, 0, Casting{"open", No})
	other.must(clerk, PutItem, 0, Item{ID: "i9", Title: "x"})
	other.must(clerk, RemoveDeputy, 0, Pointing{"d3"})
	other.must(clerk, ClosePoll, 0, Pointing{"open"})
	other.wait(ClosingNotice)
	other.must(clerk, PublishPoll, 0, Pointing{"open"})
	other.must(clerk, WithdrawDocument, 0, Pointing{"p1"})
	if !alike(c.state, before) {
		t.Errorf("the original moved with its clone")
	}
	moved := other.state.Clone()
	c.must(clerk, SetAttendance, 0, Attendance{Person: "d1", State: Left})
	if !alike(other.state, moved) {
		t.Errorf("the clone moved with its original")
	}
}

func TestUnknownFactsAreLeftAlone(t *testing.T) {
	state := NewState("s1")
	if err := state.Apply(change.Change{Seq: 1, Kind: "gavel", Key: "x", Body: json.RawMessage(`not even JSON`)}); err != nil {
		t.Error(err)
	}
	for _, kind := range []string{SessionKind, ItemKind, DocumentKind, DeputyKind, AttendanceKind, PollKind, BallotKind, CastKind, TallyKind, ResultKind, RollKind} {
		before := state.Clone()
		err := state.Apply(change.Change{Stream: "council/s1", Seq: 7, Kind: kind, Key: "x", Body: json.RawMessage(`["x"]`)})
		if err == nil || !strings.Contains(err.Error(), "council/s1 7 ("+kind+" x)") {
			t.Errorf("%s: %v", kind, err)
		}
		if !alike(state, before) {
			t.Errorf("%s: a body that cannot be read left something behind", kind)
		}
	}
}

func TestViews(t *testing.T) {
	c := closed(t, "named")
	agenda := c.state.Agenda()
	equal(t, "agenda", agenda[0].ID+agenda[1].ID, "i1i2")
	equal(t, "number", c.state.Numbers()["i2"], "2")
	equal(t, "number of nothing", c.state.Numbers()["i9"], "")
	equal(t, "groups", strings.Join(c.state.Groups(), ", "), "Tổ 1, Tổ 2")
	equal(t, "total", c.state.Total(), 3)
	equal(t, "present", c.state.Present(), 2)
	needed, met := c.state.Quorum(DefaultRules)
	equal(t, "quorum", needed, 2)
	equal(t, "quorum met", met, true)
	_, met = c.state.Quorum(nil)
	equal(t, "no rule, no quorum", met, true)
	voters, voted := c.state.Voters("named")
	equal(t, "voters", len(voters), 2)
	equal(t, "voted", voted["d1"] && voted["d2"] && !voted["d3"], true)
	c.must(clerk, SetAttendance, 0, Attendance{Person: "d1", State: Left})
	voters, voted = c.state.Voters("named")
	equal(t, "who left has voted all the same", len(voters) == 2 && voted["d1"], true)
	equal(t, "and is counted", c.state.Count(c.state.Polls["named"]), Count{Total: 3, Present: 2, Received: 2, Yes: 1, No: 1})
	equal(t, "polls of an item", len(c.state.PollsOf("i2")), 2)
	equal(t, "polls of another", len(c.state.PollsOf("i1")), 0)
	c.must(clerk, EditSession, c.state.Session.Seq, Session{Title: "K", Body: PeoplesCouncil, Total: 30})
	equal(t, "total by law", c.state.Total(), 30)
	needed, met = c.state.Quorum(DefaultRules)
	equal(t, "quorum by law", needed, 20)
	equal(t, "no quorum by law", met, false)
}

// The roster stands by seats, then in the order of given names, namesakes always the same way.
func TestRosterOrder(t *testing.T) {
	state := NewState("s1")
	for i, d := range []Deputy{{Person: "e", Name: "Lê Thị Bạc"}, {Person: "zz", Name: "Trần Văn Ba"}, {Person: "b", Name: "Trần Văn Anh"},
		{Person: "a", Name: "Trần Văn Anh"}, {Person: "x", Name: "Nguyễn Văn An"}, {Person: "s", Name: "Vũ Văn Yên", Seat: 1}} {
		body, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := state.Apply(change.Change{Seq: uint64(i + 1), Kind: DeputyKind, Audience: people.Hall("s1"), Key: d.Person, Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	var order []string
	for _, d := range state.Roster() {
		order = append(order, d.Person)
	}
	equal(t, "order", strings.Join(order, " "), "s x a b zz e")
}
