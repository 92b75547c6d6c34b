package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/link"
)

// size is how much of everything there is.
type size struct {
	persons, polls, papers int
	far                    uint64        // how far behind a device gets a snapshot
	spare                  int           // second tablets, of the first persons
	pollEvery, pollOpen    time.Duration // a poll begins so often, and runs so long
}

// world is a room, its devices and the network between them on one simulated clock.
type world struct {
	agenda
	t        testing.TB
	seed     uint64
	rng      *rand.Rand
	size     size
	server   *server
	ghost    *server // the server before a restore, which somebody switched on again
	devices  []*tablet
	conns    hub.Conn
	commands int
	calm     bool // no more faults
	counts   map[string]int
	epochs   map[uint32]change.Epoch
	forked   map[uint32]uint64 // by epoch: council changes beyond this number were lost by a restore
	kept     backup
	opened   time.Time // when a poll was last opened
	began    time.Time
}

var noon = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

func person(i int) string  { return fmt.Sprint("p", i) }
func pollID(i int) string  { return fmt.Sprintf("q%03d", i) }
func paperID(i int) string { return fmt.Sprint("d", i) }
func blobOf(i int) string  { return fmt.Sprintf("%064x", i+1) }

func newWorld(t testing.TB, seed uint64, size size) *world {
	w := &world{t: t, seed: seed, rng: rand.New(rand.NewPCG(seed, 1)), size: size, counts: map[string]int{}, epochs: map[uint32]change.Epoch{}, forked: map[uint32]uint64{}, began: noon}
	w.now = noon
	w.server = &server{w: w, name: "a"}
	w.server.disk = newDisk(w.server.point)
	w.server.epoch = w.beginEpoch(1, "a")
	for i := range size.persons + size.spare {
		w.admit(people.DelegateMode, person(i%size.persons))
	}
	w.admit(people.ClerkMode, "")
	w.admit(people.ClerkMode, "")
	w.admit(people.HallMode, "")
	w.server.start()
	for _, command := range begin(w) {
		w.server.administer(command, func(answer change.Answer) {
			if answer.Outcome != change.Accepted {
				w.fail("setting up: %s: %s", command.Kind, answer.Code)
			}
		})
	}
	w.run(w.now.Add(time.Minute))
	for i, d := range w.devices {
		d.whole = i < 10 || d.mode != people.DelegateMode
		d.start()
	}
	return w
}

func (w *world) admit(mode people.Mode, person string) {
	w.devices = append(w.devices, &tablet{
		w: w, id: fmt.Sprintf("m%03d", len(w.devices)), mode: mode, person: person, weather: weather{delay: 3 * time.Millisecond},
		store: store{cursors: map[change.Audience]change.Cursor{}, facts: map[string]uint64{}, answered: map[string]settled{}},
	})
}

func (w *world) beginEpoch(number uint32, name string) change.Epoch {
	w.epochs[number] = change.Epoch{Number: number, Server: name, At: w.now.UnixMilli(), Reason: change.First}
	return w.epochs[number]
}

// genuine tells whether a server of this room began the epoch, as its signature does.
func (w *world) genuine(epoch change.Epoch) bool {
	return w.epochs[epoch.Number].Server == epoch.Server
}

func (w *world) count(what string) { w.counts[what]++ }

func (w *world) fail(format string, values ...any) {
	w.t.Helper()
	w.t.Fatalf("seed %d, after %s: %s", w.seed, w.now.Sub(w.began), fmt.Sprintf(format, values...))
}

// every does something again and again, at random times that are so far apart on average, until the
// faults end.
func (w *world) every(mean time.Duration, do func()) {
	w.after(time.Duration(w.rng.ExpFloat64()*float64(mean)), func() {
		if !w.calm {
			do()
			w.every(mean, do)
		}
	})
}

func (w *world) anyDevice() *tablet { return w.devices[w.rng.IntN(len(w.devices))] }
func (w *world) anyTablet() *tablet { return w.devices[w.rng.IntN(w.size.persons+w.size.spare)] }

// clerk runs the session from what stands, so that it goes on after any loss.
func (w *world) clerk() {
	w.after(2*time.Second, w.clerk)
	if !w.server.up {
		return
	}
	state := w.server.bench.council
	do := func(kind, id string) {
		w.server.administer(change.Command{Kind: kind, Stream: stream, Body: packed(council.Pointing{ID: id})}, func(change.Answer) {})
	}
	for _, poll := range state.PollsOf("") {
		switch {
		case poll.State == council.PollStarted && poll.ClosesAt == 0 && (w.calm || w.now.Sub(time.UnixMilli(poll.OpenedAt)) > w.size.pollOpen):
			do(council.ClosePoll, poll.ID)
			return
		case poll.State == council.PollStarted:
			return
		case poll.State == council.PollFinished:
			do(council.PublishPoll, poll.ID)
		case poll.State == council.PollCreated:
			if !w.calm && w.now.Sub(w.opened) > w.size.pollEvery {
				w.opened = w.now
				do(council.OpenPoll, poll.ID)
				w.everyoneCasts(poll.ID)
			}
			return
		}
	}
}

