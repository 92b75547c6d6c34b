package print

import (
	"fmt"
	"strings"
	"time"
)

// day, month and year of a date as they are written on paper: days below ten and the months one
// and two with a zero in front, so that nobody can add a digit.
func written(t time.Time) []any {
	month := fmt.Sprint(int(t.Month()))
	if t.Month() <= time.February {
		month = "0" + month
	}
	return []any{"day", fmt.Sprintf("%02d", t.Day()), "month", month, "year", t.Year()}
}

// placeAndDate is the line at the right of the head.
func (s *sheet) placeAndDate(place string, date time.Time) string {
	if date.IsZero() {
		return s.words.Say("print.place-date.open", "place", place)
	}
	return s.words.Say("print.place-date", append(written(date.In(s.zone)), "place", place)...)
}

// at turns milliseconds since 1970 into this sheet's time.
func (s *sheet) at(millis int64) time.Time { return time.UnixMilli(millis).In(s.zone) }

// moment says a time to the second.
func (s *sheet) moment(millis int64) string {
	t := s.at(millis)
	return s.words.Say("print.moment", append(written(t),
		"hour", fmt.Sprintf("%02d", t.Hour()), "minute", fmt.Sprintf("%02d", t.Minute()), "second", fmt.Sprintf("%02d", t.Second()))...)
}

// since says when something began that ended at the second time, without the date where it is the
// same day.
func (s *sheet) since(began, ended int64) string {
	if s.at(began).Format(time.DateOnly) != s.at(ended).Format(time.DateOnly) {
		return s.moment(began)
	}
	t := s.at(began)
	return s.words.Say("print.clock", "hour", fmt.Sprintf("%02d", t.Hour()), "minute", fmt.Sprintf("%02d", t.Minute()), "second", fmt.Sprintf("%02d", t.Second()))
}

// clock says hour and minute, for narrow columns.
func (s *sheet) clock(millis int64) string {
	if millis == 0 {
		return ""
	}
	return s.at(millis).Format("15:04")
}

// percent says part of whole with two decimals, as minutes do: "80,00 %".
func (s *sheet) percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	hundredths := (part*20000/whole + 1) / 2 // rounded in whole numbers
	text := fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
	return strings.Replace(text, ".", s.words.Say("print.decimal"), 1) + string(noBreak) + "%"
}
