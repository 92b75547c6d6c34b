package chamber

import (
	"context"
	"errors"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
)

// lapseValue is one act that came too late to count; Command is empty where there is none.
type lapseValue struct {
	Command     string
	Icon, Title string
	Text        string
	More        string // how many others come after it
	Again       bool   // it can be done anew
	Busy        bool
	Fault       string
}

// lapseModel tells the person who holds the tablet, once, what came too late to count.
type lapseModel struct {
	setting *frame.Setting
	holder  Holder
	lapses  Lapses
	errands *frame.Errands
	changed func()
	busy    string // the command that is done anew
	failed  string // the one whose second try failed, and why
	fault   string
}

// value is the oldest that was not seen yet.
func (l *lapseModel) value(m *frame.Moment) lapseValue {
	lapsed := l.lapses.Lapsed()
	if len(lapsed) == 0 {
		return lapseValue{}
	}
	act := lapsed[0]
	about := actOf(m, act)
	value := lapseValue{
		Command: act.Command, Icon: about.Icon, Title: about.Title, Again: sensible(m, act), Busy: l.busy == act.Command,
		Text: m.Words.Say("chamber.lapse.text", "time", frame.HourMinute(act.Since, m.Now)),
	}
	if value.Again {
		value.Text = m.Words.Say("chamber.lapse.text.again", "time", frame.HourMinute(act.Since, m.Now))
	}
	if act.Command == l.failed {
		value.Fault = l.fault
	}
	if len(lapsed) > 1 {
		value.More = m.Words.Say("chamber.lapse.more", "count", len(lapsed)-1)
	}
	return value
}

// sensible tells whether an act is worth doing anew: this device knows what it was, the session takes it still,
// and it has not come about meanwhile.
func sensible(m *frame.Moment, act people.Unsent) bool {
	switch {
	case act.Sealed, !m.State.Exists(), m.State.Session.State == council.SessionClosed:
		return false
	case act.Kind == council.Attend:
		return !m.State.IsPresent(m.Person.Person)
	case act.Kind == council.CastBallot:
		return m.State.Polls[act.About].State == council.PollStarted
	}
	return true
}

// again does the act anew.
func (l *lapseModel) again(command string) {
	if l.busy != "" || command == "" {
		return
	}
	l.busy, l.failed, l.fault = command, "", ""
	person, _ := l.holder.Person()
	l.errands.Run(func(ctx context.Context) error { return l.lapses.Again(ctx, command) }, func(err error) {
		if now, _ := l.holder.Person(); now.Person != person.Person {
			return
		}
		l.busy = ""
		if err != nil && !errors.Is(err, people.ErrQueued) {
			l.failed, l.fault = command, l.setting.Sentence(err)
		}
		l.changed()
	})
	l.changed()
}

// seen takes the act off the list.
func (l *lapseModel) seen(command string) {
	if command != "" && l.busy != command {
		l.lapses.Shown(command)
		l.changed()
	}
}

// forget drops what concerns the person who held the tablet.
func (l *lapseModel) forget() { l.busy, l.failed, l.fault = "", "", "" }
