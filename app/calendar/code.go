package calendar

import (
	"strings"
	"unicode/utf8"
)

// Codes of what is refused, and of what is remarked of a calendar that was read. The sentence of each belongs under
// "refusal."+Code or "remark."+Code. On disk and wire: only ever add.
const (
	Unreadable      = "calendar.unreadable"       // no iCalendar, or a damaged one
	TooLarge        = "calendar.too-large"        // more bytes than are read
	TooDeep         = "calendar.too-deep"         // parts within parts within parts
	TooMany         = "calendar.too-many"         // entries, attendees, reminders
	TooLong         = "calendar.too-long"         // a title or a text
	NoUID           = "calendar.no-uid"           // nothing it can be known by again
	WrongTime       = "calendar.time"             // no start, an end before it, a year that cannot be meant
	WrongRule       = "calendar.rule"             // a repetition that makes no sense
	NotInvited      = "calendar.not-invited"      // an answer of somebody who was not asked
	Stale           = "calendar.stale"            // about what was agreed on before it changed, or an answer older than the last
	WrongReply      = "calendar.reply"            // no such answer
	IsCancelled     = "calendar.cancelled"        // it does not take place
	NoReason        = "calendar.no-reason"        // who does not come says why
	DelegateUnknown = "calendar.delegate-unknown" // nobody was named
	DelegateInvited = "calendar.delegate-invited" // who was named is invited themselves
	DelegateChain   = "calendar.delegate-chain"   // who comes for another cannot send a third

	// Remarks: what was left out or read in another way.
	RuleUnsupported = "calendar.rule-unsupported" // repeats in a way that is not followed; the first time is kept
	UnknownZone     = "calendar.unknown-zone"     // a time zone that the file does not explain; the entry is left out
	ZoneShift       = "calendar.zone-shift"       // repeats in a zone with summer time; its hours are kept as at the first time
	EntryLeftOut    = "calendar.entry-left-out"   // an entry that cannot be understood
	LineLeftOut     = "calendar.line-left-out"    // a line too long to be read
	Shortened       = "calendar.shortened"        // a text, or a list of attendees
	PartLeftOut     = "calendar.part-left-out"    // tasks, journals, free and busy times
	Duplicate       = "calendar.duplicate"        // the same entry twice; the later revision is kept
)

// Codes lists every code, so that a test can hold the sentences against them.
var Codes = []string{Unreadable, TooLarge, TooDeep, TooMany, TooLong, NoUID, WrongTime, WrongRule, NotInvited, Stale, WrongReply, IsCancelled, NoReason,
	DelegateUnknown, DelegateInvited, DelegateChain, RuleUnsupported, UnknownZone, ZoneShift, EntryLeftOut, LineLeftOut, Shortened, PartLeftOut, Duplicate}

// Refusal is why something cannot be done; nothing changed. It is an error whose sentence is found by its code.
type Refusal struct{ Code string }

// Error returns the code.
func (r Refusal) Error() string { return r.Code }

func refuse(code string) error { return Refusal{code} }

func tooLong(text string, most int) bool { return utf8.RuneCountInString(text) > most }

// shorten returns the first letters of a text.
func shorten(text string, most int) (string, bool) {
	if !tooLong(text, most) {
		return text, false
	}
	return string([]rune(text)[:most]), true
}

func equalFold(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
