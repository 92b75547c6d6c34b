package council

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// A poll from its opening to the published names.
func TestNamedPollRunsItsCourse(t *testing.T) {
	c := sitting(t)
	opened := c.now.UnixMilli()
	c.must(clerk, OpenPoll, 0, Pointing{"named"})
	poll := c.state.Polls["named"]
	equal(t, "closes at", poll.ClosesAt, opened+60_000)
	equal(t, "total", poll.Total, 3)
	equal(t, "present", poll.Present, 2)
	equal(t, "quorum", poll.Quorum, 2)
	equal(t, "next due", c.state.NextDue().UnixMilli(), poll.ClosesAt)
	c.must(tablet("d1"), CastBallot, 0, Casting{"named", Yes})
	c.wait(time.Second)
	equal(t, "hidden tally", c.state.Tallies["named"], Tally{Poll: "named", Count: Count{Total: 3, Present: 2, Received: 1}})
	c.must(tablet("d3"), Attend, 0, nil) // comes late
	c.must(tablet("d3"), CastBallot, 0, Casting{"named", Yes})
	c.must(clerk, ClosePoll, 0, Pointing{"named"})
	poll = c.state.Polls["named"]
	equal(t, "closing is announced", poll.ClosesAt, c.now.Add(5*time.Second).UnixMilli())
	equal(t, "still started", poll.State, PollStarted)
	c.wait(ClosingNotice - time.Millisecond)
	equal(t, "state just before", c.state.Polls["named"].State, PollStarted)
	from := len(c.log)
	c.wait(time.Millisecond)
	equal(t, "finishing", c.kinds(from), "poll@hall tally@hall result@chair")
	equal(t, "closed at", c.state.Polls["named"].ClosedAt, poll.ClosesAt)
	result := c.state.Results["named"]
	equal(t, "count", result.Count, Count{Total: 3, Present: 3, Received: 2, Yes: 2})
	equal(t, "verdict", result.Verdict, Verdict{Base: 3, Needed: 2, Passed: true})
	if again := c.due(); len(again) != 0 {
		t.Errorf("finished twice: %v", again)
	}
	if _, shown := c.state.LatestPublished(); shown {
		t.Error("published by itself")
	}
	c.must(clerk, PublishPoll, 0, Pointing{"named"})
	latest, shown := c.state.LatestPublished()
	if !shown || latest.ID != "named" || latest.PublishedAt != c.now.UnixMilli() {
		t.Errorf("%+v", latest)
	}
	roll, err := json.Marshal(c.state.Rolls["named"].Choices)
	if err != nil || string(roll) != `{"d1":"yes","d3":"yes"}` {
		t.Errorf("%s %v", roll, err)
	}
	if !c.state.NextDue().IsZero() {
		t.Error("something is still due")
	}
}

// The count of a running poll is told after the group that moved it, but not more often than every tablet
// can hear it; what moved meanwhile is told when the time comes, and never forgotten.
func TestTallyFollowsTheBallots(t *testing.T) {
	c := voting(t, "open")
	equal(t, "nothing moved", len(c.due()), 0)
	c.must(tablet("d1"), CastBallot, 0, Casting{"open", Yes})
	c.must(tablet("d2"), CastBallot, 0, Casting{"open", No})
	equal(t, "one tally for two ballots", len(c.due()), 1)
	equal(t, "tally", c.state.Tallies["open"].Count, Count{Total: 3, Present: 2, Received: 2, Yes: 1, No: 1})
	equal(t, "nothing moved again", len(c.due()), 0)
	c.must(tablet("d2"), CastBallot, 0, Casting{"open", Abstain})
	c.now = c.now.Add(TallyEvery - time.Millisecond)
	equal(t, "too early", len(c.due()), 0)
	c.now = c.now.Add(time.Millisecond)
	equal(t, "told when the time comes", len(c.due()), 1)
	equal(t, "replaced", c.state.Tallies["open"].Count, Count{Total: 3, Present: 2, Received: 2, Yes: 1, Abstain: 1})
	if !c.state.NextDue().IsZero() {
		t.Error("a poll without an end is due by itself")
	}
}

