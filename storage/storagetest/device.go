package storagetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// Device holds a device's store to its promises. open opens the store in a folder, anew each time.
func Device(t *testing.T, open func(folder string) (*storage.Device, error)) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, d *held)
	}{
		{"changes are taken with their cursor", takenWithCursor},
		{"a gap is refused and changes nothing", gapRefused},
		{"what begins anew replaces what was held", beginsAnew},
		{"a wiped audience leaves nothing", wiped},
		{"the outbox keeps its order", outboxOrder},
		{"a command is waiting or answered, never both", settledOnce},
		{"what is not sent outlives its person", forgotten},
		{"settings are kept", func(t *testing.T, d *held) {
			settings(t, func() settingStore { return d.Device }, d.reopen)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &held{t: t, folder: t.TempDir(), open: open, ledger: NewLedger()}
			d.reopen()
			t.Cleanup(func() { _ = d.Close() })
			c.test(t, d)
		})
	}
}

type held struct {
	*storage.Device
	t      *testing.T
	folder string
	open   func(folder string) (*storage.Device, error)
	ledger *Ledger
}

func (d *held) reopen() {
	d.t.Helper()
	if d.Device != nil {
		must(d.t, d.Close())
	}
	d.Device = have[*storage.Device](d.t)(d.open(d.folder))
}

func (d *held) each(check func()) {
	d.t.Helper()
	check()
	d.reopen()
	check()
}

func (d *held) write(drafts ...change.Draft) []change.Change {
	return Changes(d.ledger.Write(drafts...))
}

// facts is what the store holds, without the links of the chain, which a device does not keep.
func facts(changes ...change.Change) []change.Change {
	var all []change.Change
	for _, c := range changes {
		c.Previous = change.Hash{}
		all = append(all, c)
	}
	return all
}

func (d *held) holds(want ...change.Change) {
	d.t.Helper()
	same(d.t, "facts", have[[]change.Change](d.t)(d.Facts(background)), facts(want...))
}

func (d *held) at(want map[change.Audience]change.Cursor) {
	d.t.Helper()
	same(d.t, "cursors", have[map[change.Audience]change.Cursor](d.t)(d.Cursors(background)), want)
}

func takenWithCursor(t *testing.T, d *held) {
	d.each(func() { d.holds(); d.at(map[change.Audience]change.Cursor{}) })
	a := d.write(Fact(members, "item", "1", "một"), Fact(members, "item", "2", "hai"))
	first := d.ledger.Audiences[members]
	must(t, d.Take(background, members, a, first))
	b := d.write(Fact(clerks, "item", "1", "của thư ký"))
	must(t, d.Take(background, clerks, b, d.ledger.Audiences[clerks]))
	d.each(func() {
		d.holds(a[0], a[1], b[0])
		d.at(map[change.Audience]change.Cursor{members: first, clerks: d.ledger.Audiences[clerks]})
	})
	c := d.write(Gone(members, "item", "1"), Fact(members, "item", "2", "hai, sửa"))
	must(t, d.Take(background, members, c, d.ledger.Audiences[members]))
	d.each(func() {
		d.holds(b[0], c[1]) // the clerks' fact with the same name is another
		d.at(d.ledger.Audiences)
	})
}

func gapRefused(t *testing.T, d *held) {
	a := d.write(Fact(members, "item", "1", "một"))
	must(t, d.Take(background, members, a, d.ledger.Audiences[members]))
	before := d.ledger.Audiences[members]
	missed := d.write(Fact(members, "item", "2", "hai"))
	after := d.ledger.Audiences[members]
	late := d.write(Fact(members, "item", "3", "ba"))
	forged := missed[0]
	forged.Body = json.RawMessage(`"khác"`)
	for name, take := range map[string]struct {
		changes []change.Change
		to      change.Cursor
	}{
		"one is missing":            {late, d.ledger.Audiences[members]},
		"one twice":                 {a, before},
		"another body":              {[]change.Change{forged}, after},
		"the cursor is ahead":       {missed, d.ledger.Audiences[members]},
		"the cursor alone":          {nil, after},
		"the wrong order":           {[]change.Change{late[0], missed[0]}, d.ledger.Audiences[members]},
		"a beginning that is wrong": {missed, change.Cursor{Place: 1, Running: after.Running}},
	} {
		err := d.Take(background, members, take.changes, take.to)
		if name == "one twice" {
			// It is the beginning, and leads to where the device is: nothing changes.
			must(t, err)
		} else if !errors.Is(err, storage.ErrGap) {
			t.Errorf("%s: %v", name, err)
		}
		d.holds(a...)
		d.at(map[change.Audience]change.Cursor{members: before})
	}
	must(t, d.Take(background, members, append(missed, late...), d.ledger.Audiences[members]))
	d.each(func() { d.holds(a[0], missed[0], late[0]); d.at(d.ledger.Audiences) })
}

func beginsAnew(t *testing.T, d *held) {
	a := d.write(Fact(members, "item", "1", "một"), Fact(members, "item", "2", "hai"))
	must(t, d.Take(background, members, a, d.ledger.Audiences[members]))
	restored := NewLedger()
	restored.Epoch = 2
	b := Changes(restored.Write(Fact(members, "item", "1", "một, bản khôi phục")))
	must(t, d.Take(background, members, b, restored.Audiences[members]))
	d.each(func() { d.holds(b...); d.at(restored.Audiences) })
}

