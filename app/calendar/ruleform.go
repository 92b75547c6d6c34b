package calendar

import (
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

var weekDayNames = [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

var frequencies = map[rrule.Frequency]Frequency{rrule.DAILY: Daily, rrule.WEEKLY: Weekly, rrule.MONTHLY: Monthly, rrule.YEARLY: Yearly}

// parseRule reads an RRULE. An end without a zone is meant in the entry's own.
func parseRule(text string, location *time.Location) (Rule, string) {
	option, err := rrule.StrToROptionInLocation(strings.ToUpper(text), location)
	if err != nil || strings.Contains(strings.ToUpper(text), "DTSTART") {
		return Rule{}, WrongRule
	}
	every, known := frequencies[option.Freq]
	if !known || len(option.Byyearday)+len(option.Byweekno)+len(option.Byhour)+len(option.Byminute)+len(option.Bysecond)+len(option.Byeaster) > 0 {
		return Rule{}, RuleUnsupported
	}
	rule := Rule{Every: every, Interval: option.Interval, Count: option.Count, Months: option.Bymonth, MonthDays: option.Bymonthday,
		Positions: option.Bysetpos, WeekStarts: fromMonday(option.Wkst.Day())}
	if !strings.Contains(strings.ToUpper(text), "INTERVAL=") {
		rule.Interval = 1
	}
	if !option.Until.IsZero() {
		until := option.Until
		if _, written, _ := strings.Cut(strings.ToUpper(text), "UNTIL="); strings.IndexByte(written+";", ';') == len(dateForm) { // all of that day
			until = until.AddDate(0, 0, 1).Add(-time.Millisecond)
		}
		rule.Until = until.UnixMilli()
	}
	for _, day := range option.Byweekday {
		rule.WeekDays = append(rule.WeekDays, WeekDay{day.N(), fromMonday(day.Day())})
	}
	if !rule.valid() {
		return Rule{}, WrongRule
	}
	return rule, ""
}

// fromMonday makes a weekday of one that is counted from Monday as 0.
func fromMonday(day int) time.Weekday { return time.Weekday((day + 1) % 7) }

// form writes an RRULE. The end is a date where the entry begins with one (RFC 5545, 3.3.10).
func (r Rule) form(allDay bool, location *time.Location) string {
	parts := []string{"FREQ=" + strings.ToUpper(string(r.Every)), "INTERVAL=" + strconv.Itoa(r.Interval)}
	if r.Count > 0 {
		parts = append(parts, "COUNT="+strconv.Itoa(r.Count))
	}
	if r.Until != 0 && allDay {
		parts = append(parts, "UNTIL="+time.UnixMilli(r.Until).In(location).Format(dateForm))
	} else if r.Until != 0 {
		parts = append(parts, "UNTIL="+time.UnixMilli(r.Until).UTC().Format(utcForm))
	}
	list := func(name string, numbers []int) {
		if len(numbers) > 0 {
			var words []string
			for _, n := range numbers {
				words = append(words, strconv.Itoa(n))
			}
			parts = append(parts, name+"="+strings.Join(words, ","))
		}
	}
	list("BYMONTH", r.Months)
	list("BYMONTHDAY", r.MonthDays)
	var on []string
	for _, day := range r.WeekDays {
		name := weekDayNames[day.Day]
		if day.Nth != 0 {
			name = strconv.Itoa(day.Nth) + name
		}
		on = append(on, name)
	}
	if len(on) > 0 {
		parts = append(parts, "BYDAY="+strings.Join(on, ","))
	}
	list("BYSETPOS", r.Positions)
	return strings.Join(append(parts, "WKST="+weekDayNames[r.WeekStarts]), ";")
}
