package kindtest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

// Run plays random histories with a kind, and holds it to what is promised of every kind: the same id gets
// the same answer; what was acknowledged is in the log, once; what was refused left no trace; the log read
// again comes to the same state; every device comes to what the server has for it.
func Run(t rapid.TB, kind Kind) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, kind)
		for range 10 { // long enough that blocks are used up, leases run out and much is lost on the way
			t.Repeat(w.actions())
		}
		w.settle()
		w.check()
	})
}

// devices is how many there are; two are in the hands of one person now and then.
const devices = 3

type world struct {
	t       *rapid.T
	kind    Kind
	now     time.Time
	room    *room
	tablets []*tablet
	heard   map[string]change.Answer
	ids     int
	history *History
}

func newWorld(t *rapid.T, kind Kind) *world {
	w := &world{t: t, kind: kind, now: time.Date(2026, 12, 8, 7, 30, 0, 0, time.UTC), heard: map[string]change.Answer{}}
	w.room = newRoom(t, kind, w.now)
	w.history = &History{Devices: map[string]Device{}}
	for i := range devices {
		d := &tablet{world: w, id: fmt.Sprintf("d%d", i+1), facts: map[change.Audience]map[string]change.Change{}, cursors: map[change.Audience]int{},
			answered: map[string]bool{}, shown: kind.Device(fmt.Sprintf("d%d", i+1))}
		if len(kind.Persons) > 0 {
			w.room.holders[d.id] = kind.Persons[i%len(kind.Persons)]
		}
		w.tablets = append(w.tablets, d)
		d.connect()
	}
	return w
}

// uuid is a UUIDv7 of the world's time and a running number.
func (w *world) uuid() string {
	w.ids++
	millis := w.now.UnixMilli()
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", millis>>16, millis&0xffff, w.ids)
}

func (w *world) one(t *rapid.T) *tablet { return rapid.SampledFrom(w.tablets).Draw(t, "device") }

// with draws a device of which something holds; nothing is done where none is.
func (w *world) with(t *rapid.T, holds func(*tablet) bool) *tablet {
	var fit []*tablet
	for _, d := range w.tablets {
		if holds(d) {
			fit = append(fit, d)
		}
	}
	if len(fit) == 0 {
		t.Skip()
	}
	return rapid.SampledFrom(fit).Draw(t, "device")
}

func up(d *tablet) bool   { return d.line != nil && len(d.line.up) > 0 }
func down(d *tablet) bool { return d.line != nil && len(d.line.down) > 0 }

func (w *world) actions() map[string]func(*rapid.T) {
	deliver := func(t *rapid.T) { w.deliver(w.with(t, up), false) }
	receive := func(t *rapid.T) { w.with(t, down).receive(rapid.Bool().Draw(t, "answer first")) }
	give := func(t *rapid.T) { w.give(t, w.one(t), false) }
	rarely := func(do func(*rapid.T)) func(*rapid.T) {
		return func(t *rapid.T) {
			if rapid.IntRange(0, 3).Draw(t, "now") == 0 {
				do(t)
			}
		}
	}
	reach := func(t *rapid.T) { w.with(t, func(d *tablet) bool { return d.line == nil }).connect() }
	actions := map[string]func(*rapid.T){
		"give, then no power":  rarely(func(t *rapid.T) { w.give(t, w.one(t), true) }),
		"disk full":            rarely(func(t *rapid.T) { w.deliver(w.with(t, up), true) }),
		"done, then cut":       rarely(func(t *rapid.T) { d := w.with(t, up); w.deliver(d, false); d.line = nil }),
		"cut":                  rarely(func(t *rapid.T) { w.one(t).line = nil }),
		"connect":              reach,
		"twice on the way":     func(t *rapid.T) { d := w.with(t, up); d.line.up = slices.Insert(d.line.up, 0, d.line.up[0]) },
		"device off and on":    rarely(func(t *rapid.T) { w.one(t).restart() }),
		"clock of a device":    rarely(func(t *rapid.T) { w.one(t).skew = time.Duration(rapid.IntRange(-48, 48).Draw(t, "hours")) * time.Hour }),
		"server off and on":    rarely(w.crash),
		"time":                 func(t *rapid.T) { w.pass(time.Duration(rapid.IntRange(1, 50_000).Draw(t, "ms")) * time.Millisecond) },
		"another holds it":     rarely(w.handOver),
		"may it or may it not": rarely(func(t *rapid.T) { w.bar(w.one(t)) }),
		"": func(t *rapid.T) {
			if w.kind.Always == nil {
				return
			}
			var shown []Device
			for _, d := range w.tablets {
				shown = append(shown, d.shown)
			}
			w.kind.Always(t, shown, w.now)
		},
	}
	for i := range 4 { // what happens most
		actions[fmt.Sprint("give ", i)], actions[fmt.Sprint("to the server ", i)], actions[fmt.Sprint("to the device ", i)] = give, deliver, receive
	}
	return actions
}

