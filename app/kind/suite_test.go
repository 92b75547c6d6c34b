package kind

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind/kindtest"
)

const (
	stream change.Stream   = "council/s1"
	room   change.Audience = "council/s1/hall"
)

var persons = []string{"p1", "p2"}

func show(values ...any) string {
	data, err := json.Marshal(values)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func inRoom(change.Actor) []change.Audience { return []change.Audience{room} }

// Sets: a person's layer on a document, seen by that person alone.

var inks = SetRule{Stream: stream, Kind: "ink", Count: 8, Audience: func(owner, _ string) change.Audience {
	return change.Audience("council/s1/person:" + owner)
}}

type setServer struct{ *Set }

func (s setServer) Show() string {
	digests := map[string]change.Hash{}
	for in, layer := range s.digests {
		for id, digest := range layer {
			digests[in+long(id)] = digest
		}
	}
	return show(s.elements, digests, s.counts)
}

type setDevice struct{ *Set }

func (d *setDevice) Show() string { return show(d.elements, d.counts) }

func (d *setDevice) Give(t *rapid.T, me kindtest.Me) *change.Command {
	piece := Piece{Place: rapid.SampledFrom([]string{"doc1", "doc2"}).Draw(t, "document"), ID: me.NewUUID()}
	var known []string
	for _, e := range d.Layer(me.Person, piece.Place, me.Unsent) {
		known = append(known, e.ID)
	}
	// Ids of a small stock too, so that two tablets meet in one: add, other add, and remove before add.
	known = append(known, "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002")
	if rapid.Bool().Draw(t, "known") {
		piece.ID = rapid.SampledFrom(known).Draw(t, "id")
	}
	what := "ink.remove"
	if rapid.IntRange(0, 2).Draw(t, "add") > 0 {
		what, piece.Body = "ink.add", json.RawMessage(rapid.SampledFrom([]string{`{"x":1}`, `{ "x": 1 }`, `{"x":2}`}).Draw(t, "body"))
	}
	return &change.Command{Kind: what, Stream: stream, Body: encode(piece)}
}

func aSet() kindtest.Kind {
	return setBy("set", inks)
}

// aSetOfDigests is the same on a server that keeps no bodies.
func aSetOfDigests() kindtest.Kind {
	lean := inks
	lean.Digests = true
	return setBy("set of digests", lean)
}

func setBy(name string, server SetRule) kindtest.Kind {
	return kindtest.Kind{
		Name: name, Persons: persons,
		Server: func(time.Time) kindtest.Server { return setServer{NewSet(server)} },
		Device: func(string) kindtest.Device { return &setDevice{NewSet(inks)} },
		Sees: func(actor change.Actor) []change.Audience {
			if actor.Person == "" {
				return nil
			}
			return []change.Audience{inks.Audience(actor.Person, "")}
		},
		Check: func(t *rapid.T, h *kindtest.History) {
			added, gone := map[string]string{}, map[string]bool{}
			for _, g := range h.Given {
				var piece Piece
				if err := json.Unmarshal(g.Command.Body, &piece); err != nil {
					t.Fatal(err)
				}
				key := layer(g.Person, piece.Place) + piece.ID
				switch {
				case g.Answer == nil || g.Answer.Outcome == change.Refused:
				case g.Command.Kind == "ink.remove":
					gone[key] = true
				case g.Answer.Outcome == change.Accepted:
					if before, is := added[key]; is {
						t.Fatalf("%s was added twice: %s, %s", key, before, piece.Body)
					}
					added[key] = show(piece.Body)
				}
			}
			there := map[string]string{}
			for _, person := range persons {
				for _, place := range []string{"doc1", "doc2"} {
					for _, e := range inner(h.Server).(interface {
						Layer(owner, place string, unsent []change.Command) []Element
					}).Layer(person, place, nil) {
						there[layer(person, place)+e.ID] = show(e.Body)
						if server.Digests {
							there[layer(person, place)+e.ID] = added[layer(person, place)+e.ID] // what it holds is compared by the answers
						}
					}
				}
			}
			for key, body := range added {
				if gone[key] {
					body = ""
				}
				if there[key] != body {
					t.Fatalf("%s is %q, want %q", key, there[key], body)
				}
				delete(there, key)
			}
			if len(there) > 0 {
				t.Fatalf("nobody added %v", there)
			}
		},
	}
}

// Leases: one pen for three devices.

var pens = LeaseRule{Kind: "pen", Duration: 40 * time.Second, Of: func(actor change.Actor) string { return actor.Device }}

type leaseServer struct{ *Leases }

func (s leaseServer) Show() string { return show(s.quiet, s.held) }

type leaseDevice struct{ Tenure }

func (d *leaseDevice) Show() string              { return "" }
func (d *leaseDevice) Apply(change.Change) error { return nil }
func (d *leaseDevice) Passed(time.Time)          {}
func (d *leaseDevice) Sent(command change.Command, now time.Time) {
	if command.Kind == "pen.renew" {
		d.Asked(command.ID, now)
	}
}
func (d *leaseDevice) Answered(command change.Command, answer change.Answer, _ time.Time) {
	d.Tenure.Answered(answer, pens)
}
func (d *leaseDevice) Give(t *rapid.T, me kindtest.Me) *change.Command {
	what := "pen.renew"
	if rapid.IntRange(0, 4).Draw(t, "release") == 0 {
		what = "pen.release"
		d.Released()
	}
	return &change.Command{Kind: what, Stream: stream, Body: encode(Held{Subject: "page"})}
}

func aLease() kindtest.Kind {
	return kindtest.Kind{
		Name: "lease", Sees: inRoom, Unlogged: true,
		Server: func(now time.Time) kindtest.Server { return leaseServer{NewLeases(pens, now)} },
		Device: func(string) kindtest.Device { return &leaseDevice{} },
		Always: func(t *rapid.T, devices []kindtest.Device, now time.Time) {
			holding := 0
			for _, d := range devices {
				if d.(*leaseDevice).Holds(now) {
					holding++
				}
			}
			if holding > 1 {
				t.Fatalf("%d devices hold one pen", holding)
			}
		},
		Check: func(t *rapid.T, h *kindtest.History) {
			if len(h.Log) > 0 {
				t.Fatalf("a lease is in the log: %+v", h.Log[0])
			}
		},
	}
}

// Requests: who wants to speak.

var speakers = RequestRule{Stream: stream, Kind: "speaker", Audience: func(string) change.Audience { return room },
	Settles: func(actor change.Actor) bool { return actor.Person == "p2" }}

type requestServer struct{ *Requests }

func (s requestServer) Show() string { return show(s.open, s.Open("item1"), s.Open("item2")) }

type requestDevice struct{ *Requests }

func (d *requestDevice) Show() string { return requestServer{d.Requests}.Show() }

func (d *requestDevice) Give(t *rapid.T, me kindtest.Me) *change.Command {
	subject := rapid.SampledFrom([]string{"item1", "item2"}).Draw(t, "item")
	command := speakers.Ask(me.ID, me.Person, subject)
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		asked := Asking{Subject: subject, ID: "never given"}
		for _, open := range d.Open(subject) {
			if open.Person == me.Person {
				asked.ID = open.ID
			}
		}
		return &change.Command{Kind: "speaker.withdraw", Stream: stream, Body: encode(asked)}
	case 1:
		return &change.Command{Kind: "speaker.settle", Stream: stream, Body: encode(Asking{Subject: subject, Person: rapid.SampledFrom(persons).Draw(t, "whose")})}
	}
	return &command
}

