package clerk

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// personSave writes what changed of a person: the roster, the register, the chair, how they are reached. Each is a fact of
// its own, so what is written of them is remembered between two sends.
type personSave struct {
	desk     *desk
	stream   change.Stream
	session  council.Session
	before   someone
	onRoster bool
	wrote    struct{ deputy, person bool }
}

// ready bases the next send on what an earlier one has written.
func (p *personSave) ready() {
	id := p.before.id()
	if deputy, known := p.desk.state().Deputies[id]; known && p.wrote.deputy {
		p.before.deputy, p.before.onRoster = deputy, true
	}
	if p.wrote.person {
		p.register(id)
	}
	p.wrote.deputy, p.wrote.person = false, false
}

// register reads the person as the register has it now.
func (p *personSave) register(id string) {
	persons := p.desk.config.People.Persons()
	if at := slices.IndexFunc(persons, func(known people.Person) bool { return known.ID == id }); at >= 0 {
		p.before.person, p.before.known = persons[at], true
	}
}

func (p *personSave) send(ctx context.Context, a map[string]string) error {
	acts := p.desk.config.Acts
	person, deputy := p.before.person, p.before.deputy
	person.Name, person.Position, person.Group = a["name"], a["position"], a["group"]
	deputy.Name, deputy.Position, deputy.Group = a["name"], a["position"], a["group"]
	deputy.Seat, _ = number(a["seat"]) // checked before
	deputy.Voting, deputy.Teller = a["voting"] != "", a["teller"] != ""
	if a["role"] != roleID(p.before.deputy) {
		deputy.Role = people.Role(a["role"])
	}
	session, isChair := p.session, p.session.Chair == deputy.Person
	session.Chair = ""
	if !isChair {
		session.Chair = deputy.Person
	}
	takesPart := p.onRoster && (p.before.onRoster || !p.before.known || a["roster"] != "")
	return each(ctx, 4, func(ctx context.Context, part int) (err error) {
		switch {
		case part == 0 && takesPart && (!p.before.onRoster || deputy != p.before.deputy):
			err = acts.DoIn(ctx, p.stream, council.PutDeputy, deputy.Seq, deputy)
			p.wrote.deputy = err == nil || errors.Is(err, people.ErrQueued)
		case part == 1 && (!p.before.known || person != p.before.person):
			err = acts.DoIn(ctx, people.Stream, people.PutPersonKind, person.Revision, person)
			p.wrote.person = err == nil || errors.Is(err, people.ErrQueued)
		case part == 2 && takesPart && isChair != (a["chair"] != ""):
			err = acts.DoIn(ctx, p.stream, council.EditSession, session.Seq, session)
		case part == 3:
			err = p.disclose(ctx, a)
		}
		return err
	})
}

// stale reads whichever of the three facts another clerk has changed, and bases the next send on what
// stands now.
func (p *personSave) stale(body json.RawMessage) (theirs map[string]string, err error) {
	var told struct {
		Kind string `json:"kind"`
		ID   string `json:"id"`
	}
	if err := json.Unmarshal(body, &told); err != nil {
		return nil, err
	}
	switch told.Kind {
	case council.DeputyKind:
		var seq uint64
		p.before.deputy, seq, err = current[council.Deputy](body)
		p.before.deputy.Person = p.before.id()
		p.before.deputy.Seq, p.before.onRoster = seq, seq > 0
	case council.SessionKind:
		var seq uint64
		p.session, seq, err = current[council.Session](body)
		p.session.Seq = seq
	default:
		p.register(told.ID)
	}
	person, deputy := p.before.person, p.before.deputy
	theirs = map[string]string{
		"name": deputy.Name, "position": deputy.Position, "group": deputy.Group, "seat": written(deputy.Seat),
		"voting": yes(deputy.Voting), "role": roleID(deputy), "teller": yes(deputy.Teller), "chair": yes(p.session.Chair == p.before.id()),
	}
	maps.Copy(theirs, personalWords(p.before.personal()))
	if told.Kind == "" {
		theirs["name"], theirs["position"], theirs["group"] = person.Name, person.Position, person.Group
	}
	return theirs, err
}
