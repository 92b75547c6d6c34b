package chamber

import (
	"fmt"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// voting is a poll under way: what is missing where the poll shows its counts, else how many ballots
// came and nothing more.
func (v *hallValue) voting(m *frame.Moment, poll council.Poll) {
	v.question(m, poll)
	v.Stage, v.Clock = hallVoting, clockOf(m, poll)
	count := countOf(m.State, poll)
	received, entitled := receivedOf(count)
	v.Received = m.Words.Say("hall.received", "received", received, "entitled", entitled)
	v.Tally = tallyOf(poll, count, false, !poll.Running)
	if !poll.Running {
		v.Headline = v.Received
		v.After = ""
		v.Received = ""
		return
	}
	v.counts(m, count, true)
	if verdict := poll.Rule.Decide(count, false); verdict.Missing > 0 {
		v.Headline, v.Missing = m.Words.Say("hall.missing", "count", verdict.Missing), true
		v.After = m.Words.Say("hall.missing.after")
	} else {
		v.Headline, v.Good = m.Words.Say("hall.reached"), true
	}
}

// ended is a poll that takes no more ballots.
func (v *hallValue) ended(m *frame.Moment, poll council.Poll) {
	v.question(m, poll)
	count := countOf(m.State, poll)
	received, entitled := receivedOf(count)
	v.Received = m.Words.Say("hall.received", "received", received, "entitled", entitled)
	result, published := m.State.Results[poll.ID]
	if poll.State != council.PollPublished || !published {
		v.Stage, v.Headline = hallCounting, m.Words.Say("hall.counting")
		v.Tally = tallyOf(poll, count, true, true)
		return
	}
	v.Stage = hallResult
	v.Tally = tallyOf(poll, result.Count, true, false)
	v.counts(m, result.Count, false)
	switch {
	case result.Passed && result.ByChair:
		v.Headline, v.Good = m.Words.Say("hall.passed.chair"), true
	case result.Passed:
		v.Headline, v.Good = m.Words.Say("hall.passed", "yes", result.Yes, "base", result.Base), true
	case result.Missing > 0:
		v.Headline, v.Bad = m.Words.Say("hall.failed", "count", result.Missing), true
	default:
		v.Headline, v.Bad = m.Words.Say("hall.failed.tied"), true
	}
}

func (v *hallValue) question(m *frame.Moment, poll council.Poll) {
	v.Kind = frame.Joined(m.ItemNumber(poll.Item), m.Words.Say("chamber.vote.kind."+string(poll.Openness)))
	v.Title = kit.KeepNumbers(poll.Question)
	base := countOf(m.State, poll).Of(poll.Rule.Base)
	v.Rule = m.Words.Say("hall.rule", "needed", poll.Rule.Needed(base), "base", base, "rule", ruleWords(m.Words, poll.Rule))
}

// counts are the numbers under the bar.
func (v *hallValue) counts(m *frame.Moment, count council.Count, open bool) {
	number := func(answer kit.Answer, choice council.Choice, votes int) {
		v.Counts = append(v.Counts, hallCount{Answer: answer, Label: choiceWords(m.Words, choice), Number: fmt.Sprint(votes)})
	}
	number(kit.ForAnswer, council.Yes, count.Yes)
	number(kit.AgainstAnswer, council.No, count.No)
	number(kit.AbstainAnswer, council.Abstain, count.Abstain)
	received, entitled := receivedOf(count)
	label := m.Words.Say("hall.not-yet")
	if !open {
		label = m.Words.Say("hall.no-ballot")
	}
	v.Counts = append(v.Counts, hallCount{None: true, Label: label, Number: fmt.Sprint(entitled - received)})
}
