package hub

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// layers says who sees what: "all" is for the members, and all else for nobody.
type layers struct{ holders map[string]string }

func (l layers) Passes(device string, _ change.Stream, place string) (string, change.Audience) {
	if place != "all" {
		return l.holders[device], ""
	}
	return l.holders[device], members
}

func stroke(id, place string, bytes int) wire.Ephemeral {
	return wire.Ephemeral{Stream: "council/s1", Place: place, ID: id, Body: json.RawMessage(`"` + strings.Repeat("x", bytes) + `"`)}
}

// passedTo returns to whom something was passed on, and of whom it is said to be.
func passedTo(outputs []any) string {
	var to []string
	for _, output := range outputs {
		if send, is := output.(Send); is && send.Message.Ephemeral != nil {
			to = append(to, fmt.Sprint(send.Conn, " ", send.Message.Ephemeral.Author, " ", send.Passing))
		}
	}
	return strings.Join(to, "; ")
}

// What passes goes to those who may see it, know such messages and have greeted, not back to where it came from,
// and in the name of who holds the device.
func TestPassingGoesToWhoMaySeeIt(t *testing.T) {
	r := newRoom(nil)
	r.greet(1, "d1", delegate("an", hall, members), nil)
	r.greet(2, "d2", delegate("bình", hall, members), nil)
	r.greet(3, "d3", delegate("chi", hall), nil)
	r.step(Opened{Conn: 4, Device: "d4", Grant: delegate("dũng", members)})
	r.step(Received{4, wire.Message{Hello: &wire.Hello{Protocol: wire.EphemeralSince - 1}}})
	r.step(Opened{Conn: 5, Device: "d5", Grant: delegate("em", members)})
	r.greet(6, "d6", delegate("an", hall, members), nil)
	said := stroke("x", "all", 10)
	said.Author = "bình"
	pass := func(conn Conn, author string, to change.Audience) []any {
		return r.step(Passed{Conn: conn, Author: author, To: to, Ephemeral: said})
	}
	if got := passedTo(pass(1, "an", members)); got != "2 an an/x; 6 an an/x" {
		t.Errorf("passed on: %s", got)
	}
	expect(t, "for nobody", pass(1, "an", ""), "d1: refused strange-layer")
	expect(t, "of nobody", pass(1, "", members), "d1: refused strange-layer")
	expect(t, "it changed hands", pass(1, "bình", members), "")
	expect(t, "of an old peer", pass(4, "dũng", members), "4: close protocol")
	expect(t, "before the greeting", pass(5, "em", members), "5: close protocol")
	expect(t, "of one that is gone", pass(9, "an", members), "")
	r.step(Granted{Conn: 2, Grant: delegate("bình", hall)})
	if got := passedTo(pass(1, "an", members)); got != "6 an an/x" {
		t.Errorf("after one lost the right: %s", got)
	}
	r.step(Granted{Conn: 1, Grant: Grant{Code: "device.revoked"}})
	expect(t, "of a revoked one", pass(1, "an", members), "d1: refused strange-layer")
}

// A device that speaks of what it draws is here.
func TestPassingIsAWord(t *testing.T) {
	r := newRoom(nil)
	r.greet(1, "d1", delegate("an", members), nil)
	for range 10 {
		r.now = r.now.Add(silence - time.Second)
		r.step(Passed{Conn: 1, Author: "an", To: members, Ephemeral: stroke("x", "all", 1)})
		if out := told(r.step(Tick{})); strings.Contains(out, "close") {
			t.Fatal(out)
		}
	}
}

// Of each thing the latest state waits, of all the newest, and no more goes than was read.
func TestSlot(t *testing.T) {
	s := newSlot()
	s.put("a", []byte("1"))
	s.put("b", []byte("2"))
	s.put("a", []byte("3"))
	if got := string(s.next()) + string(s.next()) + string(s.next()); got != "32" {
		t.Errorf("goes: %s", got)
	}
	for i := range slotStates + 3 {
		s.put(fmt.Sprint(i), []byte{byte(i)})
	}
	if got := s.next(); len(got) != 1 || got[0] != 3 || len(s.states) != slotStates-1 || len(s.order) != slotStates-1 {
		t.Errorf("first %v, then %d", got, len(s.states))
	}
	s = newSlot()
	s.put("large", make([]byte, slotCredit-1))
	s.put("small", make([]byte, 2))
	if len(s.next()) != slotCredit-1 || s.next() != nil {
		t.Error("more goes than was read")
	}
	s.credit = slotCredit
	if len(s.next()) != 2 {
		t.Error("it never goes")
	}
}

