package proof

import (
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

func (w *world) close(poll string) council.Result {
	w.server.administer(change.Command{Kind: council.ClosePoll, Stream: stream, Body: packed(council.Pointing{ID: poll})}, func(answer change.Answer) {
		if answer.Outcome != change.Accepted {
			w.fail("close poll: %s", answer.Code)
		}
	})
	w.run(w.now.Add(council.ClosingNotice + 2*time.Second))
	result, has := w.server.disk.audit.results[poll]
	if !has {
		w.fail("%s was closed and not counted", poll)
	}
	return result
}

func (d *tablet) choose(poll string, choice council.Choice) {
	d.queue(stream, council.CastBallot, council.Casting{Poll: poll, Choice: choice})
}

// Of a ballot that was replaced the last one counts alone; where a poll lets none be replaced, the first.
func TestReplacedBallot(t *testing.T) {
	w := seated(t, 4)
	for _, row := range []struct {
		poll    string
		yes, no int
	}{{pollID(0), 4, 0}, {pollID(1), 0, 4}} {
		w.open(row.poll)
		for _, choice := range []council.Choice{council.Yes, council.No, council.No} {
			for _, d := range w.devices[:4] {
				d.choose(row.poll, choice)
			}
			w.until(w.everyoneIsHere, 2*time.Second)
		}
		if result := w.close(row.poll); result.Received != 4 || result.Yes != row.yes || result.No != row.no {
			t.Errorf("%s: %+v, want %d for, %d against", row.poll, result.Count, row.yes, row.no)
		}
		w.settled()
	}
}

// The closing is announced; a ballot that comes in the last moment before it counts, one after it is
// refused with the reason, whatever the device's clock says, and also where it was chosen in time.
func TestBallotsAroundTheClose(t *testing.T) {
	w := seated(t, 8)
	for i, d := range w.devices[:8] {
		d.skew = []time.Duration{0, 24 * time.Hour, -24 * time.Hour, time.Unix(0, 0).Sub(w.now)}[i%4]
	}
	w.open(pollID(0))
	w.server.administer(change.Command{Kind: council.ClosePoll, Stream: stream, Body: packed(council.Pointing{ID: pollID(0)})}, func(change.Answer) {})
	w.run(w.now.Add(council.ClosingNotice - 200*time.Millisecond))
	for _, d := range w.devices[:4] {
		d.cast(pollID(0))
	}
	w.run(w.now.Add(100 * time.Millisecond))
	for _, d := range w.devices[4:8] {
		d.line.weather.delay = 4 * time.Second // chosen before the close, and comes after it
		d.cast(pollID(0))
	}
	w.run(w.now.Add(15 * time.Second))
	if result := w.server.disk.audit.results[pollID(0)]; result.Received != 4 {
		t.Errorf("%d ballots count, want the four in time", result.Received)
	}
	for i, d := range w.devices[:8] {
		for _, s := range d.store.answered {
			if want := (map[bool]string{true: "", false: "poll.closed"})[i < 4]; s.answer.Code != want {
				t.Errorf("%s is answered %q, want %q", d.id, s.answer.Code, want)
			}
		}
		if len(d.store.answered) != 1 {
			t.Errorf("%s has %d answers", d.id, len(d.store.answered))
		}
	}
	w.settled()
}
