package council

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// failing is what a test and a property have in common.
type failing interface {
	Helper()
	Fatalf(format string, arguments ...any)
}

// chamber is a session as the room server keeps it, with the log that it wrote. Every command that
// goes through it is checked for what all commands promise.
type chamber struct {
	failing
	state    *State
	follower *State // is given the changes as they cross the wire
	head     change.Head
	log      []change.Change
	now      time.Time
	rules    []MajorityRule
	commands int
}

const (
	paperBytes = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	otherBytes = "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
	lostBytes  = "0000000000000000000000000000000000000000000000000000000000000000"
)

func empty(t failing) *chamber {
	return &chamber{failing: t, state: NewState("s1"), follower: NewState("s1"), rules: DefaultRules,
		now: time.Date(2026, 12, 8, 7, 30, 0, 0, time.FixedZone("", 7*3600))}
}

func (c *chamber) bench() Bench {
	return Bench{Now: c.now, Rules: c.rules, HasBlob: func(hash string) bool { return hash == paperBytes || hash == otherBytes }}
}

var (
	clerk = change.Actor{Device: "desk", Mode: string(people.ClerkMode)}
	hall  = change.Actor{Device: "screen", Mode: string(people.HallMode)}
)

func tablet(person string) change.Actor {
	return change.Actor{Device: "tablet of " + person, Mode: string(people.DelegateMode), Person: person}
}

// ask has a command judged and applied. It holds that judging is pure, that a refusal changes
// nothing, and that whoever follows the log over the wire comes to the same state.
func (c *chamber) ask(actor change.Actor, kind string, base uint64, body any) change.Answer {
	c.Helper()
	c.commands++
	command := change.Command{ID: fmt.Sprintf("c%d", c.commands), Kind: kind, Stream: people.CouncilStream("s1"), Base: base, Body: encoded(c, body)}
	before := c.state.Clone()
	drafts, answer := c.state.Judge(actor, command, c.bench())
	again, answerAgain := c.state.Judge(actor, command, c.bench())
	if !alike(c.state, before) {
		c.Fatalf("%s: judging touched the state", kind)
	}
	if !reflect.DeepEqual(drafts, again) || !reflect.DeepEqual(answer, answerAgain) {
		c.Fatalf("%s: judged twice, decided twice: %v %v", kind, answer, answerAgain)
	}
	if answer.ID != command.ID {
		c.Fatalf("%s: answer to %q", kind, answer.ID)
	}
	if (answer.Outcome == change.Accepted) != (len(drafts) > 0) || (answer.Outcome == change.Refused) != (answer.Code != "") {
		c.Fatalf("%s: %s %q with %d drafts", kind, answer.Outcome, answer.Code, len(drafts))
	}
	c.write(drafts)
	return answer
}

func encoded(c *chamber, body any) json.RawMessage {
	switch b := body.(type) {
	case nil:
		return nil
	case json.RawMessage:
		return b
	}
	data, err := json.Marshal(body)
	if err != nil {
		c.Fatalf("%v", err)
	}
	return data
}

func (c *chamber) write(drafts []change.Draft) {
	c.Helper()
	for _, draft := range drafts {
		var added change.Change
		added, c.head = c.head.Append(draft, 1, c.now.UnixMilli())
		c.log = append(c.log, added)
		if err := c.state.Apply(added); err != nil {
			c.Fatalf("%v", err)
		}
		wire, err := json.Marshal(added)
		if err != nil {
			c.Fatalf("%v", err)
		}
		var received change.Change
		if err := json.Unmarshal(wire, &received); err != nil {
			c.Fatalf("%v", err)
		}
		if err := c.follower.Apply(received); err != nil {
			c.Fatalf("%v", err)
		}
	}
	if !alike(c.state, c.follower) {
		c.Fatalf("the follower has another state:\n%+v\n%+v", c.state, c.follower)
	}
}

// due lets time do its part, as the server does at the end of every group.
func (c *chamber) due() []change.Draft {
	c.Helper()
	drafts := c.state.Due(c.bench())
	c.follower.Due(c.bench())
	c.write(drafts)
	return drafts
}

func (c *chamber) wait(d time.Duration) {
	c.now = c.now.Add(d)
	c.due()
}

