package kindtest

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

// room is the server as the suite plays it: what it has written, and a state that can be lost.
type room struct {
	t       *rapid.T
	kind    Kind
	state   Server
	log     []change.Change
	heads   map[change.Stream]change.Head
	placed  map[change.Audience][]change.Change
	answers map[string]change.Answer
	holders map[string]string // who holds a device
	barred  map[string]bool   // devices that may not connect
	given   map[string]*Given
}

func newRoom(t *rapid.T, kind Kind, now time.Time) *room {
	r := &room{t: t, kind: kind, heads: map[change.Stream]change.Head{}, placed: map[change.Audience][]change.Change{},
		answers: map[string]change.Answer{}, holders: map[string]string{}, barred: map[string]bool{}, given: map[string]*Given{}}
	r.start(now)
	for i, command := range kind.Begin {
		drafts, answer := r.state.Judge(change.Actor{Mode: "clerk"}, command, now)
		if answer.Outcome != change.Accepted {
			t.Fatalf("beginning, command %d: %s %s", i, answer.Outcome, answer.Code)
		}
		r.write(drafts, now)
		r.due(now)
	}
	return r
}

// start reads everything back from the log, as a server does that was switched off and on.
func (r *room) start(now time.Time) {
	before := r.state
	r.state = r.kind.Server(now)
	for _, c := range r.log {
		if err := r.state.Apply(c); err != nil {
			r.t.Fatalf("%s: its own change is not understood: %v", r.kind.Name, err)
		}
	}
	if before != nil && !r.kind.Unlogged && before.Show() != r.state.Show() {
		r.t.Fatalf("%s: the log read again comes to another state\nbefore %s\n after %s", r.kind.Name, before.Show(), r.state.Show())
	}
}

func (r *room) actor(device string) change.Actor {
	actor := change.Actor{Device: device, Person: r.holders[device]}
	if r.kind.Mode != nil {
		actor.Mode = r.kind.Mode(device)
	}
	return actor
}

func (r *room) sees(device string) []change.Audience {
	if r.barred[device] {
		return nil
	}
	return r.kind.Sees(r.actor(device))
}

// judge decides a command and returns the answer with what was written. Where the disk refuses nothing is.
func (r *room) judge(device string, command change.Command, now time.Time, diskFails bool) (change.Answer, []change.Change) {
	name := device + "\x00" + command.ID
	if answer, known := r.answers[name]; known {
		return answer, nil
	}
	before := r.state.Show()
	drafts, answer := r.decide(device, command, now)
	answer.ID = command.ID
	if answer.Outcome != change.Accepted && len(drafts) > 0 {
		r.t.Fatalf("%s: %s is %s and writes %d drafts", r.kind.Name, command.Kind, answer.Outcome, len(drafts))
	}
	if answer.Outcome == change.Refused && answer.Code == "" {
		r.t.Fatalf("%s: %s is refused without a reason", r.kind.Name, command.Kind)
	}
	if (answer.Outcome != change.Accepted || !r.kind.Unlogged) && r.state.Show() != before {
		r.t.Fatalf("%s: judging %s (%s) changed the state\nbefore %s\n after %s", r.kind.Name, command.Kind, answer.Outcome, before, r.state.Show())
	}
	kept := len(r.log)
	if diskFails {
		heads, placed := maps.Clone(r.heads), maps.Clone(r.placed)
		r.write(drafts, now)
		r.log, r.heads, r.placed, r.state = r.log[:kept], heads, placed, nil
		r.start(now)
		return change.Answer{ID: command.ID, Outcome: change.Failed, Code: "server.cannot-write"}, nil
	}
	r.write(drafts, now)
	if len(drafts) > 0 {
		first := r.log[kept]
		answer.Receipt = &change.Receipt{Epoch: first.Epoch, Stream: first.Stream, Command: command.ID, Seq: first.Seq, At: first.At}
		r.given[command.ID].Judged++
	}
	r.due(now)
	r.answers[name] = answer
	return answer, r.log[kept:]
}

// decide is what stands before the rules of every kind.
func (r *room) decide(device string, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	actor := r.actor(device)
	switch {
	case command.Person != "" && command.Person != actor.Person:
		return nil, change.Refuse("person.changed")
	case command.Late():
		return nil, change.Refuse(change.Expired)
	}
	return r.state.Judge(actor, command, now)
}

func (r *room) due(now time.Time) {
	if timed, is := r.state.(Timed); is {
		r.write(timed.Due(now), now)
	}
}

func (r *room) write(drafts []change.Draft, now time.Time) {
	for _, draft := range drafts {
		if !json.Valid(draft.Body) && len(draft.Body) > 0 {
			r.t.Fatalf("%s: %s %s: the body is no JSON", r.kind.Name, draft.Kind, draft.Key)
		}
		c, head := r.heads[draft.Stream].Append(draft, 1, now.UnixMilli())
		r.heads[draft.Stream], r.log = head, append(slices.Clip(r.log), c)
		r.placed[c.Audience] = append(slices.Clip(r.placed[c.Audience]), c)
		if err := r.state.Apply(c); err != nil {
			r.t.Fatalf("%s: its own change is not understood: %v", r.kind.Name, err)
		}
	}
}
