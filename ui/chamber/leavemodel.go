package chamber

import (
	"context"
	"errors"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// actValue is one act that the server has not answered yet, or all that are sealed together.
type actValue struct {
	Icon, Title, Note string
	Age               string
	Loud              bool
	Sealed            bool
}

// actsOf lists what waits on this device: what can be told, oldest first, and behind it in one what is sealed.
func actsOf(m *moment) []actValue {
	var acts []actValue
	own, shut := waitingActs(m.standing)
	for _, act := range own {
		value := actOf(m, act)
		value.Loud = m.loud(act.Since)
		value.Age = m.words.Say("chamber.unsent.age", "age", ageWords(m.words, m.now.Sub(act.Since)))
		acts = append(acts, value)
	}
	if len(shut) > 0 {
		since := oldest(shut)
		acts = append(acts, actValue{
			Icon: "lock", Title: m.words.Say("unsent.sealed", "count", len(shut)), Note: m.words.Say("chamber.unsent.sealed.note"), Sealed: true,
			Loud: m.loud(since), Age: m.words.Say("chamber.unsent.age", "age", ageWords(m.words, m.now.Sub(since))),
		})
	}
	return acts
}

// actOf says what an act is.
func actOf(m *moment, act people.Unsent) actValue {
	value := actValue{Icon: "send", Title: m.words.Say("chamber.unsent.other")}
	switch act.Kind {
	case council.CastBallot:
		value.Icon = "ballot"
		value.Title = m.words.Say("chamber.unsent.ballot", "choice", choiceWords(m.words, council.Choice(act.Detail)))
		value.Note = m.state.Polls[act.About].Question
	case notes.Add:
		value.Icon, value.Title = "pencil", m.words.Say("chamber.unsent.notes", "count", unsentNotes(m.standing))
	case council.Attend:
		value.Icon, value.Title = "person_check", m.words.Say("chamber.unsent.attend")
	}
	return value
}

// leaveModel gives the tablet back (trả máy).
type leaveModel struct {
	setting *Setting
	holder  Holder
	errands *errands
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
	l.errands.run(func(ctx context.Context) error {
		return l.holder.SignOut(context.WithoutCancel(ctx)) // what was begun is done whole
	}, func(err error) {
		if now, _ := l.holder.Person(); now.Person != person.Person {
			return
		}
		l.busy = false
		if err != nil && !errors.Is(err, people.ErrQueued) {
			l.fault = l.setting.sentence(err)
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
func leaving(m *moment) bool {
	_, waits := m.waiting(people.SignOutKind, "")
	_, shut := waitingActs(m.standing)
	return m.held && waits || !m.held && len(shut) > 0 && m.link.State == offline
}

func leavingOf(m *moment) leavingValue {
	if !m.held {
		return sealedOf(m)
	}
	value := leavingValue{Plate: plateOf(m), Title: m.words.Say("chamber.leaving.now"), Sentence: m.words.Say("chamber.leaving.bare")}
	act, _ := m.waiting(people.SignOutKind, "")
	if !m.loud(act.Since) {
		return value
	}
	value.Title = m.words.Say("chamber.leaving.title")
	value.Acts, value.CanRetry = actsOf(m), m.link.State != connected
	for i := range value.Acts {
		value.Acts[i].Note = "" // whoever takes the tablet next must not read it
		if value.Acts[i].Icon == "ballot" {
			value.Acts[i].Title = m.words.Say("chamber.unsent.ballot-sealed")
		}
	}
	if len(value.Acts) > 0 {
		value.Sentence = m.words.Say("chamber.leaving.acts", "count", len(value.Acts))
	}
	return value
}

// sealedOf is the screen of a tablet that is nobody's and still has something sealed to send.
func sealedOf(m *moment) leavingValue {
	_, shut := waitingActs(m.standing)
	plate := plateOf(m)
	if !m.state.Exists() {
		plate.Title, plate.Office = m.standing.Room, "" // nobody can take it now
	}
	return leavingValue{
		Plate: plate, Title: m.words.Say("chamber.leaving.title"), Acts: actsOf(m), CanRetry: true,
		Sentence: m.words.Say("chamber.leaving.sealed", "count", len(shut)),
	}
}
