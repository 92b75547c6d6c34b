package speaking

import (
	"slices"
	"time"
)

// Budget is the speaking time of one group on one item, in whole seconds. What is left of it is never stored: it is this
// less what the group's contributions took, and may be below zero.
type Budget struct {
	Group      string `json:"group"`
	Initial    int    `json:"initial"`
	Additional int    `json:"additional,omitempty"` // what the overruns of groups gave to all
}

// Budget returns the budget of a group; false where it has none.
func (l List) Budget(group string) (Budget, bool) {
	at := slices.IndexFunc(l.Setup.Budgets, func(b Budget) bool { return b.Group == group })
	if at < 0 {
		return Budget{}, false
	}
	return l.Setup.Budgets[at], true
}

// Remaining is what is left of a group's budget, below zero after an overrun; false where it has none.
func (l List) Remaining(group string, now time.Time) (time.Duration, bool) {
	budget, ok := l.Budget(group)
	if !ok {
		return 0, false
	}
	return time.Duration(budget.Initial+budget.Additional)*time.Second - l.charged(group, now), true
}

// charged is what the contributions of a group took until now.
func (l List) charged(group string, now time.Time) time.Duration {
	var spoken time.Duration
	for _, e := range l.Entries {
		if e.Kind.contribution() && e.Group == group {
			spoken += e.Spoken(now)
		}
	}
	return spoken
}

// Clock is how a speech stands: limited by its own time and by what is left of its group's, whichever ends first. The
// chair's extension lengthens both for this speech, and the group's budget may so go below zero.
func (l List) Clock(e Entry, now time.Time) Clock {
	c := e.Timing.Clock(now, l.Setup.warning())
	left, budgeted := l.Remaining(e.Group, now)
	if !budgeted || !e.Kind.contribution() {
		return c
	}
	left += time.Duration(e.Extra) * time.Second
	if c.Phase == Unlimited || left < c.Left {
		c = c.limited(c.Spoken+left, l.Setup.warning())
		c.ByGroup = true
	}
	return c
}
