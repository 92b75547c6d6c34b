package kind

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
)

var counter = NumbersRule{Stream: stream, Kind: "ticket", Audience: "counter/kiosk", Zone: time.UTC,
	Issues:   func(actor change.Actor) bool { return actor.Mode == "kiosk" },
	Reclaims: func(actor change.Actor) bool { return actor.Mode == "clerk" }}

func numbering(kind string, set func(*Numbering)) change.Command {
	body := Numbering{Series: today}
	set(&body)
	return of("ticket."+kind, body)
}

func issue(number int, ticket string) change.Command {
	return numbering("issue", func(n *Numbering) { n.Number, n.Ticket = number, ticket })
}

func TestNumbers(t *testing.T) {
	n := NewNumbers(counter)
	lease := numbering("lease", func(*Numbering) {})
	yesterday := numbering("lease", func(n *Numbering) { n.Day = "2026-12-07" })
	back := issue(3, "t3")
	back.Waited = (10 * time.Minute).Milliseconds()
	end := func(kind string, block, high int, reason string) change.Command {
		return numbering(kind, func(n *Numbering) { n.Block, n.High, n.Reason = block, high, reason })
	}
	for _, step := range []struct {
		what    string
		after   time.Duration
		actor   change.Actor
		command change.Command
		want    string
	}{
		{"not a kiosk", 0, an, lease, "refused not-allowed"},
		{"another day", 0, kiosk, yesterday, "refused number.day"},
		{"no number without a block", 0, kiosk, issue(1, "t1"), "refused number.no-block"},
		{"1 to 10", 0, kiosk, lease, "ok"},
		{"11 to 20 to another", 0, other, lease, "ok"},
		{"a number", time.Minute, kiosk, issue(1, "t1"), "ok"},
		{"reported again under another id", time.Minute, kiosk, issue(1, "t1"), "duplicate"},
		{"one number for two", time.Minute, kiosk, issue(1, "t2"), "refused number.taken"},
		{"two numbers for one", time.Minute, kiosk, issue(2, "t1"), "refused number.taken"},
		{"a number of another's block", time.Minute, kiosk, issue(11, "t11"), "refused number.not-yours"},
		{"void without a reason", time.Minute, kiosk, numbering("void", func(n *Numbering) { n.Number, n.Reason = 2, " " }), "refused number.no-reason"},
		{"void", time.Minute, kiosk, numbering("void", func(n *Numbering) { n.Number, n.Reason = 2, "paper jam" }), "ok"},
		{"void again", time.Minute, kiosk, numbering("void", func(n *Numbering) { n.Number, n.Reason = 2, "paper jam" }), "duplicate"},
		{"a void number is given out", time.Minute, kiosk, issue(2, "t2"), "refused number.voided"},
		{"a number that is given out is voided", time.Minute, kiosk, numbering("void", func(n *Numbering) { n.Number, n.Reason = 1, "x" }), "refused number.taken"},
		{"one from before it waited ten minutes, not before its block", 5 * time.Minute, kiosk, back, "ok"},
		{"the next block", 5 * time.Minute, kiosk, lease, "ok"},
		{"no third", 5 * time.Minute, kiosk, lease, "refused number.enough"},
		{"a kiosk takes nothing away", 0, kiosk, end("reclaim", 1, 5, "broken"), "refused not-allowed"},
		{"no reason", 0, desk, end("reclaim", 1, 5, ""), "refused number.no-reason"},
		{"a number that was reported cannot be voided", 0, desk, end("reclaim", 1, 2, "broken"), "refused number.high"},
		{"more than the block has", 0, desk, end("reclaim", 1, 11, "broken"), "refused number.high"},
		{"no such block", 0, desk, end("reclaim", 2, 5, "broken"), "refused number.no-block"},
		{"taken: up to 5 on paper", 0, desk, end("reclaim", 1, 5, "broken"), "ok"},
		{"again", 0, desk, end("reclaim", 1, 5, "broken"), "duplicate"},
		{"by somebody who saw another paper", 0, desk, end("reclaim", 1, 6, "broken"), "refused number.closed"},
		{"the kiosk was not dead, and reports what was on paper", time.Hour, kiosk, issue(4, "t4"), "ok"},
		{"and what was voided", time.Hour, kiosk, issue(6, "t6"), "refused number.voided"},
		{"a block given back", time.Hour, other, end("return", 11, 10, ""), "ok"},
		{"another's is not given back", time.Hour, other, end("return", 21, 20, ""), "refused number.not-yours"},
		{"unreadable", 0, kiosk, of("ticket.issue", Numbering{Series: Series{Service: "a/b", Day: today.Day}}), "refused command.unreadable"},
		{"unreadable day", 0, kiosk, of("ticket.issue", Numbering{Series: Series{Service: "land", Day: "today"}}), "refused command.unreadable"},
	} {
		if got := do(t, n, step.actor, step.command, morning.Add(step.after)); got != step.want {
			t.Errorf("%s: %s, want %s", step.what, got, step.want)
		}
	}
	account := n.Account(today)
	if !slices.Equal(account.Issued, []int{1, 3, 4}) || !slices.Equal(account.Paper, []int{5}) || len(account.Voided) != 1+5+10 {
		t.Errorf("%+v", account)
	}
	// 3 waited longest, so it was given out first; but not before its block was leased.
	var order []int
	for _, number := range n.Queue(today) {
		order = append(order, number.Number)
	}
	if !slices.Equal(order, []int{3, 1, 4}) || n.numbers[today.key(3)].At != morning.UnixMilli() {
		t.Errorf("order %v", order)
	}
}

