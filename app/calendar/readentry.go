package calendar

import (
	"slices"
	"strconv"
	"strings"
	"time"

	ical "github.com/emersion/go-ical"
)

// moment is how long something lasts that has a beginning and no end.
const moment = 60_000

// entry reads an event, and when it was written. The code says why it cannot be one.
func (r *reader) entry(component *ical.Component) (entry Entry, stamped int64, code string) {
	entry = Entry{
		UID: r.text(component, ical.PropUID, maxWords), Title: r.text(component, ical.PropSummary, maxWords), Status: Confirmed,
		Description: r.text(component, ical.PropDescription, maxText), Place: r.text(component, ical.PropLocation, maxWords),
		Sequence: number(component, ical.PropSequence),
	}
	switch strings.ToUpper(valueOf(component, ical.PropStatus)) {
	case "TENTATIVE":
		entry.Status = Tentative
	case "CANCELLED":
		entry.Status = Cancelled
	}
	stamped = r.stamp(component)
	if entry.ChangedAt, _ = utc(valueOf(component, ical.PropLastModified)); entry.ChangedAt == 0 {
		entry.ChangedAt = stamped
	}
	start := component.Props.Get(ical.PropDateTimeStart)
	if start == nil {
		return entry, stamped, WrongTime
	}
	begin, code := r.when(*start)
	if code != "" {
		return entry, stamped, code
	}
	entry.StartsAt, entry.AllDay = begin.at, begin.date
	if code := r.end(component, &entry); code != "" {
		return entry, stamped, code
	}
	if rules := component.Props.Values(ical.PropRecurrenceRule); len(rules) > 0 {
		r.repeat(component, &entry, begin)
	} else if len(component.Props.Values(ical.PropRecurrenceDates)) > 0 {
		r.remark(RuleUnsupported, entry.UID, entry.Title)
	}
	if instead := component.Props.Get(ical.PropRecurrenceID); instead != nil {
		at, code := r.when(*instead)
		if code != "" {
			return entry, stamped, code
		}
		entry.InsteadOf, entry.Rule = at.at, nil
	}
	if organizer := component.Props.Get(ical.PropOrganizer); organizer != nil {
		entry.Organizer = partyOf(*organizer)
		if !entry.Organizer.valid() {
			entry.Organizer = Party{}
		}
	}
	r.attendees(component, &entry)
	entry.Reminders = remindersOf(component)
	return entry, stamped, ""
}

// end reads when it ends: a time, or how long it lasts.
func (r *reader) end(component *ical.Component, entry *Entry) (code string) {
	if prop := component.Props.Get(ical.PropDateTimeEnd); prop != nil {
		end, code := r.when(*prop)
		if code != "" {
			return code
		}
		entry.EndsAt = end.at
	} else if prop := component.Props.Get(ical.PropDuration); prop != nil {
		length, err := prop.Duration()
		if err != nil || length < 0 || length.Milliseconds() > longest {
			return WrongTime
		}
		entry.EndsAt = entry.StartsAt + length.Milliseconds()
	}
	switch {
	case entry.EndsAt > entry.StartsAt:
	case entry.EndsAt != 0 && entry.EndsAt < entry.StartsAt:
		return WrongTime
	case entry.AllDay:
		entry.EndsAt = entry.StartsAt + dayLength
	default:
		entry.EndsAt = entry.StartsAt + moment
	}
	return ""
}

// repeat reads how it repeats. What is not followed leaves the first time.
func (r *reader) repeat(component *ical.Component, entry *Entry, begin when) {
	rules := component.Props.Values(ical.PropRecurrenceRule)
	if begin.offset != vietnamOffset && !entry.AllDay {
		entry.Foreign, entry.Offset = true, begin.offset
	}
	rule, code := parseRule(rules[0].Value, entry.Location())
	if code != "" || len(rules) > 1 || len(component.Props.Values(ical.PropRecurrenceDates)) > 0 {
		r.remark(RuleUnsupported, entry.UID, entry.Title)
	}
	if code != "" {
		entry.Foreign, entry.Offset = false, 0
		return
	}
	entry.Rule = &rule
	if begin.shifts && !entry.AllDay {
		r.remark(ZoneShift, entry.UID, entry.Title)
	}
	for _, prop := range component.Props.Values(ical.PropExceptionDates) {
		for value := range strings.SplitSeq(prop.Value, ",") {
			one := prop
			one.Value = value
			if at, code := r.when(one); code == "" && len(entry.Without) < maxExceptions {
				entry.Without = append(entry.Without, at.at)
			}
		}
	}
	slices.Sort(entry.Without)
	entry.Without = slices.Compact(entry.Without)
}

// when is a time as it was written.
type when struct {
	at     int64
	offset int
	date   bool
	shifts bool // in a zone with summer time
}