// A tie in the committee is decided by the chair's ballot.
func TestTieFollowsTheChair(t *testing.T) {
	for _, chair := range []Choice{Yes, No} {
		c := empty(t)
		c.must(clerk, CreateSession, 0, Session{Title: "Phiên họp", Body: PeoplesCommittee, Chair: "d1"})
		c.must(clerk, PutItem, 0, Item{ID: "i1", Title: "x"})
		other := map[Choice]Choice{Yes: No, No: Yes}[chair]
		for _, person := range []string{"d1", "d2"} {
			c.must(clerk, PutDeputy, 0, Deputy{Person: person, Name: person, Voting: true})
			c.must(tablet(person), Attend, 0, nil)
		}
		c.must(clerk, OpenSession, 0, nil)
		c.must(clerk, CreatePoll, 0, draft(func(d *PollDraft) { d.Rule, d.Seconds = "ubnd.majority", 10 }))
		c.must(clerk, OpenPoll, 0, Pointing{"q"})
		c.must(tablet("d1"), CastBallot, 0, Casting{"q", chair})
		c.must(tablet("d2"), CastBallot, 0, Casting{"q", other})
		c.wait(10 * time.Second)
		verdict := c.state.Results["q"].Verdict
		if verdict.Passed != (chair == Yes) || verdict.ByChair != (chair == Yes) {
			t.Errorf("the chair says %s: %+v", chair, verdict)
		}
	}
}

// The later of two clerks is shown both values: their own stays with them, this is the other.
func TestStaleEditShowsWhatStands(t *testing.T) {
	c := sitting(t)
	for _, part := range []struct {
		kind string
		body any
		fact string
		seq  uint64
		want string
	}{
		{EditSession, Session{Title: "Kỳ họp khác", Body: PeoplesCouncil}, SessionKind, c.state.Session.Seq, "Kỳ họp thứ Ba"},
		{PutItem, Item{ID: "i1", Title: "Bế mạc"}, ItemKind, c.state.Items["i1"].Seq, "Khai mạc"},
		{PutDocument, paper(func(d *Document) { d.ID = "p1" }), DocumentKind, c.state.Documents["p1"].Seq, "Tờ trình"},
		{PutDeputy, Deputy{Person: "d1", Name: "Ai đó"}, DeputyKind, c.state.Deputies["d1"].Seq, "Nguyễn Thị Ánh"},
		{EditPoll, draft(func(d *PollDraft) { d.ID = "open" }), PollKind, c.state.Polls["open"].Seq, "Thông qua?"},
	} {
		answer := c.ask(clerk, part.kind, part.seq+1000, part.body)
		var told Stale
		if err := json.Unmarshal(answer.Body, &told); err != nil || answer.Code != "stale" {
			t.Fatalf("%s: %+v %v", part.kind, answer, err)
		}
		current, err := json.Marshal(told.Current)
		if err != nil || !strings.Contains(string(current), part.want) || told.Kind != part.fact || told.Seq != part.seq {
			t.Errorf("%s: told %+v", part.kind, told)
		}
		c.must(clerk, part.kind, part.seq, part.body) // having seen it, the same edit is taken
	}
}

// The receipt of a ballot says where in the log it stands, and is said again as often as asked.
func TestReceiptIsSaidAgain(t *testing.T) {
	c := voting(t, "named")
	c.must(tablet("d1"), CastBallot, 0, Casting{"named", Yes})
	var ballot change.Change
	for _, entry := range c.log {
		if entry.Kind == BallotKind {
			ballot = entry
		}
	}
	c.wait(time.Second)
	same := c.ask(tablet("d1"), CastBallot, 0, Casting{"named", Yes})
	other := c.ask(change.Actor{Device: "second tablet", Mode: "delegate", Person: "d1"}, CastBallot, 0, Casting{"named", No})
	c.wait(time.Minute)
	late := c.ask(tablet("d1"), CastBallot, 0, Casting{"named", Yes})
	for name, answer := range map[string]change.Answer{"the same": same, "another": other, "late": late} {
		receipt := answer.Receipt
		if receipt == nil || receipt.Seq != ballot.Seq || receipt.At != ballot.At || receipt.Epoch != ballot.Epoch ||
			receipt.Stream != people.CouncilStream("s1") || receipt.Command != c.state.Ballots["named"]["d1"].Command {
			t.Errorf("%s: receipt %+v of %+v", name, receipt, ballot)
		}
	}
}

