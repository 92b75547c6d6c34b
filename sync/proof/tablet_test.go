package proof

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// tablet is one device: what its disk keeps, and while it is on the core of its link.
type tablet struct {
	w       *world
	id      string
	mode    people.Mode
	person  string // whose tablet it is; who holds it at the moment is the link's to know
	weather weather
	skew    time.Duration // its clock minus the true time
	whole   bool          // keeps every fact, not only how far it came

	on         bool
	life       int
	link       *link.State
	line       *line
	readsAgain time.Time // it reads nothing before
	countdown  int       // outputs until the power goes; 0: it stays
	asked      int
	depth      int // of what it does on account of what it does

	epochMet change.Epoch
	store    store
}

// store is what a device's disk keeps.
type store struct {
	full     bool
	kept     link.Kept
	cursors  map[change.Audience]change.Cursor
	facts    map[string]uint64
	outbox   []change.Command
	answered map[string]settled
}

// settled is a command with the server's word on it.
type settled struct {
	command change.Command
	answer  change.Answer
}

func (d *tablet) clock() time.Time { return d.w.now.Add(d.skew) }

func (d *tablet) start() {
	d.life++
	d.on, d.countdown = true, 0
	cursors := map[change.Audience]change.Cursor{}
	for audience, cursor := range d.store.cursors {
		cursors[audience] = cursor
	}
	d.link = link.Remembered(link.Config{Epoch: d.store.kept.Epoch, Person: d.store.kept.Person, Keys: d.store.kept.Keys, Safe: d.store.kept.Safe, Cursors: cursors, Pending: d.store.outbox})
	d.beat()
}

func (d *tablet) beat() {
	life := d.life
	d.does(d.link.Step(link.Tick{}, d.clock(), d.w.rng.Float64()))
	d.w.after(500*time.Millisecond, func() {
		if d.on && d.life == life {
			d.beat()
		}
	})
}

// crash switches the device off; what its disk has stays.
func (d *tablet) crash() {
	d.w.count("device lost its power")
	d.on = false
	d.life++
	if d.line != nil {
		if d.w.rng.IntN(2) == 0 {
			d.line.hung = true
		}
		d.line.leave()
		d.line = nil
	}
	d.w.after(time.Duration(1+d.w.rng.IntN(20))*time.Second, d.start)
}

// does carries out what the core wants, in order, unless the power goes in between.
func (d *tablet) does(outputs []any) {
	life := d.life
	d.depth++
	defer func() {
		if d.depth--; d.depth == 0 {
			d.look()
		}
	}()
	for _, output := range outputs {
		if d.countdown > 0 {
			if d.countdown--; d.countdown == 0 {
				d.crash()
			}
		}
		if d.life != life || !d.on {
			return
		}
		switch out := output.(type) {
		case link.Dial:
			d.w.dial(d)
		case link.Send:
			if d.line != nil {
				d.line.send(out.Message)
			}
		case link.Take:
			d.take(out)
		case link.Wipe:
			if d.store.full {
				d.step(link.Unstored{Audience: out.Audience})
				continue
			}
			d.wipe(out.Audience)
			d.step(link.Cleared(out))
		case link.Settle:
			d.settle(out)
		case link.Keep:
			d.keep(out)
		case link.Prove:
			if d.w.genuine(out.Epoch) {
				d.step(link.Overtaken(out))
			}
		case link.HangUp:
			if d.line != nil {
				d.line.leave()
				d.line = nil
			}
			d.step(link.Lost{})
		case link.FetchSnapshot:
			d.fetch(out)
		case link.Replied, link.Present, link.Told, link.Avoid:
		default:
			d.w.fail("a link wants %T, which is not simulated", output)
		}
	}
}

// keep remembers the epoch and who holds the device; what an epoch before had accepted is taken back into
// the outbox, to be offered again.
func (d *tablet) keep(out link.Keep) {
	if d.store.full {
		d.step(link.Unkept{})
		return
	}
	if d.store.kept.Epoch.Number > out.Epoch.Number {
		d.w.fail("%s goes from epoch %d back to %d", d.id, d.store.kept.Epoch.Number, out.Epoch.Number)
	}
	var again []change.Command
	for _, id := range sorted(d.store.answered) {
		if s := d.store.answered[id]; s.answer.Receipt != nil && s.answer.Receipt.Epoch < out.Epoch.Number {
			s.command.Receipt = s.answer.Receipt
			again = append(again, s.command)
			delete(d.store.answered, id)
			d.w.count("command offered again")
		}
	}
	slices.SortFunc(again, func(a, b change.Command) int { return cmp.Compare(a.Receipt.Seq, b.Receipt.Seq) })
	d.store.outbox = append(d.store.outbox, again...)
	d.store.kept = out.Kept
	d.does(d.link.Step(link.Offered{Commands: again}, d.clock(), 0)) // without a throw of the dice: nothing hangs on it
}