// give has a device ask for something; one that somebody could hold asks for nothing in nobody's hands.
func (w *world) give(t *rapid.T, d *tablet, noPower bool) {
	if len(w.kind.Persons) > 0 && d.person == "" {
		return
	}
	me := Me{Device: d.id, Person: d.person, Now: d.wall(), ID: w.uuid(), NewUUID: w.uuid}
	for _, waits := range d.outbox {
		if waits.given.Person == d.person {
			me.Unsent = append(me.Unsent, waits.given.Command)
		}
	}
	command := d.shown.Give(t, me)
	if command == nil {
		return
	}
	command.ID, command.Person = me.ID, d.person
	g := &Given{Device: d.id, Person: d.person, Command: *command}
	w.room.given[command.ID] = g
	w.history.Given = append(w.history.Given, g)
	d.save()
	if noPower { // it is on the disk where the device keeps such things, or it never was
		d.restart()
		return
	}
	d.enqueue(g)
}

func (w *world) deliver(d *tablet, diskFails bool) {
	command := d.line.up[0]
	d.line.up = d.line.up[1:]
	answer, written := w.room.judge(d.id, command, w.now, diskFails)
	w.tell(written)
	d.line.down = append(d.line.down, message{answer: &answer})
}

// tell sends what was written to every device that may see it.
func (w *world) tell(written []change.Change) {
	fresh := map[change.Audience]int{}
	for _, c := range written {
		fresh[c.Audience]++
	}
	for _, d := range w.tablets {
		for _, audience := range slices.Sorted(maps.Keys(fresh)) {
			if all := w.room.placed[audience]; d.line != nil && slices.Contains(w.room.sees(d.id), audience) {
				after := len(all) - fresh[audience]
				d.line.down = append(d.line.down, message{audience: audience, after: after, changes: all[after:]})
			}
		}
	}
}

// crash is the server switched off and on; some devices are back at once.
func (w *world) crash(t *rapid.T) {
	for _, d := range w.tablets {
		d.line = nil
	}
	w.room.start(w.now)
	for _, d := range w.tablets {
		if rapid.Bool().Draw(t, "back at once") {
			d.connect()
		}
	}
}

func (w *world) pass(time time.Duration) {
	w.now = w.now.Add(time)
	before := len(w.room.log)
	w.room.due(w.now)
	w.tell(w.room.log[before:])
	for _, d := range w.tablets {
		d.expire()
		if hearer, hears := d.shown.(Hearer); hears {
			hearer.Passed(w.now)
		}
	}
}

func (w *world) handOver(t *rapid.T) {
	if len(w.kind.Persons) == 0 {
		t.Skip()
	}
	d := w.one(t)
	before := w.room.sees(d.id)
	w.room.holders[d.id] = rapid.SampledFrom(append([]string{""}, w.kind.Persons...)).Draw(t, "person")
	w.regrant(d, before)
}

func (w *world) bar(d *tablet) {
	before := w.room.sees(d.id)
	w.room.barred[d.id] = !w.room.barred[d.id]
	if w.room.barred[d.id] {
		d.line = nil
		return
	}
	w.regrant(d, before)
}