// everyoneCasts has all tablets vote, some more than once, some too late.
func (w *world) everyoneCasts(poll string) {
	for _, d := range w.devices[:w.size.persons+w.size.spare] {
		for again := true; again; again = w.rng.IntN(8) == 0 {
			w.after(time.Duration(w.rng.Float64()*1.15*float64(w.size.pollOpen)), func() {
				if d.on && d.link.Person != "" {
					d.cast(poll)
				}
			})
		}
	}
}

// live has people come and go, and the clerks change who belongs where.
func (w *world) live() {
	for _, d := range w.devices[:w.size.persons+w.size.spare] {
		w.after(time.Duration(w.rng.IntN(60))*time.Second, func() { w.hold(d) })
	}
	w.every(4*time.Second, func() {
		if d := w.anyTablet(); d.on && d.link.Person != "" {
			d.queue(people.Stream, people.SignOutKind, struct{}{})
			w.after(time.Duration(w.rng.IntN(30))*time.Second, func() { w.hold(d) })
		}
	})
	w.every(20*time.Second, func() { // somebody goes to another group, or leaves the roster and comes back
		if !w.server.up {
			return
		}
		id := person(w.rng.IntN(w.size.persons))
		deputy, listed := w.server.bench.council.Deputies[id]
		if listed && w.rng.IntN(4) == 0 {
			w.server.administer(change.Command{Kind: council.RemoveDeputy, Stream: stream, Body: packed(council.Pointing{ID: id})}, func(change.Answer) {})
			return
		}
		deputy.Person, deputy.Name, deputy.Voting, deputy.Group = id, "Đại biểu "+id, true, groups[w.rng.IntN(len(groups))]
		w.server.administer(change.Command{Kind: council.PutDeputy, Stream: stream, Base: deputy.Seq, Body: packed(deputy)}, func(change.Answer) {})
		w.server.administer(change.Command{Kind: council.SetAttendance, Stream: stream, Body: packed(council.Attendance{Person: id, State: council.Present})}, func(change.Answer) {})
	})
}

// hold signs in on a tablet: mostly its own person, at times another one.
func (w *world) hold(d *tablet) {
	if !d.on || d.link.Phase != link.Online {
		if !w.calm {
			w.after(5*time.Second, func() { w.hold(d) })
		}
		return
	}
	who := d.person
	if w.rng.IntN(10) == 0 {
		who = person(w.rng.IntN(w.size.persons))
	}
	d.signIn(who)
}

// revoke takes a device's rights for good.
func (w *world) revoke(d *tablet) {
	if w.server.up {
		w.count("device revoked")
		w.server.administer(change.Command{Kind: people.RevokeDeviceKind, Stream: people.Stream, Body: packed(people.Pointing{ID: d.id})}, func(change.Answer) {})
	}
}

// storm brings faults of every kind, the more often the rougher it is.
func (w *world) storm(rough float64) {
	mean := func(each time.Duration) time.Duration {
		return time.Duration(float64(each) / rough / float64(len(w.devices)))
	}
	w.every(mean(6*time.Minute), func() {
		if d := w.anyDevice(); d.line != nil {
			w.count("line cut")
			d.line.cut()
		}
	})
	w.every(mean(8*time.Minute), func() {
		d := w.anyDevice()
		d.weather = weather{time.Duration(20+w.rng.IntN(1980)) * time.Millisecond, 0.6 * w.rng.Float64()}
		w.count("bad network")
		w.after(time.Duration(w.rng.IntN(60))*time.Second, func() { d.weather = weather{delay: 3 * time.Millisecond} })
	})
	w.every(mean(15*time.Minute), func() {
		if d := w.anyDevice(); d.on && d.countdown == 0 {
			d.countdown = 1 + w.rng.IntN(12)
		}
	})
	w.every(mean(20*time.Minute), func() {
		d := w.anyDevice()
		d.store.full = true
		w.count("device's disk full")
		w.after(time.Duration(1+w.rng.IntN(20))*time.Second, func() { d.store.full = false })
	})
	w.every(mean(30*time.Minute), func() {
		d := w.anyDevice()
		d.readsAgain = w.now.Add(time.Duration(w.rng.IntN(90)) * time.Second)
		w.count("reader stalled")
	})
	w.every(time.Duration(float64(4*time.Minute)/rough), func() {
		if w.server.up && w.server.countdown == 0 {
			w.server.countdown = 1 + w.rng.IntN(1500)
		}
		w.revive(time.Duration(1+w.rng.IntN(15)) * time.Second)
	})
	w.every(time.Duration(float64(7*time.Minute)/rough), func() {
		w.count("server's disk full")
		disk := w.server.disk
		disk.full = true
		w.after(time.Duration(w.rng.IntN(8000))*time.Millisecond, func() { disk.full = false })
	})
	w.every(12*time.Minute, func() { w.revoke(w.anyTablet()) })
	for i, d := range w.devices {
		d.skew = []time.Duration{0, 24 * time.Hour, -24 * time.Hour, time.Unix(0, 0).Sub(noon), 7 * time.Second}[i%5]
	}
}

