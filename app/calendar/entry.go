// Package calendar holds meetings as calendar entries (lịch họp): who is invited and what they answered, what repeats,
// which two meetings want one room, what is to be reminded of; and it writes and reads them as iCalendar (RFC 5545) and
// as scheduling messages (RFC 5546), so that a session stands in anybody's own calendar. It knows no clock, no disk and
// no network.
//
// Times are milliseconds since 1970. What is read may come from anywhere: it is bounded in size, depth, number and in
// how far a repetition is followed.
package calendar

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// What an entry and a calendar hold at most.
const (
	MaxEntries    = 2000
	MaxAttendees  = 600
	MaxReminders  = 8
	maxExceptions = 1000
	maxWords      = 500    // letters of a title, place, name
	maxText       = 10_000 // letters of a description
)

// Vietnam is the one time of the country: UTC+7 all year. Its name is the one that other calendars know.
var Vietnam = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// Status is whether a meeting takes place. Written on disk: only ever add.
type Status string

// The words for it.
const (
	Confirmed Status = "confirmed" // chính thức
	Tentative Status = "tentative" // dự kiến
	Cancelled Status = "cancelled" // đã hủy
)

// Entry (mục lịch) is one meeting, or one that repeats.
type Entry struct {
	UID         string     `json:"uid"`                // the same for as long as the meeting is spoken of, in every calendar
	Sequence    int        `json:"sequence,omitempty"` // how often what was agreed on changed (RFC 5545, 3.8.7.4)
	Status      Status     `json:"status"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Place       string     `json:"place,omitempty"` // in words
	Room        string     `json:"room,omitempty"`  // id of the office's room; empty elsewhere
	StartsAt    int64      `json:"starts_at"`
	EndsAt      int64      `json:"ends_at"`           // after the start
	AllDay      bool       `json:"all_day,omitempty"` // from midnight to midnight
	Offset      int        `json:"offset,omitempty"`  // seconds east of UTC that its days are counted in; 0 with Foreign unset: Vietnam
	Foreign     bool       `json:"foreign,omitempty"` // Offset counts
	Organizer   Party      `json:"organizer,omitzero"`
	Attendees   []Attendee `json:"attendees,omitempty"`
	Reminders   []int      `json:"reminders,omitempty"` // minutes before the start, the longest first

	Rule      *Rule   `json:"rule,omitempty"`       // how it repeats; nil: once
	Without   []int64 `json:"without,omitempty"`    // starts of repetitions that do not take place
	InsteadOf int64   `json:"instead_of,omitempty"` // this is the one repetition that would have begun then; 0: none
	ChangedAt int64   `json:"changed_at,omitempty"` // when it last changed
}

// Party is somebody named in an entry.
type Party struct {
	Person string `json:"person,omitempty"` // id, where the office knows them
	Name   string `json:"name,omitempty"`
	Email  string `json:"email,omitempty"`
}

// Address returns the calendar address: the mail address, or one of our own for who has none.
func (p Party) Address() string {
	if p.Email != "" {
		return "mailto:" + p.Email
	}
	return personAddress + p.Person
}

// personAddress stands before the id of a person without a mail address. It is a URI, as the standard asks, and
// nothing that a mail program would send to.
const personAddress = "urn:x-congso:person:"

// same reports whether the two are one party: one mail address, or one person.
func (p Party) same(other Party) bool {
	return p.Person != "" && p.Person == other.Person || p.Email != "" && equalFold(p.Email, other.Email)
}

// Duty is what somebody comes for.
type Duty string

// The duties, as RFC 5545, 3.2.16 has them.
const (
	Chair    Duty = "chair"
	Required Duty = "required"
	Optional Duty = "optional"
	Informed Duty = "informed"
)

// Location returns the time the entry's days are counted in.
func (e Entry) Location() *time.Location {
	if e.Foreign {
		return time.FixedZone("", e.Offset)
	}
	return Vietnam
}

// Valid reports why this is no entry; empty where it is one.
func (e Entry) Valid() string {
	switch {
	case e.UID == "" || len(e.UID) > maxWords:
		return NoUID
	case e.Offset < -maxOffset || e.Offset > maxOffset || !e.Foreign && e.Offset != 0 || e.AllDay && !e.midnights():
		return WrongTime
	case e.StartsAt%1000 != 0 || e.EndsAt%1000 != 0: // iCalendar counts seconds
		return WrongTime
	case !inRange(e.StartsAt) || !inRange(e.EndsAt) || e.EndsAt <= e.StartsAt || e.EndsAt-e.StartsAt > longest:
		return WrongTime
	case len(e.Attendees) > MaxAttendees || len(e.Reminders) > MaxReminders || len(e.Without) > maxExceptions:
		return TooMany
	case tooLong(e.Title, maxWords) || tooLong(e.Place, maxWords) || tooLong(e.Description, maxText):
		return TooLong
	case e.Status != Confirmed && e.Status != Tentative && e.Status != Cancelled:
		return Unreadable
	case e.Rule != nil && (e.InsteadOf != 0 || !e.Rule.valid()):
		return WrongRule
	}
	for _, attendee := range e.Attendees {
		if !attendee.valid() || tooLong(attendee.Reason, maxWords) || attendee.Email == "" && attendee.Person == "" {
			return Unreadable
		}
	}
	if !e.Organizer.valid() {
		return Unreadable
	}
	return ""
}

// valid reports whether the party can stand in an address line.
func (p Party) valid() bool {
	odd := func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '"' || r == utf8.RuneError
	}
	return !tooLong(p.Name, maxWords) && len(p.Email) <= maxAddress && len(p.Person) <= maxAddress &&
		!strings.ContainsFunc(p.Email, odd) && !strings.ContainsFunc(p.Person, odd)
}

// midnights reports whether the entry goes from midnight to midnight.
func (e Entry) midnights() bool {
	for _, at := range []int64{e.StartsAt, e.EndsAt} {
		if hour, minute, second := time.UnixMilli(at).In(e.Location()).Clock(); hour+minute+second != 0 {
			return false
		}
	}
	return true
}

// maxOffset is the farthest from UTC that any clock is set to, in seconds; maxAddress is how long a mail address may
// be (RFC 5321, 4.5.3.1.3).
const (
	maxOffset  = 18 * 3600
	maxAddress = 254
)

// Calendars are of these years: what lies beyond is a mistake or an attack.
var (
	earliest = time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC).UnixMilli()
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	longest  = 366 * dayLength
)

const dayLength = int64(24 * time.Hour / time.Millisecond)

func inRange(at int64) bool { return earliest <= at && at < latest }

// Of returns the entries that concern a person: whom they are invited to, or call themselves. What was handed on to
// another no longer concerns who was invited first.
func Of(entries []Entry, person string) []Entry {
	var found []Entry
	for _, entry := range entries {
		concerned := person != "" && entry.Organizer.Person == person
		for _, attendee := range entry.Attendees {
			concerned = concerned || person != "" && attendee.Person == person && attendee.Reply != Delegated
		}
		if concerned {
			found = append(found, entry)
		}
	}
	return found
}

// In returns the entries of one room.
func In(entries []Entry, room string) []Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(entry Entry) bool { return entry.Room != room })
}
