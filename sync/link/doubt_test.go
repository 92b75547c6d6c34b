package link

import (
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// until steps the clock to where a device says something.
func (d *device) until(said string, atMost time.Duration) time.Duration {
	d.t.Helper()
	for began := d.now; d.now.Sub(began) <= atMost; {
		d.now = d.now.Add(250 * time.Millisecond)
		if d.step(Tick{}) == said {
			return d.now.Sub(began)
		}
	}
	d.t.Fatalf("%q never comes", said)
	return 0
}

func pong(d *device) Received {
	return Received{wire.Message{Pong: &wire.Pong{Now: d.now.UnixMilli()}}}
}

// A ping that goes unanswered has the room looked for elsewhere within seconds, beside the connection; the
// new one takes its place, and what was not answered goes over it.
func TestDoubt(t *testing.T) {
	d := newDevice(t, nil, change.Command{ID: "a"})
	d.online(1, "an", hall)
	d.until("told; dial", 2*PingEvery+DoubtAfter)
	d.expect("no second dial while one is under way", Tick{}, "")
	d.expect("nobody there", Dialed{}, "")
	d.until("dial", 5*time.Second)
	d.expect("there", Dialed{OK: true}, "hello 1 0")
	d.expect("it goes on", welcome(1, "an", hall), "told; send a")
	if d.Doubting {
		t.Error("still in doubt")
	}
}

// The answer that comes after all ends the doubt, and nothing is begun anew.
func TestDoubtEnds(t *testing.T) {
	d := newDevice(t, nil)
	d.online(1, "an", hall)
	d.until("told; dial", 2*PingEvery+DoubtAfter)
	if !d.Doubting {
		t.Fatal("no doubt")
	}
	d.expect("the answer", pong(d), "told")
	if d.Doubting || d.Phase != Online {
		t.Errorf("doubting %v, phase %d", d.Doubting, d.Phase)
	}
	d.expect("the other connection could not be made", Dialed{}, "")
	if d.Phase != Online {
		t.Errorf("phase %d", d.Phase)
	}
}

// On a line whose answers always take long nobody doubts at once.
func TestDoubtKnowsTheLine(t *testing.T) {
	d := newDevice(t, nil)
	d.online(1, "an", hall)
	d.until("ping", 2*PingEvery)
	d.now = d.now.Add(2 * time.Second)
	d.step(pong(d))
	if took := d.until("told; dial", time.Minute); took < 6*time.Second {
		t.Errorf("doubted after %v", took)
	}
}
