package speaking

import (
	"slices"
	"time"
)

// Spell is a stretch without pauses. Milliseconds since 1970.
type Spell struct {
	From int64 `json:"from"`
	To   int64 `json:"to,omitempty"` // 0: not over
}

// Timing is how long somebody may speak and when they did. It is written down at each start and pause, so whoever reads
// it knows the time spoken without having been there.
type Timing struct {
	Allotted int     `json:"allotted,omitempty"` // seconds; 0: without limit
	Extra    int     `json:"extra,omitempty"`    // seconds that the chair added
	Spells   []Spell `json:"spells,omitempty"`   // in order, none overlapping; only the last may be open
}

// Running reports whether the time runs.
func (t Timing) Running() bool { return len(t.Spells) > 0 && t.Spells[len(t.Spells)-1].To == 0 }

// StartedAt is when the first spell began, 0 before.
func (t Timing) StartedAt() int64 {
	if len(t.Spells) == 0 {
		return 0
	}
	return t.Spells[0].From
}

// EndedAt is when the last spell ended, 0 while it runs and before the first.
func (t Timing) EndedAt() int64 {
	if len(t.Spells) == 0 {
		return 0
	}
	return t.Spells[len(t.Spells)-1].To
}

// Spoken is the time spoken until now, pauses excluded. A server's clock that went back takes nothing away that was
// written down, and a running spell that lies in the future counts nothing yet.
func (t Timing) Spoken(now time.Time) time.Duration {
	var spoken int64
	for _, spell := range t.Spells {
		to := spell.To
		if to == 0 {
			to = now.UnixMilli()
		}
		spoken += max(to-spell.From, 0)
	}
	return time.Duration(spoken) * time.Millisecond
}

// Begun returns the timing with a spell begun now. One that runs stays as it is.
func (t Timing) Begun(now time.Time) Timing {
	if !t.Running() {
		t.Spells = append(slices.Clone(t.Spells), Spell{From: max(now.UnixMilli(), t.EndedAt(), 1)})
	}
	return t
}

// Halted returns the timing with the running spell ended now. One that does not run stays as it is.
func (t Timing) Halted(now time.Time) Timing {
	if t.Running() {
		t.Spells = slices.Clone(t.Spells)
		last := &t.Spells[len(t.Spells)-1]
		last.To = max(now.UnixMilli(), last.From)
	}
	return t
}

// Extensions are what the chair may add to a speech at a time, in seconds: +1, +3 and +5 minutes.
var Extensions = []int{60, 180, 300}

// maxExtra is more than a session lasts, so that a stuck button overflows nothing.
const maxExtra = 24 * 60 * 60

// Extended returns the timing with one of the Extensions added, and whether that is possible.
func (t Timing) Extended(seconds int) (Timing, bool) {
	if !slices.Contains(Extensions, seconds) || t.Extra+seconds > maxExtra {
		return t, false
	}
	t.Extra += seconds
	return t, true
}
