package calendar

import (
	"slices"
	"testing"
	"time"

	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"
)

func at(text string) int64 {
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, Vietnam)
	if err != nil {
		panic(err)
	}
	return moment.UnixMilli()
}

func said(starts []int64) []string {
	var texts []string
	for _, start := range starts {
		texts = append(texts, time.UnixMilli(start).In(Vietnam).Format("2006-01-02 15:04"))
	}
	return texts
}

func startsOf(found []Occurrence) []int64 {
	var starts []int64
	for _, occurrence := range found {
		starts = append(starts, occurrence.StartsAt)
	}
	return starts
}

func meeting(uid, start, end string) Entry {
	return Entry{UID: uid, Status: Confirmed, Title: "Họp " + uid, StartsAt: at(start), EndsAt: at(end)}
}

// The rules of meetings, written as they come in files.
func TestRules(t *testing.T) {
	for _, row := range []struct {
		start, rule string
		want        []string // the first ones
	}{
		{"2026-12-01 08:00", "FREQ=DAILY;COUNT=3", []string{"2026-12-01 08:00", "2026-12-02 08:00", "2026-12-03 08:00"}},
		{"2026-12-01 08:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261217", []string{"2026-12-01 08:00", "2026-12-03 08:00", "2026-12-15 08:00", "2026-12-17 08:00"}},
		{"2026-12-01 08:00", "FREQ=WEEKLY;UNTIL=20261208T010000Z", []string{"2026-12-01 08:00", "2026-12-08 08:00"}}, // to the minute
		{"2026-12-01 08:00", "FREQ=WEEKLY;UNTIL=20261208T005959Z", []string{"2026-12-01 08:00"}},
		{"2026-01-31 08:00", "FREQ=MONTHLY;COUNT=3", []string{"2026-01-31 08:00", "2026-03-31 08:00", "2026-05-31 08:00"}}, // months without a 31st are passed over
		{"2026-01-31 08:00", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", []string{"2026-01-31 08:00", "2026-02-28 08:00", "2026-03-31 08:00"}},
		{"2026-12-01 08:00", "FREQ=MONTHLY;BYDAY=1MO,-1FR;COUNT=4", []string{"2026-12-07 08:00", "2026-12-25 08:00", "2027-01-04 08:00", "2027-01-29 08:00"}},
		{"2026-12-01 08:00", "FREQ=MONTHLY;BYDAY=TH,1MO;UNTIL=20261211", []string{"2026-12-03 08:00", "2026-12-07 08:00", "2026-12-10 08:00"}},
		{"2026-12-02 08:00", "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1;COUNT=1", []string{"2026-12-07 08:00"}},                                // Monday was the first of that week
		{"2026-12-01 08:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", []string{"2026-12-31 08:00", "2027-01-29 08:00"}}, // the last working day
		{"2028-02-29 08:00", "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2;COUNT=2", []string{"2028-02-29 08:00", "2029-02-28 08:00"}},
		{"2028-02-29 08:00", "FREQ=YEARLY;COUNT=2", []string{"2028-02-29 08:00"}}, /* no such day within three years */
		{"2026-12-01 08:00", "FREQ=YEARLY;BYMONTH=6,12;BYDAY=2TU;COUNT=3", []string{"2026-12-08 08:00", "2027-06-08 08:00", "2027-12-14 08:00"}},
		{"2026-12-01 08:00", "FREQ=YEARLY;BYDAY=-1MO;COUNT=2", []string{"2026-12-28 08:00", "2027-12-27 08:00"}},
	} {
		rule, code := parseRule(row.rule, Vietnam)
		if code != "" {
			t.Errorf("%s: %s", row.rule, code)
			continue
		}
		entry := meeting("a", row.start, row.start)
		entry.EndsAt += 3600_000
		entry.Rule = &rule
		found, _ := Between([]Entry{entry}, entry.StartsAt, entry.StartsAt+longestView)
		if got := said(startsOf(found)); !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", row.rule, got, row.want)
		}
	}
}

func TestRulesThatAreNotFollowed(t *testing.T) {
	for text, want := range map[string]string{
		"FREQ=HOURLY": RuleUnsupported, "FREQ=SECONDLY;BYMONTHDAY=30;BYMONTH=2": RuleUnsupported, "FREQ=YEARLY;BYWEEKNO=20": RuleUnsupported,
		"FREQ=YEARLY;BYYEARDAY=1": RuleUnsupported, "FREQ=DAILY;BYHOUR=9": RuleUnsupported, "FREQ=DAILY;BYMINUTE=9": RuleUnsupported, "FREQ=DAILY;BYSECOND=9": RuleUnsupported,
		"": WrongRule, "FREQ=": WrongRule, "FREQ=DAILY;INTERVAL=0": WrongRule, "FREQ=DAILY;INTERVAL=1001": WrongRule, "FREQ=DAILY;COUNT=-1": WrongRule,
		"FREQ=DAILY;COUNT=5001": WrongRule, "FREQ=DAILY;COUNT=2;UNTIL=20270101": WrongRule, "FREQ=DAILY;UNTIL=99991231": WrongRule,
		"FREQ=WEEKLY;BYDAY=1MO": WrongRule, "FREQ=WEEKLY;BYMONTHDAY=1": WrongRule, "FREQ=MONTHLY;BYSETPOS=1": WrongRule, "FREQ=MONTHLY;BYDAY=54MO": WrongRule,
		"FREQ=MONTHLY;BYMONTH=13": WrongRule, "FREQ=MONTHLY;BYMONTHDAY=0": WrongRule, "DTSTART=20260101;FREQ=DAILY": WrongRule,
	} {
		if _, code := parseRule(text, Vietnam); code != want {
			t.Errorf("%q: %q, want %q", text, code, want)
		}
	}
}

