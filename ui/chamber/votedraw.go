package chamber

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
)

// value is the sheet and the band at a moment.
func (v *voteModel) value(m *frame.Moment) voteValue {
	poll, there := v.follow(m)
	if !there {
		return voteValue{}
	}
	vote := v.votes.Vote(poll.ID)
	value := voteValue{Poll: poll.ID, Question: poll.Question, Trouble: v.trouble, Chosen: v.chosen, Busy: v.attend.busy}
	value.Stage = v.stage(m, poll, vote)
	v.settle(m, poll, value.Stage)
	value.Up = v.up
	value.Kind = frame.Joined(m.Words.Say("chamber.vote.kind."+string(poll.Openness)), m.ItemNumber(poll.Item))
	value.Clock = clockOf(m, poll)
	if form, known := council.FormByID(poll.Form); known {
		for _, choice := range form.Choices {
			value.Choices = append(value.Choices, choiceValue{choice, answerOf(choice), choiceWords(m.Words, choice)})
		}
	}
	count := countOf(m.State, poll)
	base := count.Of(poll.Rule.Base)
	if poll.Rule.Base == council.OfTotal || poll.Rule.Base == council.OfPresent {
		value.Rule = m.Words.Say("chamber.vote.needed", "needed", poll.Rule.Needed(base), "base", base)
	} else {
		value.Rule = m.Words.Say("chamber.vote.rule", "rule", ruleWords(m.Words, poll.Rule))
	}
	value.Foot = m.Words.Say("chamber.vote.foot", "count", int(undoTime/time.Second))
	value.Aside = m.Words.Say("chamber.vote.aside")
	received, entitled := receivedOf(count)
	value.Received = m.Words.Say("chamber.vote.received", "received", received, "entitled", entitled)
	if entitled > 0 {
		value.Share = float32(received) / float32(entitled)
	}
	value.Wait = m.Words.Say("chamber.vote.wait." + string(poll.State))
	if poll.State == council.PollStarted && !poll.TakesBallots(m.Server) {
		value.Wait = m.Words.Say("chamber.vote.wait.over")
	}
	value.Result = resultOf(m, poll)
	if vote.State != council.VoteNone && value.Chosen == "" {
		value.Chosen = vote.Choice
	}
	v.tell(m, &value, poll, vote)
	value.Band = bandOf(m, v, value, poll)
	return value
}

// tell fills in the words of the stage.
func (v *voteModel) tell(m *frame.Moment, value *voteValue, poll council.Poll, vote council.Vote) {
	takes := poll.TakesBallots(m.Server)
	choice := choiceWords(m.Words, value.Chosen)
	switch value.Stage {
	case voteUndoing:
		left := v.undoUntil(m, poll).Sub(m.Now)
		value.Undo = int((left + time.Second - 1) / time.Second)
		value.UndoText = m.Words.Say("chamber.vote.undo.sends", "choice", choice, "count", value.Undo)
		value.Note = m.Words.Say("chamber.vote.undo.note")
	case voteSending:
		value.Headline = m.Words.Say("chamber.vote.sending")
		value.Note = m.Words.Say("chamber.vote.sending.note")
	case voteUnsent:
		value.Headline = m.Words.Say("chamber.vote.unsent")
		value.Note = m.Words.Say("chamber.vote.unsent.note")
		if !takes {
			value.Note = m.Words.Say("chamber.vote.unsent.late")
		}
		value.Age = m.Words.Say("chamber.unsent.age", "age", frame.AgeWords(m.Words, m.Now.Sub(vote.Since)))
	case voteReceived:
		value.Headline = m.Words.Say("chamber.vote.recorded")
		value.Again = takes && poll.Replace
		if vote.Receipt != nil {
			value.Recorded = m.Words.Say("chamber.vote.recorded.at", "time", frame.HourMinuteSecond(time.UnixMilli(vote.Receipt.At), m.Now))
			value.Code = vote.Receipt.Code()
			value.Line = m.Words.Say("chamber.vote.recorded.line", "line", vote.Receipt.Seq)
		}
	case voteRefused:
		value.Headline = m.Words.Say("chamber.vote.refused")
		value.Note = m.Words.Say("refusal." + vote.Code)
		if vote.Code == "poll.closed" && poll.ClosedAt != 0 {
			value.Note = m.Words.Say("chamber.vote.late", "time", frame.HourMinuteSecond(time.UnixMilli(poll.ClosedAt), m.Now))
		}
		value.Again = takes
	case voteBarred:
		code := m.State.MayVote(poll, m.Person.Person, m.Server)
		value.Headline = m.Words.Say("chamber.vote.barred")
		value.Note = m.Words.Say("refusal." + code)
		value.Attend = code == "poll.absent"
		if v.attend.fault != "" {
			value.Trouble = v.attend.fault
		}
	case voteMissed:
		value.Headline = m.Words.Say("chamber.vote.closed")
		value.Note = m.Words.Say("chamber.vote.missed")
	}
}