// A block lasts half an hour at the speed at which the last one was used.
func TestBlocksFollowTheQueue(t *testing.T) {
	n := NewNumbers(counter)
	lease := numbering("lease", func(*Numbering) {})
	do(t, n, kiosk, lease, morning)
	sizes := []int{}
	at := morning
	for _, took := range []time.Duration{time.Minute, 5 * time.Minute, 10 * time.Hour} {
		blocks := n.Blocks(today)
		last := blocks[len(blocks)-1]
		for number := last.From; number <= last.To; number++ {
			do(t, n, kiosk, issue(number, "t"+today.key(number)[len(today.name())+1:]), at)
		}
		if at = at.Add(took); do(t, n, kiosk, lease, at) != "ok" {
			t.Fatal("no block")
		}
		blocks = n.Blocks(today)
		sizes = append(sizes, blocks[len(blocks)-1].To-blocks[len(blocks)-1].From+1)
	}
	if !slices.Equal(sizes, []int{100, 100, 10}) {
		t.Errorf("sizes %v", sizes)
	}
}

// A room that was restored from before a block was leased leases no number of it again, once a device that
// knows of it asks; what was accepted before is taken again.
func TestRestoredRoomLeasesNothingTwice(t *testing.T) {
	before := NewNumbers(counter)
	do(t, before, kiosk, numbering("lease", func(*Numbering) {}), morning)
	seen := Dispenser{Device: "k2"}
	seen.Learn(before)

	n := NewNumbers(counter)
	if got := do(t, n, other, seen.Lease(counter, "c", today), morning); got != "ok" || n.Blocks(today)[0].From != 11 {
		t.Errorf("%s %+v", got, n.Blocks(today))
	}
	again := issue(7, "t7")
	if got := do(t, n, kiosk, again, morning); got != "refused number.no-block" {
		t.Error(got)
	}
	again.Receipt = &change.Receipt{Epoch: 1}
	if got := do(t, n, kiosk, again, morning); got != "ok" || len(n.Queue(today)) != 1 {
		t.Errorf("accepted before the restore: %s", got)
	}
}

func TestDispenser(t *testing.T) {
	n := NewNumbers(counter)
	d := Dispenser{Device: "k1"}
	if _, _, ok := d.Issue(counter, "c", "t", today); ok || !d.Wants(today) || d.Left(today) != 0 {
		t.Error("gives out what it does not have")
	}
	do(t, n, other, numbering("lease", func(*Numbering) {}), morning)
	do(t, n, kiosk, numbering("lease", func(*Numbering) {}), morning)
	d.Learn(n)
	if d.Left(today) != 10 || d.Wants(today) {
		t.Errorf("%d left, wants %v", d.Left(today), d.Wants(today))
	}
	for want := 11; want <= 15; want++ {
		if number, _, ok := d.Issue(counter, "c", "t", today); !ok || number != want {
			t.Fatalf("%d %v, want %d", number, ok, want)
		}
	}
	if !d.Wants(today) {
		t.Error("half used, and asks for no other")
	}
	kept := encode(d)
	var after Dispenser
	if err := json.Unmarshal(kept, &after); err != nil {
		t.Fatal(err)
	}
	after.Learn(n) // the server knows of none of them yet
	if number, command, ok := after.Void(counter, "c16", "jam", today); !ok || number != 16 || after.Last == nil || command.ID != "c16" {
		t.Errorf("after a start: %d %v", number, ok)
	}
	commands := after.Return(counter, func() string { return "r" }, today)
	var body Numbering
	if err := json.Unmarshal(commands[0].Body, &body); err != nil || len(commands) != 1 || body.Block != 11 || body.High != 16 || after.Left(today) != 0 {
		t.Errorf("given back: %+v", commands)
	}
	after.Learn(n)
	if _, _, ok := after.Issue(counter, "c", "t", today); ok {
		t.Error("gives out what it gave back")
	}
	if do(t, n, desk, numbering("reclaim", func(n *Numbering) { n.Block, n.High, n.Reason = 11, 15, "broken" }), morning) != "ok" {
		t.Fatal("not taken")
	}
	d.Learn(n)
	if _, _, ok := d.Issue(counter, "c", "t", today); ok {
		t.Error("gives out what was taken from it")
	}
}
