package link

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

const (
	hall   change.Audience = "hall"
	clerks change.Audience = "clerk"
)

// device is a core with a clock.
type device struct {
	t *testing.T
	*State
	now    time.Time
	random float64
}

func newDevice(t *testing.T, cursors map[change.Audience]change.Cursor, pending ...change.Command) *device {
	return &device{t, NewState(change.Epoch{Number: 1}, cursors, pending), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), 0.5}
}

func (d *device) step(input any) string { return told(d.Step(input, d.now, d.random)) }

func (d *device) expect(what string, input any, want string) {
	d.t.Helper()
	if got := d.step(input); got != want {
		d.t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func (d *device) online(epoch uint32, person string, audiences ...change.Audience) string {
	d.t.Helper()
	for d.Phase != Dialing && d.Phase != Rejected && d.Phase != Waiting {
		d.now = d.now.Add(250 * time.Millisecond)
		d.step(Tick{})
	}
	d.step(Dialed{OK: true})
	return d.step(welcome(epoch, person, audiences...))
}

func welcome(epoch uint32, person string, audiences ...change.Audience) Received {
	return Received{wire.Message{Welcome: &wire.Welcome{Protocol: 1, Epoch: epoch, Room: "Phòng họp", Rights: wire.Rights{Person: person, Audiences: audiences}}}}
}

func bye(code string) Received { return Received{wire.Message{Bye: &wire.Bye{Code: code}}} }

func answer(id string, outcome change.Outcome) Received {
	return Received{wire.Message{Answer: &change.Answer{ID: id, Outcome: outcome}}}
}

func batch(from change.Cursor, audience change.Audience, count int) wire.Changes {
	m := wire.Changes{Audience: audience, After: from.Place}
	for i := range count {
		c, _ := change.Head{Seq: from.Place + uint64(i)}.Append(change.Draft{Stream: "s", Kind: "k", Audience: audience, Key: fmt.Sprint(i), Body: []byte("1")}, 1, 1)
		m.Changes = append(m.Changes, c)
		from = from.Next(c)
	}
	m.To = from
	return m
}

func changes(m wire.Changes) Received { return Received{wire.Message{Changes: &m}} }

func told(outputs []any) string {
	var lines []string
	for _, output := range outputs {
		switch out := output.(type) {
		case Send:
			switch m := out.Message; {
			case m.Hello != nil:
				lines = append(lines, fmt.Sprint("hello ", m.Hello.Epoch, " ", len(m.Hello.Cursors)))
			case m.Command != nil:
				lines = append(lines, "send "+m.Command.ID)
			case m.Ack != nil:
				lines = append(lines, fmt.Sprint("ack ", m.Ack.Audience, " ", m.Ack.Place))
			case m.Ping != nil:
				lines = append(lines, "ping")
			}
		case Take:
			lines = append(lines, fmt.Sprint(map[bool]string{true: "replace "}[out.Whole]+"take ", out.Audience, " ", len(out.Changes), " to ", out.To.Place))
		case Wipe:
			lines = append(lines, fmt.Sprint("wipe ", out.Audience))
		case Settle:
			lines = append(lines, fmt.Sprint("settle ", out.Answer.ID, " ", out.Answer.Outcome))
		case Replied:
			lines = append(lines, fmt.Sprint("replied ", out.ID, " ", out.Answer.Outcome, " lost ", out.Lost))
		case Keep:
			lines = append(lines, fmt.Sprint("keep ", out.Epoch.Number, " ", out.Person))
		case Present:
			lines = append(lines, fmt.Sprint("present ", out.Devices))
		default:
			lines = append(lines, strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", output), "link.")))
		}
	}
	return strings.Join(lines, "; ")
}

// The first try after a loss comes within a second, later ones within five at most.
func TestBackoff(t *testing.T) {
	for _, random := range []float64{0, 0.5, 0.999} {
		d := newDevice(t, nil)
		d.random = random
		d.expect("at once", Tick{}, "dial")
		d.expect("only one dial", Tick{}, "")
		for try := 1; try <= 10; try++ {
			failed := d.now
			d.expect("no connection", Dialed{}, "told")
			for d.step(Tick{}) != "dial" {
				d.now = d.now.Add(10 * time.Millisecond)
			}
			longest := time.Duration(float64(min(time.Duration(try)*FirstRetry, LastRetry)) * random)
			if waited := d.now.Sub(failed); waited < longest || waited > longest+20*time.Millisecond {
				t.Errorf("random %v, try %d: after %v, want %v", random, try, waited, longest)
			}
		}
		d.step(Dialed{OK: true})
		d.step(welcome(1, ""))
		lost := d.now
		d.expect("lost", Lost{}, "told")
		for d.step(Tick{}) != "dial" {
			d.now = d.now.Add(10 * time.Millisecond)
		}
		if waited := d.now.Sub(lost); waited > FirstRetry {
			t.Errorf("after a connection stood: %v", waited)
		}
	}
	d := newDevice(t, nil)
	d.random = 0.9
	d.step(Tick{})
	d.step(Dialed{})
	d.expect("too early", Tick{}, "")
	d.expect("the person wants it now", Retry{}, "dial")
}

func TestDeadConnections(t *testing.T) {
	d := newDevice(t, nil)
	d.step(Tick{})
	d.expect("connected", Dialed{OK: true}, "hello 1 0")
	d.now = d.now.Add(GreetWithin)
	d.expect("patience", Tick{}, "")
	d.now = d.now.Add(time.Millisecond)
	d.expect("no welcome", Tick{}, "hangup")
	d.step(Lost{})
	d.online(1, "")
	began := d.now
	pings := 0
	for said := ""; said != "hangup"; said = d.step(Tick{}) {
		if said == "ping" {
			pings++
		}
		d.now = d.now.Add(250 * time.Millisecond)
	}
	if waited := d.now.Sub(began); waited < DeadAfter || waited > DeadAfter+time.Second || pings != int(DeadAfter/PingEvery) {
		t.Errorf("given up after %v and %d pings", waited, pings)
	}
	d.step(Lost{})
	d.online(1, "")
	for range 600 {
		d.now = d.now.Add(250 * time.Millisecond)
		switch said := d.step(Tick{}); said {
		case "ping":
			d.step(Received{wire.Message{Pong: &wire.Pong{Now: d.now.Add(-time.Hour).UnixMilli()}}})
		case "":
		default:
			t.Fatalf("a connection that answers: %s", said)
		}
	}
	if d.Lag != time.Hour || !d.LastHeard.Add(PingEvery).After(d.now) {
		t.Errorf("lag %v, heard %v ago", d.Lag, d.now.Sub(d.LastHeard))
	}
}

// What waits is sent in order on every new connection until it is answered, and settled once.
func TestOutbox(t *testing.T) {
	a, b, c := change.Command{ID: "a"}, change.Command{ID: "b"}, change.Command{ID: "c"}
	d := newDevice(t, nil, a, b)
	d.expect("offline", Queued{c}, "told")
	if got := d.online(1, ""); got != "told; send a; send b; send c" {
		t.Errorf("after welcome: %s", got)
	}
	d.expect("answered", answer("b", change.Accepted), "settle b ok; told")
	d.expect("answered twice", answer("b", change.Accepted), "")
	d.expect("answered, never asked", answer("x", change.Accepted), "")
	d.step(Lost{})
	d.expect("an answer over a connection that is gone", answer("a", change.Accepted), "")
	if got := d.online(1, ""); got != "told; send a; send c" {
		t.Errorf("after the next welcome: %s", got)
	}
	d.expect("refused", answer("a", change.Refused), "settle a refused; told")
	d.expect("the server cannot write", answer("c", change.Failed), "told")
	d.now = d.now.Add(PingEvery)
	d.expect("again with the ping", Tick{}, "ping; send c")
	d.expect("settled", answer("c", change.Duplicate), "settle c duplicate; told")
	d.expect("the disk cannot settle", Unstored{Command: &c}, "hangup")
	d.step(Lost{})
	if got := d.online(1, ""); got != "told; send c" {
		t.Errorf("after a settling that failed: %s", got)
	}
	d.expect("online", Queued{a}, "send a; told")
}

func TestAsking(t *testing.T) {
	d := newDevice(t, nil)
	d.expect("offline", Ask{change.Command{ID: "a"}}, "replied a  lost true")
	d.online(1, "")
	d.expect("online", Ask{change.Command{ID: "a"}}, "send a")
	d.expect("answered", answer("a", change.Refused), "replied a refused lost false")
	d.step(Ask{change.Command{ID: "b"}})
	d.expect("lost", Lost{}, "told; replied b  lost true")
	if got := d.online(1, ""); got != "told" {
		t.Errorf("what was asked is sent again: %s", got)
	}
	d.step(Ask{change.Command{ID: "c"}})
	d.expect("another connection", Dialed{OK: true}, "replied c  lost true; hello 1 0")
}

// Only what continues what is held, to the hash that the server says, is taken.
func TestChanges(t *testing.T) {
	first := batch(change.Cursor{}, hall, 3)
	second := batch(first.To, hall, 2)
	other := batch(change.Cursor{}, clerks, 1)
	altered := batch(first.To, hall, 2)
	altered.Changes[0].Body = []byte("2")
	foreign := second
	foreign.Changes = []change.Change{second.Changes[0], other.Changes[0]}
	for what, c := range map[string]struct {
		then wire.Changes
		want string
	}{
		"the next":            {second, "take hall 2 to 5; ack hall 5"},
		"not granted":         {other, ""},
		"none":                {wire.Changes{Audience: hall, After: 3, To: first.To}, ""},
		"one is missing":      {batch(second.To, hall, 1), "wipe hall; hangup"},
		"the same again":      {wire.Changes{Audience: hall, After: 1, To: first.To, Changes: first.Changes[1:]}, "wipe hall; hangup"},
		"altered":             {altered, "wipe hall; hangup"},
		"of another audience": {foreign, "wipe hall; hangup"},
		"from the beginning":  {batch(change.Cursor{}, hall, 1), "wipe hall; take hall 1 to 1; ack hall 1"},
	} {
		d := newDevice(t, nil)
		d.online(1, "an", hall)
		d.expect("first", changes(first), "take hall 3 to 3; ack hall 3")
		d.expect(what, changes(c.then), c.want)
		if strings.Contains(c.want, "hangup") {
			if _, held := d.Cursors[hall]; held || d.Resets != 1 {
				t.Errorf("%s: held at %+v, %d resets", what, d.Cursors[hall], d.Resets)
			}
		}
	}
	d := newDevice(t, nil)
	d.step(Tick{})
	d.step(Dialed{OK: true})
	d.expect("before welcome", changes(first), "")
}

func TestRights(t *testing.T) {
	at := map[change.Audience]change.Cursor{hall: {Place: 3}, clerks: {Place: 9}}
	d := newDevice(t, at)
	if got := d.online(1, "an", hall); got != "keep 1 an; wipe clerk; told" {
		t.Errorf("welcome with less: %s", got)
	}
	d.expect("the disk cannot wipe", Unstored{Audience: clerks}, "hangup")
	d.step(Lost{})
	if got := d.online(1, "an", hall); got != "wipe clerk; told" {
		t.Errorf("a wiping that failed is not done again: %s", got)
	}
	rights := func(person string, audiences ...change.Audience) Received {
		return Received{wire.Message{Rights: &wire.Rights{Person: person, Audiences: audiences}}}
	}
	d.expect("handed over", rights("bình", clerks), "keep 1 bình; wipe hall; told")
	d.expect("nothing to wipe", rights("bình", hall), "told")
	d.expect("given back", rights(""), "keep 1 ; told")
	d.expect("changes for nobody", changes(batch(change.Cursor{}, hall, 1)), "")

	d = newDevice(t, at)
	d.online(1, "an", hall, clerks)
	d.expect("the disk cannot take", Unstored{Audience: hall}, "hangup")
	d.step(Lost{})
	d.online(1, "an", hall, clerks)
	d.expect("fetched anew", changes(batch(change.Cursor{}, hall, 1)), "take hall 1 to 1; ack hall 1")
}

// From version 2 on only what asks for it is acknowledged: five hundred devices that all acknowledge one
// edit cost the room more than the edit.
func TestAcksOnlyWhereAsked(t *testing.T) {
	d := newDevice(t, nil)
	d.step(Tick{})
	d.step(Dialed{OK: true})
	w := welcome(1, "an", hall)
	w.Message.Welcome.Protocol = 2
	d.step(w)
	caughtUp := batch(change.Cursor{}, hall, 2)
	caughtUp.Ack = true
	d.expect("catching up", changes(caughtUp), "take hall 2 to 2; ack hall 2")
	d.expect("live", changes(batch(caughtUp.To, hall, 1)), "take hall 1 to 3")
}

// A higher epoch is kept, a lower one is not believed.
func TestEpoch(t *testing.T) {
	d := newDevice(t, nil, change.Command{ID: "a"})
	if got := d.online(4, "an", hall); got != "keep 4 " {
		t.Errorf("a later epoch: %s", got)
	}
	d.expect("and what it brings back", Offered{[]change.Command{{ID: "b"}}}, "keep 4 an; told; send a; send b")
	d.step(Lost{})
	for d.step(Tick{}) != "dial" {
		d.now = d.now.Add(time.Second)
	}
	d.expect("the epoch is said", Dialed{OK: true}, "hello 4 0")
	d.expect("an earlier epoch", welcome(3, "chủ tịch", clerks), "avoid; hangup")
	if d.Phase == Online || d.Epoch.Number != 4 || d.Person != "an" {
		t.Errorf("phase %d, epoch %d, person %s", d.Phase, d.Epoch.Number, d.Person)
	}
}

func TestBye(t *testing.T) {
	at := map[change.Audience]change.Cursor{hall: {Place: 3}, clerks: {Place: 9}}
	for code, c := range map[string]struct {
		want  string
		phase Phase
	}{
		"device.revoked": {"keep 1 ; wipe clerk; wipe hall; told; hangup; told", Rejected},
		"device.pending": {"hangup; told", Waiting},
		"slow":           {"hangup", Online},
		"protocol":       {"hangup", Online},
	} {
		d := newDevice(t, at, change.Command{ID: "a"})
		d.online(1, "an", hall, clerks)
		d.expect(code, bye(code), c.want)
		if d.Phase != c.phase {
			t.Errorf("%s: phase %d", code, d.Phase)
		}
		d.step(Lost{})
		left := d.now
		for d.step(Tick{}) != "dial" {
			d.now = d.now.Add(100 * time.Millisecond)
		}
		if waited := d.now.Sub(left); (c.phase != Online) != (waited >= RejectedTry) || waited > RejectedTry+time.Second {
			t.Errorf("%s: tried again after %v", code, waited)
		}
		// Whatever is not sent survives a refusal, and goes out if the device is taken again.
		if got := d.online(1, "an", hall, clerks); !strings.HasSuffix(got, "send a") || d.Code != "" {
			t.Errorf("%s: taken again: %s, code %q", code, got, d.Code)
		}
	}
}