// regrant tells a device what it may see now; what is new to it comes from the start.
func (w *world) regrant(d *tablet, before []change.Audience) {
	if d.line == nil {
		return
	}
	sees := w.room.sees(d.id)
	d.line.down = append(d.line.down, message{rights: true, person: w.room.holders[d.id], sees: sees})
	from := map[change.Audience]int{}
	for _, audience := range before {
		from[audience] = len(w.room.placed[audience])
	}
	d.follow(from)
}

// compare holds an answer against the one that the same command got before.
func (w *world) compare(answer change.Answer) {
	if before, known := w.heard[answer.ID]; known && !reflect.DeepEqual(before, answer) {
		w.t.Fatalf("%s: two answers to one command: %+v, then %+v", w.kind.Name, before, answer)
	}
	w.heard[answer.ID] = answer
}

// settle lets every device say and hear everything.
func (w *world) settle() {
	for _, d := range w.tablets {
		w.room.barred[d.id] = false
		d.connect()
	}
	for busy := true; busy; {
		busy = false
		for _, d := range w.tablets {
			switch {
			case up(d):
				w.deliver(d, false)
				busy = true
			case down(d):
				d.receive(false)
				busy = true
			}
		}
	}
}

// check is what is promised of every kind.
func (w *world) check() {
	h := w.history
	h.Log, h.Server, h.Now = w.room.log, w.room.state, w.now
	for _, d := range w.tablets {
		h.Devices[d.id] = d.shown
		w.same(d)
	}
	written := map[string]bool{}
	for _, c := range h.Log {
		written[fmt.Sprint(c.Stream, c.Seq)] = true
	}
	for _, g := range h.Given {
		answer, judged := w.room.answers[g.Device+"\x00"+g.Command.ID]
		switch {
		case g.Judged > 1:
			w.t.Fatalf("%s: %s counted %d times", w.kind.Name, g.Command.Kind, g.Judged)
		case g.Local && judged:
			w.t.Fatalf("%s: the device let %s go, and the server has it as %s", w.kind.Name, g.Command.Kind, answer.Outcome)
		case g.Answer == nil && judged:
			w.t.Fatalf("%s: %s is %s, and its device never heard", w.kind.Name, g.Command.Kind, answer.Outcome)
		case g.Answer != nil && g.Answer.Receipt != nil && !written[fmt.Sprint(g.Answer.Receipt.Stream, g.Answer.Receipt.Seq)]:
			w.t.Fatalf("%s: %s was acknowledged and is not in the log", w.kind.Name, g.Command.Kind)
		case g.Answer != nil && g.Answer.Outcome == change.Accepted && g.Judged == 0 && !w.kind.Unlogged:
			w.t.Fatalf("%s: %s was acknowledged and nothing written", w.kind.Name, g.Command.Kind)
		}
	}
	w.room.start(w.now)
	if !w.kind.Unlogged {
		h.Server = w.room.state
	}
	if w.kind.Check != nil {
		w.kind.Check(w.t, h)
	}
}

// same holds what a device has against what the server has for it.
func (w *world) same(d *tablet) {
	facts := map[change.Audience]map[string]change.Change{}
	fresh := w.kind.Device(d.id)
	sees := w.room.sees(d.id)
	for _, c := range w.room.log {
		if !slices.Contains(sees, c.Audience) {
			continue
		}
		if facts[c.Audience] == nil {
			facts[c.Audience] = map[string]change.Change{}
		}
		if c.TakenBack() {
			delete(facts[c.Audience], c.Kind+"\x00"+c.Key)
		} else {
			facts[c.Audience][c.Kind+"\x00"+c.Key] = c
		}
	}
	if !reflect.DeepEqual(ordered(facts), ordered(d.facts)) {
		w.t.Fatalf("%s: %s holds other facts than the server has for it", w.kind.Name, d.id)
	}
	for _, c := range ordered(facts) {
		if err := fresh.Apply(c); err != nil {
			w.t.Fatal(err)
		}
	}
	if fresh.Show() != d.shown.Show() {
		w.t.Fatalf("%s: %s shows something else than the facts say\nshows %s\n says %s", w.kind.Name, d.id, d.shown.Show(), fresh.Show())
	}
}
