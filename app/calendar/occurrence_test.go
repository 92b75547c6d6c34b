package calendar

import (
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func uids(found []Occurrence) (uids []string) {
	for _, occurrence := range found {
		uids = append(uids, occurrence.Entry.UID)
	}
	return uids
}

func TestBetween(t *testing.T) {
	weekly := meeting("weekly", "2026-12-01 14:00", "2026-12-01 16:00")
	weekly.Rule = &Rule{Every: Weekly, Interval: 1, WeekStarts: 1}
	weekly.Without = []int64{at("2026-12-15 14:00")}
	moved := meeting("weekly", "2026-12-09 08:00", "2026-12-09 10:00")
	moved.InsteadOf = at("2026-12-08 14:00")
	night := meeting("night", "2026-12-01 22:00", "2026-12-02 02:00")
	off := meeting("off", "2026-12-02 08:00", "2026-12-02 09:00")
	off.Status = Cancelled
	broken := meeting("", "2026-12-02 08:00", "2026-12-02 09:00")
	entries := []Entry{weekly, moved, night, off, broken}
	for _, row := range []struct {
		from, to string
		want     []string
	}{
		{"2026-12-01 00:00", "2026-12-02 00:00", []string{"2026-12-01 14:00", "2026-12-01 22:00"}},
		{"2026-12-02 00:00", "2026-12-03 00:00", []string{"2026-12-01 22:00"}}, // it is still going on
		{"2026-12-02 02:00", "2026-12-08 00:00", nil},                          // over to the minute
		{"2026-12-01 10:00", "2026-12-01 14:00", nil},                          // not begun
		{"2026-12-07 00:00", "2026-12-23 00:00", []string{"2026-12-09 08:00", "2026-12-22 14:00"}},
		{"2026-12-03 00:00", "2026-12-02 00:00", nil},
	} {
		found, whole := Between(entries, at(row.from), at(row.to))
		if got := said(startsOf(found)); !whole || !slices.Equal(got, row.want) {
			t.Errorf("%s to %s: %v, want %v", row.from, row.to, got, row.want)
		}
	}
	if found, whole := Between([]Entry{weekly}, at("2026-12-01 00:00"), at("2099-12-01 00:00")); whole || len(found) < 150 {
		t.Errorf("a view of seventy years: %d, whole: %v", len(found), whole)
	}
	daily := weekly
	daily.Rule = &Rule{Every: Daily, Interval: 1}
	if found, whole := Between(slices.Repeat([]Entry{daily}, 10), at("2026-12-01 00:00"), at("2029-11-30 00:00")); whole || len(found) != MaxOccurrences {
		t.Errorf("more than is answered: %d, whole: %v", len(found), whole)
	}
}

func TestConflicts(t *testing.T) {
	in := func(room string, entry Entry) Entry { entry.Room = room; return entry }
	entries := []Entry{
		in("hall", meeting("a", "2026-12-01 08:00", "2026-12-01 10:00")), in("hall", meeting("b", "2026-12-01 09:59", "2026-12-01 11:00")),
		in("hall", meeting("c", "2026-12-01 11:29", "2026-12-01 12:00")), in("hall", meeting("d", "2026-12-01 12:30", "2026-12-01 13:00")),
		in("small", meeting("e", "2026-12-01 08:00", "2026-12-01 18:00")), meeting("f", "2026-12-01 08:00", "2026-12-01 18:00"), meeting("g", "2026-12-01 08:00", "2026-12-01 18:00"),
	}
	conflicts, whole := Conflicts(entries, at("2026-12-01 00:00"), at("2026-12-02 00:00"), 30*60_000)
	var got []string
	for _, conflict := range conflicts {
		got = append(got, conflict.First.Entry.UID+conflict.Second.Entry.UID+strconv.FormatInt(conflict.Short/60_000, 10)+strconv.FormatBool(conflict.Overlap))
	}
	if !whole || !slices.Equal(got, []string{"ab31true", "bc1false"}) {
		t.Errorf("conflicts %v", got)
	}
	if conflicts, _ := Conflicts(entries, at("2026-12-01 00:00"), at("2026-12-02 00:00"), 0); len(conflicts) != 1 {
		t.Errorf("without a gap: %d", len(conflicts))
	}
	if rooms := In(entries, "small"); len(rooms) != 1 || len(entries) != 7 {
		t.Errorf("in the small room: %d", len(rooms))
	}
}

// A conflict is any two meetings of one room with too little between them, found from both sides of a view's edge.
func TestConflictsAreEveryTwoTooClose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, hour := at("2026-12-01 00:00"), int64(3600_000)
		gap := int64(rapid.IntRange(0, 3).Draw(t, "gap")) * hour
		var entries []Entry
		for n := range rapid.IntRange(0, 8).Draw(t, "entries") {
			start := from + int64(rapid.IntRange(-6, 30).Draw(t, "start"))*hour
			entries = append(entries, Entry{UID: strconv.Itoa(n), Status: Confirmed, StartsAt: start, EndsAt: start + int64(rapid.IntRange(1, 5).Draw(t, "hours"))*hour,
				Room: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "room")})
		}
		want := 0
		for i, a := range entries {
			for _, b := range entries[i+1:] {
				close := a.StartsAt < b.EndsAt+gap && b.StartsAt < a.EndsAt+gap
				seen := func(e Entry) bool { return e.EndsAt > from-gap && e.StartsAt < from+24*hour+gap }
				if a.Room != "" && a.Room == b.Room && close && seen(a) && seen(b) {
					want++
				}
			}
		}
		if conflicts, whole := Conflicts(entries, from, from+24*hour, gap); len(conflicts) != want || !whole {
			t.Fatalf("%d conflicts, want %d", len(conflicts), want)
		}
	})
}

