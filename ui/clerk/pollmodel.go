package clerk

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// ruleWords says a majority in words.
func (d *desk) ruleWords(rule council.MajorityRule) string {
	how := "clerk.rule.least"
	if rule.Strict {
		how = "clerk.rule.more"
	}
	if rule.Quorum {
		how = "clerk.rule.quorum"
	}
	words := d.say(how, "part", d.fraction(rule), "base", d.say("clerk.base."+string(rule.Body)+"."+string(rule.Base)))
	if rule.Tie == council.TieChair {
		words = joined(", ", words, d.say("clerk.rule.tie"))
	}
	return words
}

func (d *desk) fraction(rule council.MajorityRule) string {
	if rule.Numerator == 1 && rule.Denominator == 2 {
		return d.say("clerk.rule.half")
	}
	return strconv.Itoa(rule.Numerator) + "/" + strconv.Itoa(rule.Denominator)
}

// need is how many votes in favour a poll wants, as far as that is known.
func need(state *council.State, poll council.Poll) int {
	count := council.Count{Total: state.Total(), Present: state.Present()}
	if tally, known := state.Tallies[poll.ID]; known {
		count = tally.Count
	}
	return poll.Rule.Needed(count.Of(poll.Rule.Base))
}

// pollCard is a poll as it stands, with what can be done about it.
func (d *desk) pollCard(state *council.State, poll council.Poll, running bool, now time.Time) pollCard {
	card := pollCard{ID: poll.ID, Question: poll.Question, State: d.say("clerk.poll.state." + string(poll.State)), StateKind: kit.SlateChip}
	length := d.say("clerk.poll.by-hand")
	if poll.Seconds > 0 {
		length = d.say("clerk.poll.seconds", "count", poll.Seconds)
	}
	rule := d.say("clerk.poll.need", "rule", d.ruleWords(poll.Rule), "needed", need(state, poll), "base", state.Total())
	if poll.Rule.Base != council.OfTotal {
		rule = d.ruleWords(poll.Rule)
	}
	card.Lines = []string{
		joined(" · ", d.say("clerk.openness."+string(poll.Openness)), d.say("clerk.poll.choices"), length),
		joined(" · ", rule, poll.Rule.Clause),
	}
	result, counted := state.Results[poll.ID]
	if counted && (poll.State == council.PollFinished || poll.State == council.PollPublished) {
		card.Counted = true
		card.Tally = kit.Tally{
			Total: result.Total, For: result.Yes, Against: result.No, Abstain: result.Abstain, Need: result.Needed, Closed: true,
			Received: result.Received, Absent: max(0, result.Total-result.Present),
		}
		card.Verdict, card.VerdictKind = d.verdict(result), kit.DoneStrip
		if !result.Passed {
			card.VerdictKind = kit.AlertStrip
		}
	}
	card.Buttons = d.pollButtons(state, poll, running, now)
	switch poll.State {
	case council.PollStarted:
		card.StateKind = kit.SendingChip
	case council.PollPublished:
		card.StateKind = kit.DoneChip
	}
	return card
}

// verdict says a result in one line.
func (d *desk) verdict(result council.Result) string {
	key := "clerk.poll.failed"
	if result.Passed {
		key = "clerk.poll.passed"
	}
	counts := d.say("clerk.poll.counts", "yes", result.Yes, "no", result.No, "abstain", result.Abstain, "received", result.Received)
	return joined(" · ", d.say(key, "yes", result.Yes, "base", result.Base, "missing", result.Missing), counts)
}

func (d *desk) pollButtons(state *council.State, poll council.Poll, running bool, now time.Time) []button {
	closed := state.Session.State == council.SessionClosed
	print := button{Text: d.say("clerk.poll.print"), Icon: "printer", Kind: kit.Outline, Deed: printResult, ID: poll.ID, Busy: d.busy["print"]}
	switch poll.State {
	case council.PollCreated:
		if closed {
			return nil
		}
		var buttons []button
		if running {
			open := button{Text: d.say("clerk.poll.open"), Icon: "ballot", Key: "F5", Kind: kit.Outline, Deed: openPoll, ID: poll.ID, Busy: d.busy["poll"]}
			open.Why = d.openWhy(state)
			if first, any := d.pollToOpen(state); !any || first.ID != poll.ID {
				open.Key = ""
			}
			buttons = append(buttons, open)
		}
		return append(buttons,
			button{Text: d.say("clerk.change"), Icon: "pencil", Kind: kit.Quiet, Deed: changePoll, ID: poll.ID},
			button{Text: d.say("clerk.remove"), Icon: "trash", Kind: kit.Quiet, Deed: removePoll, ID: poll.ID, Busy: d.busy["poll.remove"]})
	case council.PollFinished:
		if closed {
			return []button{print}
		}
		publish := button{Text: d.say("clerk.poll.publish"), Icon: "send", Kind: kit.Outline, Deed: publishPoll, ID: poll.ID, Busy: d.busy["poll"]}
		return []button{publish, print}
	case council.PollPublished:
		return []button{print}
	}
	return nil
}

// openWhy says why no poll can be opened now; "" where one can.
func (d *desk) openWhy(state *council.State) string {
	needed, met := state.Quorum(d.config.Room.Rules())
	_, running := state.RunningPoll()
	switch {
	case state.Session.State != council.SessionOpen:
		return d.say("clerk.poll.open.session")
	case running:
		return d.say("clerk.poll.open.running")
	case !met:
		return d.say("clerk.poll.open.quorum", "needed", needed, "present", state.Present())
	}
	return ""
}

