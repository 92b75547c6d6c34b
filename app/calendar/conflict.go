package calendar

import (
	"cmp"
	"slices"
)

// Conflict is two meetings that want one room: at one time, or so close that it cannot be made ready in between.
type Conflict struct {
	Room          string
	First, Second Occurrence
	Short         int64 // milliseconds that are missing between them; more than the gap where they overlap
	Overlap       bool
}

// Conflicts returns every two meetings of one room that stand in each other's way, both of them from from to before to or
// no farther from it than gap, the first of them first. gap is how long a room needs to be made ready, in milliseconds.
// Meetings without a room have none to share.
func Conflicts(entries []Entry, from, to, gap int64) (conflicts []Conflict, whole bool) {
	found, whole := Between(entries, from-gap, to+gap)
	rooms := map[string][]Occurrence{}
	for _, occurrence := range found {
		if occurrence.Entry.Room != "" {
			rooms[occurrence.Entry.Room] = append(rooms[occurrence.Entry.Room], occurrence)
		}
	}
	for room, inRoom := range rooms {
		for i, first := range inRoom {
			for _, second := range inRoom[i+1:] { // by their beginning
				if second.StartsAt >= first.EndsAt+gap {
					break
				}
				if len(conflicts) == MaxOccurrences {
					whole = false
					break
				}
				conflicts = append(conflicts, Conflict{room, first, second, first.EndsAt + gap - second.StartsAt, second.StartsAt < first.EndsAt})
			}
		}
	}
	slices.SortFunc(conflicts, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(a.First.StartsAt, b.First.StartsAt), cmp.Compare(a.Second.StartsAt, b.Second.StartsAt), cmp.Compare(a.Room, b.Room),
			cmp.Compare(a.First.Entry.UID, b.First.Entry.UID), cmp.Compare(a.Second.Entry.UID, b.Second.Entry.UID))
	})
	return conflicts, whole
}

// Reminder is what somebody is to be told, and when.
type Reminder struct {
	At         int64
	Minutes    int // before the beginning
	Occurrence Occurrence
}

// longestReminder is how long before a meeting one may be reminded: four weeks.
const longestReminder = 28 * 24 * 60

// Reminders returns what is to be said from from to before to, in its order. Ask from where the last answer ended, and
// nothing is said twice or left out.
func Reminders(entries []Entry, from, to int64) []Reminder {
	var due []Reminder
	found, _ := Between(entries, from, to+longestReminder*60_000)
	for _, occurrence := range found {
		for _, minutes := range occurrence.Entry.Reminders {
			if at := occurrence.StartsAt - int64(minutes)*60_000; from <= at && at < to && minutes <= longestReminder {
				due = append(due, Reminder{at, minutes, occurrence})
			}
		}
	}
	slices.SortStableFunc(due, func(a, b Reminder) int { return cmp.Compare(a.At, b.At) })
	return due
}
