package frame

import (
	"fmt"
	"time"

	"congso.vn/congso/assets"
)

// HourMinute is a time of day as people read it, in the zone of now.
func HourMinute(at, now time.Time) string { return at.In(now.Location()).Format("15:04") }

// HourMinuteSecond is for receipts.
func HourMinuteSecond(at, now time.Time) string { return at.In(now.Location()).Format("15:04:05") }

// DayWords is "thứ Sáu, 18/12/2026".
func DayWords(words *assets.Words, at, now time.Time) string {
	at = at.In(now.Location())
	return words.Say("chamber.day", "weekday", words.Say(fmt.Sprintf("chamber.weekday.%d", at.Weekday())),
		"date", at.Format("02/01/2006"))
}

// AgeWords is how long something is ago: seconds, minutes and seconds, minutes, hours, days.
func AgeWords(words *assets.Words, age time.Duration) string {
	seconds := max(0, int(age/time.Second))
	minutes := seconds / 60
	switch {
	case seconds < 60:
		return words.Say("chamber.age.seconds", "count", seconds)
	case minutes < 10:
		return words.Say("chamber.age.minutes-seconds", "minutes", minutes, "seconds", fmt.Sprintf("%02d", seconds%60))
	case minutes < 60:
		return words.Say("chamber.age.minutes", "count", minutes)
	case minutes >= 48*60:
		return words.Say("chamber.age.days", "count", minutes/60/24)
	default:
		return words.Say("chamber.age.hours", "hours", minutes/60, "minutes", minutes%60)
	}
}

// RoughAge is how long something is ago for places where passing seconds would only disturb.
func RoughAge(words *assets.Words, age time.Duration) string {
	if age >= time.Minute && age < time.Hour {
		return words.Say("chamber.age.minutes", "count", int(age/time.Minute))
	}
	return AgeWords(words, age)
}

// Countdown is the time left as digits, rounded up so that 0:00 is the end.
func Countdown(left time.Duration) string {
	seconds := max(0, int((left+time.Second-1)/time.Second))
	if seconds >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
