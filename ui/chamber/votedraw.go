package chamber

import (
	"time"

	"congso.vn/congso/app/council"
)

// value is the sheet and the band at a moment.
func (v *voteModel) value(m *moment) voteValue {
	poll, there := v.follow(m)
	if !there {
		return voteValue{}
	}
	vote := v.votes.Vote(poll.ID)
	value := voteValue{Poll: poll.ID, Question: poll.Question, Trouble: v.trouble, Chosen: v.chosen, Busy: v.attend.busy}
	value.Stage = v.stage(m, poll, vote)
	v.settle(m, poll, value.Stage)
	value.Up = v.up
	value.Kind = joined(m.words.Say("chamber.vote.kind."+string(poll.Openness)), m.itemNumber(poll.Item))
	value.Clock = clockOf(m, poll)
	if form, known := council.FormByID(poll.Form); known {
		for _, choice := range form.Choices {
			value.Choices = append(value.Choices, choiceValue{choice, answerOf(choice), choiceWords(m.words, choice)})
		}
	}
	count := countOf(m.state, poll)
	base := count.Of(poll.Rule.Base)
	if poll.Rule.Base == council.OfTotal || poll.Rule.Base == council.OfPresent {
		value.Rule = m.words.Say("chamber.vote.needed", "needed", poll.Rule.Needed(base), "base", base)
	} else {
		value.Rule = m.words.Say("chamber.vote.rule", "rule", ruleWords(m.words, poll.Rule))
	}
	value.Foot = m.words.Say("chamber.vote.foot", "count", int(undoTime/time.Second))
	value.Aside = m.words.Say("chamber.vote.aside")
	received, entitled := receivedOf(count)
	value.Received = m.words.Say("chamber.vote.received", "received", received, "entitled", entitled)
	if entitled > 0 {
		value.Share = float32(received) / float32(entitled)
	}
	value.Wait = m.words.Say("chamber.vote.wait." + string(poll.State))
	if poll.State == council.PollStarted && !poll.TakesBallots(m.server) {
		value.Wait = m.words.Say("chamber.vote.wait.over")
	}
	value.Result = resultOf(m, poll)
	if vote.State != council.VoteNone && value.Chosen == "" {
		value.Chosen = vote.Choice
	}
	v.tell(m, &value, poll, vote)
	value.Band = bandOf(m, v, value, poll)
	return value
}

func (m *moment) itemNumber(item string) string {
	if number := m.state.Number(item); number > 0 {
		return m.words.Say("chamber.item", "number", number)
	}
	return ""
}

// tell fills in the words of the stage.
func (v *voteModel) tell(m *moment, value *voteValue, poll council.Poll, vote council.Vote) {
	takes := poll.TakesBallots(m.server)
	choice := choiceWords(m.words, value.Chosen)
	switch value.Stage {
	case voteUndoing:
		left := v.undoUntil(m, poll).Sub(m.now)
		value.Undo = int((left + time.Second - 1) / time.Second)
		value.UndoText = m.words.Say("chamber.vote.undo.sends", "choice", choice, "count", value.Undo)
		value.Note = m.words.Say("chamber.vote.undo.note")
	case voteSending:
		value.Headline = m.words.Say("chamber.vote.sending")
		value.Note = m.words.Say("chamber.vote.sending.note")
	case voteUnsent:
		value.Headline = m.words.Say("chamber.vote.unsent")
		value.Note = m.words.Say("chamber.vote.unsent.note")
		if !takes {
			value.Note = m.words.Say("chamber.vote.unsent.late")
		}
		value.Age = m.words.Say("chamber.unsent.age", "age", ageWords(m.words, m.now.Sub(vote.Since)))
	case voteReceived:
		value.Headline = m.words.Say("chamber.vote.recorded")
		value.Again = takes && poll.Replace
		if vote.Receipt != nil {
			value.Recorded = m.words.Say("chamber.vote.recorded.at", "time", hourMinuteSecond(time.UnixMilli(vote.Receipt.At), m.now))
			value.Code = vote.Receipt.Code()
			value.Line = m.words.Say("chamber.vote.recorded.line", "line", vote.Receipt.Seq)
		}
	case voteRefused:
		value.Headline = m.words.Say("chamber.vote.refused")
		value.Note = m.words.Say("refusal." + vote.Code)
		if vote.Code == "poll.closed" && poll.ClosedAt != 0 {
			value.Note = m.words.Say("chamber.vote.late", "time", hourMinuteSecond(time.UnixMilli(poll.ClosedAt), m.now))
		}
		value.Again = takes
	case voteBarred:
		code := m.state.MayVote(poll, m.person.Person, m.server)
		value.Headline = m.words.Say("chamber.vote.barred")
		value.Note = m.words.Say("refusal." + code)
		value.Attend = code == "poll.absent"
		if v.attend.fault != "" {
			value.Trouble = v.attend.fault
		}
	case voteMissed:
		value.Headline = m.words.Say("chamber.vote.closed")
		value.Note = m.words.Say("chamber.vote.missed")
	}
}

