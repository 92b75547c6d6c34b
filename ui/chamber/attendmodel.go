package chamber

import (
	"errors"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
)

// attendValue is one's own line of the roll (điểm danh).
type attendValue struct {
	Ask    bool   // the band with the button is shown
	Text   string // of the band
	Busy   bool
	Queued bool   // CHƯA GỬI
	Age    string // since when it waits
	Fault  string
	Done   string // "Đã điểm danh lúc 07:52"
}

// attendModel marks the person who holds the tablet present by one tap.
type attendModel struct {
	setting *frame.Setting
	holder  Holder
	errands *frame.Errands
	changed func()
	busy    bool
	fault   string
}

func (a *attendModel) attend() {
	if a.busy {
		return
	}
	a.busy, a.fault = true, ""
	person, _ := a.holder.Person()
	a.errands.Run(a.holder.Attend, func(err error) {
		if now, _ := a.holder.Person(); now.Person != person.Person {
			return
		}
		a.busy = false
		if err != nil && !errors.Is(err, people.ErrQueued) {
			a.fault = a.setting.Sentence(err)
		}
		a.changed()
	})
	a.changed()
}

// forget drops what concerns the person who held the tablet.
func (a *attendModel) forget() { a.busy, a.fault = false, "" }

func (a *attendModel) value(m *frame.Moment) attendValue {
	value := attendValue{Fault: a.fault}
	_, listed := m.State.Deputies[m.Person.Person]
	line, marked := m.State.Attendances[m.Person.Person]
	act, queued := m.Waiting(council.Attend, "")
	switch {
	case marked && line.State == council.Present:
		value.Done, value.Fault = m.Words.Say("chamber.attend.done", "time", m.Clock(line.At)), ""
	case !listed || m.State.Session.State == council.SessionClosed:
	case queued:
		value.Ask = true
		value.Queued = m.Loud(act.Since)
		value.Busy = !value.Queued
		value.Text = m.Words.Say("chamber.attend.sending")
		if value.Queued {
			value.Text = m.Words.Say("chamber.attend.queued")
			value.Age = m.Words.Say("chamber.unsent.age", "age", frame.AgeWords(m.Words, m.Now.Sub(act.Since).Truncate(time.Second)))
		}
	default:
		value.Ask, value.Busy = true, a.busy
		value.Text = m.Words.Say("chamber.attend.ask")
		if marked {
			value.Text = m.Words.Say("chamber.attend." + string(line.State))
		}
	}
	return value
}
