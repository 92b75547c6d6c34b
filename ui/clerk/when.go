package clerk

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// clock is the time of day in this office.
func (d *desk) clock(at time.Time, seconds bool) string {
	form := "15:04"
	if seconds {
		form = "15:04:05"
	}
	return at.In(d.zone()).Format(form)
}

func (d *desk) zone() *time.Location { return d.config.Now().Location() }

const dateForm = "02/01/2006"

// date is the day of a time in milliseconds; "" for none.
func (d *desk) date(at int64) string {
	if at == 0 {
		return ""
	}
	return time.UnixMilli(at).In(d.zone()).Format(dateForm)
}

func (d *desk) hour(at int64) string {
	if at == 0 {
		return ""
	}
	return d.clock(time.UnixMilli(at), false)
}

// readTime reads a day and an hour as people write them; ok is false where they are none. Both empty
// is no time.
func (d *desk) readTime(date, hour string) (at int64, ok bool) {
	date, hour = strings.TrimSpace(date), strings.TrimSpace(hour)
	if date == "" && hour == "" {
		return 0, true
	}
	if hour == "" {
		hour = "0:00"
	}
	parsed, err := time.ParseInLocation("2/1/2006 15:04", date+" "+strings.Replace(hour, "h", ":", 1), d.zone())
	if err != nil {
		return 0, false
	}
	return parsed.UnixMilli(), true
}

// age says how long ago something was.
func (d *desk) age(gone time.Duration) string {
	switch {
	case gone < time.Minute:
		return d.say("clerk.age.seconds", "count", max(0, int(gone.Seconds())))
	case gone < time.Hour:
		return d.say("clerk.age.minutes", "count", int(gone.Minutes()))
	default:
		return d.say("clerk.age.hours", "count", int(gone.Hours()))
	}
}

// left is a time still to go, as minutes and seconds.
func left(rest time.Duration) string {
	seconds := int((rest + time.Second - 1) / time.Second)
	seconds = max(0, seconds)
	return fmt.Sprintf("%02d:%02d", seconds/60, seconds%60)
}

// joined puts what is not empty behind each other.
func joined(between string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, between)
}

// number reads a whole number of a form; empty is 0.
func number(text string) (value int, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, true
	}
	value, err := strconv.Atoi(text)
	return value, err == nil && value >= 0
}

func written(value int) string {
	if value == 0 {
		return ""
	}
	return strconv.Itoa(value)
}

// megabytes is a size as people say it.
func (d *desk) megabytes(bytes int64) string {
	if bytes < 1<<20 {
		return d.say("clerk.size.kb", "size", max(1, bytes>>10))
	}
	text := strconv.FormatFloat(float64(bytes)/(1<<20), 'f', 1, 64)
	return d.say("clerk.size.mb", "size", strings.Replace(text, ".", d.say("clerk.decimal"), 1))
}
