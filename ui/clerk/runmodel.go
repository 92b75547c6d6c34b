package clerk

import (
	"slices"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

func (d *desk) runSight(state *council.State, standing people.Standing, now time.Time) runSight {
	s := runSight{NoSession: !state.Exists()}
	if s.NoSession {
		return s
	}
	s.Items, s.Item = d.itemRows(state), d.itemHead(state)
	s.About = d.say("clerk.agenda.about", "count", len(s.Items), "rest", restOf(state))
	for _, paper := range state.Papers(d.item) {
		s.Chips = append(s.Chips, chipSight{Text: paper.Name(), Audience: d.audience(state, paper.Audience)})
	}
	s.Next = d.nextAct(state, now)
	running, runs := state.RunningPoll()
	if runs {
		s.Live = d.live(state, running, now)
	}
	for _, poll := range state.PollsOf(d.item) {
		if poll.State != council.PollStarted {
			s.Polls = append(s.Polls, d.pollCard(state, poll, true, now))
		}
	}
	s.MayAdd = s.Item.Exists && !s.Item.ReadOnly && s.Item.HasRules
	s.Side = d.side
	if s.Side == "" || !runs {
		s.Side = "roll"
		if runs {
			s.Side = "voters"
		}
	}
	s.Head = d.rollHead(state, running, runs)
	if s.Side == "voters" {
		s.Voters = voterTiles(state, running)
	} else {
		s.Roll = d.rollRows(state, standing)
	}
	return s
}

// live is the poll that takes ballots, with its clock.
func (d *desk) live(state *council.State, poll council.Poll, now time.Time) liveSight {
	tally := state.Tallies[poll.ID]
	entitled, voted := state.Voters(poll.ID)
	received := 0
	for _, has := range voted {
		if has {
			received++
		}
	}
	received = max(received, tally.Received)
	s := liveSight{
		Poll: poll.ID, Question: poll.Question,
		About:  joined(" · ", d.say("clerk.poll.need", "rule", d.ruleWords(poll.Rule), "needed", need(state, poll), "base", state.Total()), poll.Rule.Clause),
		Counts: d.say("clerk.poll.received", "count", received, "all", len(entitled)),
		Tally: kit.Tally{
			Total: max(poll.Total, state.Total()), For: tally.Yes, Against: tally.No, Abstain: tally.Abstain, Need: need(state, poll),
			Hidden: !poll.Running, Received: received, Absent: max(0, state.Total()-len(entitled)),
		},
	}
	if poll.Running {
		s.Counts = joined(" · ", s.Counts, d.say("clerk.poll.split", "yes", tally.Yes, "no", tally.No, "abstain", tally.Abstain))
	}
	s.Clock, s.ClockNote = left(now.Sub(time.UnixMilli(poll.OpenedAt))), d.say("clerk.poll.gone")
	if poll.ClosesAt > 0 {
		rest := time.UnixMilli(poll.ClosesAt).Sub(now)
		s.Clock, s.ClockNote, s.Urgent = left(rest), d.say("clerk.poll.left"), rest <= 10*time.Second
	}
	return s
}

// closing tells whether the end of a poll is so near that it needs no announcing any more.
func closing(poll council.Poll, now time.Time) bool {
	return poll.ClosesAt > 0 && time.UnixMilli(poll.ClosesAt).Sub(now) <= council.ClosingNotice
}

// pollToOpen is the poll that F5 opens: the first one made of the item under way, or of the open one.
func (d *desk) pollToOpen(state *council.State) (council.Poll, bool) {
	for _, item := range []string{state.Session.Current, d.item} {
		for _, poll := range state.PollsOf(item) {
			if item != "" && poll.State == council.PollCreated {
				return poll, true
			}
		}
	}
	return council.Poll{}, false
}

// openFirst is F5.
func (d *desk) openFirst() {
	state := d.state()
	poll, any := d.pollToOpen(state)
	switch {
	case any:
		d.openPoll(poll.ID)
	case state.Exists():
		d.notify(kit.NoticeStrip, "info", d.say("clerk.poll.none"))
	}
}

// closeRunning is F6.
func (d *desk) closeRunning() {
	state := d.state()
	poll, runs := state.RunningPoll()
	switch {
	case !runs && state.Exists():
		d.notify(kit.NoticeStrip, "info", d.say("refusal.poll.not-running"))
	case runs && !closing(poll, d.serverNow()):
		d.closePoll(poll.ID)
	}
}

// nextAct is the one thing to do next.
func (d *desk) nextAct(state *council.State, now time.Time) nextAct {
	act := func(text, label, icon string, name deedName, id, busy string) nextAct {
		return nextAct{Act: d.say("clerk.next"), Text: text, Button: button{
			Text: label, Icon: icon, Key: "Enter", Kind: kit.Primary, Deed: name, ID: id, Busy: d.busy[busy],
		}}
	}
	session := state.Session
	if session.State == council.SessionClosed {
		next := act(d.say("clerk.next.closed"), d.say("clerk.roll.print"), "printer", printRoll, "", "print")
		next.Button.Kind = kit.Strong
		return next
	}
	if session.State == council.SessionPrepared {
		next := act(d.say("clerk.next.open", "title", session.Title), d.say("clerk.session.open"), "gavel", openSession, "", "session.open")
		if len(state.Deputies) == 0 {
			next.Hint = d.say("clerk.next.nobody")
		}
		return next
	}
	if poll, runs := state.RunningPoll(); runs {
		next := act(d.say("clerk.next.close"), d.say("clerk.poll.close"), "lock", closePoll, poll.ID, "poll")
		next.Button.Key = "F6"
		if closing(poll, now) {
			next.Text, next.Button.Busy = d.say("clerk.next.closing"), true
		}
		return next
	}
	for _, poll := range state.PollsOf("") {
		if poll.State == council.PollFinished {
			return act(d.say("clerk.next.publish", "question", clip(poll.Question)), d.say("clerk.poll.publish"), "send", publishPoll, poll.ID, "poll")
		}
	}
	return d.nextItem(state, act)
}

type actMaker func(text, label, icon string, name deedName, id, busy string) nextAct

// nextItem is the next act while nothing is being voted on: the polls of the item under way, the item
// after it, the end.
func (d *desk) nextItem(state *council.State, act actMaker) nextAct {
	for _, poll := range state.PollsOf(state.Session.Current) {
		if state.Session.Current != "" && poll.State == council.PollCreated {
			next := act(d.say("clerk.next.vote", "question", clip(poll.Question)), d.say("clerk.poll.open"), "ballot", openPoll, poll.ID, "poll")
			next.Button.Key, next.Button.Why = "F5", d.openWhy(state)
			return next
		}
	}
	agenda := state.Agenda()
	current := max(0, slices.IndexFunc(agenda, func(item council.Item) bool { return item.ID == state.Session.Current }))
	for i := range agenda { // what was left out comes when all the rest is done
		item := agenda[(current+i)%len(agenda)]
		if item.State != council.ItemComing || item.Visibility == council.Hidden {
			continue
		}
		label := d.say("clerk.item.next")
		if state.Session.Current == "" {
			label = d.say("clerk.item.begin")
		}
		return act(d.itemNamed(state, item, clip(item.Title)), label, "next", startItem, item.ID, "item.start")
	}
	return act(d.say("clerk.next.end"), d.say("clerk.session.close"), "lock", closeSession, "", "session.close")
}

// enter is Enter. A key that is held down repeats itself: it does one act and no more, or a sleeve on the
// keyboard would run the whole session.
func (d *desk) enter() {
	now := d.config.Now()
	repeated := now.Sub(d.entered) < held
	d.entered = now
	if !repeated {
		d.doNext()
	}
}

// doNext does the next act of a running session.
func (d *desk) doNext() {
	state := d.state()
	if d.page != runPage || !state.Exists() {
		return
	}
	next := d.nextAct(state, d.serverNow()).Button
	if !next.Busy && next.Why == "" {
		d.handle(deed{Name: next.Deed, ID: next.ID})
	}
}

// clip shortens a long title where it is only named.
func clip(title string) string {
	const most = 90
	letters := []rune(title)
	if len(letters) <= most {
		return title
	}
	return string(letters[:most-1]) + "…"
}
