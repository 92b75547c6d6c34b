package council

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/people"
)

// Exists reports whether the session has been created, as far as this state knows.
func (s *State) Exists() bool { return s.Session.ID != "" }

// Papers returns the documents of an item in order, without those withdrawn.
func (s *State) Papers(item string) []Document {
	var papers []Document
	for _, document := range s.Documents {
		if document.Item == item && !document.Withdrawn {
			papers = append(papers, document)
		}
	}
	slices.SortFunc(papers, func(a, b Document) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	return papers
}

// InOrder returns the documents in the order in which they are needed: those of the item under way, then of
// what follows it, then of what is over.
func (s *State) InOrder() []Document {
	agenda := s.Agenda()
	current := max(0, slices.IndexFunc(agenda, func(item Item) bool { return item.ID == s.Session.Current }))
	var documents []Document
	for i := range agenda {
		documents = append(documents, s.Papers(agenda[(current+i)%len(agenda)].ID)...)
	}
	return documents
}

// Roster returns the deputies by seat, then in Vietnamese order of names.
func (s *State) Roster() []Deputy {
	roster := slices.Collect(maps.Values(s.Deputies))
	slices.SortFunc(roster, func(a, b Deputy) int { return cmp.Compare(a.Person, b.Person) }) // among namesakes
	people.SortByName(roster, func(d Deputy) string { return d.Name })
	slices.SortStableFunc(roster, func(a, b Deputy) int {
		return cmp.Compare(seatOrder(a.Seat), seatOrder(b.Seat))
	})
	return roster
}

func seatOrder(seat int) int {
	if seat == 0 {
		return 1 << 30 // without a seat: last
	}
	return seat
}

// Groups returns the names of the groups of deputies, in order.
func (s *State) Groups() []string {
	names := map[string]bool{}
	for _, deputy := range s.Deputies {
		if deputy.Group != "" {
			names[deputy.Group] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Total is the number of deputies that the body has by law: as the session says, but never fewer
// than stand on the roster.
func (s *State) Total() int {
	voting := 0
	for _, deputy := range s.Deputies {
		if deputy.Voting {
			voting++
		}
	}
	return max(s.Session.Total, voting)
}

// IsPresent reports whether the person is marked present.
func (s *State) IsPresent(person string) bool { return s.Attendances[person].State == Present }

// Present counts the voting deputies who are marked present.
func (s *State) Present() int {
	count := 0
	for _, deputy := range s.Deputies {
		if deputy.Voting && s.IsPresent(deputy.Person) {
			count++
		}
	}
	return count
}

// Quorum tells how many must be present by the rule of the session's body, and whether they are.
func (s *State) Quorum(rules []MajorityRule) (needed int, met bool) {
	rule, ok := QuorumRule(rules, s.Session.Body)
	if !ok {
		return 0, true
	}
	needed = rule.Needed(s.Total())
	return needed, s.Present() >= needed
}

// PollsOf returns the polls of an item in order; of every item where item is empty.
func (s *State) PollsOf(item string) []Poll {
	var polls []Poll
	for _, poll := range s.Polls {
		if item == "" || poll.Item == item {
			polls = append(polls, poll)
		}
	}
	slices.SortFunc(polls, func(a, b Poll) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	return polls
}

// RunningPoll returns the poll that takes ballots now. At most one runs at a time.
func (s *State) RunningPoll() (Poll, bool) {
	for _, poll := range s.Polls {
		if poll.State == PollStarted {
			return poll, true
		}
	}
	return Poll{}, false
}

// LatestPublished returns the poll whose result was published last.
func (s *State) LatestPublished() (Poll, bool) {
	var latest Poll
	for _, poll := range s.Polls {
		if poll.State == PollPublished && poll.PublishedAt >= latest.PublishedAt {
			latest = poll
		}
	}
	return latest, latest.ID != ""
}

// Count adds up a poll from its ballots. Only where all ballots are known, that is on the server.
func (s *State) Count(poll Poll) Count {
	count := Count{Total: s.Total(), Present: s.Present()}
	if poll.Total > 0 {
		count.Total = poll.Total
	}
	for _, ballot := range s.Ballots[poll.ID] {
		count.Received++
		switch ballot.Choice {
		case Yes:
			count.Yes++
		case No:
			count.No++
		case Abstain:
			count.Abstain++
		}
	}
	count.Present = max(count.Present, count.Received) // whoever voted was there when voting
	return count
}

// MayVote says why a person may not vote in a poll at this time; "" means they may. The code's
// sentence stands under "refusal."+code.
func (s *State) MayVote(poll Poll, person string, now time.Time) string {
	deputy, known := s.Deputies[person]
	switch {
	case poll.ID == "":
		return "poll.unknown"
	case !known || !deputy.Voting:
		return "poll.not-entitled"
	case poll.State == PollCreated:
		return "poll.not-started"
	case !poll.TakesBallots(now):
		return "poll.closed"
	case !s.IsPresent(person):
		return "poll.absent"
	}
	return ""
}

// HasVoted reports whether a person has cast a ballot in some poll; the clerk's devices know that without knowing
// how.
func (s *State) HasVoted(person string) bool {
	for _, casts := range s.Casts {
		if _, voted := casts[person]; voted {
			return true
		}
	}
	return false
}

// Voters returns the roster's voting deputies who are present, and who of them has voted.
func (s *State) Voters(poll string) (entitled []Deputy, voted map[string]bool) {
	voted = map[string]bool{}
	for _, deputy := range s.Roster() {
		_, cast := s.Casts[poll][deputy.Person]
		if deputy.Voting && (s.IsPresent(deputy.Person) || cast) {
			entitled = append(entitled, deputy)
			voted[deputy.Person] = cast
		}
	}
	return entitled, voted
}
