package print

import (
	"io"
	"maps"
	"slices"
	"strings"

	"congso.vn/congso/app/council"
)

// Attendance (danh sách điểm danh) is the roll of a session at one moment.
type Attendance struct {
	Session council.Session
	Roster  []council.Deputy              // in the order to print
	Roll    map[string]council.Attendance // by person id; who is not in it has not been called
	Total   int                           // deputies by law
	Quorum  council.MajorityRule
	Clerk   string // name below the clerk's signature
	Chair   string
	Log     Log
}

// AttendanceOf takes the roll out of a session's state.
func AttendanceOf(state *council.State, rules []council.MajorityRule, log Log) Attendance {
	quorum, _ := council.QuorumRule(rules, state.Session.Body)
	return Attendance{
		Session: state.Session, Roster: state.Roster(), Roll: maps.Clone(state.Attendances), Total: state.Total(),
		Quorum: quorum, Chair: state.Deputies[state.Session.Chair].Name, Log: log,
	}
}

// Attendance prints the roll with a place for every signature.
func (p Press) Attendance(w io.Writer, a Attendance) error {
	if len(a.Roster) == 0 {
		return Refusal{Empty}
	}
	s := p.newSheet(p.Words.Say("print.attendance.file", "session", clean(a.Session.Title)))
	s.newPage()
	upper, lower := officeLines(p.Words.Say, a.Session.Office, a.Session.Superior)
	s.head(Head{Superior: upper, Issuer: lower, Place: a.Session.Locality, Date: p.At})
	s.title(p.Words.Say("print.attendance.kind"), p.Words.Say("print.result.session.short", "session", clean(a.Session.Title), "office", clean(a.Session.Office)))
	if a.Session.Place != "" {
		s.fact("print.place", "place", safe(a.Session.Place))
	}
	s.fact("print.attendance.at", "at", s.moment(p.At.UnixMilli()))
	s.table(s.rollTable(a, true))
	if guests := s.rollTable(a, false); len(guests.Rows) > 0 {
		s.table(guests)
	}
	s.attendanceTotals(a)
	left := Signature{Lines: []string{p.Words.Say("print.sign.clerk")}, Note: p.Words.Say("print.sign.note"), Name: clean(a.Clerk)}
	right := Signature{Lines: []string{p.Words.Say("print.sign.chair")}, Note: p.Words.Say("print.sign.note"), Name: clean(a.Chair)}
	s.need(logRoom + logGap + signGap + max(signHeight(left, 80), signHeight(right, 80)))
	if err := s.log(a.Log); err != nil {
		return err
	}
	s.signTwo(left, right)
	return s.finish(w)
}

// rollTable is the table of those who vote, or of the guests.
func (s *sheet) rollTable(a Attendance, voting bool) Table {
	say := s.words.Say
	table := Table{
		Size: 11, Tall: 9.5,
		Columns: []Column{
			{Title: say("print.column.number"), Width: 8.5, Align: "center"},
			{Title: say("print.column.name"), Width: 40},
			{Title: say("print.column.group"), Width: 12, Align: "center"},
			{Title: say("print.column.position"), Width: 26},
			{Title: say("print.column.state"), Width: 17, Align: "center"},
			{Title: say("print.column.time"), Width: 24, Align: "center"},
			{Title: say("print.column.reason"), Width: 19},
			{Title: say("print.column.sign"), Width: 16.5},
		},
	}
	if !voting {
		table.Caption = say("print.attendance.guests")
	}
	for _, deputy := range a.Roster {
		if deputy.Voting != voting {
			continue
		}
		state, at, reason := say("print.roll.uncalled"), "", ""
		if line, called := a.Roll[deputy.Person]; called && line.State != "" {
			state, at, reason = say("print.roll."+string(line.State)), s.stays(line), line.Reason
		}
		table.Rows = append(table.Rows, Row{Cells: []string{
			s.whole(len(table.Rows) + 1), safe(deputy.Name), safe(deputy.Group), safe(deputy.Position), state, at, safe(reason), ""}})
	}
	return table
}

// stays are the times at which a person came and went; for one who never came, when that was said.
func (s *sheet) stays(line council.Attendance) string {
	stays := line.Stays()
	if len(stays) == 0 {
		return s.clock(line.At)
	}
	var times []string
	for _, stay := range stays[max(0, len(stays)-mostStays):] {
		if stay.To == 0 {
			times = append(times, s.words.Say("print.roll.from", "from", s.clock(stay.From)))
		} else {
			times = append(times, s.words.Say("print.roll.from-to", "from", s.clock(stay.From), "to", s.clock(stay.To)))
		}
	}
	return strings.Join(times, " ")
}

// mostStays is how many times a row has room for; the last are the ones that count.
const mostStays = 6

// attendanceTotals says how many are here, how many must be, and by which clause.
func (s *sheet) attendanceTotals(a Attendance) {
	counts, roster := map[council.AttendanceState]int{}, 0
	for _, deputy := range a.Roster {
		if deputy.Voting {
			roster++
			counts[a.Roll[deputy.Person].State]++
		}
	}
	called := 0
	for _, state := range slices.Sorted(maps.Keys(counts)) {
		if state != "" {
			called += counts[state]
		}
	}
	s.fact("print.attendance.totals", "total", a.Total, "present", counts[council.Present], "excused", counts[council.Excused],
		"absent", counts[council.Absent], "left", counts[council.Left], "uncalled", roster-called)
	needed, met := a.Quorum.Needed(a.Total), "print.quorum.met"
	if counts[council.Present] < needed {
		met = "print.quorum.missed"
	}
	s.fact("print.attendance.quorum", "needed", needed, "rule", s.fraction(a.Quorum), "total", a.Total,
		"clause", a.Quorum.Clause, "met", s.words.Say(met))
}
