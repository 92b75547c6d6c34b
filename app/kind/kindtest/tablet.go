package kindtest

import (
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/change"
)

// message is what a server sends: what a device may see, changes of an audience, or an answer.
type message struct {
	rights   bool
	person   string
	sees     []change.Audience
	audience change.Audience
	after    int
	changes  []change.Change
	answer   *change.Answer
}

// line is one connection, each way in order; what is on it is lost when it is cut.
type line struct {
	up   []change.Command
	down []message
}

// waiting is a command that is not answered. The clock on the wall may be set; the other only runs while
// the device does.
type waiting struct {
	given      *Given
	wall, mono time.Time
	tried      bool // it may have reached a server
}

// tablet is a device as the suite plays it. Facts, cursors, outbox, answered and kept are on its disk.
type tablet struct {
	world    *world
	id       string
	person   string
	sees     []change.Audience
	facts    map[change.Audience]map[string]change.Change
	cursors  map[change.Audience]int
	outbox   []*waiting
	answered map[string]bool
	kept     []byte
	skew     time.Duration // its clock on the wall against the true time
	shown    Device
	line     *line
}

func (d *tablet) wall() time.Time { return d.world.now.Add(d.skew) }

// waited is how long a command has waited, as the device knows it.
func (d *tablet) waited(w *waiting) int64 {
	if w.mono.IsZero() { // given before the device was started
		return w.given.Command.WaitedSince(w.wall, d.wall())
	}
	return d.world.now.Sub(w.mono).Milliseconds()
}

// save puts on the disk what the device keeps besides.
func (d *tablet) save() {
	if keeper, keeps := d.shown.(Keeper); keeps {
		d.kept = keeper.Save()
	}
}

// restart is the device switched off at this moment, and on again.
func (d *tablet) restart() {
	d.line = nil
	for _, w := range d.outbox {
		w.tried, w.mono = true, time.Time{}
	}
	d.refold(true)
	if keeper, keeps := d.shown.(Keeper); keeps {
		if command := keeper.Resume(); command != nil && !d.knows(command.ID) {
			d.enqueue(d.world.room.given[command.ID])
			d.outbox[len(d.outbox)-1].tried = true
		}
	}
}

func (d *tablet) knows(id string) bool {
	return d.answered[id] || slices.ContainsFunc(d.outbox, func(w *waiting) bool { return w.given.Command.ID == id })
}

// refold makes what is shown anew from the facts that are here.
func (d *tablet) refold(load bool) {
	shown := d.world.kind.Device(d.id)
	if keeper, keeps := shown.(Keeper); keeps && load && d.kept != nil {
		if err := keeper.Load(d.kept); err != nil {
			d.world.t.Fatalf("%s: what the device kept is not understood: %v", d.world.kind.Name, err)
		}
	}
	d.shown = shown
	for _, c := range ordered(d.facts) {
		d.apply(c)
	}
}

func (d *tablet) apply(c change.Change) {
	if err := d.shown.Apply(c); err != nil {
		d.world.t.Fatalf("%s: a change is not understood: %v", d.world.kind.Name, err)
	}
}

// ordered returns facts in the order of the logs.
func ordered(facts map[change.Audience]map[string]change.Change) []change.Change {
	var all []change.Change
	for _, held := range facts {
		for _, c := range held {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b change.Change) int {
		if order := strings.Compare(string(a.Stream), string(b.Stream)); order != 0 {
			return order
		}
		return int(int64(a.Seq) - int64(b.Seq))
	})
	return all
}

func (d *tablet) enqueue(g *Given) {
	w := &waiting{given: g, wall: d.wall(), mono: d.world.now}
	d.outbox = append(d.outbox, w)
	if d.line != nil {
		d.send(w)
	}
}

func (d *tablet) send(w *waiting) {
	command := w.given.Command
	command.Waited = d.waited(w)
	w.tried = true
	d.line.up = append(d.line.up, command)
	if hearer, hears := d.shown.(Hearer); hears {
		hearer.Sent(command, d.world.now)
	}
}

// expire lets go what can never have reached a server and counts no more.
func (d *tablet) expire() {
	d.outbox = slices.DeleteFunc(d.outbox, func(w *waiting) bool {
		command := w.given.Command
		command.Waited = d.waited(w)
		if w.tried || !command.Late() {
			return false
		}
		answer := change.Refuse(change.Expired)
		answer.ID, w.given.Local = command.ID, true
		d.settle(w, answer)
		return true
	})
}

func (d *tablet) settle(w *waiting, answer change.Answer) {
	w.given.Answer, d.answered[answer.ID] = &answer, true
	if hearer, hears := d.shown.(Hearer); hears {
		hearer.Answered(w.given.Command, answer, d.world.now)
		d.save()
	}
}

// connect asks the server what there is, and sends all that waits.
func (d *tablet) connect() {
	if d.world.room.barred[d.id] {
		d.line = nil
		d.wipe(nil)
		return
	}
	d.expire()
	d.line = &line{down: []message{{rights: true, person: d.world.room.holders[d.id], sees: d.world.room.sees(d.id)}}}
	d.follow(d.cursors)
	for _, w := range d.outbox {
		d.send(w)
	}
}

// follow has the server send what the device does not have of all it may see now.
func (d *tablet) follow(from map[change.Audience]int) {
	for _, audience := range d.world.room.sees(d.id) {
		if all := d.world.room.placed[audience]; from[audience] < len(all) {
			d.line.down = append(d.line.down, message{audience: audience, after: from[audience], changes: all[from[audience]:]})
		}
	}
}

// wipe forgets what may be seen no more.
func (d *tablet) wipe(sees []change.Audience) {
	gone := false
	for audience := range d.facts {
		if !slices.Contains(sees, audience) {
			delete(d.facts, audience)
			delete(d.cursors, audience)
			gone = true
		}
	}
	d.sees = sees
	if gone {
		d.save()
		d.refold(true)
	}
}

// receive takes one message. Answers may overtake changes, and never each other.
func (d *tablet) receive(answerFirst bool) {
	i := 0
	if answerFirst {
		if first := slices.IndexFunc(d.line.down, func(m message) bool { return m.answer != nil }); first > 0 {
			i = first
		}
	}
	m := d.line.down[i]
	d.line.down = slices.Delete(d.line.down, i, i+1)
	switch {
	case m.rights:
		d.person = m.person
		d.wipe(m.sees)
	case m.answer != nil:
		d.hear(*m.answer)
	case slices.Contains(d.sees, m.audience):
		if m.after != d.cursors[m.audience] {
			d.world.t.Fatalf("%s misses changes of %s: has %d, gets those after %d", d.id, m.audience, d.cursors[m.audience], m.after)
		}
		if d.facts[m.audience] == nil {
			d.facts[m.audience] = map[string]change.Change{}
		}
		for _, c := range m.changes {
			if c.TakenBack() {
				delete(d.facts[m.audience], c.Kind+"\x00"+c.Key)
			} else {
				d.facts[m.audience][c.Kind+"\x00"+c.Key] = c
			}
			d.apply(c)
		}
		d.cursors[m.audience] += len(m.changes)
		d.save()
	}
}

func (d *tablet) hear(answer change.Answer) {
	i := slices.IndexFunc(d.outbox, func(w *waiting) bool { return w.given.Command.ID == answer.ID })
	if answer.Outcome == change.Failed {
		if i >= 0 {
			d.send(d.outbox[i])
		}
		return
	}
	d.world.compare(answer)
	if i >= 0 {
		d.settle(d.outbox[i], answer)
		d.outbox = slices.Delete(d.outbox, i, i+1)
	}
}
