package council

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// tale is a chamber in which anything is asked in any order, with a book kept beside it by hand:
// which ballots were acknowledged.
type tale struct {
	*chamber
	t        *rapid.T
	book     map[string]map[string]Choice // poll, voter
	finished map[string]Result
	counted  int // polls that were finished with ballots in them
}

func startTale(t *rapid.T) *tale {
	start := rapid.SampledFrom([]func(failing) *chamber{sitting, votingOn, replacing}).Draw(t, "start")
	return &tale{chamber: start(t), t: t, book: map[string]map[string]Choice{}, finished: map[string]Result{}}
}

func draw[T any](s *tale, label string, from ...T) T {
	return rapid.SampledFrom(from).Draw(s.t, label)
}

func (s *tale) person() string { return draw(s, "person", "d1", "d2", "d3", "d4", "g1", "") }
func (s *tale) poll() string   { return draw(s, "poll", "named", "named", "open", "open", "q", "") }

// castAny casts what is drawn for whoever is drawn.
func (s *tale) castAny(*rapid.T) {
	s.cast(s.poll(), s.person(), draw(s, "device", "tablet 1", "tablet 2"), draw(s, "choice", Yes, Yes, No, Abstain, "", "x"))
}

// cast asks for a ballot and writes it into the book where it is acknowledged.
func (s *tale) cast(poll, person, device string, choice Choice) {
	actor := tablet(person)
	actor.Device = device
	before := s.state.Polls[poll]
	answer := s.ask(actor, CastBallot, 0, Casting{poll, choice})
	if answer.Outcome == change.Duplicate && s.book[poll][actor.Person] != choice {
		s.Fatalf("a ballot counts as given that was not: %s %s %s", poll, actor.Person, choice)
	}
	if answer.Outcome != change.Accepted {
		return
	}
	deputy, known := s.state.Deputies[actor.Person]
	_, again := s.book[poll][actor.Person]
	switch {
	case !known || !deputy.Voting || !s.state.IsPresent(actor.Person):
		s.Fatalf("%q may not vote", actor.Person)
	case before.State != PollStarted || before.ClosesAt != 0 && s.now.UnixMilli() >= before.ClosesAt:
		s.Fatalf("a ballot is taken by a closed poll: %+v", before)
	case again && !before.Replace:
		s.Fatalf("%s voted twice", actor.Person)
	}
	if s.book[poll] == nil {
		s.book[poll] = map[string]Choice{}
	}
	s.book[poll][actor.Person] = choice
	last := s.log[len(s.log)-2:]
	if ballot, err := decode[Ballot](last[0]); err != nil || last[0].Kind != BallotKind || ballot.Voter != actor.Person || ballot.Choice != choice || ballot.Poll != poll {
		s.Fatalf("the ballot is not in the log: %+v", last)
	}
}

func (s *tale) actions() map[string]func(*rapid.T) {
	to := func(kind string, body func() any) func(*rapid.T) {
		return func(*rapid.T) {
			s.ask(draw(s, "by", clerk, clerk, clerk, clerk, clerk, clerk, tablet("d1"), hall), kind, 0, body())
		}
	}
	poll := func() any { return Pointing{s.poll()} }
	return map[string]func(*rapid.T){
		"cast": s.castAny, "cast more": s.castAny, "cast yet more": s.castAny,
		"open": to(OpenPoll, poll), "close": to(ClosePoll, poll), "publish": to(PublishPoll, poll), "remove": to(RemovePoll, poll),
		"create": to(CreatePoll, func() any {
			return draft(func(d *PollDraft) {
				d.Replace, d.Running = draw(s, "replace", true, false), draw(s, "running", true, false)
			})
		}),
		"attend": func(*rapid.T) { s.ask(tablet(s.person()), Attend, 0, nil) },
		"mark": to(SetAttendance, func() any {
			return Attendance{Person: s.person(), State: draw(s, "word", Present, Present, Absent, Left)}
		}),
		"seat": to(PutDeputy, func() any {
			return Deputy{Person: "d4", Name: "Võ Thị Sáu", Voting: draw(s, "voting", true, false)}
		}),
		"unseat":  to(RemoveDeputy, func() any { return Pointing{s.person()} }),
		"item":    to(StartItem, func() any { return Pointing{draw(s, "item", "i1", "i2", "i3")} }),
		"adjourn": func(*rapid.T) { s.ask(clerk, draw(s, "end", "x", "x", "x", CloseSession), 0, nil) },
		"wait": func(*rapid.T) {
			s.wait(time.Duration(draw(s, "milliseconds", 0, 1, 4999, 5000, 30000, 60000)) * time.Millisecond)
		},
		"wait for the end":         func(*rapid.T) { s.count() },
		"publish what is finished": func(*rapid.T) { s.publish() },
		"":                         func(*rapid.T) { s.holds() },
	}
}