var ruleTexts = rapid.Custom(func(t *rapid.T) Rule {
	rule := Rule{Every: rapid.SampledFrom([]Frequency{Daily, Weekly, Monthly, Yearly}).Draw(t, "every"), Interval: rapid.IntRange(1, 4).Draw(t, "interval"),
		WeekStarts: rapid.SampledFrom([]time.Weekday{time.Monday, time.Sunday}).Draw(t, "week")}
	some := func(name string, numbers *rapid.Generator[int]) []int {
		if rapid.IntRange(0, 2).Draw(t, name+"?") > 0 {
			return nil
		}
		return rapid.SliceOfNDistinct(numbers, 1, 3, rapid.ID[int]).Draw(t, name)
	}
	rule.Months = some("months", rapid.IntRange(1, 12))
	nth := (rule.Every == Monthly || rule.Every == Yearly) && rapid.Bool().Draw(t, "nth?") // all or none: of "SU,1MO" the library wants both at once
	if most := 31 - 3*min(1, len(rule.Months)); rule.Every != Weekly && !nth {             // the library looks for 30 February until the year 9999
		rule.MonthDays = some("days", rapid.OneOf(rapid.IntRange(1, most), rapid.IntRange(-most, -1)))
	}
	for _, day := range some("weekdays", rapid.IntRange(0, 6)) {
		on := WeekDay{Day: time.Weekday(day)}
		if nth {
			on.Nth = rapid.SampledFrom([]int{1, 2, 4, -1, -2}).Draw(t, "nth")
		}
		rule.WeekDays = append(rule.WeekDays, on)
	}
	if rule.hasParts() && rule.Every != Weekly { // of the first week the library counts only what follows the start; RFC 5545 says all of it
		rule.Positions = some("positions", rapid.SampledFrom([]int{1, -1}))
	}
	if rapid.Bool().Draw(t, "counted") {
		rule.Count = rapid.IntRange(1, 9).Draw(t, "count")
	} else if rapid.Bool().Draw(t, "ends") {
		rule.Until = at("2027-06-15 09:30") + int64(rapid.IntRange(0, 100).Draw(t, "days"))*dayLength
	}
	return rule
})

// Where the library follows a rule to its end, ours finds the same days, from wherever the view begins.
func TestRulesAreFollowedAsTheLibraryFollowsThem(t *testing.T) {
	from := time.Date(2026, 12, 1, 9, 30, 0, 0, Vietnam)
	to := from.AddDate(2, 0, 0)
	rapid.Check(t, func(t *rapid.T) {
		rule := ruleTexts.Draw(t, "rule")
		if !rule.valid() {
			t.Fatalf("%+v makes no sense", rule)
		}
		text := rule.form(false, Vietnam)
		option, err := rrule.StrToROptionInLocation(text, Vietnam)
		if err != nil {
			t.Fatal(err)
		}
		option.Dtstart = from.AddDate(0, 0, rapid.IntRange(-900, 30).Draw(t, "start"))
		theirs, err := rrule.NewRRule(*option)
		if err != nil {
			t.Fatal(err)
		}
		if again, code := parseRule(text, Vietnam); code != "" || !sameRule(&again, &rule) {
			t.Fatalf("%s is read as %+v (%s)", text, again, code)
		}
		entry := Entry{UID: "a", Status: Confirmed, StartsAt: option.Dtstart.UnixMilli(), EndsAt: option.Dtstart.UnixMilli() + 60_000, Rule: &rule}
		var want []int64
		for _, each := range theirs.Between(from, to.Add(-time.Millisecond), true) {
			want = append(want, each.UnixMilli())
		}
		found, whole := Between([]Entry{entry}, from.UnixMilli(), to.UnixMilli())
		if !whole || !slices.Equal(startsOf(found), want) {
			t.Fatalf("%s from %v: %v, want %v", text, option.Dtstart, said(startsOf(found)), said(want))
		}
	})
}

// A rule that never comes true is given up, and said to be.
func TestARuleForNothingEnds(t *testing.T) {
	var entries []Entry
	for range 1000 {
		entry := meeting("a", "1971-01-01 08:00", "1971-01-01 09:00")
		entry.Rule = &Rule{Every: Daily, Interval: 1, Count: 5000, Months: []int{2}, MonthDays: []int{30}}
		entries = append(entries, entry)
	}
	if found, whole := Between(entries, at("2026-12-01 00:00"), at("2027-12-01 00:00")); len(found) > 0 || whole {
		t.Errorf("%d found, whole: %v", len(found), whole)
	}
}