func aRequest() kindtest.Kind {
	return kindtest.Kind{
		Name: "expiring request", Persons: persons, Sees: inRoom,
		Server: func(time.Time) kindtest.Server { return requestServer{NewRequests(speakers)} },
		Device: func(string) kindtest.Device { return &requestDevice{NewRequests(speakers)} },
		Check: func(t *rapid.T, h *kindtest.History) {
			open, asked := map[string]bool{}, map[string]bool{}
			for _, c := range h.Log {
				if open[c.Key] != c.TakenBack() {
					t.Fatalf("%s is open %v, and %d takes it back %v", c.Key, open[c.Key], c.Seq, c.TakenBack())
				}
				open[c.Key] = !c.TakenBack()
				var request Request
				if json.Unmarshal(c.Body, &request) == nil {
					asked[request.ID] = true
				}
			}
			for _, g := range h.Given {
				accepted := g.Answer != nil && g.Answer.Outcome == change.Accepted && g.Command.Kind == "speaker.ask"
				if asked[g.Command.ID] != accepted {
					t.Fatalf("%s: in the log %v, accepted %v", g.Command.ID, asked[g.Command.ID], accepted)
				}
			}
			for _, subject := range []string{"item1", "item2"} {
				list := inner(h.Server).(interface{ Open(string) []Request }).Open(subject)
				if !slices.IsSortedFunc(list, func(a, b Request) int { return int(a.At - b.At) }) {
					t.Fatalf("not in the order of coming: %+v", list)
				}
			}
		},
	}
}

