package hub

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// room is a core with helpers to talk to it.
type room struct {
	*State
	now time.Time
}

func newRoom(heads map[change.Audience]change.Cursor) *room {
	if heads == nil {
		heads = map[change.Audience]change.Cursor{}
	}
	return &room{NewState("Phòng họp", change.Epoch{Number: 3, Server: "a"}, heads), noon}
}

func (r *room) step(input any) []any { return r.Step(input, r.now) }

func (r *room) greet(conn Conn, device string, grant Grant, cursors map[change.Audience]change.Cursor) []any {
	r.step(Opened{Conn: conn, Device: device, Grant: grant})
	return r.step(Received{conn, hello(cursors)})
}

// told writes outputs down in short.
func told(outputs []any) string {
	var lines []string
	for _, output := range outputs {
		switch out := output.(type) {
		case Send:
			what := "?"
			switch m := out.Message; {
			case m.Welcome != nil:
				what = fmt.Sprint("welcome ", m.Welcome.Person, m.Welcome.Audiences)
			case m.Rights != nil:
				what = fmt.Sprint("rights ", m.Rights.Person, m.Rights.Audiences)
			case m.Changes != nil:
				what = fmt.Sprint(m.Changes.Audience, " ", m.Changes.After, "-", m.Changes.To.Place)
			case m.Answer != nil:
				what = "answer " + m.Answer.ID
			case m.Pong != nil:
				what = "pong"
			case m.Presence != nil:
				what = fmt.Sprint("present ", m.Presence.Devices)
			}
			lines = append(lines, fmt.Sprint(out.Conn, ": ", what))
		case Judge:
			lines = append(lines, fmt.Sprint(out.Conn, ": judge ", out.Command.ID, " of ", out.Actor.Device, " ", out.Actor.Mode, " ", out.Actor.Person))
		case Fetch:
			lines = append(lines, fmt.Sprint(out.Conn, ": fetch ", out.Audience, " ", out.After))
		case Close:
			lines = append(lines, fmt.Sprint(out.Conn, ": close ", out.Code))
		case Refused:
			lines = append(lines, fmt.Sprint(out.Device, ": refused ", out.Reason))
		case Holds, Sends: // what a device may hold has a test of its own
		default:
			lines = append(lines, fmt.Sprintf("%T", output))
		}
	}
	return strings.ReplaceAll(strings.Join(lines, "; "), "council/s1/", "")
}

