package app

import (
	"cmp"
	"context"
	"errors"
	"time"

	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

// queuedWait is how long each further person of a pack waits for the room once one of them could not be sent:
// what they are about is on this device's disk by then, sealed for the room.
const queuedWait = 500 * time.Millisecond

// disclose hands the room how the persons of a session pack are reached, each as a command of its own, for the
// session's own command stands in the log as it is. It comes after the session, which stays whatever becomes of
// it: what the room did not take is said in lines for people.
func (d desk) disclose(ctx context.Context, result pack.Result) (lines []string) {
	ctx = context.WithoutCancel(ctx) // the session is in; what belongs to it goes with it
	words, before := d.words(), map[string]*people.Personal{}
	for _, person := range d.Seat().Persons() {
		before[person.ID] = person.Personal
	}
	names := map[string]string{}
	for _, person := range result.Persons {
		names[person.ID] = person.Name
	}
	queued := 0
	err := room.Disclose(result, func(asked people.Disclosing) error {
		if old := before[asked.ID]; old != nil { // a list that knows the phone alone leaves the rest as it is
			asked.Personal = people.Personal{
				Phone: cmp.Or(asked.Personal.Phone, old.Phone), Email: cmp.Or(asked.Personal.Email, old.Email), Birth: cmp.Or(asked.Personal.Birth, old.Birth),
			}
			if asked.Personal == *old {
				return nil
			}
		}
		err := d.discloseOne(ctx, asked, queued > 0)
		refused, ok := errors.AsType[*people.Refusal](err)
		switch {
		case ok:
			lines = append(lines, words.Say("import.contact.refused", "name", names[asked.ID], "reason", words.Say("refusal."+refused.Code)))
			return nil
		case errors.Is(err, people.ErrQueued):
			queued++
			return nil
		}
		return err
	})
	if err != nil {
		lines = append(lines, words.Say("import.contact.failed", "reason", words.Say("error.system", "log", report(d.logger)(err))))
	}
	if queued > 0 {
		lines = append(lines, words.Say("import.contact.queued", "count", queued))
	}
	return lines
}

func (d desk) discloseOne(ctx context.Context, asked people.Disclosing, hurry bool) error {
	if hurry {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, queuedWait)
		defer cancel()
	}
	return d.Seat().DoIn(ctx, people.Stream, people.SetPersonalKind, 0, asked)
}