// Leased number blocks: two kiosks, and a desk that takes blocks from kiosks given up.

var tickets = NumbersRule{Stream: "counter/2026-12-08", Kind: "ticket", Audience: "counter/kiosk", Zone: time.UTC, Least: 2, Most: 5,
	Issues: func(actor change.Actor) bool { return actor.Device != "d1" }, Reclaims: func(actor change.Actor) bool { return actor.Device == "d1" }}

var today = Series{Service: "land", Day: "2026-12-08"}

type numbersServer struct{ *Numbers }

func (s numbersServer) Show() string { return show(s.blocks, s.numbers, s.tickets) }

type numbersDevice struct {
	*Numbers
	dispenser Dispenser
}

func (d *numbersDevice) Show() string { return numbersServer{d.Numbers}.Show() }

func (d *numbersDevice) Apply(c change.Change) error {
	err := d.Numbers.Apply(c)
	d.dispenser.Learn(d.Numbers)
	return err
}

func (d *numbersDevice) Save() []byte            { return encode(d.dispenser) }
func (d *numbersDevice) Load(kept []byte) error  { return json.Unmarshal(kept, &d.dispenser) }
func (d *numbersDevice) Resume() *change.Command { return d.dispenser.Last }

func (d *numbersDevice) Give(t *rapid.T, me kindtest.Me) *change.Command {
	if me.Device == "d1" {
		return d.reclaim(t)
	}
	what := rapid.IntRange(0, 9).Draw(t, "what")
	if d.dispenser.Wants(today) {
		what = rapid.IntRange(1, 20).Draw(t, "what, few left")
	}
	switch {
	case what == 0:
		blocks := slices.Clone(d.dispenser.Blocks)
		if all := d.dispenser.Return(tickets, func() string { return me.ID }, today); len(all) > 0 {
			for i := range blocks { // one command a step: the other block stays the device's
				var body Numbering
				_ = json.Unmarshal(all[0].Body, &body)
				blocks[i].Done = blocks[i].Done || blocks[i].From == body.Block
			}
			d.dispenser.Blocks = blocks
			return &all[0]
		}
	case what == 1:
		if _, command, ok := d.dispenser.Void(tickets, me.ID, "paper jam", today); ok {
			return &command
		}
	case what < 10:
		if _, command, ok := d.dispenser.Issue(tickets, me.ID, "t"+me.ID, today); ok {
			return &command
		}
	}
	command := d.dispenser.Lease(tickets, me.ID, today)
	return &command
}

// reclaim takes a block by the word of a person, who may be wrong about the last paper.
func (d *numbersDevice) reclaim(t *rapid.T) *change.Command {
	blocks := d.Blocks(today)
	if len(blocks) == 0 {
		return nil
	}
	block := rapid.SampledFrom(blocks).Draw(t, "block")
	high := rapid.IntRange(block.From-1, block.To).Draw(t, "high")
	return &change.Command{Kind: "ticket.reclaim", Stream: tickets.Stream, Body: encode(Numbering{Series: today, Block: block.From, High: high, Reason: "kiosk broken"})}
}

