package proof

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/hub"
)

const session = "s1"

var stream = people.CouncilStream(session)

// bench judges by the real rules of people and council, as the room does, on the simulated disk.
type bench struct {
	disk    *disk
	people  *people.State
	council *council.State
	regrant bool
	grants  map[string]hub.Grant // as far as asked since rights last changed
}

func newBench(disk *disk) *bench {
	b := &bench{disk: disk}
	b.Forget(nil)
	b.regrant = false
	return b
}

// Forget implements hub.Bench: everything is read anew.
func (b *bench) Forget([]change.Stream) {
	b.people, b.council = people.NewState(), council.NewState(session)
	for _, e := range b.disk.entries {
		if err := b.fold(e.Change); err != nil {
			panic(err)
		}
	}
	b.council.Due(council.Bench{Now: time.Unix(0, 0), Rules: council.DefaultRules}) // what was counted is written
	b.regrant, b.grants = true, nil
}

func (b *bench) fold(c change.Change) error {
	if c.Stream == people.Stream {
		return b.people.Apply(c)
	}
	return b.council.Apply(c)
}

// Judge implements hub.Bench.
func (b *bench) Judge(_ context.Context, actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	if actor.Device != "" {
		device := b.people.Devices[actor.Device]
		if device.State != people.Approved {
			return nil, change.Refuse("device." + string(device.State))
		}
		actor.Mode, actor.Person = string(device.Mode), b.people.Holder(actor.Device)
		if command.Person != "" && command.Person != actor.Person {
			if command.Kind == people.SignOutKind {
				return nil, change.Answer{Outcome: change.Duplicate}
			}
			return nil, change.Refuse("person.changed")
		}
	}
	if command.Stream == people.Stream {
		return b.people.Judge(actor, command, now)
	}
	return b.council.Judge(actor, command, council.Bench{Now: now, Rules: council.DefaultRules, HasBlob: func(string) bool { return true }})
}

// Apply implements hub.Bench.
func (b *bench) Apply(changes []change.Change) error {
	for _, c := range changes {
		if err := b.fold(c); err != nil {
			return err
		}
		if c.Kind == people.DeviceFact || c.Kind == people.HoldingFact || c.Kind == council.DeputyKind || c.Kind == council.SessionKind {
			b.regrant, b.grants = true, nil
		}
	}
	return nil
}

// Due implements hub.Bench.
func (b *bench) Due(now time.Time) []change.Draft {
	return b.council.Due(council.Bench{Now: now, Rules: council.DefaultRules})
}

// Grant implements hub.Rights.
func (b *bench) Grant(id string) hub.Grant {
	if grant, asked := b.grants[id]; asked {
		return grant
	}
	if b.grants == nil {
		b.grants = map[string]hub.Grant{}
	}
	device := b.people.Devices[id]
	grant := hub.Grant{Name: device.Name, Mode: string(device.Mode), Person: b.people.Holder(id)}
	switch device.State {
	case people.Approved:
		grant.Audiences = people.AudiencesOf(device, grant.Person, b.memberships(grant.Person))
	case people.Revoked:
		grant.Code = "device.revoked"
	default:
		grant.Code = "device.pending"
	}
	b.grants[id] = grant
	return grant
}

func (b *bench) memberships(person string) []people.Membership {
	if !b.council.Exists() {
		return nil
	}
	deputy, member := b.council.Deputies[person]
	return []people.Membership{{Session: session, Member: member && person != "", Group: deputy.Group, Groups: groups}}
}

// groups are all groups of the simulated session.
var groups = []string{"to1", "to2", "to3"}

// code is what a person types to sign in, here in place of its hash.
func code(person string) string { return "code-" + person }

// begin returns the commands by which the administration sets the room up.
func begin(w *world) []change.Command {
	var all []change.Command
	do := func(stream change.Stream, kind string, body any) {
		all = append(all, change.Command{Kind: kind, Stream: stream, Body: packed(body)})
	}
	imported := council.Import{
		Session: council.Session{ID: session, Title: "Kỳ họp", Body: council.PeoplesCouncil},
		Items:   []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
	}
	for i := range w.size.persons {
		imported.Deputies = append(imported.Deputies, council.Deputy{Person: person(i), Name: "Đại biểu " + person(i), Group: groups[i%len(groups)], Voting: true})
	}
	for i := range w.size.polls {
		imported.Polls = append(imported.Polls, council.PollDraft{
			ID: pollID(i), Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote,
			Rule: "hdnd.majority", Replace: i%2 == 1, Running: i%3 == 0,
		})
	}
	for i := range w.size.papers {
		audience := []change.Audience{people.Members(session), people.GroupOf(session, groups[i%len(groups)])}[i%2]
		imported.Documents = append(imported.Documents, council.Document{ID: paperID(i), Item: "i1", Order: i + 1, Title: "Tờ trình", Audience: audience, Revision: 1, Blob: blobOf(i), Size: 1})
	}
	do(stream, council.ImportSession, imported)
	do(stream, council.OpenSession, struct{}{})
	for i := range w.size.persons {
		do(people.Stream, people.PutPersonKind, people.Person{ID: person(i), Name: "Đại biểu " + person(i), Role: people.Delegate})
		do(people.Stream, people.IssueCardKind, people.Credential{Person: person(i), Code: code(person(i)), Card: "card-" + person(i)})
		do(stream, council.SetAttendance, council.Attendance{Person: person(i), State: council.Present})
	}
	for _, d := range w.devices {
		do(people.Stream, people.RegisterKind, people.Device{ID: d.id, Name: d.id, Mode: d.mode, State: people.Approved})
	}
	return all
}

func packed(body any) json.RawMessage {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err) // a plain struct
	}
	return data
}

// facts is what a device with these audiences must hold.
func (d *disk) facts(audiences []change.Audience) map[string]uint64 {
	held := map[string]uint64{}
	for _, audience := range audiences {
		for _, at := range d.places[audience] {
			fold(held, d.entries[at].Change)
		}
	}
	return held
}

// fold notes which change last wrote a fact.
func fold(facts map[string]uint64, c change.Change) {
	name := string(c.Audience) + " " + c.Kind + " " + c.Key
	if c.TakenBack() {
		delete(facts, name)
	} else {
		facts[name] = c.Seq
	}
}

func sorted[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
