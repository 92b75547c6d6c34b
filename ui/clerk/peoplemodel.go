package clerk

import (
	"slices"
	"strconv"
	"strings"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// someone is a person of the office's register, a place on the roster, or both.
type someone struct {
	person   people.Person
	deputy   council.Deputy
	known    bool // in the register
	onRoster bool
}

func (s someone) id() string {
	if s.known {
		return s.person.ID
	}
	return s.deputy.Person
}

func (s someone) name() string {
	if s.onRoster {
		return s.deputy.Name
	}
	return s.person.Name
}

func (s someone) group() string {
	if s.onRoster {
		return s.deputy.Group
	}
	return s.person.Group
}

// everyone is the register and the roster together, in Vietnamese order.
func (d *desk) everyone(state *council.State) []someone {
	all := map[string]someone{}
	for _, person := range d.config.People.Persons() {
		all[person.ID] = someone{person: person, known: true}
	}
	for id, deputy := range state.Deputies {
		one := all[id]
		one.deputy, one.onRoster = deputy, true
		all[id] = one
	}
	list := make([]someone, 0, len(all))
	for _, one := range all {
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b someone) int { return strings.Compare(a.id(), b.id()) }) // namesakes keep one order
	people.SortByName(list, someone.name)
	return list
}

func (d *desk) peopleSight(state *council.State) peopleSight {
	all := d.everyone(state)
	s := peopleSight{
		Empty: len(all) == 0, Session: state.Exists(), Group: d.group, Groups: state.Groups(), Cards: d.cardsSight(),
		ReadOnly: state.Session.State == council.SessionClosed,
	}
	voting := 0
	for _, one := range all {
		if one.onRoster && one.deputy.Voting {
			voting++
		}
	}
	s.Count = d.say("clerk.people.count", "count", len(all), "voting", voting, "groups", len(s.Groups))
	wanted := strings.Fields(people.Fold(d.filter))
	for _, one := range all {
		if d.group != "" && one.group() != d.group || !fits(one, wanted) {
			continue
		}
		s.Rows = append(s.Rows, d.personRow(state, one))
	}
	if len(s.Rows) == 0 && !s.Empty {
		s.NoMatch = d.say("clerk.people.no-match")
	}
	return s
}

// fits tells whether every word that was typed is found in the person's line, tones or not.
func fits(one someone, words []string) bool {
	line := people.Fold(joined(" ", one.name(), one.group(), one.deputy.Position, one.person.Position, strconv.Itoa(one.deputy.Seat)))
	for _, word := range words {
		if !strings.Contains(line, word) {
			return false
		}
	}
	return true
}

func (d *desk) personRow(state *council.State, one someone) personRow {
	row := personRow{
		ID: one.id(), Name: one.name(), Group: one.group(), OnRoster: one.onRoster, Position: one.person.Position,
		Chair: one.onRoster && state.Session.Chair == one.id(), Issued: d.cards.issued[one.id()],
		ReadOnly: state.Session.State == council.SessionClosed, Busy: d.busy["card."+one.id()] || d.cards.running,
		Contact: d.contact(one), Erasable: one.known && one.person.Erased == 0,
	}
	switch {
	case one.person.Erased > 0:
		row.Erased = d.say("clerk.person.erased", "date", d.date(one.person.Erased), "time", d.hour(one.person.Erased))
	case one.shut():
		row.Contact = d.say("clerk.person.shut")
	}
	switch {
	case row.Chair:
		row.Kind = d.say("clerk.people.chair")
	case one.onRoster && one.deputy.Role != "" && one.deputy.Role != people.Delegate && one.deputy.Role != people.Guest:
		row.Kind = d.say("clerk.role." + string(one.deputy.Role))
	case one.onRoster && one.deputy.Voting:
		row.Kind = d.say("clerk.people.deputy")
	case one.onRoster:
		row.Kind = d.say("clerk.people.guest")
	default:
		row.Kind = d.say("clerk.people.register")
	}
	if one.onRoster && one.deputy.Teller {
		row.Kind = joined(" · ", row.Kind, d.say("clerk.role.teller"))
	}
	if one.onRoster {
		row.Position = one.deputy.Position
		if one.deputy.Seat > 0 {
			row.Seat = d.say("clerk.people.seat", "seat", one.deputy.Seat)
		}
	}
	return row
}

func (d *desk) newPerson() {
	state := d.state()
	one := someone{person: people.Person{ID: d.config.NewID(), Role: people.Delegate}}
	one.deputy = council.Deputy{Person: one.person.ID, Voting: true, Group: d.group, Seat: freeSeat(state)}
	d.openForm(d.personForm(d.say("clerk.person.new"), state, one))
}

func freeSeat(state *council.State) int {
	highest := 0
	for _, deputy := range state.Deputies {
		highest = max(highest, deputy.Seat)
	}
	if highest == 0 && len(state.Deputies) > 0 {
		return 0 // this session knows no seats
	}
	return highest + 1
}

func (d *desk) changePerson(id string) {
	state := d.state()
	for _, one := range d.everyone(state) {
		if one.id() != id {
			continue
		}
		if !one.onRoster {
			one.deputy = council.Deputy{
				Person: id, Name: one.person.Name, Group: one.person.Group, Position: one.person.Position,
				Voting: one.person.Role == people.Delegate || one.person.Role == people.Chair, Seat: freeSeat(state),
			}
		}
		if !one.known { // a roster that came without its register
			one.person = people.Person{ID: id, Role: people.Delegate}
		}
		d.openForm(d.personForm(one.name(), state, one))
		return
	}
}

