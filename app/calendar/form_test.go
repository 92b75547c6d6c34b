package calendar

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

const golden = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nPRODID:-//Cong So//Cong So//VI\r\nVERSION:2.0\r\n" +
	"BEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\nBEGIN:STANDARD\r\nDTSTART:19750613T000000\r\nTZNAME:+07\r\nTZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" +
	"BEGIN:VEVENT\r\n" +
	"ATTENDEE;CN=Nguyễn Văn An;PARTSTAT=NEEDS-ACTION;ROLE=CHAIR;RSVP=TRUE:mai\r\n lto:an@truongvinh.example\r\n" +
	"ATTENDEE;CN=\"Lê ^'Tư^' Bình; Đỗ, X: Y\";PARTSTAT=NEEDS-ACTION;ROLE=REQ\r\n -PARTICIPANT;RSVP=TRUE:urn:x-congso:person:binh\r\n" +
	"DTEND;TZID=Asia/Ho_Chi_Minh:20261208T110000\r\nDTSTAMP:20261201T010000Z\r\nDTSTART;TZID=Asia/Ho_Chi_Minh:20261208T080000\r\n" +
	"LOCATION:Hội trường tầng 2\\, số 1 phố A\\; cổng B\\nGửi xe ph\r\n ía sau\r\n" +
	"ORGANIZER;CN=Văn phòng HĐND:mailto:vp@truongvinh.example\r\nSEQUENCE:2\r\nSTATUS:CONFIRMED\r\nSUMMARY:Họp a@office\r\nUID:a@office\r\n" +
	"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Họp a@office\r\nTRIGGER:-PT60M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestWrite(t *testing.T) {
	entry := invited()
	entry.Place = "Hội trường tầng 2, số 1 phố A; cổng B\r\nGửi xe phía sau\x07"
	entry.Reminders = []int{60}
	file, err := Write(Request, []Entry{entry}, at("2026-12-01 08:00"))
	if err != nil || string(file) != golden {
		t.Fatalf("%v:\n%s\nwant\n%s", err, file, golden)
	}
	for name, write := range map[string]func() ([]byte, error){
		Unreadable + " cancel": func() ([]byte, error) { return Write(Cancel, []Entry{entry}, 1) },
		Unreadable + " reply":  func() ([]byte, error) { return Write(Answers, []Entry{entry}, 1) },
		Unreadable + " nobody": func() ([]byte, error) {
			entry := entry
			entry.Organizer = Party{}
			return Write(Request, []Entry{entry}, 1)
		},
		Unreadable + " mail": func() ([]byte, error) {
			entry := invited()
			entry.Attendees[0].Email = "an@b\r\nX:y"
			return Write(Publish, []Entry{entry}, 1)
		},
		TooMany + " none": func() ([]byte, error) { return Write(Publish, nil, 1) },
		TooMany + " all":  func() ([]byte, error) { return Write(Publish, make([]Entry, MaxEntries+1), 1) },
		NoUID + " no uid": func() ([]byte, error) { entry := entry; entry.UID = ""; return Write(Publish, []Entry{entry}, 1) },
	} {
		if _, err := write(); !errors.Is(err, refuse(strings.Fields(name)[0])) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is written is read as the same, whatever stands in it; no line is longer than 75 octets, nor cut in a letter.
func TestRoundTrip(t *testing.T) {
	words := rapid.OneOf(rapid.StringN(0, 60, 400), rapid.SampledFrom([]string{"Kỳ họp thứ Ba; lần 2, \"bất thường\"", `a\nb\\`, "^n^'^^", " hai đầu ", strings.Repeat("ệ", 200)}))
	rapid.Check(t, func(t *rapid.T) {
		var entries []Entry
		for n := range rapid.IntRange(1, 3).Draw(t, "entries") {
			entry := Entry{UID: strconv.Itoa(n) + "@a", Sequence: rapid.IntRange(0, 9).Draw(t, "sequence"), Status: rapid.SampledFrom([]Status{Confirmed, Tentative, Cancelled}).Draw(t, "status"),
				Title: plain(words.Draw(t, "title")), Description: plain(words.Draw(t, "description")), Place: plain(words.Draw(t, "place")), ChangedAt: at("2026-11-30 08:00")}
			entry.StartsAt = at("2026-12-01 00:00") + int64(rapid.IntRange(0, 30).Draw(t, "day"))*dayLength
			if entry.AllDay = rapid.Bool().Draw(t, "all day"); !entry.AllDay {
				entry.StartsAt += int64(rapid.IntRange(0, 86_399).Draw(t, "second")) * 1000
			}
			entry.EndsAt = entry.StartsAt + int64(rapid.IntRange(1, 3).Draw(t, "days"))*dayLength
			switch rapid.IntRange(0, 2).Draw(t, "repeats") {
			case 0:
				rule := ruleTexts.Draw(t, "rule")
				if entry.AllDay && rule.Until != 0 {
					rule.Until = at("2027-06-16 00:00") - 1 // the whole of a day
				}
				entry.Rule = &rule
				if rapid.Bool().Draw(t, "without") {
					entry.Without = []int64{entry.StartsAt, entry.StartsAt + 7*dayLength}
				}
				if !entry.AllDay && rapid.Bool().Draw(t, "foreign") {
					entry.Foreign, entry.Offset = true, rapid.SampledFrom([]int{0, 5*3600 + 1800, -3*3600 - 1800, 12345}).Draw(t, "offset")
				}
			case 1:
				entry.InsteadOf = entry.StartsAt - dayLength
			}
			if rapid.Bool().Draw(t, "reminded") {
				entry.Reminders = []int{1440, 15, 0}
			}
			name := plain(rapid.StringN(0, 40, 200).Draw(t, "name"))
			entry.Organizer = Party{Name: name, Email: "a+b@x.example"}
			entry.Attendees = []Attendee{
				{Party: Party{Name: name, Email: "an@x.example"}, Duty: Chair, Reply: Delegated, SentTo: "mailto:chi@x.example"},
				{Party: Party{Person: "p-1"}, Duty: rapid.SampledFrom([]Duty{Required, Optional, Informed}).Draw(t, "duty"), Reply: rapid.SampledFrom([]Reply{Unanswered, Accepted, Declined, Unsure}).Draw(t, "reply")},
				{Party: Party{Email: "chi@x.example"}, Duty: Chair, SentFor: "mailto:an@x.example"},
			}
			entries = append(entries, entry)
		}
		file, err := Write(Publish, entries, at("2026-12-01 08:00"))
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.SplitSeq(file, []byte("\r\n")) {
			if len(line) > lineLength || !utf8.Valid(line) || bytes.ContainsAny(line, "\r\n") {
				t.Fatalf("a line of %d octets: %q", len(line), line)
			}
		}
		read, err := Read(file)
		if err != nil || len(read.Remarks) > 0 || read.Method != Publish {
			t.Fatalf("%v, %+v\n%s", err, read.Remarks, file)
		}
		if !reflect.DeepEqual(read.Entries, entries) {
			for n := range entries {
				if !reflect.DeepEqual(read.Entries[n], entries[n]) {
					t.Fatalf("read as\n%#v, rule %+v\nwant\n%#v, rule %+v\n%s", read.Entries[n], read.Entries[n].Rule, entries[n], entries[n].Rule, file)
				}
			}
		}
	})
}

func TestAnswerByFile(t *testing.T) {
	sent, _ := Write(Request, []Entry{invited()}, at("2026-12-01 08:00"))
	read, err := Read(sent)
	if err != nil || read.Method != Request {
		t.Fatal(err)
	}
	reply := Answer{UID: "a@office", From: Party{Email: "an@truongvinh.example"}, Reply: Declined, Reason: "Đi công tác; về ngày 9", Sequence: 2, At: at("2026-12-02 08:00")}
	back, err := WriteAnswer(read.Entries[0], reply)
	if err != nil {
		t.Fatal(err)
	}
	came, err := Read(back)
	if err != nil || came.Method != Answers || len(came.Answers) != 1 || len(came.Entries) != 0 {
		t.Fatalf("%v: %+v\n%s", err, came, back)
	}
	entry, err := invited().Take(came.Answers[0])
	if err != nil || entry.Attendees[0].Reply != Declined || entry.Attendees[0].Reason != reply.Reason {
		t.Errorf("%v: %+v", err, entry.Attendees[0])
	}
	reply.Reply, reply.Delegate = Delegated, Party{Email: "chi@x.example"}
	back, err = WriteAnswer(read.Entries[0], reply)
	if err != nil {
		t.Fatal(err)
	}
	if came, err = Read(back); err != nil || came.Answers[0].Delegate.Email != "chi@x.example" {
		t.Errorf("%v: %+v", err, came)
	}
	reply.From.Email = "nobody@x.example"
	if _, err := WriteAnswer(read.Entries[0], reply); !errors.Is(err, refuse(NotInvited)) {
		t.Errorf("an answer of nobody: %v", err)
	}
	cancelled, _ := invited().Cancel(at("2026-12-03 08:00"))
	off, err := Write(Cancel, []Entry{cancelled}, at("2026-12-03 08:00"))
	if err != nil {
		t.Fatal(err)
	}
	if read, err := Read(off); err != nil || read.Method != Cancel || read.Entries[0].Status != Cancelled || read.Entries[0].Sequence != 3 {
		t.Errorf("%v: %+v", err, read)
	}
}

// newYork is a zone as desktop programs explain it: rules since 1601.
const newYork = "BEGIN:VTIMEZONE\nTZID:Eastern Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\n" +
	"BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"

func event(lines string) string {
	return "BEGIN:VEVENT\nUID:e\nSUMMARY:Họp\n" + lines + "END:VEVENT\n"
}

func file(parts ...string) []byte {
	return []byte("\xef\xbb\xbfBEGIN:VCALENDAR\nVERSION:2.0\n" + strings.Join(parts, "") + "END:VCALENDAR\n")
}

func TestReadTimes(t *testing.T) {
	for _, row := range []struct {
		name, lines, start string
		minutes            int64
	}{
		{"in Vietnam, without explanation", "DTSTART;TZID=Asia/Ho_Chi_Minh:20261208T080000\nDTEND;TZID=Asia/Saigon:20261208T093000\n", "2026-12-08 08:00", 90},
		{"in UTC", "DTSTART:20261208T010000Z\nDURATION:PT1H30M\n", "2026-12-08 08:00", 90},
		{"where it is read", "DTSTART:20261208T080000\n", "2026-12-08 08:00", 1},
		{"a day", "DTSTART;VALUE=DATE:20261208\n", "2026-12-08 00:00", 1440},
		{"two days", "DTSTART;VALUE=DATE:20261208\nDTEND;VALUE=DATE:20261210\n", "2026-12-08 00:00", 2880},
		{"New York in winter", "DTSTART;TZID=Eastern Standard Time:20261208T080000\n", "2026-12-08 20:00", 1},
		{"New York in summer", "DTSTART;TZID=\"Eastern Standard Time\":20260708T080000\n", "2026-07-08 19:00", 1},
		{"New York before the change", "DTSTART;TZID=Eastern Standard Time:20260308T015900\n", "2026-03-08 13:59", 1},
		{"New York at the moment of the change back", "DTSTART;TZID=Eastern Standard Time:20261101T020000\n", "2026-11-01 14:00", 1},
		{"New York just before it", "DTSTART;TZID=Eastern Standard Time:20261101T005900\n", "2026-11-01 11:59", 1},
		{"New York after the change", "DTSTART;TZID=Eastern Standard Time:20260308T030000\n", "2026-03-08 14:00", 1},
	} {
		read, err := Read(file(newYork, event(row.lines)))
		if err != nil || len(read.Entries) != 1 || len(read.Remarks) > 0 {
			t.Errorf("%s: %v, %+v", row.name, err, read)
			continue
		}
		entry := read.Entries[0]
		if entry.StartsAt != at(row.start) || entry.EndsAt-entry.StartsAt != row.minutes*60_000 {
			t.Errorf("%s: %v, %d minutes", row.name, said([]int64{entry.StartsAt}), (entry.EndsAt-entry.StartsAt)/60_000)
		}
	}
}

func TestReadRemarks(t *testing.T) {
	start := "DTSTART:20261208T010000Z\n"
	for _, row := range []struct {
		name    string
		file    []byte
		entries int
		remarks []string
	}{
		{"an hourly rule", file(event(start + "RRULE:FREQ=HOURLY\n")), 1, []string{RuleUnsupported}},
		{"a rule that makes no sense", file(event(start + "RRULE:FREQ=SOMETIMES\n")), 1, []string{RuleUnsupported}},
		{"two rules", file(event(start + "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY\n")), 1, []string{RuleUnsupported}},
		{"other dates", file(event(start + "RDATE:20261210T010000Z\n")), 1, []string{RuleUnsupported}},
		{"a zone nobody explains", file(event("DTSTART;TZID=../../etc/passwd:20261208T080000\n")), 0, []string{UnknownZone}},
		{"a zone with summer time", file(newYork, event("DTSTART;TZID=Eastern Standard Time:20261208T080000\nRRULE:FREQ=DAILY\n")), 1, []string{ZoneShift}},
		{"no beginning", file(event("")), 0, []string{EntryLeftOut}},
		{"an end before it", file(event(start + "DTEND:20261207T010000Z\n")), 0, []string{EntryLeftOut}},
		{"ten years long", file(event(start + "DTEND:20361207T010000Z\n")), 0, []string{EntryLeftOut}},
		{"a length below nothing", file(event(start + "DURATION:-PT1H\n")), 0, []string{EntryLeftOut}},
		{"a length beyond all", file(event(start + "DURATION:P99999999999D\n")), 0, []string{EntryLeftOut}},
		{"the year 9999", file(event("DTSTART:99991231T235959Z\n")), 0, []string{EntryLeftOut}},
		{"no UID", file("BEGIN:VEVENT\n" + start + "END:VEVENT\n"), 0, []string{EntryLeftOut}},
		{"a task", file("BEGIN:VTODO\nUID:t\nEND:VTODO\n", event(start)), 1, []string{PartLeftOut}},
		{"the same twice", file(event(start), event(start)), 1, []string{Duplicate}},
		{"a picture inside", file(event(start + "ATTACH;ENCODING=BASE64:" + strings.Repeat("AAAA", 10_000) + "\n")), 1, []string{LineLeftOut}},
		{"a picture inside, in lines", file(event(start + "ATTACH:" + strings.Repeat("AAAA\n ", 10_000) + "\n")), 1, []string{LineLeftOut}},
		{"long parameters", file(event(start + "X;A=\"" + strings.Repeat(":", maxHead) + "\":c\n")), 1, []string{LineLeftOut}},
		{"a long value", file(event(start + "X:" + strings.Repeat(":", maxLine-10) + "\n")), 1, nil},
		{"a long title", file("BEGIN:VEVENT\nUID:u\nSUMMARY:" + strings.Repeat("ộ", maxWords+1) + "\n" + start + "END:VEVENT\n"), 1, []string{Shortened}},
		{"too many guests", file(event(start + strings.Repeat("ATTENDEE:mailto:a@b\n", MaxAttendees+2))), 1, []string{Shortened}},
		{"an odd guest", file(event(start + "ATTENDEE:http://x\nATTENDEE:mailto:a b\nORGANIZER:mailto:a b\n")), 1, nil},
		{"lower case", []byte(strings.ToLower(string(file(event(start))))), 1, nil},
	} {
		read, err := Read(row.file)
		var codes []string
		for _, remark := range read.Remarks {
			codes = append(codes, remark.Code)
		}
		if err != nil || len(read.Entries) != row.entries || !slices.Equal(codes, row.remarks) {
			t.Errorf("%s: %v, %d entries, %v", row.name, err, len(read.Entries), codes)
		}
	}
}

func TestTheLaterRevisionIsKept(t *testing.T) {
	start := "DTSTART:20261208T010000Z\n"
	for _, row := range []struct{ first, second, want string }{
		{"SEQUENCE:1\nLOCATION:A\n", "SEQUENCE:2\nLOCATION:B\n", "B"}, {"SEQUENCE:2\nLOCATION:A\n", "SEQUENCE:1\nLOCATION:B\n", "A"},
		{"DTSTAMP:20261201T000000Z\nLOCATION:A\n", "DTSTAMP:20261202T000000Z\nLOCATION:B\n", "B"}, {"DTSTAMP:20261202T000000Z\nLOCATION:A\n", "DTSTAMP:20261201T000000Z\nLOCATION:B\n", "A"},
	} {
		read, err := Read(file(event(start+row.first), event(start+row.second), event(start+"RECURRENCE-ID:20261208T010000Z\n")))
		if err != nil || len(read.Entries) != 2 || read.Entries[0].Place != row.want {
			t.Errorf("%q, %q: %v, %+v", row.first, row.second, err, read.Entries)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	start := "DTSTART:20261208T010000Z\n"
	for _, row := range []struct {
		name string
		file []byte
		code string
	}{
		{"nothing", nil, Unreadable}, {"a page", []byte("<!DOCTYPE html><p>"), Unreadable}, {"half a file", file(event(start))[:60], Unreadable},
		{"another part", []byte("BEGIN:VCARD\nEND:VCARD\n"), Unreadable}, {"parts that cross", []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n"), Unreadable},
		{"a parameter without end", file(event(start + "LOCATION;A=b\n")), Unreadable}, {"a quote without end", file(event(start + "LOCATION;A=\"b:c\n")), Unreadable},
		{"no value", file(event(start + "LOCATION\n")), Unreadable}, {"a lone return", file(event(start + "LOCATION:a\rb\n")), Unreadable},
		{"deep", []byte(strings.Repeat("BEGIN:VCALENDAR\n", 100_000)), TooDeep}, {"large", bytes.Repeat([]byte("A"), maxBytes+1), TooLarge},
		{"many", file(strings.Repeat(event(start), MaxEntries) + strings.Repeat(strings.ReplaceAll(event(start), "UID:e", "UID:f"), MaxEntries)), ""},
	} {
		_, err := Read(row.file)
		if row.code == "" && err == nil { // the same entry again and again is one
			continue
		}
		if !errors.Is(err, refuse(row.code)) {
			t.Errorf("%s: %v, want %s", row.name, err, row.code)
		}
	}
	var many strings.Builder
	for n := range MaxEntries + 1 {
		many.WriteString("BEGIN:VEVENT\nUID:" + strconv.Itoa(n) + "\n" + start + "END:VEVENT\n")
	}
	if _, err := Read(file(many.String())); !errors.Is(err, refuse(TooMany)) {
		t.Errorf("one entry too many: %v", err)
	}
}

// A large file of another country's meetings is read whole: each year's change of clocks is looked for once.
func TestAYearOfForeignMeetings(t *testing.T) {
	var events strings.Builder
	for n := range MaxEntries {
		day := time.Date(2020, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(localForm)
		events.WriteString("BEGIN:VEVENT\nUID:" + strconv.Itoa(n) + "\nDTSTART;TZID=Eastern Standard Time:" + day + "\nDTEND;TZID=Eastern Standard Time:" + day + "\nEND:VEVENT\n")
	}
	read, err := Read(file(newYork, events.String()))
	if err != nil || len(read.Entries) != MaxEntries || len(read.Remarks) > 0 {
		t.Fatalf("%v: %d entries, %+v", err, len(read.Entries), read.Remarks)
	}
	newYorkers, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("this machine does not know New York's time")
	}
	for n, entry := range read.Entries {
		if want := time.Date(2020, 1, 1+n, 9, 0, 0, 0, newYorkers).UnixMilli(); entry.StartsAt != want {
			t.Fatalf("day %d: %v, want %v", n, said([]int64{entry.StartsAt}), said([]int64{want}))
		}
	}
}

// Whatever a file of the greatest size asks for, it is answered in reasonable time.
func TestHostileFilesAreRead(t *testing.T) {
	heavy := strings.Repeat("BEGIN:DAYLIGHT\nDTSTART:19700101T000000\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;COUNT=5000;BYMONTH=2;BYMONTHDAY=30\nEND:DAYLIGHT\n", 200)
	var events strings.Builder
	for n := range MaxEntries {
		events.WriteString("BEGIN:VEVENT\nUID:" + strconv.Itoa(n) + "\nDTSTART;TZID=x:21991231T000000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n")
	}
	begun := time.Now()
	read, err := Read(file("BEGIN:VTIMEZONE\nTZID:x\n"+heavy+"END:VTIMEZONE\n", events.String()))
	if err != nil || len(read.Entries)+len(read.Remarks) == 0 {
		t.Fatal(err)
	}
	Between(read.Entries, at("2026-12-01 00:00"), at("2027-12-01 00:00"))
	quoted := "X;A=\"" + strings.Repeat("b", maxHead-20) + "\":c\n"
	if _, err := Read(file(event("DTSTART:20261208T010000Z\n" + strings.Repeat(quoted, (maxBytes-1000)/len(quoted))))); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("it took %v", took)
	}
}

func TestValid(t *testing.T) {
	for code, change := range map[string]func(*Entry){
		NoUID: func(e *Entry) { e.UID = "" }, WrongTime: func(e *Entry) { e.EndsAt = e.StartsAt }, TooLong: func(e *Entry) { e.Title = strings.Repeat("ộ", maxWords+1) },
		TooMany: func(e *Entry) { e.Reminders = make([]int, MaxReminders+1) }, WrongRule: func(e *Entry) { e.Rule = &Rule{} }, Unreadable: func(e *Entry) { e.Status = "?" },
		WrongTime + " ms": func(e *Entry) { e.StartsAt++ }, WrongTime + " midnight": func(e *Entry) { e.AllDay = true }, WrongTime + " offset": func(e *Entry) { e.Offset = 3600 },
		WrongTime + " far": func(e *Entry) { e.Foreign, e.Offset = true, maxOffset+1 }, Unreadable + " who": func(e *Entry) { e.Attendees[0].Party = Party{} },
		Unreadable + " organizer": func(e *Entry) { e.Organizer.Person = "a b" }, WrongRule + " twice": func(e *Entry) { e.Rule, e.InsteadOf = &Rule{Every: Daily, Interval: 1}, e.StartsAt },
	} {
		entry := invited()
		change(&entry)
		if got := entry.Valid(); got != strings.Fields(code)[0] {
			t.Errorf("%s: %q", code, got)
		}
	}
	if code := invited().Valid(); code != "" {
		t.Error(code)
	}
	if sorted := slices.Sorted(slices.Values(Codes)); len(slices.Compact(sorted)) != len(Codes) {
		t.Error("a code stands twice")
	}
}

// FuzzRead: whatever is read is sound, is written, and is read again as the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(golden))
	f.Add(file(newYork, event("DTSTART;TZID=Eastern Standard Time:20261208T080000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3\nEXDATE:20261225T130000Z,x\n")))
	f.Add(file("METHOD:REPLY\n", event("SEQUENCE:2\nATTENDEE;PARTSTAT=DECLINED;DELEGATED-TO=\"mailto:a@b\":mailto:an@x\nCOMMENT:a\\,b\n")))
	f.Add(file(event("DTSTART;VALUE=DATE:20261208\nRRULE:FREQ=DAILY;UNTIL=20270101\nBEGIN:VALARM\nTRIGGER:-P1D\nEND:VALARM\n")))
	f.Add([]byte("BEGIN:VCALENDAR\nA;B=c\nEND:VCALENDAR\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		read, err := Read(body)
		if err != nil {
			if refusal := (Refusal{}); !errors.As(err, &refusal) {
				t.Fatalf("no refusal: %v", err)
			}
			return
		}
		if len(read.Entries) == 0 {
			return
		}
		Between(read.Entries, at("2026-12-01 00:00"), at("2027-12-01 00:00"))
		written, err := Write(Publish, read.Entries, at("2026-12-01 00:00"))
		if err != nil {
			t.Fatalf("read and not written: %v", err)
		}
		again, err := Read(written)
		if err != nil || len(again.Entries) != len(read.Entries) {
			t.Fatalf("written and not read: %v, %+v\n%s", err, again.Remarks, written)
		}
		for n, entry := range again.Entries {
			if want := read.Entries[n]; entry.StartsAt != want.StartsAt || entry.EndsAt != want.EndsAt || entry.UID != want.UID || !reflect.DeepEqual(entry.Attendees, want.Attendees) {
				t.Fatalf("read again as\n%+v\nwant\n%+v", entry, want)
			}
		}
	})
}