func (d *desk) newPoll() {
	state := d.state()
	if _, known := state.Items[d.item]; !known {
		return
	}
	draft := council.PollDraft{ID: d.config.NewID(), Item: d.item, Form: council.Approval, Openness: council.OpenVote, Seconds: 60, Running: true}
	if rules := council.VoteRules(d.config.Room.Rules(), state.Session.Body); len(rules) > 0 {
		draft.Rule = rules[0].ID
	}
	d.openForm(d.pollForm(d.say("clerk.poll.new"), draft, council.CreatePoll, 0))
}

func (d *desk) changePoll(id string) {
	if poll, known := d.state().Polls[id]; known {
		d.openForm(d.pollForm(d.say("clerk.poll.change"), drafted(poll), council.EditPoll, poll.Seq))
	}
}

// drafted is the draft that a poll was made of.
func drafted(poll council.Poll) council.PollDraft {
	return council.PollDraft{
		ID: poll.ID, Item: poll.Item, Question: poll.Question, Form: poll.Form, Openness: poll.Openness, Rule: poll.Rule.ID,
		Seconds: poll.Seconds, Running: poll.Running, Replace: poll.Replace,
	}
}

func (d *desk) pollForm(title string, before council.PollDraft, kind string, base uint64) *openForm {
	stream := people.CouncilStream(d.state().ID)
	rule := field{ID: "rule", Label: d.say("clerk.poll.rule"), Kind: listField, Value: before.Rule, About: map[string]string{}}
	for _, row := range council.VoteRules(d.config.Room.Rules(), d.state().Session.Body) {
		rule.Options = append(rule.Options, kit.Option{ID: row.ID, Text: d.ruleWords(row)})
		rule.About[row.ID] = row.Clause
	}
	form := &openForm{faultAt: map[string]string{
		"poll.no-question": "question", "poll.rule": "rule", "poll.openness": "openness", "poll.seconds": "seconds",
	}}
	form.done = func() { d.notify(kit.DoneStrip, "check", d.say("clerk.poll.saved")) }
	form.sight = formSight{Title: title, Save: d.say("clerk.save"), Note: d.say("clerk.poll.form"), Fields: []field{
		{ID: "question", Label: d.say("clerk.poll.question"), Help: d.say("clerk.poll.question.help"), Value: before.Question},
		rule,
		{ID: "openness", Label: d.say("clerk.poll.openness"), Kind: choiceField, Value: string(before.Openness), Options: []kit.Option{
			{ID: string(council.OpenVote), Text: d.say("clerk.openness.open")},
			{ID: string(council.NamedVote), Text: d.say("clerk.openness.named")},
		}},
		{ID: "seconds", Label: d.say("clerk.poll.length"), Help: d.say("clerk.poll.length.help"), Value: written(before.Seconds)},
		{ID: "running", Label: d.say("clerk.poll.running"), Kind: switchField, Value: yes(before.Running)},
		{ID: "replace", Label: d.say("clerk.poll.replace"), Kind: switchField, Value: yes(before.Replace)},
	}}
	form.check = func(a map[string]string) map[string]string {
		if _, ok := number(a["seconds"]); !ok {
			return map[string]string{"seconds": d.say("refusal.poll.seconds")}
		}
		return nil
	}
	form.send = func(ctx context.Context, a map[string]string) error {
		draft := before
		draft.Question, draft.Rule, draft.Openness = a["question"], a["rule"], council.Openness(a["openness"])
		draft.Seconds, _ = number(a["seconds"]) // checked before
		draft.Running, draft.Replace = a["running"] != "", a["replace"] != ""
		return d.config.Acts.DoIn(ctx, stream, kind, base, draft)
	}
	form.stale = func(body json.RawMessage) (map[string]string, error) {
		now, seq, err := current[council.Poll](body)
		base = seq
		return map[string]string{
			"question": now.Question, "rule": now.Rule.ID, "openness": string(now.Openness), "seconds": written(now.Seconds),
			"running": yes(now.Running), "replace": yes(now.Replace),
		}, err
	}
	return form
}

func yes(on bool) string {
	if on {
		return "yes"
	}
	return ""
}

func (d *desk) removePoll(id string) {
	poll, known := d.state().Polls[id]
	if !known {
		return
	}
	d.do("poll.remove", council.RemovePoll, 0, council.Pointing{ID: id}, func() {
		d.undoable(d.say("clerk.poll.removed"), func() { d.do("poll.remove", council.CreatePoll, 0, drafted(poll), nil) })
	})
}

func (d *desk) openPoll(id string) {
	if why := d.openWhy(d.state()); why != "" {
		d.raise(notice{sight: noticeSight{Kind: kit.AlertStrip, Icon: "warn", Text: why}})
		return
	}
	d.do("poll", council.OpenPoll, 0, council.Pointing{ID: id}, func() {
		d.side = ""
		d.item = d.state().Polls[id].Item
	})
}

// closePoll announces the closing: five seconds later nothing counts any more.
func (d *desk) closePoll(id string) {
	d.do("poll", council.ClosePoll, 0, council.Pointing{ID: id}, nil)
}

// publishPoll shows a result to the hall. Once seen it cannot be unseen, so the numbers are read first.
func (d *desk) publishPoll(id string) {
	poll, result := d.state().Polls[id], d.state().Results[id]
	sentence := joined("\n", poll.Question, d.verdict(result), d.say("clerk.poll.publish.ask"))
	d.ask(d.say("clerk.poll.publish"), sentence, d.say("clerk.poll.publish"), "send", func() {
		d.do("poll", council.PublishPoll, 0, council.Pointing{ID: id}, func() {
			d.notify(kit.DoneStrip, "check", d.say("clerk.poll.published"))
		})
	})
}