func (d *tablet) step(input any) { d.does(d.link.Step(input, d.clock(), d.w.rng.Float64())) }

// look holds what is on the device against what it was told it may see, whenever it is connected.
func (d *tablet) look() {
	if !d.on || d.link.Phase != link.Online || d.store.full {
		return
	}
	for audience := range d.store.cursors {
		if !slices.Contains(d.link.Audiences, audience) {
			d.w.fail("%s was told it may see %v and holds %s", d.id, d.link.Audiences, audience)
		}
	}
	if s := d.serving(); s != nil && s.epoch.Number < d.epochMet.Number {
		d.w.fail("%s met epoch %d and believes a server of %d", d.id, d.epochMet.Number, s.epoch.Number)
	}
	if d.link.Epoch.Number > d.epochMet.Number {
		d.epochMet = d.link.Epoch
	}
}

func (d *tablet) serving() *server {
	if d.line == nil {
		return nil
	}
	return d.line.server
}

// take stores as the device's database does: what continues, or what begins anew.
func (d *tablet) take(out link.Take) {
	if d.store.full {
		d.step(link.Unstored{Audience: out.Audience})
		return
	}
	lead := func(from change.Cursor) change.Cursor {
		if !d.whole {
			return out.To // the link has looked
		}
		for _, c := range out.Changes {
			from = from.Next(c)
		}
		return from
	}
	switch {
	case out.Whole:
		d.wipe(out.Audience)
	case out.To == lead(d.store.cursors[out.Audience]):
	case out.To == lead(change.Cursor{}):
		d.wipe(out.Audience)
	default:
		d.w.fail("%s takes %s up to %d on %d", d.id, out.Audience, out.To.Place, d.store.cursors[out.Audience].Place)
	}
	if !slices.Contains(d.link.Audiences, out.Audience) {
		d.w.fail("%s takes %s and was told of %v alone", d.id, out.Audience, d.link.Audiences)
	}
	d.store.cursors[out.Audience] = out.To
	if d.whole {
		for _, c := range out.Changes {
			fold(d.store.facts, c)
		}
	}
}

func (d *tablet) wipe(audience change.Audience) {
	delete(d.store.cursors, audience)
	for name := range d.store.facts {
		if len(name) > len(audience) && name[:len(audience)+1] == string(audience)+" " {
			delete(d.store.facts, name)
		}
	}
}

func (d *tablet) settle(out link.Settle) {
	if d.store.full {
		d.step(link.Unstored{Command: &out.Command})
		return
	}
	if before, again := d.store.answered[out.Answer.ID]; again {
		d.w.fail("%s is settled twice: %+v and %+v", out.Answer.ID, before.answer, out.Answer)
	}
	if r := out.Answer.Receipt; r != nil && string(r.Signature) != string(signed(r.Message())) {
		d.w.fail("%s has a receipt that nobody signed: %+v", out.Answer.ID, r)
	}
	d.store.outbox = slices.DeleteFunc(d.store.outbox, func(c change.Command) bool { return c.ID == out.Answer.ID })
	d.store.answered[out.Answer.ID] = settled{out.Command, out.Answer}
}

// queue makes a command durable and hands it to the link, as the seat does.
func (d *tablet) queue(stream change.Stream, kind string, body any) {
	if d.store.full {
		return
	}
	d.w.commands++
	command := change.Command{ID: fmt.Sprint("c", d.w.commands), Kind: kind, Stream: stream, Person: d.link.Person, Body: packed(body)}
	d.store.outbox = append(d.store.outbox, command)
	if d.w.rng.IntN(50) == 0 && !d.w.calm {
		d.crash() // between the disk and the link
		return
	}
	d.step(link.Queued{Command: command})
}

func (d *tablet) cast(poll string) {
	choice := []council.Choice{council.Yes, council.No, council.Abstain}[d.w.rng.IntN(3)]
	d.queue(stream, council.CastBallot, council.Casting{Poll: poll, Choice: choice})
}

// signIn asks to hold the device, if the room can be asked.
func (d *tablet) signIn(person string) {
	d.asked++
	d.step(link.Ask{Command: change.Command{ID: fmt.Sprint("ask-", d.id, "-", d.life, "-", d.asked), Kind: people.SignInKind, Stream: people.Stream, Body: packed(people.SignIn{Code: code(person)})}})
}

// overWire is what the other side reads of a message. Most are handed over as they are, to save time.
func (w *world) overWire(m wire.Message) wire.Message {
	if w.rng.IntN(8) != 0 {
		return m
	}
	data, err := wire.Encode(m)
	if err != nil {
		w.fail("not encoded: %v", err)
	}
	read, err := wire.Decode(data)
	if err != nil {
		w.fail("not decoded: %v", err)
	}
	return read
}