// Whoever loses a paper is told so; nobody is told its content who may not see it.
func TestPaperLeavesThoseWhoLoseIt(t *testing.T) {
	c := prepared(t)
	change1 := c.state.Documents["p1"]
	c.must(clerk, PutDocument, change1.Seq, paper(func(d *Document) { d.ID, d.Title, d.Audience = "p1", "Mật", people.GroupOf("s1", "Tổ 2") }))
	equal(t, "same bytes, same revision", c.state.Documents["p1"].Revision, 1)
	c.must(clerk, PutDocument, c.state.Documents["p1"].Seq, paper(func(d *Document) {
		d.ID, d.Title, d.Audience, d.Blob = "p1", "Mật", people.GroupOf("s1", "Tổ 2"), otherBytes
	}))
	equal(t, "other bytes, next revision", c.state.Documents["p1"].Revision, 2)
	if read := c.seen(people.Hall("s1"), people.Members("s1"), people.GroupOf("s1", "Tổ 1")); strings.Contains(read, "Mật") || !strings.HasSuffix(read, "document p1 \n") {
		t.Errorf("others read:\n%s", read)
	}
	member := NewState("s1")
	for _, entry := range c.log {
		if entry.Audience == people.Hall("s1") || entry.Audience == people.Members("s1") {
			if err := member.Apply(entry); err != nil {
				t.Fatal(err)
			}
		}
	}
	if papers := member.Papers("i2"); len(papers) != 0 {
		t.Errorf("a member still has %+v", papers)
	}
	c.must(clerk, WithdrawDocument, 0, Pointing{"p1"})
	last := c.log[len(c.log)-1]
	if blobs := BlobsOf(last); blobs != nil || len(c.state.Papers("i2")) != 0 {
		t.Errorf("a withdrawn paper can still be read: %v", blobs)
	}
	c.must(clerk, PutDocument, c.state.Documents["p1"].Seq, paper(func(d *Document) { d.ID, d.Item, d.Blob = "p1", "i2", otherBytes }))
	if blobs := BlobsOf(c.log[len(c.log)-1]); len(blobs) != 1 || blobs[0] != otherBytes || len(c.state.Papers("i2")) != 1 {
		t.Errorf("a paper handed out again cannot be read: %v", blobs)
	}
}

// Starting an item ends the one before; closing the session ends the last.
func TestOneItemIsUnderWay(t *testing.T) {
	c := sitting(t)
	c.must(clerk, StartItem, 0, Pointing{"i1"})
	c.must(clerk, StartItem, 0, Pointing{"i2"})
	equal(t, "before", c.state.Items["i1"].State, ItemDone)
	equal(t, "now", c.state.Items["i2"].State, ItemCurrent)
	equal(t, "current", c.state.Session.Current, "i2")
	c.must(clerk, PutItem, c.state.Items["i2"].Seq, Item{ID: "i2", Title: "Tên khác", State: ItemComing})
	equal(t, "an edit does not stop it", c.state.Items["i2"].State, ItemCurrent)
	c.must(clerk, CloseSession, 0, nil)
	equal(t, "closed", c.state.Items["i2"].State, ItemDone)
	equal(t, "current after closing", c.state.Session.Current, "")
}

// What a person types is kept clean, and what only the server says cannot be typed.
func TestTypedTextsAreCleaned(t *testing.T) {
	c := sitting(t)
	c.must(clerk, PutDeputy, 0, Deputy{Person: "d4", Name: "  Nguye\u0302\u0303n   Thi\u0323 Sa\u0301u ", Group: " Tổ  3 "})
	equal(t, "name", c.state.Deputies["d4"].Name, "Nguyễn Thị Sáu")
	equal(t, "group", c.state.Deputies["d4"].Group, "Tổ 3")
	c.must(clerk, SetAttendance, 0, Attendance{Person: "d4", State: Excused, Reason: " ốm ", By: "self", At: 5})
	if got, want := c.state.Attendances["d4"], (Attendance{Person: "d4", State: Excused, Reason: "ốm", By: "clerk", At: c.now.UnixMilli(), Seq: c.head.Seq}); !reflect.DeepEqual(got, want) {
		t.Errorf("attendance %+v, want %+v", got, want)
	}
	c.must(clerk, EditSession, c.state.Session.Seq, Session{ID: "x", Title: "K", Body: PeoplesCouncil, Current: "i1", OpenedAt: 5, ClosedAt: 6})
	session := c.state.Session
	if session.ID != "s1" || session.State != SessionOpen || session.Current != "" || session.OpenedAt != c.now.UnixMilli() || session.ClosedAt != 0 {
		t.Errorf("%+v", session)
	}
}