// must asks for something that is accepted.
func (c *chamber) must(actor change.Actor, kind string, base uint64, body any) change.Answer {
	c.Helper()
	answer := c.ask(actor, kind, base, body)
	if answer.Outcome != change.Accepted {
		c.Fatalf("%s: %s %s %s", kind, answer.Outcome, answer.Code, answer.Body)
	}
	return answer
}

// prepared is a session of the people's council made ready: three deputies and a guest, two items,
// a paper, a poll for each kind of openness.
func prepared(t failing) *chamber {
	c := empty(t)
	c.must(clerk, CreateSession, 0, Session{Title: "Kỳ họp thứ Ba", Body: PeoplesCouncil, Chair: "d1"})
	for i, deputy := range []Deputy{
		{Person: "d1", Name: "Nguyễn Thị Ánh", Group: "Tổ 1", Voting: true}, {Person: "d2", Name: "Trần Văn Đức", Group: "Tổ 1", Voting: true},
		{Person: "d3", Name: "Lê Văn An", Group: "Tổ 2", Voting: true}, {Person: "g1", Name: "Phạm Quốc Hùng"},
	} {
		deputy.Seat = i + 1
		c.must(clerk, PutDeputy, 0, deputy)
	}
	c.must(clerk, PutItem, 0, Item{ID: "i1", Title: "Khai mạc"})
	c.must(clerk, PutItem, 0, Item{ID: "i2", Title: "Kế hoạch đầu tư công"})
	c.must(clerk, PutDocument, 0, Document{ID: "p1", Item: "i2", Title: "Tờ trình", Audience: people.Members("s1"), Blob: paperBytes, Size: 10})
	c.must(clerk, CreatePoll, 0, PollDraft{ID: "named", Item: "i2", Question: "Thông qua?", Form: Approval, Openness: NamedVote, Rule: "hdnd.majority", Seconds: 60})
	c.must(clerk, CreatePoll, 0, PollDraft{ID: "open", Item: "i2", Question: "Thông qua?", Form: Approval, Openness: OpenVote, Rule: "hdnd.majority", Replace: true, Running: true})
	return c
}

// sitting is the prepared session opened, with two of three deputies present: just a quorum.
func sitting(t failing) *chamber {
	c := prepared(t)
	c.must(clerk, OpenSession, 0, nil)
	c.must(clerk, SetAttendance, 0, Attendance{Person: "d1", State: Present})
	c.must(tablet("d2"), Attend, 0, nil)
	return c
}

// voting is the sitting session with a poll running.
func voting(t failing, poll string) *chamber {
	c := sitting(t)
	c.must(clerk, OpenPoll, 0, Pointing{poll})
	return c
}

// closed is the session with a poll finished, one for and one against.
func closed(t failing, poll string) *chamber {
	c := voting(t, poll)
	c.must(tablet("d1"), CastBallot, 0, Casting{poll, Yes})
	c.must(tablet("d2"), CastBallot, 0, Casting{poll, No})
	c.must(clerk, ClosePoll, 0, Pointing{poll})
	c.wait(ClosingNotice)
	return c
}

// seen returns what the holders of an audience have read, as one text.
func (c *chamber) seen(audiences ...change.Audience) string {
	var text strings.Builder
	for _, entry := range c.log {
		for _, audience := range audiences {
			if entry.Audience == audience {
				fmt.Fprintf(&text, "%s %s %s\n", entry.Kind, entry.Key, entry.Body)
			}
		}
	}
	return text.String()
}

// kinds are those of the last changes.
func (c *chamber) kinds(from int) string {
	var kinds []string
	for _, entry := range c.log[from:] {
		kinds = append(kinds, entry.Kind+"@"+strings.TrimPrefix(string(entry.Audience), "council/s1/"))
	}
	return strings.Join(kinds, " ")
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// alike reports whether two states hold the same. The rule of the notes has a function in it, and functions are
// never equal.
func alike(a, b *State) bool {
	x, y := *a, *b
	notes := x.notes.Equal(y.notes)
	x.notes, y.notes = nil, nil
	return notes && reflect.DeepEqual(x, y)
}
