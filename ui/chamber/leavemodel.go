package chamber

import (
	"context"
	"errors"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
)

// actValue is one act that the server has not answered yet, or all that are sealed together.
type actValue struct {
	Icon, Title, Note string
	Age               string
	Loud              bool
	Sealed            bool
}

// actsOf lists what waits on this device: what can be told, oldest first, and behind it in one what is sealed.
func actsOf(m *frame.Moment) []actValue {
	var acts []actValue
	own, shut := frame.WaitingActs(m.Standing)
	for _, act := range own {
		value := actOf(m, act)
		value.Loud = m.Loud(act.Since)
		value.Age = m.Words.Say("chamber.unsent.age", "age", frame.AgeWords(m.Words, m.Now.Sub(act.Since)))
		acts = append(acts, value)
	}
	if len(shut) > 0 {
		since := frame.Oldest(shut)
		acts = append(acts, actValue{
			Icon: "lock", Title: m.Words.Say("unsent.sealed", "count", len(shut)), Note: m.Words.Say("chamber.unsent.sealed.note"), Sealed: true,
			Loud: m.Loud(since), Age: m.Words.Say("chamber.unsent.age", "age", frame.AgeWords(m.Words, m.Now.Sub(since))),
		})
	}
	return acts
}

// actOf says what an act is.
func actOf(m *frame.Moment, act people.Unsent) actValue {
	value := actValue{Icon: "send", Title: m.Words.Say("chamber.unsent.other")}
	switch act.Kind {
	case council.CastBallot:
		value.Icon = "ballot"
		value.Title = m.Words.Say("chamber.unsent.ballot", "choice", choiceWords(m.Words, council.Choice(act.Detail)))
		value.Note = m.State.Polls[act.About].Question
	case notes.Add:
		value.Icon, value.Title = "pencil", m.Words.Say("chamber.unsent.notes", "count", frame.UnsentNotes(m.Standing))
	case council.Attend:
		value.Icon, value.Title = "person_check", m.Words.Say("chamber.unsent.attend")
	}
	return value
}

// leaveModel gives the tablet back (trả máy).
type leaveModel struct {
	setting *frame.Setting
	holder  Holder
	errands *frame.Errands
	changed func()
	busy    bool
	fault   string
}

// leave is called when the person has confirmed it.
func (l *leaveModel) leave() {
	if l.busy {
		return
	}
	l.busy, l.fault = true, ""
	person, _ := l.holder.Person()
	l.errands.Run(func(ctx context.Context) error {
		return l.holder.SignOut(context.WithoutCancel(ctx)) // what was begun is done whole
	}, func(err error) {
		if now, _ := l.holder.Person(); now.Person != person.Person {
			return
		}
		l.busy = false
		if err != nil && !errors.Is(err, people.ErrQueued) {
			l.fault = l.setting.Sentence(err)
		}
		l.changed()
	})
	l.changed()
}

func (l *leaveModel) forget() { l.busy, l.fault = false, "" }

// leavingValue is the screen of a tablet that was given back while things waited on it.
type leavingValue struct {
	Plate    plateValue
	Title    string
	Sentence string
	Acts     []actValue
	CanRetry bool
}

// leaving tells whether the tablet was given back and cannot be taken by the next person yet. From then on
// nothing of the person is shown.
//
// As a rule nobody holds it any more from the moment it was given back: what it still has to send is sealed, and
// it waits for the room, without which nobody can take it. Where the room cannot take what is sealed, and in the
// moment before what waits is sealed, the person still holds it until the room has heard.
func leaving(m *frame.Moment) bool {
	_, waits := m.Waiting(people.SignOutKind, "")
	_, shut := frame.WaitingActs(m.Standing)
	return m.Held && waits || !m.Held && len(shut) > 0 && m.Link.State == frame.Offline
}

func leavingOf(m *frame.Moment) leavingValue {
	if !m.Held {
		return sealedOf(m)
	}
	value := leavingValue{Plate: plateOf(m), Title: m.Words.Say("chamber.leaving.now"), Sentence: m.Words.Say("chamber.leaving.bare")}
	act, _ := m.Waiting(people.SignOutKind, "")
	if !m.Loud(act.Since) {
		return value
	}
	value.Title = m.Words.Say("chamber.leaving.title")
	value.Acts, value.CanRetry = actsOf(m), m.Link.State != frame.Connected
	for i := range value.Acts {
		value.Acts[i].Note = "" // whoever takes the tablet next must not read it
		if value.Acts[i].Icon == "ballot" {
			value.Acts[i].Title = m.Words.Say("chamber.unsent.ballot-sealed")
		}
	}
	if len(value.Acts) > 0 {
		value.Sentence = m.Words.Say("chamber.leaving.acts", "count", len(value.Acts))
	}
	return value
}

// sealedOf is the screen of a tablet that is nobody's and still has something sealed to send.
func sealedOf(m *frame.Moment) leavingValue {
	_, shut := frame.WaitingActs(m.Standing)
	plate := plateOf(m)
	if !m.State.Exists() {
		plate.Title, plate.Office = m.Standing.Room, "" // nobody can take it now
	}
	return leavingValue{
		Plate: plate, Title: m.Words.Say("chamber.leaving.title"), Acts: actsOf(m), CanRetry: true,
		Sentence: m.Words.Say("chamber.leaving.sealed", "count", len(shut)),
	}
}
