package council

import (
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

var pollJudgements = map[string]judgement{
	CreatePoll:  {people.RunSession, on(createPoll)},
	EditPoll:    {people.RunSession, on(editPoll)},
	RemovePoll:  {people.RunSession, on(removePoll)},
	OpenPoll:    {people.ConductSession, on(openPoll)},
	ClosePoll:   {people.ConductSession, on(closePoll)},
	PublishPoll: {people.ConductSession, on(publishPoll)},
	CastBallot:  {people.VoteAndAttend, on(castBallot)},
}

const maxPollSeconds = 24 * 60 * 60

// fill turns a draft into a poll, or says what is wrong with it.
func (p PollDraft) fill(d *deed, poll Poll, bench Bench) (Poll, string) {
	rule, ruleKnown := RuleByID(bench.Rules, p.Rule)
	_, formKnown := FormByID(p.Form)
	item, itemKnown := d.state.Items[p.Item]
	question := people.Clean(p.Question)
	switch {
	case !isID(p.ID):
		return poll, "command.unreadable"
	case question == "":
		return poll, "poll.no-question"
	case tooLong(question, p.ID):
		return poll, "too-long"
	case !itemKnown:
		return poll, "item.unknown"
	case item.Visibility != Common:
		return poll, "poll.item-not-common"
	case !formKnown:
		return poll, "poll.form"
	case !ruleKnown || rule.Quorum || rule.Body != d.state.Session.Body || !rule.Valid():
		return poll, "poll.rule"
	case p.Openness != OpenVote && p.Openness != NamedVote:
		return poll, "poll.openness"
	case p.Seconds < 0 || p.Seconds > maxPollSeconds:
		return poll, "poll.seconds"
	}
	poll.ID, poll.Item, poll.Question, poll.Form, poll.Openness = p.ID, p.Item, question, p.Form, p.Openness
	poll.Rule, poll.Seconds, poll.Running, poll.Replace = rule, p.Seconds, p.Running, p.Replace
	return poll, ""
}

func createPoll(d *deed, _ change.Actor, _ change.Command, v PollDraft, bench Bench) change.Answer {
	if _, exists := d.state.Polls[v.ID]; exists {
		return change.Refuse("poll.exists")
	}
	if len(d.state.Polls) >= maxPolls {
		return change.Refuse("too-many")
	}
	poll, code := v.fill(d, Poll{State: PollCreated, Order: len(d.state.Polls) + 1}, bench)
	if code != "" {
		return change.Refuse(code)
	}
	d.write(PollKind, d.hall(), poll.ID, poll)
	return change.Accept()
}

func editPoll(d *deed, _ change.Actor, command change.Command, v PollDraft, bench Bench) change.Answer {
	before, ok := d.state.Polls[v.ID]
	if !ok {
		return change.Refuse("poll.unknown")
	}
	if before.State != PollCreated {
		return change.Refuse("poll.begun")
	}
	if answer, old := stale(PollKind, command.Base, before.Seq, before); old {
		return answer
	}
	poll, code := v.fill(d, before, bench)
	if code != "" {
		return change.Refuse(code)
	}
	d.write(PollKind, d.hall(), poll.ID, poll)
	return change.Accept()
}

func removePoll(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	poll, ok := d.state.Polls[v.ID]
	switch {
	case !ok:
		return change.Refuse("poll.unknown")
	case poll.State != PollCreated:
		return change.Refuse("poll.begun")
	}
	d.takeBack(PollKind, d.hall(), v.ID)
	return change.Accept()
}

// openPoll starts a poll. Without quorum it would be void, so it is refused; one runs at a time.
func openPoll(d *deed, _ change.Actor, _ change.Command, v Pointing, bench Bench) change.Answer {
	poll, ok := d.state.Polls[v.ID]
	_, running := d.state.RunningPoll()
	quorum, met := d.state.Quorum(bench.Rules)
	switch {
	case !ok:
		return change.Refuse("poll.unknown")
	case d.state.Session.State != SessionOpen:
		return change.Refuse("session.not-open")
	case poll.State != PollCreated:
		return change.Refuse("poll.begun")
	case poll.Rule.Body != d.state.Session.Body: // the session was edited since
		return change.Refuse("poll.rule")
	case running:
		return change.Refuse("poll.running")
	case !met:
		return change.Refuse("poll.no-quorum")
	}
	poll.State, poll.OpenedAt = PollStarted, bench.Now.UnixMilli()
	poll.Total, poll.Present, poll.Quorum = d.state.Total(), d.state.Present(), quorum
	if poll.Seconds > 0 {
		poll.ClosesAt = bench.Now.Add(time.Duration(poll.Seconds) * time.Second).UnixMilli()
	}
	d.write(PollKind, d.hall(), poll.ID, poll)
	writeTally(d, poll)
	return change.Accept()
}

// closePoll announces the closing; nothing counts once the notice has run out.
func closePoll(d *deed, _ change.Actor, _ change.Command, v Pointing, bench Bench) change.Answer {
	poll, ok := d.state.Polls[v.ID]
	switch {
	case !ok:
		return change.Refuse("poll.unknown")
	case poll.State != PollStarted:
		return change.Refuse("poll.not-running")
	}
	closes := bench.Now.Add(ClosingNotice).UnixMilli()
	if poll.ClosesAt != 0 && poll.ClosesAt <= closes {
		return change.Refuse("poll.closing-already")
	}
	poll.ClosesAt = closes
	d.write(PollKind, d.hall(), poll.ID, poll)
	return change.Accept()
}

// finishPoll is the one entry after which nothing counts, with the result for the clerk.
func finishPoll(d *deed, poll Poll) {
	poll.State, poll.ClosedAt = PollFinished, poll.ClosesAt
	d.write(PollKind, d.hall(), poll.ID, poll)
	count := d.state.Count(poll)
	d.write(TallyKind, d.hall(), poll.ID, poll.shown(count))
	chair := d.state.Ballots[poll.ID][d.state.Session.Chair]
	d.write(ResultKind, d.chair(), poll.ID, Result{
		Poll: poll.ID, Count: count, Verdict: poll.Rule.Decide(count, chair.Choice == Yes), ClosedAt: poll.ClosedAt,
	})
}

func publishPoll(d *deed, _ change.Actor, _ change.Command, v Pointing, bench Bench) change.Answer {
	poll, ok := d.state.Polls[v.ID]
	switch {
	case !ok:
		return change.Refuse("poll.unknown")
	case poll.State == PollPublished:
		return change.Refuse("poll.published-already")
	case poll.State != PollFinished:
		return change.Refuse("poll.not-finished")
	}
	poll.State, poll.PublishedAt = PollPublished, bench.Now.UnixMilli()
	d.write(PollKind, d.hall(), poll.ID, poll)
	d.write(ResultKind, d.hall(), poll.ID, d.state.Results[poll.ID])
	if poll.Openness == NamedVote {
		choices := map[string]Choice{}
		for voter, ballot := range d.state.Ballots[poll.ID] {
			choices[voter] = ballot.Choice
		}
		d.write(RollKind, d.hall(), poll.ID, Roll{Poll: poll.ID, Choices: choices})
	}
	return change.Accept()
}

func writeTally(d *deed, poll Poll) {
	d.write(TallyKind, d.hall(), poll.ID, poll.shown(d.state.Count(poll)))
}

// shown is the count as the hall may see it while the poll runs.
func (p Poll) shown(count Count) Tally {
	if !p.Running {
		count.Yes, count.No, count.Abstain = 0, 0, 0
	}
	return Tally{Poll: p.ID, Count: count}
}

// castBallot takes a ballot. One person has one ballot in a poll, from whichever tablet it comes:
// the same choice again gets the first receipt again, another choice is refused unless the poll
// lets ballots be replaced.
func castBallot(d *deed, actor change.Actor, command change.Command, v Casting, bench Bench) change.Answer {
	poll := d.state.Polls[v.Poll]
	if before, voted := d.state.Ballots[v.Poll][actor.Person]; voted {
		if before.Choice == v.Choice {
			return change.Answer{Outcome: change.Duplicate, Receipt: before.Receipt(d.state.ID)}
		}
		if !poll.Replace {
			answer := change.Refuse("poll.voted-already")
			answer.Receipt = before.Receipt(d.state.ID)
			return answer
		}
	}
	if code := d.state.MayVote(poll, actor.Person, bench.Now); code != "" {
		return change.Refuse(code)
	}
	if form, ok := FormByID(poll.Form); !ok || !form.Allows(v.Choice) {
		return change.Refuse("poll.choice")
	}
	ballot := Ballot{Poll: v.Poll, Voter: actor.Person, Choice: v.Choice, Command: command.ID, Device: actor.Device}
	key := ballotKey(v.Poll, actor.Person)
	d.write(BallotKind, people.PersonOf(d.state.ID, actor.Person), key, ballot)
	d.write(CastKind, d.chair(), key, Cast{Poll: v.Poll, Voter: actor.Person})
	return change.Accept()
}

// Receipt is the unsigned receipt of the ballot.
func (b Ballot) Receipt(session string) *change.Receipt {
	return &change.Receipt{Epoch: b.Epoch, Stream: people.CouncilStream(session), Command: b.Command, Seq: b.Seq, At: b.At}
}