func clockOf(m *moment, poll council.Poll) clockValue {
	if poll.ClosesAt == 0 || poll.State != council.PollStarted {
		return clockValue{}
	}
	left := time.UnixMilli(poll.ClosesAt).Sub(m.server)
	clock := clockValue{Shown: left > 0, Text: countdown(left), Urgent: left <= urgentTime}
	if all := poll.ClosesAt - poll.OpenedAt; all > 0 {
		clock.Share = min(max(float32(left)/float32(time.Duration(all)*time.Millisecond), 0), 1)
	}
	switch {
	case left <= 0:
		clock.Text = ""
	case left <= council.ClosingNotice:
		clock.Closing = m.words.Say("chamber.vote.closing")
	}
	return clock
}

func resultOf(m *moment, poll council.Poll) resultValue {
	result, there := m.state.Results[poll.ID]
	if !there || poll.State != council.PollPublished {
		return resultValue{}
	}
	value := resultValue{Shown: true, Passed: result.Passed, Tally: tallyOf(poll, result.Count, true, false)}
	value.Text = m.words.Say("chamber.result.failed", "count", result.Missing)
	if result.Passed {
		value.Text = m.words.Say("chamber.result.passed", "yes", result.Yes, "base", result.Base)
	} else if result.Missing == 0 {
		value.Text = m.words.Say("chamber.result.tied")
	}
	value.Counts = m.words.Say("chamber.result.counts", "yes", result.Yes, "no", result.No, "abstain", result.Abstain)
	return value
}

func bandOf(m *moment, v *voteModel, value voteValue, poll council.Poll) bandValue {
	band := bandValue{Icon: "ballot", Note: value.Question, Clock: value.Clock.Text, Action: m.words.Say("chamber.band.open")}
	switch {
	case value.Up:
		return bandValue{}
	case value.Stage == voteUndoing || value.Stage == voteAsking:
		band.Shown, band.Loud = true, true
		band.Text = m.words.Say("chamber.band.asking")
		if value.Stage == voteUndoing {
			band.Text = value.UndoText
		}
	case value.Stage == voteUnsent:
		band.Shown, band.Loud, band.Icon = true, true, "tray"
		band.Text = m.words.Say("chamber.band.unsent")
	case value.Stage == voteRefused && v.read != poll.ID && !value.Result.Shown:
		band.Shown, band.Loud, band.Icon = true, true, "warn"
		band.Text = value.Headline
	case poll.State == council.PollStarted:
		band.Shown = true
		band.Text = m.words.Say("chamber.band.running")
		if value.Stage == voteReceived {
			band.Text = m.words.Say("chamber.band.voted")
		}
	case value.Result.Shown && v.read != poll.ID:
		band.Shown, band.Good = true, value.Result.Passed
		band.Icon, band.Text, band.Action = "gavel", value.Result.Text, m.words.Say("chamber.band.result")
	}
	return band
}