func numberBlocks() kindtest.Kind {
	return kindtest.Kind{
		Name:   "leased number block",
		Server: func(time.Time) kindtest.Server { return numbersServer{NewNumbers(tickets)} },
		Device: func(id string) kindtest.Device { return &numbersDevice{NewNumbers(tickets), Dispenser{Device: id}} },
		Sees:   func(change.Actor) []change.Audience { return []change.Audience{tickets.Audience} },
		Check:  checkNumbers,
	}
}

func checkNumbers(t *rapid.T, h *kindtest.History) {
	book := inner(h.Server).(numbersServer)
	shown := map[int]*kindtest.Given{}
	for _, g := range h.Given {
		var body Numbering
		if err := json.Unmarshal(g.Command.Body, &body); err != nil {
			t.Fatal(err)
		}
		if g.Command.Kind != "ticket.issue" && g.Command.Kind != "ticket.void" {
			continue
		}
		if before := shown[body.Number]; before != nil {
			t.Fatalf("number %d was used twice: on %s and on %s", body.Number, before.Device, g.Device)
		}
		shown[body.Number] = g
		block, known := book.block(today, body.Number)
		number, reported := book.numbers[today.key(body.Number)]
		switch {
		case g.Answer == nil:
			t.Fatalf("number %d was used and never reported", body.Number)
		case !known || block.Device != g.Device:
			t.Fatalf("%s used number %d of another's block", g.Device, body.Number)
		case g.Answer.Outcome == change.Refused && !(block.Closed && body.Number > block.High && block.By == "d1"):
			t.Fatalf("number %d was refused: %s", body.Number, g.Answer.Code)
		case g.Answer.Outcome == change.Accepted && (!reported || number.Ticket != body.Ticket || number.Voided != (g.Command.Kind == "ticket.void")):
			t.Fatalf("number %d was acknowledged, and is %+v", body.Number, number)
		}
	}
	written := map[string]bool{}
	for _, c := range h.Log {
		if c.Kind != "ticket.number" {
			continue
		}
		if written[c.Key] {
			t.Fatalf("number %s ended twice", c.Key)
		}
		written[c.Key] = true
	}
	last := 0
	for _, block := range book.Blocks(today) {
		if block.From != last+1 || block.To < block.From || block.To-block.From+1 > tickets.Most {
			t.Fatalf("after number %d comes the block %+v", last, block)
		}
		last = block.To
		for i := block.From; i <= block.To; i++ {
			if _, reported := book.numbers[today.key(i)]; reported && block.Closed && i > block.High {
				t.Fatalf("number %d is reported, and voided with its block", i)
			}
		}
	}
	account := book.Account(today)
	all := slices.Concat(account.Issued, account.Paper, account.Voided, account.Open)
	slices.Sort(all)
	if len(all) != last || len(slices.Compact(all)) != last {
		t.Fatalf("%d numbers were leased, and %d are accounted for: %+v", last, len(all), account)
	}
	for _, number := range book.Queue(today) {
		if !slices.Contains(account.Issued, number.Number) {
			t.Fatalf("%d is in the queue and not issued", number.Number)
		}
	}
}

// hold has the suite play with a kind, beside the others.
func hold(t *testing.T, kind kindtest.Kind) {
	t.Parallel()
	kindtest.Run(t, kind)
}

func TestSetIsHeld(t *testing.T)           { hold(t, aSet()) }
func TestSetOfDigestsIsHeld(t *testing.T)  { hold(t, aSetOfDigests()) }
func TestLeaseIsHeld(t *testing.T)         { hold(t, aLease()) }
func TestRequestIsHeld(t *testing.T)       { hold(t, aRequest()) }
func TestNumberBlocksAreHeld(t *testing.T) { hold(t, numberBlocks()) }
