package proof

import (
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/link"
)

// seated is a room of which everybody is signed in and connected, in fair weather.
func seated(t *testing.T, persons int) *world {
	w := newWorld(t, 7, size{persons: persons, polls: 3, papers: 6, far: hub.Batch, pollEvery: time.Hour, pollOpen: time.Hour})
	w.calm = true
	for _, d := range w.devices[:persons] {
		w.hold(d)
		w.after(3*time.Second, func() { w.hold(d) })
	}
	w.run(w.now.Add(20 * time.Second))
	if !w.everyoneIsHere() {
		t.Fatal("the room does not come to rest")
	}
	for _, d := range w.devices[:persons] {
		d.signIn(d.person)
	}
	w.run(w.now.Add(10 * time.Second))
	return w
}

// everyoneIsHere reports whether every device is connected and holds all it may see.
func (w *world) everyoneIsHere() bool {
	for _, d := range w.devices {
		if !d.on || d.link.Phase != link.Online || len(d.store.outbox) > 0 {
			return false
		}
		for _, audience := range w.server.bench.Grant(d.id).Audiences {
			if d.store.cursors[audience] != w.server.disk.ends[audience] {
				return false
			}
		}
	}
	return true
}

// until runs until something holds, and returns how long that took.
func (w *world) until(holds func() bool, atMost time.Duration) time.Duration {
	w.t.Helper()
	began := w.now
	for !holds() {
		if w.now.Sub(began) > atMost {
			w.fail("not within %s", atMost)
		}
		w.run(w.now.Add(20 * time.Millisecond))
	}
	return w.now.Sub(began)
}

func (w *world) open(poll string) {
	w.server.administer(change.Command{Kind: council.OpenPoll, Stream: stream, Body: packed(council.Pointing{ID: poll})}, func(answer change.Answer) {
		if answer.Outcome != change.Accepted {
			w.fail("open poll: %s", answer.Code)
		}
	})
	w.run(w.now.Add(time.Second))
}

// The line goes after the commit and before the answer: the device has its receipt within 2 s, the
// ballot stands once.
func TestAnswerLostAfterCommit(t *testing.T) {
	w := seated(t, 5)
	w.open(pollID(0))
	d := w.devices[0]
	d.cast(pollID(0))
	for began := w.now; w.server.disk.audit.cast == 0 && w.now.Sub(began) < time.Second; {
		w.run(w.now.Add(100 * time.Microsecond)) // the answer may be on its way and must not be here yet
	}
	if len(d.store.answered) > 0 {
		t.Fatal("the answer is here before it was lost")
	}
	d.line.hung, d.line.left = true, true
	d.line = nil
	d.step(link.Lost{})
	took := w.until(func() bool { return len(d.store.answered) == 1 && len(d.store.outbox) == 0 }, 2*time.Second)
	for _, s := range d.store.answered {
		if s.answer.Outcome != change.Accepted || s.answer.Receipt == nil || w.server.disk.audit.cast != 1 {
			t.Errorf("%+v, %d ballots", s.answer, w.server.disk.audit.cast)
		}
	}
	t.Logf("the receipt was here after %s", took)
}

// Nothing comes through any more and nobody is told: within 50 s everybody is back, and the server
// holds no dead line.
func TestHalfOpenLines(t *testing.T) {
	w := seated(t, 40)
	dead := map[*line]bool{}
	for _, d := range w.devices {
		d.line.hung = true
		dead[d.line] = true
	}
	w.open(pollID(0))
	took := w.until(func() bool {
		for _, l := range w.server.lines {
			if dead[l] {
				return false
			}
		}
		return w.everyoneIsHere()
	}, 50*time.Second)
	t.Logf("everybody was back after %s", took)
}

// 500 devices lose the server in one moment: 6 s after it is back so are they, and hold everything.
func TestFiveHundredComeBack(t *testing.T) {
	persons := 500
	if raced {
		persons = 60
	}
	w := seated(t, persons)
	w.open(pollID(0))
	w.server.crash()
	w.run(w.now.Add(4 * time.Second))
	w.server.start()
	took := w.until(w.everyoneIsHere, 6*time.Second)
	t.Logf("%d devices were back after %s", len(w.devices), took)
}

// Half of all packets are lost and each takes up to two seconds: 10 s after that ends everybody is
// back and has what there is.
func TestBadNetworkEnds(t *testing.T) {
	w := seated(t, 40)
	w.open(pollID(0))
	for _, d := range w.devices {
		d.weather = weather{delay: time.Duration(20+w.rng.IntN(1980)) * time.Millisecond, loss: 0.6 * w.rng.Float64()}
		if d.line != nil {
			d.line.weather = d.weather
		}
	}
	w.calm = false
	for _, d := range w.devices[:40] {
		d.cast(pollID(0))
	}
	w.run(w.now.Add(3 * time.Minute))
	w.calm = true
	for _, d := range w.devices {
		d.weather = weather{delay: 3 * time.Millisecond}
		if d.line != nil {
			d.line.weather = d.weather
		}
	}
	took := w.until(w.everyoneIsHere, 25*time.Second)
	if w.server.disk.audit.cast != 40 {
		t.Errorf("%d ballots of 40", w.server.disk.audit.cast)
	}
	t.Logf("everybody was back after %s", took)
}

// The power goes in the middle of a vote: 5 s after the server is back every ballot has its receipt.
func TestPowerGoesInTheMiddleOfAVote(t *testing.T) {
	for after := 1; after < 400; after += 19 {
		w := seated(t, 12)
		w.open(pollID(0))
		w.server.countdown = after
		for _, d := range w.devices[:12] {
			d.cast(pollID(0))
		}
		w.run(w.now.Add(2 * time.Second))
		w.server.countdown = 0
		if !w.server.up {
			w.server.start()
		}
		w.until(w.everyoneIsHere, 7*time.Second)
		if w.server.disk.audit.cast != 12 {
			t.Errorf("gone at point %d: %d ballots of 12", after, w.server.disk.audit.cast)
		}
		w.settled()
	}
}

// Two tablets of one delegate vote in the same moment, so that one group has both ballots: one counts,
// and the other is answered with its receipt or refused.
func TestTwoTabletsOneBallot(t *testing.T) {
	for range 20 {
		w := newWorld(t, 7, size{persons: 3, spare: 3, polls: 3, papers: 6, far: hub.Batch, pollEvery: time.Hour, pollOpen: time.Hour})
		w.calm = true
		w.run(w.now.Add(3 * time.Second))
		for _, d := range w.devices[:6] {
			d.signIn(d.person)
		}
		w.run(w.now.Add(3 * time.Second))
		w.open(pollID(0))
		for _, d := range w.devices[:6] {
			d.cast(pollID(0))
		}
		if w.server.desk.Waiting() != 0 {
			t.Fatal("the ballots are there before the network brought them")
		}
		w.until(w.everyoneIsHere, 2*time.Second)
		if w.server.disk.audit.cast != 3 {
			t.Errorf("%d ballots of three delegates on six tablets", w.server.disk.audit.cast)
		}
		w.settled()
	}
}
