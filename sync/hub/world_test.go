package hub

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// world is a room, its devices and the network between them, on one simulated clock: the cores of
// hub and link as they are, the writer, a log, and devices' stores in memory.
type world struct {
	t       *rapid.T
	now     time.Time
	log     *memory
	rules   *rules
	hub     *State
	writer  *writer
	queue   []submission
	fetches []Fetch
	snaps   []Snap
	files   map[string][]byte // snapshots by hash
	conns   map[Conn]*wireline
	last    Conn
	devices []*tablet
	ids     int
}

// wireline is one connection: what is under way in both directions.
type wireline struct {
	conn         Conn
	device       *tablet
	up, down     [][]byte
	cut          bool // nothing comes through any more; each side notices by itself
	hubClosed    bool
	deviceClosed bool
}

// tablet is a device: its core, and what it keeps when it is switched off.
type tablet struct {
	name    string
	grant   Grant
	link    *link.State
	line    *wireline
	dialing bool
	asked   []wire.Snapshot // snapshots that it wants to fetch
	store   struct {
		facts    map[change.Audience]map[string]string
		cursors  map[change.Audience]change.Cursor
		outbox   []change.Command
		answered map[string]change.Answer
		epoch    change.Epoch
		failing  bool
	}
}

func newWorld(t *rapid.T, devices int) *world {
	w := &world{t: t, now: noon, log: newMemory(), conns: map[Conn]*wireline{}, files: map[string][]byte{}}
	w.startHub()
	for i := range devices {
		d := &tablet{name: fmt.Sprint("d", i), grant: delegate(fmt.Sprint("p", i), hall, members)}
		d.store.facts, d.store.cursors, d.store.answered = map[change.Audience]map[string]string{}, map[change.Audience]change.Cursor{}, map[string]change.Answer{}
		w.devices = append(w.devices, d)
		w.startDevice(d)
	}
	return w
}

func (w *world) startHub() {
	w.rules = newRules(w.log)
	_, audiences := w.log.book()
	w.hub, w.queue, w.fetches, w.snaps = NewState("Phòng", change.Epoch{Number: 1, Server: "a"}, audiences), nil, nil, nil
	w.hub.Far = 4
	w.writer = newWriter(w.log, w.rules, func(entries []change.Entry) { w.hubDoes(w.hub.Step(Committed{entries}, w.now)) })
	for _, line := range w.conns {
		line.cut, line.hubClosed = true, true
	}
}

func (w *world) startDevice(d *tablet) {
	if d.line != nil {
		d.line.cut, d.line.deviceClosed = true, true
	}
	d.line, d.dialing, d.asked = nil, false, nil
	d.link = link.NewState(d.store.epoch, d.store.cursors, d.store.outbox)
	w.deviceDoes(d, d.link.Step(link.Tick{}, w.now, w.random()))
}

func (w *world) random() float64 { return rapid.Float64Range(0, 0.999).Draw(w.t, "random") }

func (w *world) hubDoes(outputs []any) {
	for _, output := range outputs {
		switch out := output.(type) {
		case Send:
			w.down(out.Conn, out.Message)
		case Judge:
			conn := out.Conn
			w.queue = append(w.queue, submission{out.Actor, out.Command, func(answer change.Answer) {
				w.hubDoes(w.hub.Step(Answered{conn, answer}, w.now))
			}})
		case Fetch:
			w.fetches = append(w.fetches, out)
		case Snap:
			w.snaps = append(w.snaps, out)
		case Close:
			w.down(out.Conn, wire.Message{Bye: &wire.Bye{Code: out.Code}})
			if line := w.conns[out.Conn]; line != nil && !line.hubClosed {
				line.hubClosed = true
				w.hubDoes(w.hub.Step(Closed{out.Conn}, w.now))
			}
		}
	}
}

func (w *world) down(conn Conn, m wire.Message) {
	line := w.conns[conn]
	if line == nil || line.cut || line.hubClosed {
		return
	}
	data, err := wire.Encode(m)
	if err != nil {
		w.t.Fatal(err)
	}
	line.down = append(line.down, data)
}

