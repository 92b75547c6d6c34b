package council

import (
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

var rollJudgements = map[string]judgement{
	PutDeputy:     {people.RunSession, on(putDeputy)},
	RemoveDeputy:  {people.RunSession, on(removeDeputy)},
	SetAttendance: {people.RunSession, on(setAttendance)},
	Attend:        {people.VoteAndAttend, on(attend)},
}

func putDeputy(d *deed, _ change.Actor, command change.Command, v Deputy, _ Bench) change.Answer {
	before, existed := d.state.Deputies[v.Person]
	if answer, old := stale(DeputyKind, command.Base, before.Seq, before); old {
		return answer
	}
	v.Name, v.Group, v.Position = people.Clean(v.Name), people.Clean(v.Group), people.Clean(v.Position)
	switch {
	case !isID(v.Person), people.Rehearsed(v.Person) != people.Rehearsed(d.state.ID):
		return change.Refuse("command.unreadable")
	case v.Name == "":
		return change.Refuse("deputy.no-name")
	case v.Role != "" && !slices.Contains(people.SessionRoles, v.Role):
		return change.Refuse("deputy.role")
	case v.Voting && (v.Role == people.Guest || v.Role == people.Committee):
		return change.Refuse("deputy.guest-votes")
	case v.Seat < 0 || v.Seat > 9999:
		return change.Refuse("deputy.seat")
	case tooLong(v.Name, v.Group, v.Position, v.Person):
		return change.Refuse("too-long")
	case !existed && len(d.state.Deputies) >= maxDeputies:
		return change.Refuse("too-many")
	}
	if _, running := d.state.RunningPoll(); running && v.Voting && !before.Voting {
		return change.Refuse("poll.running") // the total that it is decided on stands since its opening
	}
	if v.Seat > 0 {
		for _, other := range d.state.Deputies {
			if other.Seat == v.Seat && other.Person != v.Person {
				return change.Refuse("deputy.seat-taken")
			}
		}
	}
	d.write(DeputyKind, d.hall(), v.Person, v)
	return change.Accept()
}

func removeDeputy(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	if _, ok := d.state.Deputies[v.ID]; !ok {
		return change.Refuse("deputy.unknown")
	}
	for _, ballots := range d.state.Ballots {
		if _, voted := ballots[v.ID]; voted {
			return change.Refuse("deputy.has-voted")
		}
	}
	d.takeBack(DeputyKind, d.hall(), v.ID)
	if _, marked := d.state.Attendances[v.ID]; marked {
		d.takeBack(AttendanceKind, d.hall(), v.ID)
	}
	return change.Accept()
}

// setAttendance is the clerk's word on the roll; it may correct anything said before.
func setAttendance(d *deed, _ change.Actor, _ change.Command, v Attendance, bench Bench) change.Answer {
	if _, ok := d.state.Deputies[v.Person]; !ok {
		return change.Refuse("deputy.unknown")
	}
	switch v.State {
	case Present, Absent, Excused, Left:
	default:
		return change.Refuse("command.unreadable")
	}
	v.Reason = people.Clean(v.Reason)
	if tooLong(v.Reason) {
		return change.Refuse("too-long")
	}
	v.At, v.By = bench.Now.UnixMilli(), "clerk"
	d.write(AttendanceKind, d.hall(), v.Person, v.after(d.state.Attendances[v.Person]))
	return change.Accept()
}

// attend is a delegate's own tap: present, and nothing else.
func attend(d *deed, actor change.Actor, _ change.Command, _ Pointing, bench Bench) change.Answer {
	if _, ok := d.state.Deputies[actor.Person]; !ok || actor.Person == "" {
		return change.Refuse("deputy.unknown")
	}
	if d.state.IsPresent(actor.Person) {
		answer := change.Accept()
		answer.Outcome = change.Duplicate
		return answer
	}
	v := Attendance{Person: actor.Person, State: Present, At: bench.Now.UnixMilli(), By: "self"}
	d.write(AttendanceKind, d.hall(), v.Person, v.after(d.state.Attendances[v.Person]))
	return change.Accept()
}
