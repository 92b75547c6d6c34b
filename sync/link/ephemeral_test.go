package link

import (
	"encoding/json"
	"strings"
	"testing"

	"congso.vn/congso/sync/wire"
)

func knowing(protocol int) Received {
	greeting := welcome(1, "an", hall)
	greeting.Message.Welcome.Protocol = protocol
	return greeting
}

func passing(bytes int) Pass {
	return Pass{wire.Ephemeral{Stream: "s", Place: "all", ID: "x", Body: json.RawMessage(strings.Repeat("1", bytes))}}
}

// sends counts the messages that pass.
func (d *device) sends(pass Pass) int {
	count := 0
	for _, output := range d.Step(pass, d.now, d.random) {
		if send, is := output.(Send); is && send.Message.Ephemeral != nil {
			count++
		}
	}
	return count
}

// What passes is sent where the room knows of such messages, and only while it is there.
func TestPassIsSentToWhoKnowsIt(t *testing.T) {
	for protocol := 1; protocol <= wire.Protocol; protocol++ {
		d := newDevice(t, nil)
		if d.sends(passing(5)) != 0 {
			t.Error("sent without a connection")
		}
		d.step(Tick{})
		d.step(Dialed{OK: true})
		if d.sends(passing(5)) != 0 {
			t.Error("sent before the welcome")
		}
		d.step(knowing(protocol))
		if want := protocol >= wire.EphemeralSince; (d.sends(passing(5)) == 1) != want {
			t.Errorf("protocol %d: not as %v", protocol, want)
		}
		d.step(Lost{})
		if d.sends(passing(5)) != 0 {
			t.Error("sent on a line that is cut")
		}
	}
}

// No more goes than the room has read, as its answers to pings tell; and a ping says once what this device has read.
func TestPassKeepsTheLineFree(t *testing.T) {
	d := newDevice(t, nil)
	d.step(Tick{})
	d.step(Dialed{OK: true})
	d.step(knowing(wire.Protocol))
	read := func() (pinged, read bool) {
		d.now = d.now.Add(PingEvery)
		for _, output := range d.Step(Tick{}, d.now, d.random) {
			if send, is := output.(Send); is && send.Message.Ping != nil {
				return true, send.Message.Ping.Read
			}
		}
		return false, false
	}
	if pinged, said := read(); !pinged || !said {
		t.Error("the first ping does not say that all was read")
	}
	sent := 0
	for range 2 * passCredit / 4000 {
		sent += d.sends(passing(4000))
	}
	if sent != passCredit/4000 {
		t.Errorf("%d sent", sent)
	}
	if pinged, said := read(); !pinged || said {
		t.Error("a ping says twice what was read")
	}
	d.step(Received{wire.Message{Pong: &wire.Pong{}}})
	if d.sends(passing(4000)) != 1 {
		t.Error("not sent after the room has read")
	}
	if _, said := read(); !said {
		t.Error("what was read is not said")
	}
	d.now = d.now.Add(4 * max(DoubtAfter, d.round))
	d.step(Tick{})
	if !d.Doubting || d.sends(passing(4)) != 0 {
		t.Error("sent on a line in doubt")
	}
}

// What comes is told, once the room has welcomed this device.
func TestPassingIsTold(t *testing.T) {
	d := newDevice(t, nil)
	d.step(Tick{})
	d.step(Dialed{OK: true})
	said := Received{wire.Message{Ephemeral: &wire.Ephemeral{Stream: "s", Place: "all", Author: "b", ID: "x", Body: json.RawMessage("1")}}}
	d.expect("before the welcome", said, "")
	d.step(knowing(wire.Protocol))
	out := d.Step(said, d.now, d.random)
	if len(out) != 1 || out[0].(Passing).Author != "b" {
		t.Errorf("told %+v", out)
	}
}

// Whoever passes something never waits, whatever the link does.
func TestPassNeverWaits(t *testing.T) {
	l := New(Config{})
	for range 100 {
		l.Pass(passing(4).Ephemeral) // nobody reads
	}
}