func (w *world) deviceDoes(d *tablet, outputs []any) {
	step := func(input any) { w.deviceDoes(d, d.link.Step(input, w.now, w.random())) }
	failed := func() bool { return d.store.failing }
	for _, output := range outputs {
		switch out := output.(type) {
		case link.Dial:
			d.dialing = true
		case link.Send:
			if d.line == nil || d.line.cut {
				continue
			}
			data, err := wire.Encode(out.Message)
			if err != nil {
				w.t.Fatal(err)
			}
			d.line.up = append(d.line.up, data)
		case link.Take:
			if failed() {
				step(link.Unstored{Audience: out.Audience})
				continue
			}
			d.take(w.t, out)
		case link.Wipe:
			if failed() {
				step(link.Unstored{Audience: out.Audience})
				continue
			}
			delete(d.store.facts, out.Audience)
			delete(d.store.cursors, out.Audience)
			step(link.Cleared(out))
		case link.FetchSnapshot:
			d.asked = append(d.asked, out.Snapshot)
		case link.Settle:
			if failed() {
				step(link.Unstored{Command: &out.Command})
				continue
			}
			if _, twice := d.store.answered[out.Answer.ID]; twice {
				w.t.Fatalf("%s is settled twice", out.Answer.ID)
			}
			d.store.answered[out.Answer.ID] = out.Answer
			d.store.outbox = slices.DeleteFunc(d.store.outbox, func(c change.Command) bool { return c.ID == out.Answer.ID })
		case link.Keep:
			d.store.epoch = out.Epoch
			step(link.Offered{})
		case link.HangUp:
			if d.line != nil {
				d.line.deviceClosed = true
				d.line.up = append(d.line.up, nil) // the end, after what was sent
				d.line, d.asked = nil, nil
			}
			step(link.Lost{})
		}
	}
}

// take stores as the device's database does: what continues, or what begins anew.
func (d *tablet) take(t *rapid.T, out link.Take) {
	lead := func(from change.Cursor) change.Cursor {
		for _, c := range out.Changes {
			from = from.Next(c)
		}
		return from
	}
	if out.Whole {
		delete(d.store.facts, out.Audience)
	}
	switch {
	case out.Whole:
	case out.To == lead(d.store.cursors[out.Audience]):
	case out.To == lead(change.Cursor{}):
		delete(d.store.facts, out.Audience)
	default:
		t.Fatalf("%s takes %s up to %d on %d", d.name, out.Audience, out.To.Place, d.store.cursors[out.Audience].Place)
	}
	if d.store.facts[out.Audience] == nil {
		d.store.facts[out.Audience] = map[string]string{}
	}
	for _, c := range out.Changes {
		fold(d.store.facts[out.Audience], c)
	}
	d.store.cursors[out.Audience] = out.To
}

func (w *world) connect(d *tablet, ok bool) {
	d.dialing = false
	if ok {
		w.last++
		if d.line != nil {
			d.line.cut, d.line.deviceClosed = true, true
		}
		d.line = &wireline{conn: w.last, device: d}
		w.conns[w.last] = d.line
		w.hubDoes(w.hub.Step(Opened{w.last, d.name, d.grant}, w.now))
	}
	w.deviceDoes(d, d.link.Step(link.Dialed{OK: ok}, w.now, w.random()))
}

func (w *world) lines() []Conn { return slices.Sorted(maps.Keys(w.conns)) }

// deliver brings one message through; which of them is for the caller to say.
func (w *world) deliverUp(line *wireline, i int) {
	data := line.up[i]
	line.up = slices.Delete(line.up, i, i+1)
	switch {
	case line.cut || line.hubClosed:
	case data == nil:
		line.hubClosed = true
		w.hubDoes(w.hub.Step(Closed{line.conn}, w.now))
	default:
		m, err := wire.Decode(data)
		if err != nil {
			w.t.Fatal(err)
		}
		w.hubDoes(w.hub.Step(Received{line.conn, m}, w.now))
	}
}

func (w *world) deliverDown(line *wireline, i int) {
	data := line.down[i]
	line.down = slices.Delete(line.down, i, i+1)
	if line.cut || line.deviceClosed || line.device.line != line {
		return
	}
	m, err := wire.Decode(data)
	if err != nil {
		w.t.Fatal(err)
	}
	w.deviceDoes(line.device, line.device.link.Step(link.Received{Message: m}, w.now, w.random()))
}

func (w *world) notice(line *wireline) {
	if !line.hubClosed {
		line.hubClosed = true
		w.hubDoes(w.hub.Step(Closed{line.conn}, w.now))
	}
	if !line.deviceClosed && line.device.line == line {
		line.deviceClosed = true
		line.device.line, line.device.asked = nil, nil
		w.deviceDoes(line.device, line.device.link.Step(link.Lost{}, w.now, w.random()))
	}
}