// when reads a date or a time. A time without a zone is meant where it is read: in Vietnam.
func (r *reader) when(prop ical.Prop) (when, string) {
	value := strings.ToUpper(strings.TrimSpace(prop.Value))
	if len(value) == len(dateForm) {
		day, err := time.ParseInLocation(dateForm, value, Vietnam)
		if err != nil || !inRange(day.UnixMilli()) {
			return when{}, WrongTime
		}
		return when{at: day.UnixMilli(), offset: vietnamOffset, date: true}, ""
	}
	if at, known := utc(value); known {
		if !inRange(at) {
			return when{}, WrongTime
		}
		return when{at: at}, ""
	}
	local, err := time.Parse(localForm, value)
	if err != nil || !inRange(local.UnixMilli()) {
		return when{}, WrongTime
	}
	found := when{offset: vietnamOffset}
	if name := prop.Params.Get(ical.PropTimezoneID); name != "" {
		known := false
		if found.offset, found.shifts, known = r.zones.offsetAt(name, local.UnixMilli(), &r.budget); !known {
			return when{}, UnknownZone
		}
	}
	if found.at = local.UnixMilli() - int64(found.offset)*1000; !inRange(found.at) {
		return when{}, WrongTime
	}
	return found, ""
}

func utc(value string) (int64, bool) {
	at, err := time.Parse(utcForm, strings.ToUpper(value))
	if err != nil || !inRange(at.UnixMilli()) {
		return 0, false
	}
	return at.UnixMilli(), true
}

func (r *reader) stamp(component *ical.Component) int64 {
	at, _ := utc(valueOf(component, ical.PropDateTimeStamp))
	return at
}

// attendees reads who is invited.
func (r *reader) attendees(component *ical.Component, entry *Entry) {
	for _, prop := range component.Props.Values(ical.PropAttendee) {
		attendee, known := attendeeOf(prop)
		if !known {
			continue
		}
		if len(entry.Attendees) == MaxAttendees {
			r.remark(Shortened, entry.UID, entry.Title)
			return
		}
		entry.Attendees = append(entry.Attendees, attendee)
	}
}

func attendeeOf(prop ical.Prop) (attendee Attendee, known bool) {
	attendee = Attendee{Party: partyOf(prop), Duty: Required}
	for duty, name := range dutyNames {
		if strings.EqualFold(prop.Params.Get(ical.ParamRole), name) {
			attendee.Duty = duty
		}
	}
	for reply, name := range replyNames {
		if strings.EqualFold(prop.Params.Get(ical.ParamParticipationStatus), name) {
			attendee.Reply = reply
		}
	}
	attendee.SentTo, attendee.SentFor = addressOf(prop, ical.ParamDelegatedTo), addressOf(prop, ical.ParamDelegatedFrom)
	return attendee, attendee.valid() && attendee.Email+attendee.Person != ""
}

// addressOf returns the address of a parameter as Address writes it; empty where there is none.
func addressOf(prop ical.Prop, name string) string {
	if party := partyAt(prop.Params.Get(name)); party.Email+party.Person != "" && party.valid() {
		return party.Address()
	}
	return ""
}

func partyOf(prop ical.Prop) Party {
	party := partyAt(prop.Value)
	party.Name, _ = shorten(plain(caretUnescape.Replace(prop.Params.Get(ical.ParamCommonName))), maxWords)
	return party
}

// partyAt returns whom an address means.
func partyAt(address string) Party {
	const mail = "mailto:"
	address = strings.TrimSpace(address)
	if len(address) > len(mail) && strings.EqualFold(address[:len(mail)], mail) {
		return Party{Email: address[len(mail):]}
	}
	if person, ours := strings.CutPrefix(address, personAddress); ours {
		return Party{Person: person}
	}
	return Party{}
}

// remindersOf reads how long before the beginning to remind; other alarms are the reader's own affair.
func remindersOf(component *ical.Component) []int {
	var minutes []int
	for _, alarm := range component.Children {
		prop := alarm.Props.Get(ical.PropTrigger)
		if alarm.Name != ical.CompAlarm || prop == nil || strings.EqualFold(prop.Params.Get(ical.ParamRelated), "END") {
			continue
		}
		before, err := prop.Duration()
		if n := int(-before / time.Minute); err == nil && before <= 0 && n <= longestReminder && !slices.Contains(minutes, n) && len(minutes) < MaxReminders {
			minutes = append(minutes, n)
		}
	}
	slices.Sort(minutes)
	slices.Reverse(minutes)
	return minutes
}

// text reads words; what is too long is shortened, and that is remarked.
func (r *reader) text(component *ical.Component, name string, most int) string {
	text, cut := shorten(textOf(component, name), most)
	if cut {
		r.remark(Shortened, textOf(component, ical.PropUID), textOf(component, ical.PropSummary))
	}
	return text
}

// textOf reads words; where they are not escaped as they should be, as they stand.
func textOf(component *ical.Component, name string) string {
	prop := component.Props.Get(name)
	if prop == nil {
		return ""
	}
	list, err := prop.TextList()
	if err != nil {
		return plain(prop.Value)
	}
	return plain(strings.Join(list, ",")) // a comma that nobody escaped
}

func valueOf(component *ical.Component, name string) string {
	if prop := component.Props.Get(name); prop != nil {
		return strings.TrimSpace(prop.Value)
	}
	return ""
}

// number reads a count; 0 where there is none.
func number(component *ical.Component, name string) int {
	n, err := strconv.Atoi(valueOf(component, name))
	if err != nil || n < 0 || n > 1_000_000_000 {
		return 0
	}
	return n
}