// Asked in pieces, every reminder comes once.
func TestReminders(t *testing.T) {
	weekly := meeting("weekly", "2026-12-01 14:00", "2026-12-01 16:00")
	weekly.Rule = &Rule{Every: Weekly, Interval: 1, WeekStarts: 1}
	weekly.Reminders = []int{1440, 30, 0}
	from, to := at("2026-12-01 00:00"), at("2026-12-10 00:00")
	whole := Reminders([]Entry{weekly}, from, to)
	var moments []int64
	for _, reminder := range whole {
		moments = append(moments, reminder.At)
	}
	if want := []string{"2026-12-01 13:30", "2026-12-01 14:00", "2026-12-07 14:00", "2026-12-08 13:30", "2026-12-08 14:00"}; !slices.Equal(said(moments), want) {
		t.Errorf("reminders at %v", said(moments))
	}
	rapid.Check(t, func(t *rapid.T) {
		cut := rapid.OneOf(rapid.SampledFrom(moments), rapid.Int64Range(from, to)).Draw(t, "cut") // at a reminder's own moment, too
		pieces := append(Reminders([]Entry{weekly}, from, cut), Reminders([]Entry{weekly}, cut, to)...)
		if !reflect.DeepEqual(pieces, whole) {
			t.Fatalf("%d in two pieces, %d in one", len(pieces), len(whole))
		}
	})
}

func TestOf(t *testing.T) {
	mine, hers := meeting("mine", "2026-12-01 08:00", "2026-12-01 09:00"), meeting("hers", "2026-12-01 08:00", "2026-12-01 09:00")
	mine.Organizer.Person = "an"
	hers.Attendees = []Attendee{{Party: Party{Person: "an"}}, {Party: Party{Person: "binh"}, Reply: Delegated}}
	entries := []Entry{mine, hers}
	for person, want := range map[string][]string{"an": {"mine", "hers"}, "binh": nil, "": nil} {
		var got []string
		for _, entry := range Of(entries, person) {
			got = append(got, entry.UID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v", person, got)
		}
	}
	if found, _ := Between(entries, at("2026-12-01 00:00"), at("2026-12-02 00:00")); !slices.Equal(uids(found), []string{"hers", "mine"}) {
		t.Errorf("two at one time come as %v", uids(found))
	}
}
