package calendar

import (
	"bytes"
	"cmp"
	"io"
	"strings"

	ical "github.com/emersion/go-ical"
)

// The bounds of what is read. The library reads parameters letter by letter into a growing text, so what stands before a
// value must not be long.
const (
	maxBytes   = 2 << 20
	maxLine    = 16 << 10
	maxHead    = 2 << 10
	maxDepth   = 5
	maxRemarks = 500
	readBudget = 500_000 // days looked at for all zones and rules of a file
)

// Remark is what was left out of a file that was read, or read in another way.
type Remark struct {
	Code  string `json:"code"`
	UID   string `json:"uid,omitempty"`
	Title string `json:"title,omitempty"`
}

// File is what was read.
type File struct {
	Method  Method
	Entries []Entry  // with Publish, Request and Cancel
	Answers []Answer // with Answers
	Remarks []Remark
}

// Read reads an iCalendar file from anywhere. What cannot be understood of it is remarked; a file that is damaged as a
// whole, or larger than calendars are, is refused. Rooms are not read: a place is words, and which room of ours it
// means is for people to say.
func Read(file []byte) (File, error) {
	if len(file) > maxBytes {
		return File{}, refuse(TooLarge)
	}
	reader := &reader{budget: readBudget, at: map[string]int{}}
	lines, err := reader.unfold(file)
	if err != nil {
		return File{}, err
	}
	decoder := ical.NewDecoder(strings.NewReader(lines))
	for calendars := 0; ; calendars++ {
		calendar, err := decode(decoder)
		if err == io.EOF && calendars > 0 {
			return reader.file, nil
		} else if err != nil {
			return File{}, refuse(Unreadable)
		}
		if err := reader.take(calendar); err != nil {
			return File{}, err
		}
	}
}

// decode is the library's, which panics on some lines that end where they must not.
func decode(decoder *ical.Decoder) (calendar *ical.Calendar, err error) {
	defer func() {
		if recover() != nil {
			calendar, err = nil, refuse(Unreadable)
		}
	}()
	return decoder.Decode()
}

// reader is one file being read.
type reader struct {
	file    File
	zones   zones
	budget  int
	at      map[string]int // where the entry of a UID and repetition stands
	stamped []int64        // of each entry
}

func (r *reader) remark(code, uid, title string) {
	if len(r.file.Remarks) < maxRemarks {
		uid, _ = shorten(uid, maxWords)
		title, _ = shorten(title, maxWords)
		r.file.Remarks = append(r.file.Remarks, Remark{code, uid, title})
	}
}

// unfold joins broken lines, drops those too long to be read and everything that is no text, and holds how deep parts
// stand within parts.
func (r *reader) unfold(file []byte) (string, error) {
	file = bytes.TrimPrefix(file, []byte("\xef\xbb\xbf"))
	var lines []string
	for line := range strings.SplitSeq(strings.ToValidUTF8(string(file), "?"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.ContainsAny(line, "\r\x00") {
			return "", refuse(Unreadable)
		}
		if last := len(lines) - 1; last >= 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
			if len(lines[last]) <= maxLine { // what is longer is dropped below
				lines[last] += line[1:]
			}
			continue
		}
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	depth, kept := 0, lines[:0]
	for _, line := range lines {
		word := strings.ToUpper(line)
		switch {
		case strings.HasPrefix(word, "BEGIN:"):
			if depth++; depth > maxDepth {
				return "", refuse(TooDeep)
			}
			line = strings.TrimRight(line, " \t")
		case strings.HasPrefix(word, "END:"):
			depth--
			line = strings.TrimRight(line, " \t")
		case len(line) > maxLine || headOf(line) > maxHead:
			r.remark(LineLeftOut, "", "")
			continue
		}
		kept = append(kept, line)
	}
	if len(kept) == 0 || depth != 0 {
		return "", refuse(Unreadable)
	}
	return strings.Join(kept, "\r\n") + "\r\n", nil
}

// headOf returns how long the name and the parameters of a line are, up to the value.
func headOf(line string) int {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			return i
		}
	}
	return len(line)
}

// take reads one calendar of the file.
func (r *reader) take(calendar *ical.Calendar) error {
	r.zones = zonesOf(calendar)
	method := Method(strings.ToUpper(valueOf(calendar.Component, ical.PropMethod)))
	switch method {
	case Request, Cancel, Answers:
	default:
		method = Publish
	}
	if r.file.Method == "" {
		r.file.Method = method
	}
	for _, component := range calendar.Children {
		switch component.Name {
		case ical.CompEvent:
			if len(r.file.Entries)+len(r.file.Answers) == MaxEntries {
				return refuse(TooMany)
			}
			if method == Answers {
				r.takeAnswer(component)
			} else {
				r.takeEntry(component, method)
			}
		case ical.CompTimezone:
		default:
			r.remark(PartLeftOut, textOf(component, ical.PropUID), textOf(component, ical.PropSummary))
		}
	}
	return nil
}

// takeEntry reads an event; of two with one UID and repetition the later revision.
func (r *reader) takeEntry(component *ical.Component, method Method) {
	entry, stamped, code := r.entry(component)
	if method == Cancel {
		entry.Status = Cancelled
	}
	if code == "" {
		code = entry.Valid()
	}
	if code == UnknownZone {
		r.remark(UnknownZone, entry.UID, entry.Title)
		return
	} else if code != "" {
		r.remark(EntryLeftOut, entry.UID, entry.Title)
		return
	}
	key := entry.UID + "\n" + entry.moment("", max(entry.InsteadOf, 0)).Value
	if at, twice := r.at[key]; twice {
		r.remark(Duplicate, entry.UID, entry.Title)
		if cmp.Or(cmp.Compare(entry.Sequence, r.file.Entries[at].Sequence), cmp.Compare(stamped, r.stamped[at])) > 0 {
			r.file.Entries[at], r.stamped[at] = entry, stamped
		}
		return
	}
	r.at[key] = len(r.file.Entries)
	r.file.Entries, r.stamped = append(r.file.Entries, entry), append(r.stamped, stamped)
}

// takeAnswer reads what somebody answered.
func (r *reader) takeAnswer(component *ical.Component) {
	uid, stamped, sequence := r.text(component, ical.PropUID, maxWords), r.stamp(component), number(component, ical.PropSequence)
	attendees := component.Props.Values(ical.PropAttendee)
	if uid == "" || len(attendees) != 1 {
		r.remark(EntryLeftOut, uid, "")
		return
	}
	attendee, known := attendeeOf(attendees[0])
	if !known || attendee.Reply == Unanswered {
		r.remark(EntryLeftOut, uid, "")
		return
	}
	answer := Answer{UID: uid, From: attendee.Party, Reply: attendee.Reply, Reason: r.text(component, ical.PropComment, maxWords), Sequence: sequence, At: stamped}
	if attendee.SentTo != "" {
		answer.Delegate = partyAt(attendee.SentTo)
	}
	r.file.Answers = append(r.file.Answers, answer)
}
