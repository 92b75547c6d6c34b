package rehearse

import (
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

const stream = change.Stream("council/rehearsal-1")

// ballot is the fact that a voter is given back.
func ballot(seq uint64, voter string, choice council.Choice) change.Change {
	body, err := json.Marshal(council.Ballot{Poll: "q", Voter: voter, Choice: choice})
	if err != nil {
		panic(err)
	}
	return change.Change{Seq: seq, Epoch: 1, Kind: council.BallotKind, Key: "q/" + voter, Body: body}
}

func TestLostReceipts(t *testing.T) {
	promised := func(seq uint64) *change.Receipt { return &change.Receipt{Epoch: 1, Stream: stream, Seq: seq} }
	given := cast{person: "p1", poll: "q", choice: council.Yes, receipt: promised(7)}
	for _, c := range []struct {
		name string
		cast cast
		held *change.Change // nil: the voter came back and was given nothing
		away bool           // the voter did not come back
		want int
	}{
		{name: "as promised", cast: given, held: changed(ballot(7, "p1", council.Yes), nil)},
		{name: "gone", cast: given, want: 1},
		{name: "at another place", cast: given, held: changed(ballot(8, "p1", council.Yes), nil), want: 1},
		{name: "of another epoch", cast: given, held: changed(ballot(7, "p1", council.Yes), func(c *change.Change) { c.Epoch = 2 }), want: 1},
		{name: "another choice", cast: given, held: changed(ballot(7, "p1", council.No), nil), want: 1},
		{name: "another's", cast: given, held: changed(ballot(7, "p2", council.Yes), func(c *change.Change) { c.Key = "q/p1" }), want: 1},
		{name: "unreadable", cast: given, held: changed(ballot(7, "p1", council.Yes), func(c *change.Change) { c.Body = []byte("[]") }), want: 1},
		{name: "nothing promised", cast: cast{person: "p1", poll: "q", choice: council.Yes}},
		{name: "not back", cast: given, away: true},
	} {
		holders := map[string]held{}
		if !c.away {
			holders["p1"] = held{person: "p1", facts: map[fact]change.Change{}}
			if c.held != nil {
				holders["p1"].facts[fact{c.held.Kind, c.held.Key}] = *c.held
			}
		}
		if got := lostReceipts([]cast{c.cast}, holders); got != c.want {
			t.Errorf("%s: %d lost, want %d", c.name, got, c.want)
		}
	}
}

func changed(c change.Change, change func(*change.Change)) *change.Change {
	if change != nil {
		change(&c)
	}
	return &c
}

func TestForgedReceipts(t *testing.T) {
	key, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signed := func(change func(*change.Receipt)) *change.Receipt {
		r := receiptOf(secret)
		change(r)
		return r
	}
	for name, c := range map[string]struct {
		receipt *change.Receipt
		want    int
	}{
		"signed":         {signed(func(*change.Receipt) {}), 0},
		"none":           {nil, 0},
		"altered":        {signed(func(r *change.Receipt) { r.Seq++ }), 1},
		"not signed":     {signed(func(r *change.Receipt) { r.Signature = nil }), 1},
		"another stream": {signed(func(r *change.Receipt) { *r = *receiptFor(secret, "council/s1") }), 1},
	} {
		if got := forgedReceipts([]cast{{receipt: c.receipt}}, stream, key); got != c.want {
			t.Errorf("%s: %d forged, want %d", name, got, c.want)
		}
	}
}

func receiptOf(secret ed25519.PrivateKey) *change.Receipt { return receiptFor(secret, stream) }

func receiptFor(secret ed25519.PrivateKey, stream change.Stream) *change.Receipt {
	r := &change.Receipt{Epoch: 1, Stream: stream, Command: "c", Seq: 3, At: 5}
	// As the room's server signs: see trust.Server.Sign.
	r.Signature = ed25519.Sign(secret, append([]byte("congso receipt 1\x00"), r.Message()...))
	return r
}

func TestMiscounted(t *testing.T) {
	promise := &change.Receipt{}
	casts := []cast{
		{poll: "q", choice: council.Yes, receipt: promise}, {poll: "q", choice: council.Yes, receipt: promise}, {poll: "q", choice: council.Yes},
		{poll: "q", choice: council.No, receipt: promise}, {poll: "q", choice: council.Abstain, receipt: promise}, {poll: "other", choice: council.Yes, receipt: promise},
	}
	for _, c := range []struct {
		name        string
		count       council.Count
		lost, twice int
	}{
		{"all with a receipt", council.Count{Yes: 2, No: 1, Abstain: 1}, 0, 0},
		{"and one whose answer was lost", council.Count{Yes: 3, No: 1, Abstain: 1}, 0, 0},
		{"one left out", council.Count{Yes: 1, No: 1, Abstain: 1}, 1, 0},
		{"one more than were given", council.Count{Yes: 4, No: 1, Abstain: 1}, 0, 1},
		{"one for another", council.Count{Yes: 2, No: 2}, 1, 1},
		{"none", council.Count{}, 4, 0},
	} {
		if lost, twice := miscounted(casts, "q", c.count); lost != c.lost || twice != c.twice {
			t.Errorf("%s: %d lost, %d twice, want %d and %d", c.name, lost, twice, c.lost, c.twice)
		}
	}
}

func TestDiffering(t *testing.T) {
	at := func(place uint64, running byte) change.Cursor {
		return change.Cursor{Place: place, Running: change.Hash{running}}
	}
	room := truth([]change.Cursor{at(5, 1), at(5, 2), at(5, 1), at(4, 3)})
	if room != at(5, 1) {
		t.Errorf("the room is at %v", room)
	}
	if got := differing([]change.Cursor{at(5, 1), at(5, 2), at(4, 1), {}}, room); got != 3 {
		t.Errorf("%d differ, want 3", got)
	}
	if truth(nil) != (change.Cursor{}) {
		t.Error("nobody was told anything")
	}
	if room := truth([]change.Cursor{at(4, 1), at(5, 1)}); room != at(5, 1) {
		t.Errorf("of as many the furthest, not %v", room)
	}
}

// Each loss, each device that is missing and each step that takes too long speaks against the room by
// itself; nothing else does.
func TestVerdict(t *testing.T) {
	bound := Plan{}.bound
	sound := Report{Devices: 10, Cuts: 3, Resets: 2, Rejoins: 4, Figures: []Figure{{Step: Voting, Count: 10, Late: 1999, Most: 9000}, {Step: Paper, Count: 10, Late: 1e6}}}
	for name, c := range map[string]struct {
		spoil func(*Report)
		want  []string
	}{
		"sound":    {func(*Report) {}, nil},
		"receipts": {func(r *Report) { r.Losses.Receipts = 1 }, []string{LostReceipts}},
		"forged":   {func(r *Report) { r.Losses.Forged = 1 }, []string{ForgedReceipts}},
		"twice":    {func(r *Report) { r.Losses.Twice = 1 }, []string{CountedTwice}},
		"papers":   {func(r *Report) { r.Losses.Papers = 1 }, []string{WrongPapers}},
		"hashes":   {func(r *Report) { r.Losses.Hashes = 1 }, []string{WrongHashes}},
		"missing":  {func(r *Report) { r.Figures[1].Missing = 1 }, []string{NotThere}},
		"slow":     {func(r *Report) { r.Figures[0].Late = 2001 }, []string{Slow}},
		"broken":   {func(r *Report) { r.Reasons = []Reason{{Code: BrokenOff}} }, []string{BrokenOff}},
		"several":  {func(r *Report) { r.Losses.Receipts, r.Figures[0].Late = 1, 2001 }, []string{LostReceipts, Slow}},
	} {
		r := sound
		r.Figures = slices.Clone(sound.Figures)
		c.spoil(&r)
		r.settle(bound)
		var codes []string
		for _, reason := range r.Reasons {
			codes = append(codes, reason.Code)
		}
		if !slices.Equal(codes, c.want) || r.Ready != (len(c.want) == 0) {
			t.Errorf("%s: ready %v, because %v, want %v", name, r.Ready, codes, c.want)
		}
	}
}

// A bad line gives everyone more time, by what it is; a step without a bound has none on any line.
func TestBounds(t *testing.T) {
	for name, c := range map[string]struct {
		plan Plan
		want time.Duration
	}{
		"sound": {Plan{}, 2 * time.Second}, "loss": {Plan{Line: Line{Loss: 1}}, 27 * time.Second}, "cuts": {Plan{Cuts: 1}, 27 * time.Second},
		"delay": {Plan{Line: Line{Delay: time.Second}}, 47 * time.Second},
	} {
		if got := c.plan.bound(Voting); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if got := c.plan.bound(Paper); got != 0 {
			t.Errorf("%s: papers within %v", name, got)
		}
	}
}

func TestFigure(t *testing.T) {
	var took []time.Duration
	for i := range 200 {
		took = append(took, time.Duration(200-i)*time.Millisecond)
	}
	want := Figure{Step: Edit, Count: 200, Missing: 1, Middle: 101, Late: 199, Most: 200}
	if got := figure(Edit, took, 1); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := figure(Edit, nil, 2); got != (Figure{Step: Edit, Missing: 2}) {
		t.Errorf("%+v", got)
	}
}
