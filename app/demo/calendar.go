package demo

import (
	"bytes"
	"fmt"
	"io/fs"
	"text/template"
	"time"
)

// hanoi is the zone of the demonstrated ward, on whatever machine it is shown.
var hanoi = time.FixedZone("ICT", 7*60*60)

// calendar puts the session's times into its texts, which name them by template:
//
//	{{.Year}} {{.Next}} {{.Last}}   the year that the session looks back on, the one after, the one before
//	{{later 3}}                     the third year after the next
//	{{at 90}} {{clock 90}}          90 minutes after the session begins, for the pack and for people
//	{{date -12}}                    the day 12 days before the session, 26/11/2026
//	{{day -12}} {{month -12}} {{year -12}}   the same as the law writes it, in three parts
type calendar struct {
	now, start       time.Time
	Last, Year, Next int
}

// calendarOf lets the session begin at the next quarter of an hour. Up to June the year that it
// looks back on is the one before, because a year's report is not made in its first half.
func calendarOf(now time.Time) calendar {
	now = now.In(hanoi)
	const quarter = 15 * time.Minute
	year := now.Year()
	if now.Month() < time.July {
		year--
	}
	return calendar{now: now, start: now.Truncate(quarter).Add(quarter), Last: year - 1, Year: year, Next: year + 1}
}

// day is some days after the day of the session.
func (c calendar) day(after int) time.Time { return c.start.AddDate(0, 0, after) }

// read fills the times into a text.
func (c calendar) read(texts fs.FS, name string) ([]byte, error) {
	text, err := fs.ReadFile(texts, name)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	minutes := func(after int) time.Time { return c.start.Add(time.Duration(after) * time.Minute) }
	parsed, err := template.New(name).Option("missingkey=error").Funcs(template.FuncMap{
		"later": func(years int) int { return c.Next + years },
		"at":    func(after int) string { return minutes(after).Format(time.RFC3339) },
		"clock": func(after int) string { return minutes(after).Format("15:04") },
		"date":  func(after int) string { return c.day(after).Format("02/01/2006") },
		"day":   func(after int) string { return c.day(after).Format("02") },
		"month": func(after int) string { return written(c.day(after).Month()) },
		"year":  func(after int) int { return c.day(after).Year() },
	}).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	var filled bytes.Buffer
	if err := parsed.Execute(&filled, c); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	return filled.Bytes(), nil
}

// written is a month as papers have it: January and February with a zero in front.
func written(month time.Month) string {
	if month <= time.February {
		return fmt.Sprintf("%02d", month)
	}
	return fmt.Sprint(int(month))
}