func wiped(t *testing.T, d *held) {
	a := d.write(Fact(members, "item", "1", "một"))
	must(t, d.Take(background, members, a, d.ledger.Audiences[members]))
	b := d.write(Fact(clerks, "note", "1", "riêng"), Fact(clerks, "item", "1", "riêng"))
	must(t, d.Take(background, clerks, b, d.ledger.Audiences[clerks]))
	must(t, d.Wipe(background, clerks))
	d.each(func() {
		d.holds(a...)
		d.at(map[change.Audience]change.Cursor{members: d.ledger.Audiences[members]})
	})
	must(t, d.Wipe(background, "council/s1/unknown"))
	must(t, d.Take(background, clerks, b, d.ledger.Audiences[clerks]))
	d.each(func() { d.holds(a[0], b[0], b[1]) })
}

var noon = time.UnixMilli(1_770_000_000_123)

func waiting(id, person string) storage.Waiting {
	return storage.Waiting{Command: change.Command{ID: id, Kind: "ballot.cast", Stream: "council/s1", Person: person, Base: 3, Body: json.RawMessage(`{"poll":"p1"}`)}, Person: person, MadeAt: noon}
}

func (d *held) waits(want ...storage.Waiting) {
	d.t.Helper()
	same(d.t, "outbox", have[[]storage.Waiting](d.t)(d.Outbox(background)), append([]storage.Waiting(nil), want...))
}

func outboxOrder(t *testing.T, d *held) {
	d.waits()
	var all []storage.Waiting
	for i := range 12 {
		w := waiting(fmt.Sprintf("%02d", (i*7)%12), "an") // ids in another order than that of the acts
		must(t, d.Enqueue(background, w))
		all = append(all, w)
	}
	d.each(func() { d.waits(all...) })
	if err := d.Enqueue(background, all[3]); err == nil {
		t.Error("one command waits twice")
	}
	must(t, d.Settle(background, change.Answer{ID: all[11].Command.ID, Outcome: change.Accepted}, noon))
	more := waiting("sau", "an")
	must(t, d.Enqueue(background, more))
	d.each(func() { d.waits(append(all[:11:11], more)...) })
}

func settledOnce(t *testing.T, d *held) {
	for _, id := range []string{"a", "b", "c"} {
		must(t, d.Enqueue(background, waiting(id, "an")))
	}
	must(t, d.Enqueue(background, waiting("x", "bình")))
	accepted := change.Answer{ID: "b", Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: 1, Stream: "council/s1", Command: "b", Seq: 9, Signature: []byte("ký")}}
	secret := accepted
	secret.Once = json.RawMessage(`"bí mật"`)
	must(t, d.Settle(background, secret, noon))
	refused := change.Refuse("poll.closed")
	refused.ID = "a"
	must(t, d.Settle(background, refused, noon.Add(time.Second)))
	// The same answer again, another answer, and one to a command that never was, change nothing.
	must(t, d.Settle(background, accepted, noon.Add(time.Hour)))
	other := change.Refuse("other")
	other.ID = "b"
	must(t, d.Settle(background, other, noon.Add(time.Hour)))
	must(t, d.Settle(background, change.Answer{ID: "không có", Outcome: change.Accepted}, noon))
	d.each(func() {
		d.waits(waiting("c", "an"), waiting("x", "bình"))
		answered := have[[]storage.Answered](t)(d.AnsweredBy(background, "an", 10))
		if len(answered) != 2 {
			t.Fatalf("%d commands are answered, want 2", len(answered))
		}
		same(t, "newest first", answered[0].Answer, refused)
		same(t, "its time", answered[0].At.Equal(noon.Add(time.Second)), true)
		same(t, "its command", answered[0].Command, waiting("a", "an").Command)
		got := answered[1].Answer
		same(t, "receipt", *got.Receipt, *accepted.Receipt)
		got.Receipt = nil
		same(t, "answer, without what is said once", got, change.Answer{ID: "b", Outcome: change.Accepted})
		same(t, "time of the first answer", answered[1].At.Equal(noon), true)
		same(t, "at most one", len(have[[]storage.Answered](t)(d.AnsweredBy(background, "an", 1))), 1)
		same(t, "of another person", len(have[[]storage.Answered](t)(d.AnsweredBy(background, "bình", 10))), 0)
	})
}

func forgotten(t *testing.T, d *held) {
	for _, w := range []storage.Waiting{waiting("a", "an"), waiting("b", "an"), waiting("x", "bình"), waiting("y", "bình")} {
		must(t, d.Enqueue(background, w))
	}
	for _, id := range []string{"a", "x"} {
		must(t, d.Settle(background, change.Answer{ID: id, Outcome: change.Accepted}, noon))
	}
	must(t, d.ForgetPerson(background, "an"))
	d.each(func() {
		same(t, "answered of the person", len(have[[]storage.Answered](t)(d.AnsweredBy(background, "an", 10))), 0)
		same(t, "answered of another", len(have[[]storage.Answered](t)(d.AnsweredBy(background, "bình", 10))), 1)
		d.waits(waiting("b", "an"), waiting("y", "bình"))
	})
}