// count closes what runs and waits until it is counted.
func (s *tale) count() {
	if running, ok := s.state.RunningPoll(); ok {
		s.ask(clerk, ClosePoll, 0, Pointing{running.ID})
		s.wait(ClosingNotice)
	}
}

func (s *tale) publish() {
	for _, id := range slices.Sorted(maps.Keys(s.finished)) {
		s.ask(clerk, PublishPoll, 0, Pointing{id})
	}
}

// end brings every tale to a count: whoever still may vote in what runs does so, then it is closed
// and published. Without it most tales would end before anything was counted.
func (s *tale) end() {
	if running, ok := s.state.RunningPoll(); ok {
		for _, person := range []string{"d1", "d2", "d3", "d4"} {
			s.cast(running.ID, person, "tablet 1", Yes)
		}
	}
	s.count()
	s.holds()
	s.publish()
	s.holds()
}

// holds is what stands at any time, whatever was asked.
func (s *tale) holds() {
	running := 0
	for id, poll := range s.state.Polls {
		if poll.State == PollStarted {
			running++
		}
		want := Count{}
		for voter, choice := range s.book[id] {
			want.Received++
			*map[Choice]*int{Yes: &want.Yes, No: &want.No, Abstain: &want.Abstain}[choice]++
			if s.state.Ballots[id][voter].Choice != choice || s.state.Casts[id][voter].Voter != voter {
				s.Fatalf("an acknowledged ballot is lost: %s %s", id, voter)
			}
		}
		got := s.state.Count(poll)
		if got.Received != want.Received || got.Yes != want.Yes || got.No != want.No || got.Abstain != want.Abstain || got.Received > got.Present || got.Present > got.Total && poll.State == PollStarted {
			s.Fatalf("%s: counted %+v, acknowledged %+v", id, got, want)
		}
		s.keeps(id, poll, want)
	}
	if running > 1 {
		s.Fatalf("%d polls run at a time", running)
	}
}

// keeps holds a finished poll to its first result.
func (s *tale) keeps(id string, poll Poll, want Count) {
	result, there := s.state.Results[id]
	if ended := poll.State == PollFinished || poll.State == PollPublished; there != ended {
		s.Fatalf("%s is %s, result %v", id, poll.State, there)
	}
	if !there {
		return
	}
	before, known := s.finished[id]
	result.Seq = before.Seq // publishing says it once more
	if known && before != result {
		s.Fatalf("%s had the result %+v, now %+v", id, before, result)
	}
	s.finished[id] = result
	if !known && want.Received > 0 {
		s.counted++
	}
	if result.Received != want.Received || result.Yes != want.Yes || result.No != want.No || result.Passed != carried(poll.Rule, result.Count, want.Yes > 0 && s.book[id][s.state.Session.Chair] == Yes) {
		s.Fatalf("%s: result %+v of %+v", id, result, want)
	}
}

