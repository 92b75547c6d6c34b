package speaking

import (
	"slices"
	"time"
)

// Totals is the speaking time (thời lượng phát biểu) of persons, groups and kinds. The sums of persons, of groups and of
// kinds are each the sum of all.
type Totals struct {
	All    Total
	People map[string]Total
	Groups map[string]Total // persons without a group stand under ""
	Kinds  map[Kind]Total
}

// Total is how often and how long.
type Total struct {
	Speeches int
	Time     time.Duration
}

// Mean is how long one speech took on average, 0 where there is none.
func (t Total) Mean() time.Duration {
	if t.Speeches == 0 {
		return 0
	}
	return t.Time / time.Duration(t.Speeches)
}

func (t *Total) add(other Total) {
	t.Speeches += other.Speeches
	t.Time += other.Time
}

// Sum adds up the speeches among these entries until now: of one item, of a session, of a year. Speeches that have not
// ended count too. With kinds named, only those.
func Sum(entries []Entry, now time.Time, kinds ...Kind) Totals {
	sum := Totals{People: map[string]Total{}, Groups: map[string]Total{}, Kinds: map[Kind]Total{}}
	for _, e := range entries {
		if !e.Held() || len(kinds) > 0 && !slices.Contains(kinds, e.Kind) {
			continue
		}
		speech := Total{1, e.Timing.Spoken(now)}
		sum.All.add(speech)
		addTo(sum.People, e.Person, speech)
		addTo(sum.Groups, e.Group, speech)
		addTo(sum.Kinds, e.Kind, speech)
	}
	return sum
}

func addTo[K comparable](totals map[K]Total, of K, speech Total) {
	total := totals[of]
	total.add(speech)
	totals[of] = total
}
