package proof

import (
	"context"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/hub"
)

// errFull is what a disk says that takes no more.
var errFull = errors.New("no space left on the disk")

// disk is the room server's log. What is written is volatile until it is synced; a crash loses it.
// Commit is what the writer calls, and the power may go at any point in it.
type disk struct {
	entries []change.Entry
	answers map[string]change.Answer // device and command → answer
	order   []string                 // keys of answers, as they came
	places  map[change.Audience][]int
	streams map[change.Stream]map[uint64]int
	heads   map[change.Stream]change.Head
	ends    map[change.Audience]change.Cursor
	audit   *audit
	full    bool
	point   func(where string) // where the power may go
}

func newDisk(point func(string)) *disk {
	return &disk{
		answers: map[string]change.Answer{}, places: map[change.Audience][]int{}, streams: map[change.Stream]map[uint64]int{},
		heads: map[change.Stream]change.Head{}, ends: map[change.Audience]change.Cursor{}, audit: newAudit(), point: point,
	}
}

// backup is a copy of what was on the disk at some time.
type backup struct {
	entries []change.Entry
	answers map[string]change.Answer
	order   []string
}

func (d *disk) backup() backup {
	b := backup{entries: d.entries[:len(d.entries):len(d.entries)], answers: map[string]change.Answer{}, order: d.order[:len(d.order):len(d.order)]}
	for _, name := range b.order {
		b.answers[name] = d.answers[name]
	}
	return b
}

// restored returns a disk with what a backup holds.
func (b backup) restored(point func(string)) (*disk, error) {
	d := newDisk(point)
	d.answers, d.order = b.answers, b.order
	return d, d.sync(b.entries)
}

func answerName(device, id string) string { return device + "\x00" + id }

// Commit implements hub.Log.
func (d *disk) Commit(_ context.Context, entries []change.Entry, answers []hub.Kept) error {
	d.point("before the sync")
	if d.full {
		return errFull
	}
	for _, kept := range answers {
		name := answerName(kept.Device, kept.Answer.ID)
		if _, known := d.answers[name]; known {
			panic(fmt.Sprintf("a second answer to %q", name))
		}
		kept.Answer.Once = nil
		d.answers[name] = kept.Answer
		d.order = append(d.order, name)
	}
	if err := d.sync(entries); err != nil {
		panic(err)
	}
	d.point("after the sync")
	return nil
}

// sync makes entries durable and looks whether they may follow what is there.
func (d *disk) sync(entries []change.Entry) error {
	for _, e := range entries {
		head, err := d.heads[e.Stream].Follow(e.Change)
		if err != nil {
			return err
		}
		end := d.ends[e.Audience].Next(e.Change)
		if end.Place != e.Place || end.Running != e.Running {
			return fmt.Errorf("%s: place %d does not follow %d, or runs to another hash", e.Audience, e.Place, end.Place-1)
		}
		d.heads[e.Stream], d.ends[e.Audience] = head, end
		if d.streams[e.Stream] == nil {
			d.streams[e.Stream] = map[uint64]int{}
		}
		d.streams[e.Stream][e.Seq] = len(d.entries)
		d.places[e.Audience] = append(d.places[e.Audience], len(d.entries))
		d.entries = append(d.entries, e)
		if err := d.audit.add(e.Change); err != nil {
			return err
		}
	}
	return nil
}

// Read implements hub.Log.
func (d *disk) Read(_ context.Context, audience change.Audience, after uint64, limit int) ([]change.Entry, error) {
	places := d.places[audience]
	var found []change.Entry
	for _, at := range places[min(int(after), len(places)):min(int(after)+limit, len(places))] {
		found = append(found, d.entries[at])
	}
	return found, nil
}

// Answered implements hub.Log.
func (d *disk) Answered(_ context.Context, device, id string) (change.Answer, bool, error) {
	answer, known := d.answers[answerName(device, id)]
	return answer, known, nil
}

// holds reports whether the log has a change with this number.
func (d *disk) holds(stream change.Stream, seq uint64) (change.Change, bool) {
	at, known := d.streams[stream][seq]
	if !known {
		return change.Change{}, false
	}
	return d.entries[at].Change, true
}
