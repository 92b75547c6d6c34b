package proof

import (
	"encoding/json"
	"fmt"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

// audit reads the log as somebody who knows the law of ballots and not the program: it counts anew what
// stands there, and says what must not stand there.
type audit struct {
	polls   map[string]council.Poll
	ballots map[string]map[string]council.Ballot // poll, voter → the last one
	results map[string]council.Result
	cast    int
}

func newAudit() *audit {
	return &audit{polls: map[string]council.Poll{}, ballots: map[string]map[string]council.Ballot{}, results: map[string]council.Result{}}
}

// add looks at the next change of the log.
func (a *audit) add(c change.Change) error {
	switch c.Kind {
	case council.PollKind:
		var poll council.Poll
		if err := json.Unmarshal(c.Body, &poll); err != nil {
			return err
		}
		if before := a.polls[poll.ID]; before.State == council.PollFinished && poll.State == council.PollStarted {
			return fmt.Errorf("%s runs again after it was finished", poll.ID)
		}
		a.polls[poll.ID] = poll
	case council.BallotKind:
		return a.ballot(c)
	case council.ResultKind:
		return a.result(c)
	}
	return nil
}

func (a *audit) ballot(c change.Change) error {
	var ballot council.Ballot
	if err := json.Unmarshal(c.Body, &ballot); err != nil {
		return err
	}
	poll := a.polls[ballot.Poll]
	if poll.State != council.PollStarted || poll.ClosesAt != 0 && c.At >= poll.ClosesAt {
		return fmt.Errorf("a ballot of %s in %s at %d, which is %q and closes at %d", ballot.Voter, ballot.Poll, c.At, poll.State, poll.ClosesAt)
	}
	if a.ballots[ballot.Poll] == nil {
		a.ballots[ballot.Poll] = map[string]council.Ballot{}
	}
	if before, again := a.ballots[ballot.Poll][ballot.Voter]; again && (!poll.Replace || before.Choice == ballot.Choice) {
		return fmt.Errorf("a second ballot of %s in %s: %q after %q, replacing %v", ballot.Voter, ballot.Poll, ballot.Choice, before.Choice, poll.Replace)
	}
	ballot.Seq = c.Seq
	a.ballots[ballot.Poll][ballot.Voter] = ballot
	a.cast++
	return nil
}

// result holds what the program counted against what stands in the log.
func (a *audit) result(c change.Change) error {
	var result council.Result
	if err := json.Unmarshal(c.Body, &result); err != nil {
		return err
	}
	var yes, no, abstain int
	for _, ballot := range a.ballots[result.Poll] {
		switch ballot.Choice {
		case council.Yes:
			yes++
		case council.No:
			no++
		case council.Abstain:
			abstain++
		}
	}
	if result.Yes != yes || result.No != no || result.Abstain != abstain || result.Received != yes+no+abstain {
		return fmt.Errorf("%s has %d for, %d against, %d abstaining in the log, and was counted as %+v", result.Poll, yes, no, abstain, result.Count)
	}
	if before, again := a.results[result.Poll]; again && before.Count != result.Count {
		return fmt.Errorf("%s was counted twice: %+v and %+v", result.Poll, before.Count, result.Count)
	}
	a.results[result.Poll] = result
	return nil
}
