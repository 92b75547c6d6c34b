package calendar

import (
	"slices"
	"time"
)

// Frequency is what a repetition goes by. Meetings repeat by the day at most: hours and less are not followed.
type Frequency string

// The frequencies.
const (
	Daily   Frequency = "daily"
	Weekly  Frequency = "weekly"
	Monthly Frequency = "monthly"
	Yearly  Frequency = "yearly"
)

// Rule is how a meeting repeats (RFC 5545, 3.3.10), without what no meeting needs: weeks and days of the year, hours,
// minutes, seconds.
type Rule struct {
	Every      Frequency    `json:"every"`
	Interval   int          `json:"interval"`           // every second week: 2
	Count      int          `json:"count,omitempty"`    // this many times; 0: no such end
	Until      int64        `json:"until,omitempty"`    // the last may begin then; 0: no such end
	Months     []int        `json:"months,omitempty"`   // 1 to 12
	MonthDays  []int        `json:"days,omitempty"`     // 1 to 31, or -1 (the last) to -31
	WeekDays   []WeekDay    `json:"weekdays,omitempty"` //
	Positions  []int        `json:"positions,omitempty"`
	WeekStarts time.Weekday `json:"week_starts"` // Monday is 1
}

// WeekDay is a day of the week, or the n-th of a month or year; from its end where n is below 0.
type WeekDay struct {
	Nth int          `json:"nth,omitempty"` // 0: each
	Day time.Weekday `json:"day"`
}

const (
	maxInterval = 1000
	maxCount    = 5000
	maxParts    = 62 // of one list of a rule
)

func (r Rule) valid() bool {
	within := func(list []int, least, most int, negative bool) bool {
		return len(list) <= maxParts && !slices.ContainsFunc(list, func(n int) bool {
			return !(least <= n && n <= most || negative && -most <= n && n <= -least)
		})
	}
	nth := slices.ContainsFunc(r.WeekDays, func(day WeekDay) bool { return day.Nth != 0 })
	wrongDay := slices.ContainsFunc(r.WeekDays, func(day WeekDay) bool {
		return day.Day < time.Sunday || day.Day > time.Saturday || day.Nth < -53 || day.Nth > 53
	})
	switch {
	case r.Every != Daily && r.Every != Weekly && r.Every != Monthly && r.Every != Yearly,
		r.Interval < 1 || r.Interval > maxInterval, r.Count < 0 || r.Count > maxCount, r.Count > 0 && r.Until != 0,
		r.Until != 0 && !inRange(r.Until), r.WeekStarts < time.Sunday || r.WeekStarts > time.Saturday,
		!within(r.Months, 1, 12, false), !within(r.MonthDays, 1, 31, true), !within(r.Positions, 1, 366, true),
		len(r.WeekDays) > maxParts || wrongDay,
		nth && (r.Every == Daily || r.Every == Weekly), // RFC 5545: no number there
		r.Every == Weekly && len(r.MonthDays) > 0,      // likewise
		len(r.Positions) > 0 && !r.hasParts():          // likewise
		return false
	}
	return true
}

func (r Rule) hasParts() bool { return len(r.Months)+len(r.MonthDays)+len(r.WeekDays) > 0 }

// days counts days since 1970 of a civil date; day may lie outside of its month.
func days(year int, month time.Month, day int) int {
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func civil(day int) (year int, month time.Month, monthDay int) {
	return time.Unix(int64(day)*86400, 0).UTC().Date()
}

// weekday returns the day of the week; 1970 began on a Thursday.
func weekday(day int) time.Weekday { return time.Weekday(((day+4)%7 + 7) % 7) }

// visitDays calls visit with each day of the repetition, from the one of its start on, until visit returns false, the
// last day is passed, or the budget of days to look at is used up; it takes what it used from the budget and reports
// whether it came to an end. With a rule that is counted it begins at the start; else no earlier than from.
func (r Rule) visitDays(start, from, last int, budget *int, visit func(day int) bool) (ended bool) {
	period := 0
	if r.Count == 0 && from > start {
		period = max(0, r.periodsUntil(start, from)-1)
	}
	for ; ; period++ {
		first, length := r.period(start, period)
		if first > last {
			return true
		}
		if *budget < length {
			return false
		}
		*budget -= length
		var chosen []int
		for day := first; day < first+length; day++ {
			if r.has(day, start, first, length) {
				chosen = append(chosen, day)
			}
		}
		for _, day := range r.atPositions(chosen) {
			if day < start || day < from && r.Count == 0 {
				continue
			}
			if day > last || !visit(day) {
				return true
			}
		}
	}
}

// period returns the first day and the length of the n-th day, week, month or year.
func (r Rule) period(start, n int) (first, length int) {
	year, month, _ := civil(start)
	switch r.Every {
	case Daily:
		return start + n*r.Interval, 1
	case Weekly:
		return start - int((weekday(start)-r.WeekStarts+7)%7) + 7*n*r.Interval, 7
	case Monthly:
		first = days(year, month+time.Month(n*r.Interval), 1)
		return first, days(year, month+time.Month(n*r.Interval)+1, 1) - first
	}
	first = days(year+n*r.Interval, 1, 1)
	return first, days(year+n*r.Interval+1, 1, 1) - first
}

// periodsUntil returns a number of periods that begin before the day.
func (r Rule) periodsUntil(start, day int) int {
	longest := map[Frequency]int{Daily: 1, Weekly: 7, Monthly: 31, Yearly: 366}[r.Every]
	return (day - start) / (longest * r.Interval)
}

// has reports whether a day of a period is one of the rule's.
func (r Rule) has(day, start, first, length int) bool {
	year, month, monthDay := civil(day)
	if len(r.Months) > 0 && !slices.Contains(r.Months, int(month)) {
		return false
	}
	monthFirst := days(year, month, 1)
	monthLength := days(year, month+1, 1) - monthFirst
	if len(r.MonthDays) > 0 && !slices.Contains(r.MonthDays, monthDay) && !slices.Contains(r.MonthDays, monthDay-monthLength-1) {
		return false
	}
	if len(r.WeekDays) > 0 {
		if r.Every == Yearly && len(r.Months) > 0 { // RFC 5545: with months, numbers count within the month
			first, length = monthFirst, monthLength
		}
		return slices.ContainsFunc(r.WeekDays, func(on WeekDay) bool {
			return on.Day == weekday(day) &&
				(on.Nth == 0 || on.Nth == (day-first)/7+1 || on.Nth == -((first+length-1-day)/7+1))
		})
	}
	if len(r.MonthDays) > 0 {
		return true
	}
	_, startMonth, startDay := civil(start) // nothing says which day: that of the start
	switch r.Every {
	case Weekly:
		return weekday(day) == weekday(start)
	case Monthly:
		return monthDay == startDay
	case Yearly:
		return monthDay == startDay && (len(r.Months) > 0 || month == startMonth)
	}
	return true
}

// atPositions returns those days of a period that the positions name, in their order; all where there are none.
func (r Rule) atPositions(chosen []int) []int {
	if len(r.Positions) == 0 {
		return chosen
	}
	var found []int
	for i, day := range chosen {
		if slices.Contains(r.Positions, i+1) || slices.Contains(r.Positions, i-len(chosen)) {
			found = append(found, day)
		}
	}
	return found
}