func (w *world) tick(by time.Duration) {
	w.now = w.now.Add(by)
	w.hubDoes(w.hub.Step(Tick{}, w.now))
	for _, d := range w.devices {
		w.deviceDoes(d, d.link.Step(link.Tick{}, w.now, w.random()))
	}
}

func (w *world) write(count int) {
	group := slices.Clone(w.queue[:count])
	w.queue = slices.Delete(w.queue, 0, count)
	w.writer.group(context.Background(), group)
}

func (w *world) fetch(i int) {
	f := w.fetches[i]
	w.fetches = slices.Delete(w.fetches, i, i+1)
	entries, _ := w.log.Read(context.Background(), f.Audience, f.After, 3)
	w.hubDoes(w.hub.Step(Fetched{f.Conn, f.Audience, f.After, entries, nil}, w.now))
}

// snap makes the snapshot that was asked for, or cannot.
func (w *world) snap(i int, ok bool) {
	asked := w.snaps[i]
	w.snaps = slices.Delete(w.snaps, i, i+1)
	made := Snapped{Conn: asked.Conn, After: asked.After, OK: ok, Snapshot: wire.Snapshot{Audience: asked.Audience}}
	if ok {
		made.Snapshot = w.snapshotOf(asked.Audience)
	}
	w.hubDoes(w.hub.Step(made, w.now))
}

func (w *world) snapshotOf(audience change.Audience) wire.Snapshot {
	entries, _ := w.log.Read(context.Background(), audience, 0, math.MaxInt)
	var facts []change.Change
	for _, e := range entries {
		facts = slices.DeleteFunc(facts, func(c change.Change) bool { return c.Kind == e.Kind && c.Key == e.Key })
		if !e.TakenBack() {
			facts = append(facts, e.Change)
		}
	}
	last := entries[len(entries)-1]
	to := change.Cursor{Place: last.Place, Running: last.Running}
	data, blob, err := wire.EncodeSnapshot(audience, to, facts)
	if err != nil {
		w.t.Fatal(err)
	}
	w.files[blob] = data
	return wire.Snapshot{Audience: audience, To: to, Blob: blob, Size: int64(len(data))}
}

// get has a device fetch a snapshot; bent bytes must not be taken.
func (w *world) get(d *tablet, i int, ok, bent bool) {
	announced := d.asked[i]
	d.asked = slices.Delete(d.asked, i, i+1)
	got := link.Snapped{Snapshot: announced}
	if ok {
		data := slices.Clone(w.files[announced.Blob])
		if bent {
			data[len(data)/2] ^= 1
		}
		facts, err := wire.DecodeSnapshot(data, announced)
		if (err != nil) != bent {
			w.t.Fatalf("bent %v: %v", bent, err)
		}
		got.Facts, got.OK = facts, err == nil
	}
	w.deviceDoes(d, d.link.Step(got, w.now, w.random()))
}

// calm lets everything run without any more faults until nothing is under way, or time is up.
func (w *world) calm(atMost time.Duration) {
	until := w.now.Add(atMost)
	for w.now.Before(until) {
		for busy := true; busy; {
			busy = false
			for _, d := range w.devices {
				if d.dialing {
					busy = true
					w.connect(d, true)
				}
			}
			if len(w.queue) > 0 {
				busy = true
				w.write(len(w.queue))
			}
			for len(w.snaps) > 0 {
				busy = true
				w.snap(0, true)
			}
			for _, d := range w.devices {
				for len(d.asked) > 0 {
					busy = true
					w.get(d, 0, true, false)
				}
			}
			for len(w.fetches) > 0 {
				busy = true
				w.fetch(0)
			}
			for _, conn := range w.lines() {
				line := w.conns[conn]
				for len(line.up) > 0 {
					busy = true
					w.deliverUp(line, 0)
				}
				for len(line.down) > 0 {
					busy = true
					w.deliverDown(line, 0)
				}
				if line.hubClosed && !line.deviceClosed || line.deviceClosed && !line.hubClosed && !line.cut {
					busy = true
					w.notice(line)
				}
				if line.hubClosed && line.deviceClosed {
					delete(w.conns, conn)
				}
			}
		}
		w.tick(time.Second)
	}
}