// revive starts the server again once it is found down.
func (w *world) revive(wait time.Duration) {
	s := w.server
	w.after(wait, func() {
		if s == w.server && !s.up {
			s.start()
		} else if s == w.server && s.countdown > 0 {
			w.revive(wait)
		}
	})
}

// keepBackup keeps what the disk has now.
func (w *world) keepBackup() { w.kept = w.server.disk.backup() }

// restore puts the backup into the place of the server, in a new epoch; the one before is switched on
// again after everyone has met the new one.
func (w *world) restore() {
	old := w.server
	for seq := range old.disk.streams[stream] {
		w.forked[old.epoch.Number] = max(w.forked[old.epoch.Number], seq)
	}
	old.up, old.life = false, old.life+1
	for _, conn := range old.order() {
		old.lines[conn].serverGone()
	}
	next := &server{w: w, name: old.name + "'"}
	disk, err := w.kept.restored(next.point)
	if err != nil {
		w.fail("the backup: %v", err)
	}
	next.disk = disk
	lost := disk.heads[stream].Seq
	for number := range w.forked {
		w.forked[number] = min(lost, max(w.forked[number], 0))
	}
	w.forked[old.epoch.Number] = lost
	next.epoch = w.beginEpoch(old.epoch.Number+1, next.name)
	w.server = next
	w.count("backup restored")
	w.after(20*time.Second, next.start)
	w.after(4*time.Minute, func() {
		for _, d := range w.devices {
			if d.store.kept.Epoch.Number < next.epoch.Number {
				return // it would believe the old one, as anybody would
			}
		}
		w.count("old server switched on again")
		w.ghost = old
		old.start()
	})
}

// calmDown ends all faults and lets everything come to rest.
func (w *world) calmDown(within time.Duration) {
	w.calm = true
	if w.ghost != nil {
		w.ghost.up, w.ghost.life = false, w.ghost.life+1
		for _, conn := range w.ghost.order() {
			w.ghost.lines[conn].serverGone()
		}
		w.ghost = nil
	}
	w.server.countdown, w.server.disk.full = 0, false
	if !w.server.up {
		w.server.start()
	}
	for _, d := range w.devices {
		d.store.full, d.readsAgain, d.weather, d.countdown = false, time.Time{}, weather{delay: 3 * time.Millisecond}, 0
	}
	w.run(w.now.Add(within))
	// Whoever has something unsent takes the tablet again.
	for range 12 {
		for _, d := range w.devices {
			if len(d.store.outbox) > 0 && d.link.Phase == link.Online && d.store.outbox[0].Person != d.link.Person {
				d.signIn(d.store.outbox[0].Person)
			}
		}
		w.run(w.now.Add(15 * time.Second))
	}
}