// roles are what a person can be in a session besides its chair, who is named by a switch: there is one.
func (d *desk) roles() []kit.Option {
	var options []kit.Option
	for _, role := range people.SessionRoles {
		if role != people.Chair {
			options = append(options, kit.Option{ID: string(role), Text: d.say("clerk.role." + string(role))})
		}
	}
	return options
}

// roleID is a deputy's role as the choice has it: rosters of before there were roles know guests by their having no
// vote.
func roleID(deputy council.Deputy) string {
	switch {
	case deputy.Role != "" && deputy.Role != people.Chair:
		return string(deputy.Role)
	case deputy.Role == "" && !deputy.Voting:
		return string(people.Guest)
	default:
		return string(people.Delegate)
	}
}

// personForm writes a person into the register and onto the roster of the session. Who may see what
// and who may vote follows from the roster alone.
func (d *desk) personForm(title string, state *council.State, before someone) *openForm {
	onRoster := state.Exists() && state.Session.State != council.SessionClosed
	form := &openForm{faultAt: withPersonal(map[string]string{"deputy.no-name": "name", "deputy.seat": "seat", "deputy.seat-taken": "seat", "deputy.role": "role", "deputy.guest-votes": "voting"})}
	name, group, position := before.name(), before.group(), before.deputy.Position
	if position == "" {
		position = before.person.Position
	}
	if before.name() == "" {
		group = before.deputy.Group
	}
	groups := field{ID: "group", Label: d.say("clerk.person.group"), Kind: suggestField, Value: group}
	for _, known := range state.Groups() {
		groups.Options = append(groups.Options, kit.Option{ID: known, Text: known})
	}
	form.sight = formSight{Title: title, Save: d.say("clerk.save"), Fields: []field{
		{ID: "name", Label: d.say("clerk.person.name"), Value: name},
		{ID: "position", Label: d.say("clerk.person.position"), Value: position},
		groups,
	}}
	if onRoster && before.known && !before.onRoster {
		form.sight.Fields = append(form.sight.Fields, field{ID: "roster", Label: d.say("clerk.person.roster"), Kind: switchField, Value: yes(before.name() == "")})
	}
	if onRoster {
		form.sight.Fields = append(form.sight.Fields,
			field{ID: "seat", Label: d.say("clerk.person.seat"), Value: written(before.deputy.Seat)},
			field{ID: "role", Label: d.say("clerk.person.role"), Kind: listField, Value: roleID(before.deputy), Options: d.roles(), About: map[string]string{
				string(people.DeputyChair): d.say("clerk.role.deputy-chair.about"), string(people.Committee): d.say("clerk.role.committee.about"), string(people.Guest): d.say("clerk.role.guest.about"),
			}},
			field{ID: "teller", Label: d.say("clerk.person.teller"), Kind: switchField, Value: yes(before.deputy.Teller)},
			field{ID: "voting", Label: d.say("clerk.person.voting"), Kind: switchField, Value: yes(before.deputy.Voting)},
			field{ID: "chair", Label: d.say("clerk.person.chair"), Kind: switchField, Value: yes(state.Session.Chair == before.id() && before.onRoster)})
	}
	form.sight.Fields = append(form.sight.Fields, d.personalFields(before)...)
	switch {
	case before.person.Erased > 0:
		form.sight.Note = d.say("clerk.person.erased.note", "date", d.date(before.person.Erased))
	case before.shut():
		form.sight.Note = d.say("clerk.person.shut")
	default:
		form.sight.Note = d.say("clerk.person.personal.note")
	}
	form.check = func(a map[string]string) map[string]string {
		if _, ok := number(a["seat"]); !ok {
			return map[string]string{"seat": d.say("refusal.deputy.seat")}
		}
		return d.personalFaults(a)
	}
	save := &personSave{desk: d, stream: people.CouncilStream(state.ID), session: state.Session, before: before, onRoster: onRoster}
	form.ready, form.send, form.stale = save.ready, save.send, save.stale
	form.done = func() { d.notify(kit.DoneStrip, "check", d.say("clerk.saved")) }
	return form
}

// removePerson takes a deputy off the roster; the register keeps the person. Whoever has voted stays.
func (d *desk) removePerson(id string) {
	state := d.state()
	deputy, known := state.Deputies[id]
	if !known {
		return
	}
	if state.HasVoted(id) {
		d.complain(&people.Refusal{Code: "deputy.has-voted"})
		return
	}
	if _, runs := state.RunningPoll(); runs && deputy.Voting { // there is no way back onto the roster until it is closed
		d.complain(&people.Refusal{Code: "poll.running"})
		return
	}
	attendance, marked := state.Attendances[id]
	d.do("person.remove", council.RemoveDeputy, 0, council.Pointing{ID: id}, func() {
		d.undoable(d.say("clerk.person.removed", "name", deputy.Name), func() {
			d.do("person.remove", council.PutDeputy, 0, deputy, func() {
				if marked {
					d.do("person.remove.roll", council.SetAttendance, 0, attendance, nil)
				}
			})
		})
	})
}
