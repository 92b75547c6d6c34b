package rehearse

import (
	"slices"
	"time"
)

// Report is how a rehearsal went. Its JSON form is read by other programs: only ever add.
type Report struct {
	Run     string        `json:"run"`
	Title   string        `json:"title"`
	Devices int           `json:"devices"`
	Line    Line          `json:"line"`
	Took    time.Duration `json:"took_ns"`
	Ready   bool          `json:"ready"` // sẵn sàng
	Reasons []Reason      `json:"reasons"`
	Figures []Figure      `json:"figures"`
	Losses  Losses        `json:"losses"`
	Cuts    int           `json:"cuts"`    // connections that were cut
	Kills   int           `json:"kills"`   // times that the server was killed
	Rejoins int           `json:"rejoins"` // times that a device found back into the room
	Ballots int           `json:"ballots"` // that have a receipt
	Resets  int           `json:"resets"`  // times that a device threw something away that did not match, and fetched it anew
}

// Figure is how long one step took, in milliseconds.
type Figure struct {
	Step    Step    `json:"step"`
	Count   int     `json:"count"`
	Missing int     `json:"missing"` // that did not get there
	Middle  float64 `json:"p50_ms"`
	Late    float64 `json:"p99_ms"`
	Most    float64 `json:"max_ms"`
}

// Losses are what must never be. All are 0 in a room that holds.
type Losses struct {
	Receipts int `json:"receipts"` // ballots that were acknowledged and are not in the log
	Forged   int `json:"forged"`   // receipts that the room's server did not sign
	Twice    int `json:"twice"`    // ballots that were counted more than once
	Papers   int `json:"papers"`   // papers that came whole with another hash
	Hashes   int `json:"hashes"`   // devices whose running hash is another than the room's
}

// Reason is one thing that speaks against a session in this room. The sentence, and what to do, stand
// under its code.
type Reason struct {
	Code  string  `json:"code"`
	Step  Step    `json:"step,omitempty"`
	Count int     `json:"count,omitempty"`
	Took  float64 `json:"took_ms,omitempty"`
	Bound float64 `json:"bound_ms,omitempty"`
	Err   string  `json:"error,omitempty"` // for the log, of what broke off
}

// The codes of reasons. In reports: only ever add.
const (
	LostReceipts   = "lost-receipts"
	ForgedReceipts = "forged-receipts"
	CountedTwice   = "counted-twice"
	WrongPapers    = "wrong-papers"
	WrongHashes    = "wrong-hashes"
	NotThere       = "not-there" // devices did not get there within the patience
	Slow           = "slow"      // the slowest hundredth took longer than people wait
	BrokenOff      = "broken-off"
	LeftBehind     = "left-behind" // the rehearsal could not take itself back
)

// settle draws the verdict from what is in the report.
func (r *Report) settle(bound func(Step) time.Duration) {
	for _, loss := range []struct {
		code  string
		count int
	}{
		{LostReceipts, r.Losses.Receipts}, {ForgedReceipts, r.Losses.Forged}, {CountedTwice, r.Losses.Twice},
		{WrongPapers, r.Losses.Papers}, {WrongHashes, r.Losses.Hashes},
	} {
		if loss.count > 0 {
			r.Reasons = append(r.Reasons, Reason{Code: loss.code, Count: loss.count})
		}
	}
	for _, f := range r.Figures {
		limit := milliseconds(bound(f.Step))
		if f.Missing > 0 {
			r.Reasons = append(r.Reasons, Reason{Code: NotThere, Step: f.Step, Count: f.Missing})
		} else if limit > 0 && f.Late > limit {
			r.Reasons = append(r.Reasons, Reason{Code: Slow, Step: f.Step, Took: f.Late, Bound: limit})
		}
	}
	r.Ready = len(r.Reasons) == 0
}

// figure tells how long a step took.
func figure(step Step, took []time.Duration, missing int) Figure {
	f := Figure{Step: step, Count: len(took), Missing: missing}
	if len(took) == 0 {
		return f
	}
	sorted := slices.Sorted(slices.Values(took))
	at := func(share float64) float64 {
		return milliseconds(sorted[min(len(sorted)-1, int(share*float64(len(sorted))))])
	}
	f.Middle, f.Late, f.Most = at(0.5), at(0.99), milliseconds(sorted[len(sorted)-1])
	return f
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
