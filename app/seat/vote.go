package seat

import (
	"context"
	"encoding/json"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// Cast gives the ballot of the person who holds this device. It returns once the ballot is durable
// here; Vote tells how it fares. A *people.Refusal means that it was not taken.
func (s *Seat) Cast(ctx context.Context, poll string, choice council.Choice) error {
	session := s.Session()
	if before := s.Vote(poll); before.State == council.VoteWaiting {
		return &people.Refusal{Code: "poll.voted-already"}
	}
	casting := council.Casting{Poll: poll, Choice: choice}
	stream := people.CouncilStream(session.ID)
	// What time alone would refuse is the server's to say: this device's clock proves nothing.
	if code := session.MayVote(session.Polls[poll], s.Standing().Person, s.Now()); code != "" && code != "poll.closed" {
		return &people.Refusal{Code: code}
	}
	_, err := s.enqueue(ctx, change.Command{Kind: council.CastBallot, Stream: stream}, casting)
	return err
}

// noteBallot remembers which command cast the last ballot in a poll; s.mu is held.
func (s *Seat) noteBallot(command change.Command) {
	if command.Kind != council.CastBallot {
		return
	}
	var casting council.Casting
	if json.Unmarshal(command.Body, &casting) == nil {
		s.ballots[casting.Poll] = cast{command.ID, casting.Choice}
	}
}

// Vote tells how one's own ballot in a poll fares. What the server's log says wins over what this
// device remembers, so a ballot cast on another tablet shows here too.
func (s *Seat) Vote(poll string) council.Vote {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := s.ballots[poll]
	for _, w := range s.waiting {
		if w.command.ID == last.command && w.person == s.standing.Person {
			return council.Vote{State: council.VoteWaiting, Choice: last.choice, Since: w.at}
		}
	}
	state := s.current()
	answer, answered := s.settled[last.command]
	if ballot, known := state.Ballots[poll][s.standing.Person]; known {
		vote := council.Vote{State: council.VoteReceived, Choice: ballot.Choice, Receipt: ballot.Receipt(state.ID)}
		if answered && answer.Receipt != nil && answer.Receipt.Seq == ballot.Seq {
			vote.Receipt = answer.Receipt
		}
		return vote
	}
	if !answered {
		return council.Vote{}
	}
	if answer.Outcome == change.Refused {
		return council.Vote{State: council.VoteRefused, Choice: last.choice, Code: answer.Code}
	}
	return council.Vote{State: council.VoteReceived, Choice: last.choice, Receipt: answer.Receipt}
}