// Whatever is asked in whatever order: no acknowledged ballot is lost or counted twice, results
// stand, and no secret leaves its audience.
func TestAnythingInAnyOrder(t *testing.T) {
	counted, published := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := startTale(t)
		t.Repeat(s.actions())
		s.end()
		keepsSecrets(s.chamber)
		followsTheChain(s.chamber)
		counted += s.counted
		for _, poll := range s.state.Polls {
			if poll.State == PollPublished {
				published++
			}
		}
	})
	if counted < 10 || published < 20 {
		t.Errorf("%d polls were counted and %d published: too few to prove anything", counted, published)
	}
	t.Logf("%d polls were counted, %d published", counted, published)
}

// keepsSecrets reads the log as each audience does. How a person voted stands in that person's
// audience alone, but for the names of a named poll once it is published; who has voted is the
// clerk's to see.
func keepsSecrets(c *chamber) {
	public := map[string]bool{} // named polls that are published by now
	polls := map[string]Poll{}
	for _, entry := range c.log {
		fields := map[string]json.RawMessage{}
		if len(entry.Body) > 0 {
			if err := json.Unmarshal(entry.Body, &fields); err != nil {
				c.Fatalf("%s: %v", entry.Body, err)
			}
		}
		switch entry.Kind {
		case PollKind:
			poll, err := decode[Poll](entry)
			if err != nil {
				c.Fatalf("%v", err)
			}
			polls[entry.Key] = poll
			public[entry.Key] = poll.State == PollPublished && poll.Openness == NamedVote
		case BallotKind:
			ballot, err := decode[Ballot](entry)
			if err != nil || entry.Audience != people.PersonOf("s1", ballot.Voter) || ballot.Voter == "" {
				c.Fatalf("a ballot of %s is read by %s", ballot.Voter, entry.Audience)
			}
			continue
		case CastKind:
			if keys := slices.Sorted(maps.Keys(fields)); entry.Audience != people.ChairOf("s1") || !slices.Equal(keys, []string{"poll", "voter"}) {
				c.Fatalf("who voted is read by %s: %s", entry.Audience, entry.Body)
			}
			continue
		case RollKind:
			if !public[entry.Key] || entry.Audience != people.Hall("s1") {
				c.Fatalf("names of %s are read by %s", entry.Key, entry.Audience)
			}
			continue
		case TallyKind, ResultKind:
			hidesCounts(c, entry, polls[entry.Key])
			for _, person := range []string{"d1", "d2", "d3", "d4"} {
				if strings.Contains(string(entry.Body), `"`+person+`"`) {
					c.Fatalf("%s names %s: %s", entry.Kind, person, entry.Body)
				}
			}
		}
		for _, secret := range []string{"choice", "choices", "voter", "device", "command"} {
			if _, told := fields[secret]; told {
				c.Fatalf("%s tells %s its %s: %s", entry.Kind, entry.Audience, secret, entry.Body)
			}
		}
		if strings.Contains(string(entry.Body), "tablet ") {
			c.Fatalf("%s tells %s from which device: %s", entry.Kind, entry.Audience, entry.Body)
		}
	}
}

// hidesCounts holds that the hall sees counts by choice only where the poll shows them while it
// runs, or once it is published.
func hidesCounts(c *chamber, entry change.Change, poll Poll) {
	count, err := decode[Count](entry)
	if err != nil {
		c.Fatalf("%v", err)
	}
	if told := count.Yes+count.No+count.Abstain > 0; told && entry.Audience == people.Hall("s1") && !poll.Running && poll.State != PollPublished {
		c.Fatalf("the hall is told %s of a poll that is %s", entry.Body, poll.State)
	}
	if entry.Kind == ResultKind && entry.Audience != people.Hall("s1") && entry.Audience != people.ChairOf("s1") {
		c.Fatalf("a result for %s", entry.Audience)
	}
}

// followsTheChain reads the log from its beginning, and a state from nothing but the log.
func followsTheChain(c *chamber) {
	var head change.Head
	for _, entry := range c.log {
		var err error
		if head, err = head.Follow(entry); err != nil {
			c.Fatalf("%v", err)
		}
	}
	if head != c.head {
		c.Fatalf("the log ends at %+v, not %+v", head, c.head)
	}
}