// A device that reads nothing for a while still gets every change, behind no more of what passes than it is owed;
// the rest of that is lost. Nobody else waits for it.
func TestSlowReaderGetsChangesAndLosesWhatPasses(t *testing.T) {
	holders := map[string]string{}
	for i := range 8 {
		holders[fmt.Sprint("w", i)] = fmt.Sprint("p", i)
	}
	s := serveWith(t, newMemory(), func(c *Config) { c.Ephemerals = layers{holders} })
	slow := s.greet("slow", delegate("chậm", members))
	quick := s.greet("quick", delegate("nhanh", members))
	const each = 30
	done := make(chan struct{})
	go func() {
		defer close(done)
		for device, person := range holders {
			w := s.greet(device, delegate(person)) // writers read nothing and are sent nothing
			for i := range each {
				w.say(wire.Message{Ephemeral: ptr(stroke(fmt.Sprint(device, i), "all", 4000))})
			}
		}
	}()
	// The quick one says that it reads, so it is sent more than the credit.
	passed := 0
	for passed < 2*slotCredit/4100 {
		if m := quick.hear(); m.Ephemeral != nil {
			passed++
			if m.Ephemeral.Author == "" {
				t.Fatal("nobody's")
			}
			quick.say(wire.Message{Ping: &wire.Ping{Read: true}})
		}
	}
	for i := range 5 {
		s.submit(fmt.Sprint(i), note{members, fmt.Sprint(i), "x"})
	}
	before := 0
	for changes := 0; changes < 5; {
		switch m := slow.hear(); {
		case m.Changes != nil:
			changes++
		case m.Ephemeral != nil:
			before++
		}
	}
	if before*4000 > slotCredit {
		t.Errorf("a change waited behind %d things that pass", before)
	}
	// Once it reads, what passes comes again: the newest.
	slow.say(wire.Message{Ping: &wire.Ping{Read: true}})
	after := 0
	for after == 0 {
		if m := slow.hear(); m.Ephemeral != nil {
			after++
		}
	}
	<-done
}

// What waits of something that may not be seen any more does not go.
func TestPassingStopsWithTheRight(t *testing.T) {
	s := serveWith(t, newMemory(), func(c *Config) { c.Ephemerals = layers{map[string]string{"w": "an"}} })
	reader := s.greet("r", delegate("bình", members))
	writer := s.greet("w", delegate("an", members))
	writer.say(wire.Message{Ephemeral: ptr(stroke("1", "all", 10))})
	if m := reader.hear(); m.Ephemeral == nil || m.Ephemeral.Author != "an" || m.Ephemeral.ID != "1" {
		t.Fatalf("heard %+v", m)
	}
	s.grants.set("r", delegate("bình", hall))
	s.Regrant()
	if m := reader.hear(); m.Rights == nil {
		t.Fatalf("heard %+v", m)
	}
	for i := range 20 {
		writer.say(wire.Message{Ephemeral: ptr(stroke(fmt.Sprint(i), "all", 10))})
	}
	writer.say(wire.Message{Ephemeral: ptr(stroke("private", "own", 10))})
	writer.say(wire.Message{Ping: &wire.Ping{}})
	if m := writer.hear(); m.Pong == nil {
		t.Fatalf("heard %+v", m)
	}
	reader.say(wire.Message{Ping: &wire.Ping{}})
	if m := reader.hear(); m.Pong == nil {
		t.Errorf("after the right was lost: %+v", m)
	}
	if got := s.Refused()[StrangeLayer]; got != 1 {
		t.Errorf("%d refused", got)
	}
}

// More than thirty a second for long is lost, and counted; the connection stays.
func TestPassingTooFastIsLost(t *testing.T) {
	s := serveWith(t, newMemory(), func(c *Config) { c.Ephemerals = layers{map[string]string{"w": "an"}} })
	writer := s.greet("w", delegate("an", members))
	for range 10 * ephemeralBurst {
		writer.say(wire.Message{Ephemeral: ptr(stroke("x", "all", 10))})
	}
	writer.say(wire.Message{Ping: &wire.Ping{}})
	if m := writer.hear(); m.Pong == nil {
		t.Fatalf("heard %+v", m)
	}
	if lost := s.Refused()[TooFast]; lost < 5*ephemeralBurst {
		t.Errorf("%d lost", lost)
	}
}