// settled looks at everything once nothing moves any more.
func (w *world) settled() {
	w.t.Helper()
	log := w.server.disk
	counted := map[string]council.Ballot{} // poll and voter → what counts
	for poll, ballots := range log.audit.ballots {
		for voter, ballot := range ballots {
			counted[poll+" "+voter] = ballot
		}
	}
	receipts := map[string]string{} // poll and voter → command of the receipt with the highest number
	highest := map[string]uint64{}
	lost := 0
	for _, d := range w.devices {
		revoked := d.link.Phase == link.Rejected
		if revoked && (len(d.store.cursors) > 0 || len(d.store.facts) > 0 || d.link.Code != "device.revoked") {
			w.fail("%s is revoked (%q) and holds %v", d.id, d.link.Code, sorted(d.store.cursors))
		}
		for _, command := range d.store.outbox {
			if !revoked && !w.tooEarly(d, command) {
				kept := w.server.disk.answers[answerName(d.id, command.ID)]
				w.fail("%s still has %d commands to send, phase %d, held by %q: %s of %q with receipt %+v, to which the server says %+v", d.id, len(d.store.outbox), d.link.Phase, d.link.Person, command.Kind, command.Person, command.Receipt, kept)
			}
		}
		if !revoked {
			w.same(d)
		}
		for id, s := range d.store.answered {
			if s.answer.Outcome == change.Refused && s.answer.Code == "" || s.answer.Outcome == change.Failed {
				w.fail("%s ended as %+v", id, s.answer)
			}
			r := s.answer.Receipt
			if s.command.Kind != council.CastBallot || r == nil {
				continue
			}
			if fork, forked := w.forked[r.Epoch]; forked && r.Seq > fork {
				if !revoked {
					w.fail("%s has a receipt of epoch %d that the backup does not know, and did not offer it again: %+v", d.id, r.Epoch, *r)
				}
				lost++
				continue
			}
			c, held := log.holds(r.Stream, r.Seq)
			var ballot council.Ballot
			if err := json.Unmarshal(c.Body, &ballot); !held || err != nil || c.Kind != council.BallotKind || ballot.Command != r.Command {
				w.fail("%s has the receipt %+v, and the log has %+v there", id, *r, c)
			}
			name := ballot.Poll + " " + ballot.Voter
			if r.Seq >= highest[name] {
				highest[name], receipts[name] = r.Seq, r.Command
			}
		}
	}
	for name, command := range receipts {
		// A later one counts where its device was revoked before it could be told.
		if counts := counted[name]; counts.Command != command && (counts.Seq <= highest[name] || w.server.bench.people.Devices[counts.Device].State != people.Revoked) {
			w.fail("%s has a receipt for %s, and %+v counts", name, command, counts)
		}
	}
	// What counts has a receipt on some device, but for those that were revoked before it came.
	without := 0
	for name := range counted {
		if receipts[name] == "" {
			without++
		}
	}
	if without > w.counts["device revoked"]+w.counts["backup restored"]*len(w.devices) {
		w.fail("%d ballots count without any receipt", without)
	}
	w.counts["ballots in the log"], w.counts["ballots with a receipt"], w.counts["receipts of revoked devices lost by a restore"] = log.audit.cast, len(receipts), lost
	for id, poll := range log.audit.polls {
		if _, has := log.audit.results[id]; (poll.State == council.PollFinished || poll.State == council.PollPublished) != has {
			w.fail("%s is %s and has a result: %v", id, poll.State, has)
		}
	}
}

// tooEarly tells whether a command that was accepted before a restore has to wait, and would be accepted
// once its time comes.
func (w *world) tooEarly(d *tablet, command change.Command) bool {
	if command.Receipt == nil || command.Receipt.Epoch == w.server.epoch.Number {
		return false
	}
	_, answer := w.server.bench.Judge(context.Background(), change.Actor{Device: d.id}, command, w.now)
	w.count("command that waits until it is not too early")
	return answer.Code == "poll.not-started" || answer.Code == "person.changed"
}

// same holds one device against the server: all it may see, the same, and nothing else.
func (w *world) same(d *tablet) {
	grant := w.server.bench.Grant(d.id)
	if d.link.Phase != link.Online || d.link.Epoch.Number != w.server.epoch.Number {
		w.fail("%s is in phase %d of epoch %d, the server in %d", d.id, d.link.Phase, d.link.Epoch.Number, w.server.epoch.Number)
	}
	for _, audience := range grant.Audiences {
		if at := w.server.disk.ends[audience]; d.store.cursors[audience] != at {
			w.fail("%s is at %d of %s, the server at %d, or they hold different things", d.id, d.store.cursors[audience].Place, audience, at.Place)
		}
	}
	for audience := range d.store.cursors {
		if !slices.Contains(grant.Audiences, audience) {
			w.fail("%s holds %s and may see %v", d.id, audience, grant.Audiences)
		}
		if !w.server.held[d.id][audience] {
			w.fail("%s holds %s, and the server believes %v", d.id, audience, w.server.held[d.id])
		}
	}
	for audience := range w.server.held[d.id] {
		if _, holds := d.store.cursors[audience]; !holds && !slices.Contains(grant.Audiences, audience) {
			w.count("wiping that the server waits for and was never needed")
		}
	}
	if want := w.server.disk.facts(grant.Audiences); d.whole {
		if len(want) != len(d.store.facts) {
			w.fail("%s holds %d facts, and should %d", d.id, len(d.store.facts), len(want))
		}
		for name, seq := range want {
			if d.store.facts[name] != seq {
				w.fail("%s holds %s of %d, want %d", d.id, name, d.store.facts[name], seq)
			}
		}
	}
}

// story tells what happened, sorted, for the log of a test.
func (w *world) story() string {
	var told []string
	for _, what := range sorted(w.counts) {
		told = append(told, fmt.Sprintf("%s %d", what, w.counts[what]))
	}
	return strings.Join(told, ", ")
}
