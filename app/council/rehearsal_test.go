package council

import (
	"strings"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

const rehearsal = "rehearsal-1"

// rehearsing is a rehearsal in the middle of a vote, with all that a session can hold.
func rehearsing(t failing) *chamber {
	c := empty(t)
	c.state.ID, c.follower.ID = rehearsal, rehearsal
	c.must(clerk, CreateSession, 0, Session{Title: "Diễn tập", Body: PeoplesCouncil})
	for _, person := range []string{rehearsal + "-1", rehearsal + "-2"} {
		c.must(clerk, PutDeputy, 0, Deputy{Person: person, Name: "Diễn tập", Voting: true})
	}
	c.must(clerk, PutItem, 0, Item{ID: "i1", Title: "Diễn tập"})
	c.must(clerk, PutDocument, 0, Document{ID: "p1", Item: "i1", Title: "Tờ trình", Audience: people.Members(rehearsal), Blob: paperBytes, Size: 10})
	c.must(clerk, PutDocument, c.state.Documents["p1"].Seq, Document{ID: "p1", Item: "i1", Title: "Tờ trình", Audience: people.Members(rehearsal), Blob: otherBytes, Size: 10})
	for _, poll := range []string{"q1", "q2"} {
		c.must(clerk, CreatePoll, 0, PollDraft{ID: poll, Item: "i1", Question: "Thông qua?", Form: Approval, Openness: NamedVote, Rule: "hdnd.majority"})
	}
	c.must(clerk, OpenSession, 0, nil)
	c.must(tablet(rehearsal+"-1"), Attend, 0, nil)
	c.must(tablet(rehearsal+"-2"), Attend, 0, nil)
	c.must(clerk, OpenPoll, 0, Pointing{"q1"})
	c.must(tablet(rehearsal+"-1"), CastBallot, 0, Casting{"q1", Yes})
	c.must(clerk, ClosePoll, 0, Pointing{"q1"})
	c.wait(ClosingNotice)
	c.must(clerk, PublishPoll, 0, Pointing{"q1"})
	c.must(clerk, OpenPoll, 0, Pointing{"q2"})
	c.must(tablet(rehearsal+"-2"), CastBallot, 0, Casting{"q2", No})
	c.due()
	return c
}

func rehearsalCases() []asked {
	return []asked{
		{name: "remove", start: func(t failing) *chamber {
			c := empty(t)
			c.state.ID, c.follower.ID = rehearsal, rehearsal
			c.must(clerk, CreateSession, 0, Session{Title: "Diễn tập", Body: PeoplesCouncil})
			return c
		}, actor: clerk, kind: RemoveSession, kinds: "session@council/" + rehearsal + "/hall"},
		{name: "remove a session of the office", start: sitting, actor: clerk, kind: RemoveSession, code: "not-allowed"},
		{name: "remove by a delegate", start: rehearsing, actor: tablet(rehearsal + "-1"), kind: RemoveSession, code: "not-allowed"},
		{name: "a person of the office in a rehearsal", start: rehearsing, actor: clerk, kind: PutDeputy, body: Deputy{Person: "d1", Name: "Nguyễn Thị Ánh"}, code: "command.unreadable"},
		{name: "a rehearsal's person in a session of the office", start: sitting, actor: clerk, kind: PutDeputy, body: Deputy{Person: rehearsal + "-1", Name: "Diễn tập"}, code: "command.unreadable"},
	}
}

// Whatever a rehearsal wrote is taken back, each fact from those who had it; and time does nothing to it
// any more.
func TestNothingOfARehearsalStays(t *testing.T) {
	c := rehearsing(t)
	c.must(clerk, RemoveSession, 0, nil)
	held := map[change.Audience]map[string]bool{}
	kinds := map[string]bool{}
	for _, entry := range c.log {
		if held[entry.Audience] == nil {
			held[entry.Audience] = map[string]bool{}
		}
		if entry.TakenBack() {
			delete(held[entry.Audience], entry.Kind+" "+entry.Key)
		} else {
			kinds[entry.Kind] = true
			held[entry.Audience][entry.Kind+" "+entry.Key] = true
		}
	}
	if len(kinds) != 12 {
		t.Fatalf("the rehearsal has only %v", kinds)
	}
	for audience, facts := range held {
		for fact := range facts {
			if audience == people.ChairOf(rehearsal) && strings.HasPrefix(fact, ResultKind) {
				continue // a result moves to the hall when it is published: it is one fact
			}
			t.Errorf("%s still holds %s", audience, fact)
		}
	}
	s := c.state
	if s.Exists() || len(s.Items)+len(s.Documents)+len(s.Deputies)+len(s.Attendances)+len(s.Polls)+len(s.Tallies)+len(s.Results)+len(s.Rolls) != 0 {
		t.Errorf("still there: %+v", s)
	}
	for poll, ballots := range s.Ballots {
		t.Errorf("ballots of %s: %v", poll, ballots)
	}
	for poll, casts := range s.Casts {
		t.Errorf("casts of %s: %v", poll, casts)
	}
	length := len(c.log)
	c.wait(ClosingNotice)
	if len(c.log) != length {
		t.Errorf("time still writes: %s", c.kinds(length))
	}
}
