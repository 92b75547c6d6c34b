package calendar

import (
	"cmp"
	"slices"
	"time"
)

// Occurrence is one time that a meeting takes place.
type Occurrence struct {
	Entry    Entry // as it is this time: a repetition that was changed is the changed one
	StartsAt int64
	EndsAt   int64
}

// The most that a question is answered with, and the most days of repetitions that are looked at for it.
const (
	MaxOccurrences = 5000
	dayBudget      = 1_000_000
	longestView    = 3 * 366 * dayLength
)

// Between returns what takes place at any time from from to before to, in the order of its beginning. What is cancelled
// does not. Whole is false where there would have been more than is answered: more than MaxOccurrences, or more than
// three years, or rules that are looked through for nothing for too long.
func Between(entries []Entry, from, to int64) (found []Occurrence, whole bool) {
	whole = true
	if to > from && to-from > longestView {
		to, whole = from+longestView, false
	}
	instead := map[string]map[int64]bool{}
	for _, entry := range entries {
		if entry.InsteadOf != 0 {
			if instead[entry.UID] == nil {
				instead[entry.UID] = map[int64]bool{}
			}
			instead[entry.UID][entry.InsteadOf] = true
		}
	}
	budget := dayBudget
	for _, entry := range entries {
		if entry.Valid() != "" || entry.Status == Cancelled {
			continue
		}
		ended := entry.times(from, to, &budget, func(start int64) bool {
			end := start + entry.EndsAt - entry.StartsAt
			if entry.InsteadOf == 0 && instead[entry.UID][start] || slices.Contains(entry.Without, start) {
				return true
			}
			if start < to && end > from {
				found = append(found, Occurrence{entry, start, end})
			}
			return len(found) <= MaxOccurrences
		})
		if whole = whole && ended; len(found) > MaxOccurrences {
			found, whole = found[:MaxOccurrences], false
			break
		}
	}
	slices.SortStableFunc(found, func(a, b Occurrence) int {
		return cmp.Or(cmp.Compare(a.StartsAt, b.StartsAt), cmp.Compare(a.EndsAt, b.EndsAt), cmp.Compare(a.Entry.UID, b.Entry.UID))
	})
	return found, whole
}

// times calls visit with every start that may matter between from and to, and reports whether it came to an end.
func (e Entry) times(from, to int64, budget *int, visit func(start int64) bool) (ended bool) {
	if e.Rule == nil {
		visit(e.StartsAt)
		return true
	}
	location := e.Location()
	first := time.UnixMilli(e.StartsAt).In(location)
	clock := e.StartsAt - time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, location).UnixMilli()
	dayOf := func(at int64) int { return days(time.UnixMilli(at).In(location).Date()) }
	count := 0
	return e.Rule.visitDays(dayOf(e.StartsAt), dayOf(max(from-(e.EndsAt-e.StartsAt), earliest))-1, dayOf(min(max(to, earliest), latest)), budget, func(day int) bool {
		year, month, monthDay := civil(day)
		start := time.Date(year, month, monthDay, 0, 0, 0, 0, location).UnixMilli() + clock
		count++
		if e.Rule.Until != 0 && start > e.Rule.Until || e.Rule.Count > 0 && count > e.Rule.Count {
			return false
		}
		return visit(start)
	})
}
