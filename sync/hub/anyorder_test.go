package hub

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/link"
)

// Whatever the network, the disks and the power do: every command is done once or refused once, its
// device knows the answer, and every device ends with the facts that it may see and no other.
func TestWorld(t *testing.T) {
	audiences := []change.Audience{hall, members, clerks, "council/s1/person:an"}
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, rapid.IntRange(1, 4).Draw(t, "devices"))
		given := map[string]*tablet{}
		anyDevice := func(t *rapid.T) *tablet { return rapid.SampledFrom(w.devices).Draw(t, "device") }
		anyLine := func(t *rapid.T) *wireline {
			if len(w.conns) == 0 {
				t.Skip()
			}
			return w.conns[rapid.SampledFrom(w.lines()).Draw(t, "line")]
		}
		which := func(t *rapid.T, queue [][]byte) int {
			if len(queue) == 0 {
				t.Skip()
			}
			// Mostly in order, as TCP does; at times not, as it never should.
			if rapid.IntRange(0, 9).Draw(t, "reorder") == 0 {
				return rapid.IntRange(0, len(queue)-1).Draw(t, "which")
			}
			return 0
		}
		w.t = t
		step := func(action func(t *rapid.T)) func(*rapid.T) {
			return func(t *rapid.T) { w.t = t; action(t) }
		}
		t.Repeat(map[string]func(*rapid.T){
			"command": step(func(t *rapid.T) {
				d := anyDevice(t)
				w.ids++
				id := fmt.Sprint("c", w.ids)
				key := id
				if rapid.Bool().Draw(t, "shared key") {
					key = "shared" // the second is refused: base 0 is stale
				}
				command := noteCommand(id, 0, note{rapid.SampledFrom(audiences).Draw(t, "audience"), key, id})
				given[id] = d
				d.store.outbox = append(d.store.outbox, command)
				w.deviceDoes(d, d.link.Step(link.Queued{Command: command}, w.now, w.random()))
			}),
			"up":   step(func(t *rapid.T) { l := anyLine(t); w.deliverUp(l, which(t, l.up)) }),
			"down": step(func(t *rapid.T) { l := anyLine(t); w.deliverDown(l, which(t, l.down)) }),
			"up all": step(func(t *rapid.T) {
				l := anyLine(t)
				for len(l.up) > 0 {
					w.deliverUp(l, 0)
				}
			}),
			"down all": step(func(t *rapid.T) {
				l := anyLine(t)
				for len(l.down) > 0 {
					w.deliverDown(l, 0)
				}
			}),
			"twice": step(func(t *rapid.T) {
				l := anyLine(t)
				if len(l.down) == 0 {
					t.Skip()
				}
				l.down = append(l.down, l.down[0])
			}),
			"dial": step(func(t *rapid.T) {
				d := anyDevice(t)
				if !d.dialing {
					t.Skip()
				}
				w.connect(d, rapid.IntRange(0, 3).Draw(t, "reached") > 0)
			}),
			"write": step(func(t *rapid.T) {
				if len(w.queue) == 0 {
					t.Skip()
				}
				w.log.failing = nil
				if rapid.IntRange(0, 4).Draw(t, "disk") == 0 {
					w.log.failing = errors.New("full")
				}
				w.write(rapid.IntRange(1, len(w.queue)).Draw(t, "count"))
				w.log.failing = nil
			}),
			"fetch": step(func(t *rapid.T) {
				if len(w.fetches) == 0 {
					t.Skip()
				}
				w.fetch(rapid.IntRange(0, len(w.fetches)-1).Draw(t, "which"))
			}),
			"snapshot": step(func(t *rapid.T) {
				if len(w.snaps) == 0 {
					t.Skip()
				}
				w.snap(rapid.IntRange(0, len(w.snaps)-1).Draw(t, "which"), rapid.IntRange(0, 4).Draw(t, "made") > 0)
			}),
			"get snapshot": step(func(t *rapid.T) {
				d := anyDevice(t)
				if len(d.asked) == 0 {
					t.Skip()
				}
				w.get(d, rapid.IntRange(0, len(d.asked)-1).Draw(t, "which"), rapid.IntRange(0, 4).Draw(t, "reached") > 0, rapid.IntRange(0, 4).Draw(t, "bent") == 0)
			}),
			"cut":    step(func(t *rapid.T) { l := anyLine(t); l.cut, l.up, l.down = true, nil, nil }),
			"notice": step(func(t *rapid.T) { w.notice(anyLine(t)) }),
			"time": step(func(t *rapid.T) {
				w.tick(time.Duration(rapid.IntRange(100, 12_000).Draw(t, "ms")) * time.Millisecond)
			}),
			"device off and on": step(func(t *rapid.T) { w.startDevice(anyDevice(t)) }),
			"device's disk":     step(func(t *rapid.T) { d := anyDevice(t); d.store.failing = !d.store.failing }),
			"server killed": step(func(t *rapid.T) {
				if rapid.IntRange(0, 3).Draw(t, "really") == 0 {
					w.startHub()
				}
			}),
			"rights": step(func(t *rapid.T) {
				d := anyDevice(t)
				d.grant = delegate(d.grant.Person, rapid.SliceOfNDistinct(rapid.SampledFrom(audiences), 0, len(audiences), rapid.ID[change.Audience]).Draw(t, "granted")...)
				for _, conn := range w.lines() {
					if w.conns[conn].device == d {
						w.hubDoes(w.hub.Step(Granted{conn, d.grant}, w.now))
					}
				}
			}),
		})
		// The faults end: connections that were bent are cut, half of them unnoticed.
		w.t = t
		for i, conn := range w.lines() {
			line := w.conns[conn]
			line.cut, line.up, line.down = true, nil, nil
			if i%2 == 0 {
				w.notice(line)
			}
		}
		for _, d := range w.devices {
			d.store.failing = false
		}
		w.calm(60 * time.Second)

		var head change.Head
		written := map[string]int{}
		for _, e := range w.log.entries {
			var err error
			if head, err = head.Follow(e.Change); err != nil {
				t.Fatal(err)
			}
			written[string(e.Body)]++
		}
		accepted := 0
		for id, d := range given {
			answer, known := d.store.answered[id]
			if !known {
				t.Fatalf("%s has no answer after a minute", id)
			}
			times := written[fmt.Sprintf("%q", id+d.grant.Person)]
			switch answer.Outcome {
			case change.Accepted:
				accepted++
				if times != 1 || answer.Receipt == nil || answer.Receipt.Command != id {
					t.Fatalf("%s is accepted and was written %d times: %+v", id, times, answer)
				}
			case change.Refused:
				if times != 0 {
					t.Fatalf("%s is refused and was written %d times", id, times)
				}
			default:
				t.Fatalf("%s is settled as %s", id, answer.Outcome)
			}
		}
		if accepted != len(w.log.entries) {
			t.Fatalf("%d commands are accepted, %d changes written", accepted, len(w.log.entries))
		}
		for _, d := range w.devices {
			if len(d.store.outbox) != 0 {
				t.Fatalf("%s still has %d commands to send", d.name, len(d.store.outbox))
			}
			held := map[string]string{}
			for _, facts := range d.store.facts {
				maps.Copy(held, facts)
			}
			if want := w.log.facts(d.grant.Audiences); !maps.Equal(held, want) {
				t.Fatalf("%s holds\n%v, may see\n%v", d.name, held, want)
			}
		}
	})
}
