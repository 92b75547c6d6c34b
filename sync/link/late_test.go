package link

import (
	"fmt"
	"testing"
	"time"

	"congso.vn/congso/app/change"
)

// within is a command that counts for a minute.
func within(id string) change.Command { return change.Command{ID: id, Within: 60_000} }

// waits returns how long each command that is sent says it has waited.
func waits(outputs []any) string {
	said := ""
	for _, output := range outputs {
		if out, sent := output.(Send); sent && out.Message.Command != nil {
			said += fmt.Sprint(out.Message.Command.ID, " ", out.Message.Command.Waited, " ")
		}
	}
	return said
}

// What counts for a minute is let go after it where it never left the device, and asked for where it may
// have: the server alone knows whether it counted.
func TestCommandsThatMustNotCountLate(t *testing.T) {
	for what, c := range map[string]struct {
		loaded, sent bool
		waited       time.Duration // before it may go
		receipt      bool
		want         string // what is done at that time
		says         string // once the room is there
	}{
		"in time":                          {waited: time.Minute, want: "", says: "a 60000 "},
		"too late, never sent":             {waited: time.Minute + time.Millisecond, want: "settle a refused; told", says: ""},
		"too late, sent before":            {sent: true, waited: time.Hour, want: "", says: "a 3600000 "},
		"too late, from before the start":  {loaded: true, waited: time.Hour, want: "", says: "a 3600000 "},
		"accepted by an earlier epoch":     {loaded: true, receipt: true, waited: time.Hour, want: "", says: "a 0 "},
		"accepted, and offered once again": {receipt: true, waited: time.Hour, want: "", says: "a 0 "},
	} {
		command := within("a")
		if c.receipt {
			command.Receipt = &change.Receipt{Epoch: 1}
		}
		d := newDevice(t, nil)
		if c.loaded {
			d = newDevice(t, nil, command)
		}
		d.step(Tick{})
		d.step(Dialed{})
		if c.sent {
			d.online(1, "an")
		}
		given := d.now
		if !c.loaded {
			d.step(Queued{command})
		}
		d.step(Lost{})
		d.nextDial = d.now.Add(24 * time.Hour)
		d.now = given.Add(c.waited)
		d.expect(what, Tick{}, c.want)
		d.nextDial = d.now
		d.step(Tick{})
		d.step(Dialed{OK: true})
		w := welcome(1, "an")
		if got := waits(d.Step(w, d.now, 0.5)); got != c.says {
			t.Errorf("%s: says %q, want %q", what, got, c.says)
		}
		if c.want != "" {
			d.expect(what+", answered late by a server that never had it", answer("a", change.Accepted), "")
		}
	}
}

// What was late in the very moment in which the room answers again is not sent.
func TestLateBeforeTheNextTick(t *testing.T) {
	d := newDevice(t, nil)
	d.step(Queued{within("a")})
	d.step(Queued{change.Command{ID: "b"}})
	d.step(Tick{})
	d.now = d.now.Add(2 * time.Minute) // asleep
	d.step(Dialed{OK: true})
	if got := d.step(welcome(1, "an")); got != "keep 1 an; told; settle a refused; told; send b" {
		t.Error(got)
	}
}

// A disk that cannot settle what was let go keeps it waiting, as long as it has waited before.
func TestLateAndTheDiskRefuses(t *testing.T) {
	d := newDevice(t, nil)
	a := within("a")
	d.step(Queued{a})
	d.now = d.now.Add(2 * time.Minute)
	d.expect("let go", Tick{}, "settle a refused; told; dial")
	d.expect("not settled", Unstored{Command: &a}, "hangup")
	d.expect("once more", Tick{}, "settle a refused; told")
}

// A device that was started again counts by the clock on the wall; where that went back nobody knows.
func TestWaitedOverARestart(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for what, c := range map[string]struct {
		command change.Command
		given   time.Time
		want    int64
		late    bool
	}{
		"a moment ago":               {within("a"), now.Add(-time.Second), 1000, false},
		"long ago":                   {within("a"), now.Add(-time.Hour), 3_600_000, true},
		"in the future":              {within("a"), now.Add(time.Second), 60_001, true},
		"counts always":              {change.Command{ID: "a"}, now.Add(-time.Hour), 3_600_000, false},
		"counts always, from future": {change.Command{ID: "a"}, now.Add(time.Hour), 0, false},
	} {
		command := c.command
		command.Waited = command.WaitedSince(c.given, now)
		if command.Waited != c.want || command.Late() != c.late {
			t.Errorf("%s: waited %d, late %v", what, command.Waited, command.Late())
		}
		d := newDevice(t, nil, command)
		d.step(Tick{})
		d.now = d.now.Add(time.Second)
		d.step(Dialed{OK: true})
		d.now = d.now.Add(time.Second)
		if got, want := waits(d.Step(welcome(1, ""), d.now, 0.5)), fmt.Sprint("a ", c.want+2000, " "); got != want {
			t.Errorf("%s: says %q, want %q", what, got, want)
		}
	}
}
