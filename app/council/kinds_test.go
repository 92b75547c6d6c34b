package council_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/kind/kindtest"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/speaking"
)

var theStream = people.CouncilStream("s1")

// chamberServer is the session's rules as the suite calls them.
type chamberServer struct{ *council.State }

func theBench(now time.Time) council.Bench {
	return council.Bench{Now: now, Rules: council.DefaultRules, HasBlob: func(string) bool { return true }}
}

func (s chamberServer) Judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	return s.State.Judge(actor, command, theBench(now))
}

func (s chamberServer) Due(now time.Time) []change.Draft { return s.State.Due(theBench(now)) }

func (s chamberServer) Show() string {
	data, err := json.Marshal(s.State)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// chamberDevice is a device that shows the session.
type chamberDevice struct {
	chamberServer
	give func(t *rapid.T, state *council.State, me kindtest.Me) *change.Command
}

func (d chamberDevice) Give(t *rapid.T, me kindtest.Me) *change.Command {
	return d.give(t, d.State, me)
}

func order(kind string, base uint64, body any) *change.Command {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return &change.Command{Kind: kind, Stream: theStream, Base: base, Body: data}
}

// inSession is a kind of a session that is under way, with a poll that runs.
func inSession(name string, poll council.PollDraft, give func(*rapid.T, *council.State, kindtest.Me) *change.Command) kindtest.Kind {
	poll.ID, poll.Item, poll.Question, poll.Form, poll.Openness, poll.Rule = "q", "i1", "Thông qua?", council.Approval, council.OpenVote, "hdnd.majority"
	kind := kindtest.Kind{
		Name:    name,
		Server:  func(time.Time) kindtest.Server { return chamberServer{council.NewState("s1")} },
		Device:  func(string) kindtest.Device { return chamberDevice{chamberServer{council.NewState("s1")}, give} },
		Persons: []string{"p1", "p2"},
		Mode:    func(string) string { return string(people.DelegateMode) },
	}
	kind.Sees = func(actor change.Actor) []change.Audience {
		device := people.Device{ID: actor.Device, Mode: people.Mode(actor.Mode), State: people.Approved}
		return people.AudiencesOf(device, actor.Person, []people.Membership{{Session: "s1", Member: actor.Person != ""}})
	}
	for _, command := range []*change.Command{
		order(council.ImportSession, 0, council.Import{
			Session:  council.Session{ID: "s1", Title: "Kỳ họp", Body: council.PeoplesCouncil},
			Items:    []council.Item{{ID: "i1", Order: 1, Title: "Ngân sách"}, {ID: "i2", Order: 2, Title: "Đầu tư"}},
			Deputies: []council.Deputy{{Person: "p1", Name: "Nguyễn Thị Ánh", Voting: true}, {Person: "p2", Name: "Trần Văn Đức", Voting: true}},
			Polls:    []council.PollDraft{poll},
		}),
		order(council.OpenSession, 0, nil),
		order(council.SetAttendance, 0, council.Attendance{Person: "p1", State: council.Present}),
		order(council.SetAttendance, 0, council.Attendance{Person: "p2", State: council.Present}),
		order(council.OpenPoll, 0, council.Pointing{ID: "q"}),
	} {
		kind.Begin = append(kind.Begin, *command)
	}
	return kind
}

// Ballots: one for each voter, the first, or the last where it may be replaced; none after the closing.
func ballots(name string, replace bool) kindtest.Kind {
	kind := inSession(name, council.PollDraft{Seconds: 300, Replace: replace}, func(t *rapid.T, _ *council.State, _ kindtest.Me) *change.Command {
		return order(council.CastBallot, 0, council.Casting{Poll: "q", Choice: rapid.SampledFrom([]council.Choice{council.Yes, council.No, council.Abstain}).Draw(t, "choice")})
	})
	kind.Check = func(t *rapid.T, h *kindtest.History) {
		state := h.Server.(chamberServer)
		poll := state.Polls["q"]
		accepted := h.Accepted(council.CastBallot)
		slices.SortFunc(accepted, func(a, b *kindtest.Given) int { return cmp.Compare(a.Answer.Receipt.Seq, b.Answer.Receipt.Seq) })
		last, times := map[string]council.Choice{}, map[string]int{}
		for _, g := range accepted {
			var cast council.Casting
			if err := json.Unmarshal(g.Command.Body, &cast); err != nil {
				t.Fatal(err)
			}
			last[g.Person] = cast.Choice
			if times[g.Person]++; times[g.Person] > 1 && !replace {
				t.Fatalf("%s voted %d times", g.Person, times[g.Person])
			}
			if poll.ClosesAt > 0 && g.Answer.Receipt.At >= poll.ClosesAt {
				t.Fatalf("a ballot counts that came at %d, and the poll closed at %d", g.Answer.Receipt.At, poll.ClosesAt)
			}
		}
		if len(state.Ballots["q"]) != len(last) || state.Tallies["q"].Received != len(last) && poll.State != council.PollStarted {
			t.Fatalf("%d ballots, %d counted, %d voters acknowledged", len(state.Ballots["q"]), state.Tallies["q"].Received, len(last))
		}
		for voter, choice := range last {
			if got := state.Ballots["q"][voter].Choice; got != choice {
				t.Fatalf("%s voted %s, and %s counts", voter, choice, got)
			}
		}
		for _, g := range h.Given {
			if g.Answer == nil || g.Answer.Outcome != change.Duplicate {
				continue
			}
			var cast council.Casting
			if json.Unmarshal(g.Command.Body, &cast) == nil && (g.Answer.Receipt == nil || !replace && cast.Choice != last[g.Person]) {
				t.Fatalf("%s is told that %s was there before, with %+v", g.Person, cast.Choice, g.Answer.Receipt)
			}
		}
	}
	return kind
}

// Agenda: an edit counts only if it was made of what stands; who comes second is shown that.
func agenda() kindtest.Kind {
	kind := inSession("agenda", council.PollDraft{}, func(t *rapid.T, state *council.State, _ kindtest.Me) *change.Command {
		item := council.Item{ID: rapid.SampledFrom([]string{"i1", "i2", "i3"}).Draw(t, "item"), Order: 1, Title: rapid.SampledFrom([]string{"Một", "Hai", "Ba"}).Draw(t, "title")}
		if rapid.IntRange(0, 5).Draw(t, "remove") == 0 {
			return order(council.RemoveItem, 0, council.Pointing{ID: item.ID})
		}
		return order(council.PutItem, state.Items[item.ID].Seq, item)
	})
	kind.Mode = func(string) string { return string(people.ClerkMode) }
	kind.Persons = nil
	kind.Check = func(t *rapid.T, h *kindtest.History) {
		bases := map[uint64]uint64{}
		now := map[string]uint64{}
		for _, c := range h.Log {
			if c.Kind != council.ItemKind {
				continue
			}
			bases[c.Seq] = now[c.Key]
			now[c.Key] = c.Seq
			if c.TakenBack() {
				now[c.Key] = 0
			}
		}
		for _, g := range h.Given {
			switch {
			case g.Command.Kind != council.PutItem || g.Answer == nil:
			case g.Answer.Outcome == change.Accepted && bases[g.Answer.Receipt.Seq] != g.Command.Base:
				t.Fatalf("an edit of %d went over %d", g.Command.Base, bases[g.Answer.Receipt.Seq])
			case g.Answer.Code == "stale":
				var stands council.Stale
				if err := json.Unmarshal(g.Answer.Body, &stands); err != nil || stands.Seq == g.Command.Base {
					t.Fatalf("an edit of %d is stale, and %s stands", g.Command.Base, g.Answer.Body)
				}
			}
		}
	}
	return kind
}

// Attendance: delegates mark themselves present, and a clerk has the last word.
func attendance() kindtest.Kind {
	kind := inSession("attendance", council.PollDraft{}, func(t *rapid.T, _ *council.State, me kindtest.Me) *change.Command {
		if me.Device != "d1" {
			return order(council.Attend, 0, nil)
		}
		return order(council.SetAttendance, 0, council.Attendance{Person: rapid.SampledFrom([]string{"p1", "p2"}).Draw(t, "who"),
			State: rapid.SampledFrom([]council.AttendanceState{council.Present, council.Left, council.Excused}).Draw(t, "state")})
	})
	kind.Mode = func(device string) string {
		if device == "d1" {
			return string(people.ClerkMode)
		}
		return string(people.DelegateMode)
	}
	kind.Check = func(t *rapid.T, h *kindtest.History) {
		stands := map[string]council.Attendance{}
		for _, c := range h.Log {
			var said council.Attendance
			if c.Kind != council.AttendanceKind || json.Unmarshal(c.Body, &said) != nil {
				continue
			}
			if said.By == "self" && (said.State != council.Present || stands[c.Key].State == council.Present) {
				t.Fatalf("%s said %s of themselves after %s", c.Key, said.State, stands[c.Key].State)
			}
			stands[c.Key] = said
		}
		for person, said := range stands {
			if got := h.Server.(chamberServer).Attendances[person]; got.State != said.State || got.By != said.By {
				t.Fatalf("%s is %s, and %s was said last", person, got.State, said.State)
			}
		}
	}
	return kind
}

// Speakers: delegates ask for the floor and go back, a clerk gives it; numbers are the server's, and nobody speaks
// beside another.
func speakers() kindtest.Kind {
	list := speaking.OfList{Item: "i1"}
	kind := inSession("speakers", council.PollDraft{}, func(t *rapid.T, state *council.State, me kindtest.Me) *change.Command {
		of := speaking.OfEntry{OfList: list}
		if me.Device == "d1" {
			if rapid.Bool().Draw(t, "end") {
				return order(speaking.EndCommand, 0, speaking.End{OfEntry: of})
			}
			return order(speaking.StartCommand, 0, speaking.Start{OfEntry: of})
		}
		for id, entry := range state.Speeches["i1"] {
			if entry.Person == me.Person && entry.State == speaking.Waiting && rapid.IntRange(0, 3).Draw(t, "back") == 0 {
				of.ID = id
				return order(speaking.WithdrawCommand, 0, speaking.Withdraw{OfEntry: of})
			}
		}
		return order(speaking.AskCommand, 0, speaking.Ask{OfEntry: of, Kind: speaking.Contribution})
	})
	kind.Mode = func(device string) string {
		if device == "d1" {
			return string(people.ClerkMode)
		}
		return string(people.DelegateMode)
	}
	kind.Check = func(t *rapid.T, h *kindtest.History) {
		numbers, entries := map[int]string{}, map[string]speaking.Entry{}
		for _, c := range h.Log {
			var entry speaking.Entry
			if c.Kind != council.SpeechKind {
				continue
			}
			if err := json.Unmarshal(c.Body, &entry); err != nil {
				t.Fatal(err)
			}
			if id, taken := numbers[entry.Number]; taken && id != entry.ID {
				t.Fatalf("number %d is %s and %s", entry.Number, id, entry.ID)
			}
			numbers[entry.Number] = entry.ID
			entries[entry.ID] = entry
		}
		open, speak := map[string]int{}, 0
		for _, entry := range entries {
			if entry.State == speaking.Waiting {
				open[entry.Person]++
			}
			if entry.State == speaking.Speaking {
				speak++
			}
			if open[entry.Person] > 1 || speak > 1 {
				t.Fatalf("%d requests of %s, %d speak", open[entry.Person], entry.Person, speak)
			}
		}
		for _, g := range h.Given {
			if g.Command.Kind == speaking.AskCommand && g.Answer != nil && g.Answer.Outcome == change.Accepted && entries[g.Command.ID].ID == "" {
				t.Fatalf("the request %s was accepted and is not there", g.Command.ID)
			}
		}
	}
	return kind
}

func TestKinds(t *testing.T) {
	for _, kind := range []kindtest.Kind{agenda(), ballots("ballots", false), ballots("ballots that may be replaced", true), attendance(), speakers()} {
		t.Run(kind.Name, func(t *testing.T) {
			t.Parallel()
			kindtest.Run(t, kind)
		})
	}
}
