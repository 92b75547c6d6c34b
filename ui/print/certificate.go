package print

import (
	"io"
	"time"
)

// Certificate (giấy chứng nhận sẵn sàng) is what a rehearsal that went well leaves on paper, for the file
// of the session: when, with how many machines, and what each step took.
type Certificate struct {
	Office, Superior string // as on the session's papers; may be empty
	Locality         string
	Session          string // its title; may be empty
	Room             string
	At               time.Time // when the rehearsal ended
	Devices          int
	Line             string // "good", "weak" or "bad"
	Ballots          int    // acknowledged, all found again in the log
	Steps            []CertificateStep
	Clerk            string // name below the clerk's signature
}

// CertificateStep is what one step took: the words of it, and times as they are read.
type CertificateStep struct {
	Step               string
	Count              int
	Middle, Late, Most time.Duration
}

// Certificate prints a certificate. One without a single step that was measured is refused.
func (p Press) Certificate(w io.Writer, c Certificate) error {
	if len(c.Steps) == 0 || c.Devices == 0 {
		return Refusal{Empty}
	}
	say := p.Words.Say
	s := p.newSheet(say("print.certificate.file"))
	s.newPage()
	upper, lower := officeLines(say, c.Office, c.Superior)
	s.head(Head{Superior: upper, Issuer: lower, Place: c.Locality, Date: c.At.In(s.zone)})
	about := say("print.certificate.about")
	if c.Session != "" {
		about = say("print.certificate.about.session", "session", clean(c.Session))
	}
	s.title(say("print.certificate.kind"), about)
	s.fact("print.certificate.room", "room", safe(c.Room))
	s.fact("print.certificate.at", "at", s.moment(c.At.UnixMilli()))
	s.fact("print.certificate.devices", "devices", c.Devices, "line", say("print.certificate.line."+c.Line))
	s.fact("print.certificate.kept", "ballots", s.whole(c.Ballots))
	s.table(s.certificateTable(c))
	s.fact("print.certificate.holds")
	left := Signature{Lines: []string{say("print.sign.clerk")}, Note: say("print.sign.note"), Name: clean(c.Clerk)}
	right := Signature{Lines: []string{say("print.certificate.sign")}, Note: say("print.sign.note")}
	s.need(signGap + max(signHeight(left, 80), signHeight(right, 80)))
	s.signTwo(left, right)
	return s.finish(w)
}

func (s *sheet) certificateTable(c Certificate) Table {
	say := s.words.Say
	table := Table{Size: 12, Columns: []Column{
		{Title: say("print.certificate.step"), Width: 62},
		{Title: say("print.certificate.machines"), Width: 20, Align: "center"},
		{Title: say("print.certificate.middle"), Width: 27, Align: "center"},
		{Title: say("print.certificate.late"), Width: 27, Align: "center"},
		{Title: say("print.certificate.most"), Width: 27, Align: "center"},
	}}
	for _, step := range c.Steps {
		table.Rows = append(table.Rows, Row{Cells: []string{clean(step.Step), s.whole(step.Count), s.took(step.Middle), s.took(step.Late), s.took(step.Most)}})
	}
	return table
}

// took writes how long something took, in seconds with two digits after the comma.
func (s *sheet) took(t time.Duration) string {
	hundredths := int(t.Round(10*time.Millisecond) / (10 * time.Millisecond))
	return s.words.Say("print.certificate.seconds", "whole", hundredths/100, "part", twoDigits(hundredths%100))
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }
