package calendar

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ical "github.com/emersion/go-ical"
)

// Method is what a calendar is sent for (RFC 5546, 1.4).
type Method string

// The methods that are written and understood.
const (
	Publish Method = "PUBLISH" // to look at
	Request Method = "REQUEST" // an invitation, or a changed one
	Cancel  Method = "CANCEL"
	Answers Method = "REPLY"
)

// product names this program in what it writes.
const product = "-//Cong So//Cong So//VI"

// Forms of dates and times in iCalendar.
const (
	dateForm  = "20060102"
	localForm = "20060102T150405"
	utcForm   = "20060102T150405Z"
)

// Write returns entries as an iCalendar file: for looking at, for inviting, or for taking an invitation back. With
// Cancel every entry must be cancelled, with Request each must say who invites. The same entries at the same time give
// the same bytes.
func Write(method Method, entries []Entry, now int64) ([]byte, error) {
	if len(entries) == 0 || len(entries) > MaxEntries {
		return nil, refuse(TooMany)
	}
	for _, entry := range entries {
		switch code := entry.Valid(); {
		case code != "":
			return nil, refuse(code)
		case method != Publish && method != Request && method != Cancel,
			method == Cancel && entry.Status != Cancelled,
			method != Publish && entry.Organizer.Email == "" && entry.Organizer.Person == "":
			return nil, refuse(Unreadable)
		}
	}
	calendar := newCalendar(method)
	for _, offset := range offsetsOf(entries) {
		calendar.Children = append(calendar.Children, zoneOf(offset))
	}
	for _, entry := range entries {
		event := entry.event(now)
		for _, attendee := range entry.Attendees {
			event.Props.Add(attendee.property(method == Request))
		}
		calendar.Children = append(calendar.Children, event)
	}
	return encode(calendar)
}

// WriteAnswer returns the reply to an invitation, as who invited understands it.
func WriteAnswer(entry Entry, answer Answer) ([]byte, error) {
	after, err := entry.Take(answer)
	if err != nil {
		return nil, err
	}
	calendar := newCalendar(Answers)
	calendar.Children = append(calendar.Children, zoneOf(entry.offset()))
	event := entry.event(answer.At)
	for _, attendee := range after.Attendees {
		if attendee.same(answer.From) {
			event.Props.Add(attendee.property(false))
		}
	}
	if answer.Reason != "" {
		event.Props.SetText(ical.PropComment, plain(answer.Reason))
	}
	calendar.Children = append(calendar.Children, event)
	return encode(calendar)
}

func newCalendar(method Method) *ical.Calendar {
	calendar := ical.NewCalendar()
	calendar.Props.SetText(ical.PropVersion, "2.0")
	calendar.Props.SetText(ical.PropProductID, product)
	calendar.Props.Set(&ical.Prop{Name: ical.PropMethod, Value: string(method)})
	return calendar
}

// event writes an entry without its attendees.
func (e Entry) event(now int64) *ical.Component {
	event := ical.NewComponent(ical.CompEvent)
	text := func(name, words string) {
		if words != "" {
			event.Props.SetText(name, plain(words))
		}
	}
	value := func(name, value string) { event.Props.Set(&ical.Prop{Name: name, Value: value}) }
	text(ical.PropUID, e.UID)
	text(ical.PropSummary, e.Title)
	text(ical.PropDescription, e.Description)
	text(ical.PropLocation, e.Place)
	value(ical.PropSequence, strconv.Itoa(e.Sequence))
	value(ical.PropStatus, strings.ToUpper(string(e.Status)))
	value(ical.PropDateTimeStamp, time.UnixMilli(now).UTC().Format(utcForm))
	if e.ChangedAt > 0 {
		value(ical.PropLastModified, time.UnixMilli(e.ChangedAt).UTC().Format(utcForm))
	}
	event.Props.Set(e.moment(ical.PropDateTimeStart, e.StartsAt))
	event.Props.Set(e.moment(ical.PropDateTimeEnd, e.EndsAt))
	if e.InsteadOf != 0 {
		event.Props.Set(e.moment(ical.PropRecurrenceID, e.InsteadOf))
	}
	if e.Rule != nil {
		value(ical.PropRecurrenceRule, e.Rule.form(e.AllDay, e.Location()))
		for _, at := range e.Without {
			event.Props.Add(e.moment(ical.PropExceptionDates, at))
		}
	}
	if e.Organizer.Email != "" || e.Organizer.Person != "" {
		organizer := ical.NewProp(ical.PropOrganizer)
		organizer.Value = e.Organizer.Address()
		named(organizer, e.Organizer.Name)
		event.Props.Set(organizer)
	}
	for _, minutes := range e.Reminders {
		alarm := ical.NewComponent(ical.CompAlarm)
		alarm.Props.SetText(ical.PropAction, "DISPLAY")
		alarm.Props.SetText(ical.PropDescription, plain(e.Title))
		alarm.Props.Set(&ical.Prop{Name: ical.PropTrigger, Value: fmt.Sprintf("-PT%dM", minutes)})
		event.Children = append(event.Children, alarm)
	}
	return event
}

// moment writes a time as the entry counts it: a date, or a time in its zone.
func (e Entry) moment(name string, at int64) *ical.Prop {
	prop := ical.NewProp(name)
	in := time.UnixMilli(at).In(e.Location())
	if e.AllDay {
		prop.Params.Set(ical.ParamValue, "DATE")
		prop.Value = in.Format(dateForm)
		return prop
	}
	prop.Params.Set(ical.PropTimezoneID, zoneName(e.offset()))
	prop.Value = in.Format(localForm)
	return prop
}

var (
	dutyNames  = map[Duty]string{Chair: "CHAIR", Required: "REQ-PARTICIPANT", Optional: "OPT-PARTICIPANT", Informed: "NON-PARTICIPANT"}
	replyNames = map[Reply]string{Unanswered: "NEEDS-ACTION", Accepted: "ACCEPTED", Declined: "DECLINED", Unsure: "TENTATIVE", Delegated: "DELEGATED"}
)

// property writes an attendee; asked says that an answer is wanted of who gave none.
func (a Attendee) property(asked bool) *ical.Prop {
	prop := ical.NewProp(ical.PropAttendee)
	prop.Value = a.Address()
	named(prop, a.Name)
	if duty := dutyNames[a.Duty]; duty != "" {
		prop.Params.Set(ical.ParamRole, duty)
	}
	prop.Params.Set(ical.ParamParticipationStatus, replyNames[a.Reply])
	if asked && a.Reply == Unanswered {
		prop.Params.Set(ical.ParamRSVP, "TRUE")
	}
	if a.SentTo != "" {
		prop.Params.Set(ical.ParamDelegatedTo, a.SentTo)
	}
	if a.SentFor != "" {
		prop.Params.Set(ical.ParamDelegatedFrom, a.SentFor)
	}
	return prop
}

// named writes a name into a parameter, where quotes and line ends are written as RFC 6868 has it.
func named(prop *ical.Prop, name string) {
	if name = plain(name); name != "" {
		prop.Params.Set(ical.ParamCommonName, caretEscape.Replace(name))
	}
}

var (
	caretEscape   = strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'")
	caretUnescape = strings.NewReplacer("^^", "^", "^n", "\n", "^'", `"`)
)

// plain returns a text without what no calendar carries: control characters and what is no letter at all.
func plain(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r == '\r' {
			return '\n'
		}
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

func encode(calendar *ical.Calendar) ([]byte, error) {
	var lines bytes.Buffer
	if err := ical.NewEncoder(&lines).Encode(calendar); err != nil {
		return nil, fmt.Errorf("write iCalendar: %w", err)
	}
	return fold(lines.Bytes()), nil
}

// lineLength is how many octets a line has at most, without its end (RFC 5545, 3.1).
const lineLength = 75

// fold breaks long lines, never within a letter. The library writes them whole.
func fold(file []byte) []byte {
	var folded bytes.Buffer
	for line := range bytes.SplitSeq(bytes.TrimSuffix(file, []byte("\r\n")), []byte("\r\n")) {
		for room := lineLength; len(line) > room; room = lineLength - 1 {
			at := room
			for at > 0 && !utf8.RuneStart(line[at]) {
				at--
			}
			folded.Write(line[:at])
			_, _ = io.WriteString(&folded, "\r\n ") // a buffer takes everything
			line = line[at:]
		}
		folded.Write(line)
		folded.WriteString("\r\n")
	}
	return folded.Bytes()
}