func expect(t *testing.T, what string, outputs []any, want string) {
	t.Helper()
	if got := told(outputs); got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func delegate(person string, audiences ...change.Audience) Grant {
	return Grant{Name: "Máy", Mode: "delegate", Person: person, Audiences: audiences}
}

func TestHello(t *testing.T) {
	at := change.Cursor{Place: 4, Running: change.Hash{1}}
	heads := map[change.Audience]change.Cursor{hall: at, members: {Place: 2, Running: change.Hash{2}}}
	protocol := func(n int, epoch uint32) wire.Message {
		return wire.Message{Hello: &wire.Hello{Protocol: n, Epoch: epoch}}
	}
	for what, c := range map[string]struct {
		grant   Grant
		message wire.Message
		want    string
	}{
		"from nothing":                    {delegate("an", hall, members), hello(nil), "1: welcome an[hall members]; 1: fetch hall 0; 1: fetch members 0"},
		"up to date":                      {delegate("an", hall), hello(map[change.Audience]change.Cursor{hall: at}), "1: welcome an[hall]"},
		"half way":                        {delegate("an", hall), hello(map[change.Audience]change.Cursor{hall: {Place: 3, Running: change.Hash{9}}}), "1: welcome an[hall]; 1: fetch hall 3"},
		"ahead of a restored server":      {delegate("an", hall), hello(map[change.Audience]change.Cursor{hall: {Place: 5}}), "1: welcome an[hall]; d1: refused strange-cursor; 1: fetch hall 0"},
		"another history of equal length": {delegate("an", hall), hello(map[change.Audience]change.Cursor{hall: {Place: 4, Running: change.Hash{7}}}), "1: welcome an[hall]; d1: refused strange-cursor; 1: fetch hall 0"},
		"asks for what it may not see":    {delegate("an", hall), hello(map[change.Audience]change.Cursor{hall: at, members: {}, clerks: {}}), "1: welcome an[hall]; d1: refused strange-cursor; d1: refused strange-cursor"},
		"nobody signed in":                {delegate(""), hello(nil), "1: welcome []"},
		"revoked":                         {Grant{Code: "device.revoked", Audiences: []change.Audience{hall}}, hello(nil), "1: close device.revoked"},
		"not approved yet":                {Grant{Code: "device.pending"}, hello(nil), "1: close device.pending"},
		"a later protocol":                {delegate("an"), protocol(wire.Protocol+7, 0), "1: welcome an[]"},
		"no protocol":                     {delegate("an"), protocol(0, 0), "1: close protocol"},
		"has met a later epoch":           {delegate("an", hall), protocol(1, 4), "1: close epoch"},
		"has met this epoch":              {delegate("an"), protocol(1, 3), "1: welcome an[]"},
		"a clerk sees who is there":       {Grant{Mode: "clerk", Audiences: []change.Audience{managers}}, hello(nil), "1: welcome [people/clerk]; 1: present []"},
	} {
		r := newRoom(heads)
		r.step(Opened{Conn: 1, Device: "d1", Grant: c.grant})
		outputs := r.step(Received{1, c.message})
		expect(t, what, outputs, c.want)
		if send, ok := outputs[0].(Send); ok {
			w := send.Message.Welcome
			if w.Epoch != 3 || w.Room != "Phòng họp" || w.Now != noon.UnixMilli() || w.Protocol > wire.Protocol {
				t.Errorf("%s: %+v", what, w)
			}
		}
	}
}

// Whatever a device may not say ends its connection, and nobody hears of it.
func TestForged(t *testing.T) {
	command := func(id string) wire.Message { return wire.Message{Command: &change.Command{ID: id, Kind: "note"}} }
	said := map[string]wire.Message{
		"a welcome": {Welcome: &wire.Welcome{Rights: wire.Rights{Audiences: []change.Audience{clerks}}}}, "rights": {Rights: &wire.Rights{Person: "chair", Audiences: []change.Audience{clerks}}},
		"changes": {Changes: &wire.Changes{Audience: hall}}, "an answer": {Answer: &change.Answer{ID: "x"}},
		"a pong": {Pong: &wire.Pong{}}, "presence": {Presence: &wire.Presence{}}, "a snapshot": {Snapshot: &wire.Snapshot{Audience: hall}},
		"hello again": hello(nil), "a command without an id": command(""), "a command with a long id": command(strings.Repeat("x", 101)),
	}
	for what, message := range said {
		r := newRoom(nil)
		r.greet(2, "d2", delegate("bình", hall, clerks, managers), nil)
		r.greet(1, "d1", delegate("an", hall), nil)
		expect(t, what, r.step(Received{1, message}), "1: close protocol")
	}
	for what, message := range map[string]wire.Message{"a command": command("x"), "an ack": {Ack: &wire.Ack{Audience: hall}}} {
		r := newRoom(nil)
		r.step(Opened{Conn: 1, Device: "d1", Grant: delegate("an", hall)})
		expect(t, what+" before hello", r.step(Received{1, message}), "1: close protocol")
	}
	r := newRoom(nil)
	expect(t, "a connection that is not", r.step(Received{9, hello(nil)}), "")
	// Who acts is the connection's word, never the message's.
	r.greet(1, "d1", delegate("an", hall), nil)
	forged := command("x")
	forged.Command.Person = "chủ tịch"
	expect(t, "in another's name", r.step(Received{1, forged}), "1: judge x of d1 delegate an")
}

// A device that catches up gets batches, each after it has acknowledged the one before, then live
// changes; nothing twice, nothing missing, whatever is committed meanwhile.
func TestCatchingUp(t *testing.T) {
	all := entriesAfter(change.Cursor{}, hall, 9)
	head := func(n int) change.Cursor { return change.Cursor{Place: all[n-1].Place, Running: all[n-1].Running} }
	r := newRoom(map[change.Audience]change.Cursor{hall: head(4)})
	ack := func(place uint64) []any {
		return r.step(Received{1, wire.Message{Ack: &wire.Ack{Audience: hall, Place: place}}})
	}
	expect(t, "hello", r.greet(1, "d1", delegate("an", hall), nil), "1: welcome an[hall]; 1: fetch hall 0")
	expect(t, "live while the batch is read", r.step(Committed{all[4:5]}), "")
	expect(t, "the batch", r.step(Fetched{1, hall, 0, all[:2], nil}), "1: hall 0-2")
	expect(t, "the batch once more", r.step(Fetched{1, hall, 0, all[:2], nil}), "")
	expect(t, "live before the ack", r.step(Committed{all[5:6]}), "")
	expect(t, "an ack of something else", ack(1), "")
	expect(t, "an ack of another audience", r.step(Received{1, wire.Message{Ack: &wire.Ack{Audience: clerks, Place: 2}}}), "d1: refused strange-cursor")
	expect(t, "the ack", ack(2), "1: fetch hall 2")
	expect(t, "the rest", r.step(Fetched{1, hall, 2, all[2:6], nil}), "1: hall 2-6")
	expect(t, "its ack", ack(6), "")
	expect(t, "live", r.step(Committed{all[6:7]}), "1: hall 6-7")
	expect(t, "an ack of live changes", ack(7), "")
	expect(t, "live again", r.step(Committed{all[7:9]}), "1: hall 7-9")
}

// A batch may end inside a group of which the core has not heard yet.
func TestBatchThatEndsInsideAGroup(t *testing.T) {
	all := entriesAfter(change.Cursor{}, hall, 8)
	r := newRoom(map[change.Audience]change.Cursor{hall: {Place: 4, Running: all[3].Running}})
	r.greet(1, "d1", delegate("an", hall), nil)
	expect(t, "the batch", r.step(Fetched{1, hall, 0, all[:5], nil}), "1: hall 0-5")
	expect(t, "the ack", r.step(Received{1, wire.Message{Ack: &wire.Ack{Audience: hall, Place: 5}}}), "")
	expect(t, "the group", r.step(Committed{all[4:7]}), "1: fetch hall 5")
	expect(t, "its rest", r.step(Fetched{1, hall, 5, all[5:7], nil}), "1: hall 5-7")
	expect(t, "the ack of the rest", r.step(Received{1, wire.Message{Ack: &wire.Ack{Audience: hall, Place: 7}}}), "")
	expect(t, "the next", r.step(Committed{all[7:]}), "1: hall 7-8")

	ahead := newRoom(map[change.Audience]change.Cursor{hall: {Place: 4, Running: all[3].Running}})
	ahead.greet(1, "d1", delegate("an", hall), nil)
	ahead.step(Fetched{1, hall, 0, all[:7], nil})
	ahead.step(Received{1, wire.Message{Ack: &wire.Ack{Audience: hall, Place: 7}}})
	expect(t, "a group it has been sent", ahead.step(Committed{all[4:7]}), "")
	expect(t, "the one after", ahead.step(Committed{all[7:]}), "1: hall 7-8")
}

// Changes of one group are one message for each audience, shared by all who get it.
func TestFanOut(t *testing.T) {
	r := newRoom(nil)
	r.greet(1, "d1", delegate("an", hall, members), nil)
	r.greet(2, "d2", delegate("bình", hall, members), nil)
	r.greet(3, "d3", Grant{Mode: "hall", Audiences: []change.Audience{hall}}, nil)
	r.step(Opened{Conn: 4, Device: "d4", Grant: delegate("chi", hall)}) // has not said hello
	group := append(entriesAfter(change.Cursor{}, members, 2), entriesAfter(change.Cursor{}, hall, 1)...)
	outputs := r.step(Committed{group})
	expect(t, "fan out", outputs, "1: members 0-2; 2: members 0-2; 1: hall 0-1; 2: hall 0-1; 3: hall 0-1")
	shared := map[int]change.Audience{}
	for _, output := range outputs {
		send := output.(Send)
		if before, known := shared[send.Shared]; send.Shared == 0 || known && before != send.Message.Changes.Audience {
			t.Errorf("%+v is shared with %s", send, before)
		}
		shared[send.Shared] = send.Message.Changes.Audience
	}
	if len(shared) != 2 {
		t.Errorf("%d different messages, want one for each audience", len(shared))
	}
	r.step(Closed{2})
	expect(t, "after one left", r.step(Committed{entriesAfter(change.Cursor{Place: 1}, hall, 1)}), "1: hall 1-2; 3: hall 1-2")
	expect(t, "an answer to who left", r.step(Answered{2, change.Answer{ID: "x"}}), "")
	expect(t, "an answer", r.step(Answered{1, change.Answer{ID: "x"}}), "1: answer x")
}

func TestRegranted(t *testing.T) {
	heads := map[change.Audience]change.Cursor{hall: {Place: 2, Running: change.Hash{1}}, members: {Place: 3, Running: change.Hash{2}}, "council/s1/person:an": {Place: 1}, "council/s1/person:bình": {Place: 1}}
	r := newRoom(heads)
	r.greet(1, "d1", delegate("an", hall, members, "council/s1/person:an"), heads)
	expect(t, "the same", r.step(Granted{1, delegate("an", hall, members, "council/s1/person:an")}), "")
	expect(t, "handed over", r.step(Granted{1, delegate("bình", hall, members, "council/s1/person:bình")}), "1: rights bình[hall members person:bình]; 1: fetch person:bình 0")
	expect(t, "acts for whoever holds it", r.step(Received{1, wire.Message{Command: &change.Command{ID: "x"}}}), "1: judge x of d1 delegate bình")
	expect(t, "given back", r.step(Granted{1, delegate("")}), "1: rights []")
	expect(t, "nothing for whoever gave it back", r.step(Committed{entriesAfter(heads[hall], hall, 1)}), "")
	expect(t, "a batch that was being read", r.step(Fetched{1, "council/s1/person:bình", 0, entriesAfter(change.Cursor{}, "council/s1/person:bình", 1), nil}), "")
	expect(t, "taken again", r.step(Granted{1, delegate("an", hall)}), "1: rights an[hall]; 1: fetch hall 0")
	expect(t, "revoked", r.step(Granted{1, Grant{Code: "device.revoked"}}), "1: close device.revoked")
	expect(t, "a connection that is not", r.step(Granted{7, delegate("an", hall)}), "")

	early := newRoom(heads)
	early.step(Opened{Conn: 1, Device: "d1", Grant: Grant{Code: "device.pending"}})
	expect(t, "approved before hello", early.step(Granted{1, delegate("an", hall)}), "")
	expect(t, "hello after that", early.step(Received{1, hello(nil)}), "1: welcome an[hall]; 1: fetch hall 0")
}

// Who is here is told once a second at most, to those who manage the room. A device that is cut off
// stays for its lease, one that says good-bye or is sent away goes at once.
func TestPresent(t *testing.T) {
	r := newRoom(nil)
	clerk := Grant{Mode: "clerk", Audiences: []change.Audience{managers}}
	ping := func(conn Conn) { r.step(Received{conn, wire.Message{Ping: &wire.Ping{}}}) }
	after := func(what string, d time.Duration, want string) {
		t.Helper()
		r.now = r.now.Add(d)
		ping(1)
		expect(t, what, r.step(Tick{}), want)
	}
	r.greet(1, "clerk", clerk, nil)
	expect(t, "one comes", r.greet(2, "d2", delegate("an"), nil), "2: welcome an[]")
	after("it is told", 0, "1: present [clerk d2]")
	expect(t, "the same device again", r.greet(3, "d2", delegate("an"), nil), "3: welcome an[]")
	after("nothing new", time.Second, "")
	expect(t, "another clerk", r.greet(4, "desk", clerk, nil), "4: welcome [people/clerk]; 4: present [clerk d2]")
	r.step(Received{4, wire.Message{Bye: &wire.Bye{Code: "leaving"}}})
	r.step(Closed{4})
	after("it said good-bye", time.Second, "")
	r.step(Closed{2})
	r.step(Closed{3})
	after("cut off", lease-3*time.Second, "")
	r.step(Opened{Conn: 5, Device: "d2", Grant: delegate("an")})
	r.step(Received{5, hello(nil)})
	after("back in time", 10*time.Second, "")
	r.step(Closed{5})
	after("gone", lease+time.Second, "1: present [clerk]")
	r.greet(6, "d6", delegate("chi"), nil)
	after("comes", time.Second, "1: present [clerk d6]")
	r.step(Granted{6, Grant{Code: "device.revoked"}})
	after("is sent away", time.Second, "1: present [clerk]")
}

// A connection that says nothing is given up.
func TestSilent(t *testing.T) {
	r := newRoom(nil)
	r.greet(2, "d2", delegate("an"), nil)
	r.greet(3, "d2", delegate("an"), nil)
	r.now = r.now.Add(silence - time.Second)
	expect(t, "ping", r.step(Received{3, wire.Message{Ping: &wire.Ping{}}}), "3: pong")
	expect(t, "not long enough", r.step(Tick{}), "")
	r.now = r.now.Add(2 * time.Second)
	expect(t, "too long", r.step(Tick{}), "2: close silent")
	expect(t, "goes", r.step(Closed{2}), "")
	expect(t, "goes twice", r.step(Closed{2}), "")
}

// Whatever is granted, taken, committed, read and acknowledged in whatever order: a connection is
// sent changes of an audience only while it is granted, each place once, in order.
func TestNeverToOthers(t *testing.T) {
	names := []change.Audience{hall, members, clerks, "council/s1/person:an", "council/s1/person:bình", "council/s1/group:1", "people/clerk"}
	rapid.Check(t, func(t *rapid.T) {
		r := newRoom(nil)
		log := newMemory()
		var stream change.Head
		cursors := map[change.Audience]change.Cursor{}
		granted := map[Conn][]change.Audience{}
		sent := map[Conn]map[change.Audience]change.Cursor{}
		var fetches []Fetch
		var acks []Received
		take := func(outputs []any) {
			for _, output := range outputs {
				switch out := output.(type) {
				case Fetch:
					fetches = append(fetches, out)
				case Send:
					data, err := json.Marshal(out.Message)
					if err != nil {
						t.Fatal(err)
					}
					m, err := wire.Decode(data)
					if err != nil {
						t.Fatal(err)
					}
					if m.Presence != nil && !slices.Contains(granted[out.Conn], managers) {
						t.Fatalf("%d is told who is there", out.Conn)
					}
					if m.Changes == nil {
						continue
					}
					if !slices.Contains(granted[out.Conn], m.Changes.Audience) {
						t.Fatalf("%d may see %v and is sent %s", out.Conn, granted[out.Conn], m.Changes.Audience)
					}
					at := sent[out.Conn][m.Changes.Audience]
					if m.Changes.After != at.Place {
						t.Fatalf("%d has place %d of %s and is sent what follows %d", out.Conn, at.Place, m.Changes.Audience, m.Changes.After)
					}
					for _, c := range m.Changes.Changes {
						if c.Audience != m.Changes.Audience {
							t.Fatalf("a change for %s is sent to %s", c.Audience, m.Changes.Audience)
						}
						at = at.Next(c)
					}
					if at != m.Changes.To {
						t.Fatalf("%d comes to %+v, is told %+v", out.Conn, at, m.Changes.To)
					}
					sent[out.Conn][m.Changes.Audience] = at
					acks = append(acks, Received{out.Conn, wire.Message{Ack: &wire.Ack{Audience: m.Changes.Audience, Place: at.Place}}})
				}
			}
		}
		some := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID[change.Audience])
		last := Conn(0)
		fetch := func(i int) {
			f := fetches[i]
			fetches = slices.Delete(fetches, i, i+1)
			entries, _ := log.Read(t.Context(), f.Audience, f.After, 3)
			take(r.step(Fetched{f.Conn, f.Audience, f.After, entries, nil}))
		}
		acknowledge := func(i int) {
			ack := acks[i]
			acks = slices.Delete(acks, i, i+1)
			take(r.step(ack))
		}
		var uncommitted [][]change.Entry // written, the core has not heard yet
		t.Repeat(map[string]func(*rapid.T){
			"connect": func(t *rapid.T) {
				last++
				granted[last], sent[last] = some.Draw(t, "granted"), map[change.Audience]change.Cursor{}
				take(r.greet(last, fmt.Sprint("d", last), delegate("an", granted[last]...), nil))
			},
			"grant": func(t *rapid.T) {
				if last == 0 {
					t.Skip()
				}
				conn := Conn(rapid.Uint64Range(1, uint64(last)).Draw(t, "conn"))
				if granted[conn] == nil {
					t.Skip()
				}
				audiences := some.Draw(t, "granted")
				for audience := range sent[conn] {
					if !slices.Contains(audiences, audience) {
						delete(sent[conn], audience) // the device wipes it
					}
				}
				granted[conn] = audiences
				take(r.step(Granted{conn, delegate("an", audiences...)}))
			},
			"revoke": func(t *rapid.T) {
				if last == 0 {
					t.Skip()
				}
				conn := Conn(rapid.Uint64Range(1, uint64(last)).Draw(t, "conn"))
				delete(granted, conn)
				take(r.step(Granted{conn, Grant{Code: "device.revoked"}}))
				take(r.step(Closed{conn}))
			},
			"write": func(t *rapid.T) {
				var group []change.Entry
				for range rapid.IntRange(1, 5).Draw(t, "size") {
					audience := rapid.SampledFrom(names).Draw(t, "audience")
					var c change.Change
					c, stream = stream.Append(change.Draft{Stream: "s", Kind: "note", Audience: audience, Key: "k", Body: []byte("1")}, 1, 1)
					cursors[audience] = cursors[audience].Next(c)
					group = append(group, change.Entry{Change: c, Place: cursors[audience].Place, Running: cursors[audience].Running})
				}
				_ = log.Commit(t.Context(), group, nil)
				uncommitted = append(uncommitted, group)
			},
			"tell": func(t *rapid.T) {
				if len(uncommitted) == 0 {
					t.Skip()
				}
				take(r.step(Committed{uncommitted[0]}))
				uncommitted = uncommitted[1:]
			},
			"fetch": func(t *rapid.T) {
				if len(fetches) == 0 {
					t.Skip()
				}
				fetch(rapid.IntRange(0, len(fetches)-1).Draw(t, "which"))
			},
			"ack": func(t *rapid.T) {
				if len(acks) == 0 {
					t.Skip()
				}
				acknowledge(rapid.IntRange(0, len(acks)-1).Draw(t, "which"))
			},
		})
		for len(uncommitted)+len(fetches)+len(acks) > 0 {
			switch {
			case len(uncommitted) > 0:
				take(r.step(Committed{uncommitted[0]}))
				uncommitted = uncommitted[1:]
			case len(fetches) > 0:
				fetch(0)
			default:
				acknowledge(0)
			}
		}
		for conn, audiences := range granted {
			for _, audience := range audiences {
				if sent[conn][audience] != cursors[audience] {
					t.Fatalf("%d was sent %s up to %d of %d", conn, audience, sent[conn][audience].Place, cursors[audience].Place)
				}
			}
		}
	})
}