func clockOf(m *frame.Moment, poll council.Poll) clockValue {
	if poll.ClosesAt == 0 || poll.State != council.PollStarted {
		return clockValue{}
	}
	left := time.UnixMilli(poll.ClosesAt).Sub(m.Server)
	clock := clockValue{Shown: left > 0, Text: frame.Countdown(left), Urgent: left <= urgentTime}
	if all := poll.ClosesAt - poll.OpenedAt; all > 0 {
		clock.Share = min(max(float32(left)/float32(time.Duration(all)*time.Millisecond), 0), 1)
	}
	switch {
	case left <= 0:
		clock.Text = ""
	case left <= council.ClosingNotice:
		clock.Closing = m.Words.Say("chamber.vote.closing")
	}
	return clock
}

func resultOf(m *frame.Moment, poll council.Poll) resultValue {
	result, there := m.State.Results[poll.ID]
	if !there || poll.State != council.PollPublished {
		return resultValue{}
	}
	value := resultValue{Shown: true, Passed: result.Passed, Tally: tallyOf(poll, result.Count, true, false)}
	value.Text = m.Words.Say("chamber.result.failed", "count", result.Missing)
	if result.Passed {
		value.Text = m.Words.Say("chamber.result.passed", "yes", result.Yes, "base", result.Base)
	} else if result.Missing == 0 {
		value.Text = m.Words.Say("chamber.result.tied")
	}
	value.Counts = m.Words.Say("chamber.result.counts", "yes", result.Yes, "no", result.No, "abstain", result.Abstain)
	return value
}

func bandOf(m *frame.Moment, v *voteModel, value voteValue, poll council.Poll) frame.BandValue {
	band := frame.BandValue{Icon: "ballot", Note: value.Question, Clock: value.Clock.Text, Action: m.Words.Say("chamber.band.open")}
	switch {
	case value.Up:
		return frame.BandValue{}
	case value.Stage == voteUndoing || value.Stage == voteAsking:
		band.Shown, band.Loud = true, true
		band.Text = m.Words.Say("chamber.band.asking")
		if value.Stage == voteUndoing {
			band.Text = value.UndoText
		}
	case value.Stage == voteUnsent:
		band.Shown, band.Loud, band.Icon = true, true, "tray"
		band.Text = m.Words.Say("chamber.band.unsent")
	case value.Stage == voteRefused && v.read != poll.ID && !value.Result.Shown:
		band.Shown, band.Loud, band.Icon = true, true, "warn"
		band.Text = value.Headline
	case poll.State == council.PollStarted:
		band.Shown = true
		band.Text = m.Words.Say("chamber.band.running")
		if value.Stage == voteReceived {
			band.Text = m.Words.Say("chamber.band.voted")
		}
	case value.Result.Shown && v.read != poll.ID:
		band.Shown, band.Good = true, value.Result.Passed
		band.Icon, band.Text, band.Action = "gavel", value.Result.Text, m.Words.Say("chamber.band.result")
	}
	return band
}
