package link

import (
	"bytes"
	"fmt"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

const (
	agenda change.Audience = "council/s1/hall"
	own    change.Audience = "council/s1/person:an"
)

func keyed(letter string) change.Keys {
	return change.Keys{"council/s1": bytes.Repeat([]byte(letter), 32)}
}

// sealing is a device of an, connected to a room that has a safe.
func sealing(t *testing.T, pending ...change.Command) *device {
	d := newDevice(t, nil, pending...)
	d.step(Tick{})
	d.step(Dialed{OK: true})
	d.expect("keys come before anything of theirs", greeted(1, "an", keyed("k"), agenda, own), "keep 1 an; told"+sends(pending))
	d.step(changes(batch(change.Cursor{}, agenda, 2)))
	d.step(changes(batch(change.Cursor{}, own, 1)))
	return d
}

func sends(pending []change.Command) (said string) {
	for _, c := range pending {
		said += "; send " + c.ID
	}
	return said
}

func greeted(epoch uint32, person string, keys change.Keys, audiences ...change.Audience) Received {
	w := welcome(epoch, person, audiences...)
	w.Message.Welcome.Protocol, w.Message.Welcome.Safe, w.Message.Welcome.Keys = 2, []byte("safe"), keys
	return w
}

func (d *device) again(w Received) string {
	d.step(Lost{})
	for d.step(Tick{}) != "dial" {
		d.now = d.now.Add(LastRetry)
	}
	d.step(Dialed{OK: true})
	return d.step(w)
}

func rightsOf(person string, keys change.Keys, audiences ...change.Audience) Received {
	return Received{wire.Message{Rights: &wire.Rights{Person: person, Audiences: audiences, Keys: keys}}}
}

// What is remembered comes before what is wiped, and that before anything new.
func TestKeysComeFirst(t *testing.T) {
	d := sealing(t)
	if d.Keys["council/s1"] == nil || string(d.Safe) != "safe" {
		t.Errorf("keys %v, safe %q", d.Keys, d.Safe)
	}
	d.expect("nothing new", rightsOf("an", keyed("k"), agenda, own), "told")
	d.expect("a place lost", rightsOf("an", nil), "keep 1 an; wipe council/s1/hall; wipe council/s1/person:an; told")
}

// What is kept under a key that is another one now is fetched anew: the room sends it from the start where it
// gave the key just now, and from the cursors of the next hello where it gave it with a welcome.
func TestOtherKeyFetchesAnew(t *testing.T) {
	d := sealing(t)
	d.expect("another person, the same audience", rightsOf("bình", keyed("b"), agenda), "keep 1 bình; wipe council/s1/hall; wipe council/s1/person:an; told")
	d.expect("from the start", changes(batch(change.Cursor{}, agenda, 3)), "take council/s1/hall 3 to 3")
	if got := d.again(greeted(1, "bình", keyed("c"), agenda)); got != "keep 1 bình; wipe council/s1/hall; told; hangup" {
		t.Errorf("the room has another key: %s", got)
	}
	if got := d.again(greeted(1, "bình", keyed("c"), agenda)); got != "told" {
		t.Errorf("the next time: %s", got)
	}
}

// A device whose person gave it back is nobody's at once, whatever the room says until it has heard of it; and
// it hears of it behind everything that the person did.
func TestGivenBack(t *testing.T) {
	ballot, back := change.Command{ID: "a", Person: "an", Kind: "ballot.cast"}, change.Command{ID: "b", Person: "an", Kind: signOut}
	d := sealing(t, ballot)
	d.step(Lost{})
	d.expect("offline", Queued{back}, "keep 1 ; wipe council/s1/hall; wipe council/s1/person:an; told; told")
	if d.Person != "" || len(d.Keys) != 0 || len(d.Audiences) != 0 {
		t.Errorf("held by %q with %v and %v", d.Person, d.Keys, d.Audiences)
	}
	sealed := change.Command{ID: "a", Person: "an", Kind: change.Sealed}
	d.expect("sealed", Offered{[]change.Command{sealed}}, "told")
	if got := d.again(greeted(1, "an", keyed("k"), agenda, own)); got != "told; send a" {
		t.Errorf("the room has not heard of it: %s", got)
	}
	d.expect("not shown", changes(batch(change.Cursor{}, agenda, 2)), "")
	d.expect("the ballot", answer("a", change.Accepted), "settle a ok; send b; told")
	d.expect("the room heard", rightsOf("", nil), "told")
	d.expect("and says so", answer("b", change.Accepted), "settle b ok; told")
	d.expect("somebody takes it", rightsOf("an", keyed("k"), agenda), "keep 1 an; told")
}

// A person who takes the device again before the room has heard that it was given back holds it.
func TestTakenAgain(t *testing.T) {
	waits, back := change.Command{ID: "a", Person: "an", Receipt: &change.Receipt{}}, change.Command{ID: "b", Person: "an", Kind: signOut}
	d := sealing(t, waits)
	d.step(Queued{back})
	d.expect("too early", Received{wire.Message{Answer: &change.Answer{ID: "a", Outcome: change.Refused, Code: "poll.not-started"}}}, "told")
	d.expect("asked", Ask{change.Command{ID: "in", Kind: signIn}}, "send in")
	d.step(rightsOf("an", keyed("k"), agenda))
	d.expect("taken", answer("in", change.Accepted), "settle b refused; replied in ok lost false; hangup")
	if got := d.again(greeted(1, "an", keyed("k"), agenda)); got != "keep 1 an; told; send a" {
		t.Errorf("the next time: %s", got)
	}
}

// A room from before the device was given back is told again, before it is believed.
func TestRestoredRoomHearsAgain(t *testing.T) {
	d := sealing(t)
	d.step(Queued{change.Command{ID: "b", Person: "an", Kind: signOut}})
	d.step(rightsOf("", nil))
	d.step(answer("b", change.Accepted))
	if got := d.again(greeted(2, "an", keyed("k"), agenda)); got != "keep 2 " {
		t.Errorf("a restored room: %s", got)
	}
	again := []change.Command{{ID: "a", Person: "an", Kind: change.Sealed, Receipt: &change.Receipt{}}, {ID: "b", Person: "an", Kind: signOut, Receipt: &change.Receipt{}}}
	d.expect("offered", Offered{again}, "told; send a")
	if d.Person != "" {
		t.Errorf("held by %q", d.Person)
	}
}

// A room that cannot take what is sealed keeps the device in its person's hands until it has answered.
func TestRoomWithoutSafe(t *testing.T) {
	d := newDevice(t, nil)
	d.online(1, "an", hall)
	d.step(changes(batch(change.Cursor{}, hall, 1)))
	d.expect("asked", Queued{change.Command{ID: "b", Person: "an", Kind: signOut}}, "send b; told")
	if d.Person != "an" {
		t.Errorf("held by %q", d.Person)
	}
}

// What the disk did not remember is asked for again with the next word of the room.
func TestUnkept(t *testing.T) {
	d := newDevice(t, nil)
	d.step(Tick{})
	d.step(Dialed{OK: true})
	d.step(greeted(1, "an", keyed("k"), agenda))
	d.expect("full", Unkept{}, "hangup")
	if got := d.again(greeted(1, "an", keyed("k"), agenda)); got != "keep 1 an; told" {
		t.Errorf("again: %s", got)
	}
	if got := d.again(greeted(1, "an", keyed("k"), agenda)); got != "told" {
		t.Errorf("once it is kept: %s", got)
	}
}

// A room that was not heard for long takes the keys with it; one that is there does not.
func TestExpire(t *testing.T) {
	d := sealing(t)
	d.expect("connected", Expire{}, "")
	d.step(Lost{})
	d.expect("expired", Expire{}, "keep 1 an; wipe council/s1/hall; wipe council/s1/person:an; told")
	d.expect("twice", Expire{}, "")
	if got := d.again(greeted(1, "an", keyed("k"), agenda, own)); got != "keep 1 an; told" {
		t.Errorf("back: %s", got)
	}
}

// Keys are in no line of a log.
func TestKeysAreNotPrinted(t *testing.T) {
	kept := Kept{Person: "an", Keys: keyed("k")}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
		printed := fmt.Sprintf(verb, kept)
		if bytes.Contains([]byte(printed), []byte("kkkk")) || bytes.Contains([]byte(printed), []byte("6b6b")) || bytes.Contains([]byte(printed), []byte("107 107")) {
			t.Errorf("%s: %s", verb, printed)
		}
	}
}
