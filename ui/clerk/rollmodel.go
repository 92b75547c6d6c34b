package clerk

import (
	"context"
	"slices"
	"strconv"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

func (d *desk) rollHead(state *council.State, poll council.Poll, runs bool) rollHead {
	needed, met := state.Quorum(d.config.Room.Rules())
	head := rollHead{
		Title: d.say("clerk.roll"), Count: state.Present(), Total: state.Total(), Need: needed, Met: met, Voting: runs,
		ReadOnly: state.Session.State == council.SessionClosed,
	}
	key := "clerk.roll.quorum.met"
	if !met {
		key = "clerk.roll.quorum.missing"
	}
	head.Quorum = d.say(key, "needed", needed, "present", head.Count, "missing", max(0, needed-head.Count))
	for _, deputy := range state.Deputies {
		if _, marked := state.Attendances[deputy.Person]; !marked {
			head.Unmarked = true
		}
	}
	if runs {
		entitled, voted := state.Voters(poll.ID)
		head.Entitled = len(entitled)
		for _, has := range voted {
			if has {
				head.Voted++
			}
		}
		head.Missing = d.say("clerk.voters.missing", "count", head.Entitled-head.Voted)
		if head.Voted == head.Entitled {
			head.Missing = d.say("clerk.voters.all")
		}
	}
	return head
}

func (d *desk) rollRows(state *council.State, standing people.Standing) []rollRow {
	waiting := unsent(standing)
	roster := state.Roster()
	rows := make([]rollRow, 0, len(roster))
	for _, deputy := range roster {
		attendance := state.Attendances[deputy.Person]
		row := rollRow{
			Person: deputy.Person, Name: deputy.Name, State: attendance.State, Guest: !deputy.Voting, Pending: waiting[deputy.Person],
			ReadOnly: state.Session.State == council.SessionClosed,
		}
		if deputy.Seat > 0 {
			row.Seat = strconv.Itoa(deputy.Seat)
		}
		word := d.say("clerk.roll.none")
		if attendance.State != "" {
			word = d.say("clerk.roll." + string(attendance.State))
		}
		guest := ""
		if row.Guest {
			guest = d.say("clerk.roll.guest")
		}
		row.Note = joined(" · ", word, attendance.Reason, d.hour(attendance.At), guest)
		rows = append(rows, row)
	}
	return rows
}

// crowd is how many voters are too many to look over at once; then those who have not voted come first.
const crowd = 36

// voterTiles are those who may vote now, in the order of their seats, and who of them has voted. How
// they voted is not known here.
func voterTiles(state *council.State, poll council.Poll) []voterTile {
	entitled, voted := state.Voters(poll.ID)
	tiles := make([]voterTile, 0, len(entitled))
	for _, deputy := range entitled {
		tile := voterTile{Person: deputy.Person, Name: deputy.Name, Voted: voted[deputy.Person]}
		if deputy.Seat > 0 {
			tile.Seat = strconv.Itoa(deputy.Seat)
		}
		tiles = append(tiles, tile)
	}
	if len(tiles) > crowd {
		slices.SortStableFunc(tiles, func(a, b voterTile) int { return len(yes(a.Voted)) - len(yes(b.Voted)) })
	}
	return tiles
}

func (d *desk) markPresent(person string) { d.mark(person, council.Present) }
func (d *desk) markAbsent(person string)  { d.mark(person, council.Absent) }

// mark writes one line of the roll. What stood before can be taken back with one tap.
func (d *desk) mark(person string, as council.AttendanceState) {
	state := d.state()
	before, marked := state.Attendances[person]
	if marked && before.State == as {
		return
	}
	key := "roll." + person
	d.do(key, council.SetAttendance, 0, council.Attendance{Person: person, State: as}, func() {
		text := d.say("clerk.roll.marked", "name", state.Deputies[person].Name, "state", d.say("clerk.roll."+string(as)))
		if !marked {
			d.notify(kit.InkStrip, "check", text)
			return
		}
		d.undoable(text, func() {
			d.do(key, council.SetAttendance, 0, council.Attendance{Person: person, State: before.State, Reason: before.Reason}, nil)
		})
	})
}

// changeRoll asks for a line of the roll with its reason.
func (d *desk) changeRoll(person string) {
	state := d.state()
	deputy, known := state.Deputies[person]
	if !known || state.Session.State == council.SessionClosed {
		return
	}
	before := state.Attendances[person]
	stream := people.CouncilStream(state.ID)
	form := &openForm{}
	options := field{ID: "state", Label: d.say("clerk.roll.state"), Kind: listField, Value: string(before.State), About: map[string]string{}}
	if before.State == "" {
		options.Value = string(council.Present)
	}
	for _, one := range []struct {
		state council.AttendanceState
		icon  string
	}{{council.Present, "check"}, {council.Excused, "letter"}, {council.Absent, "cross"}, {council.Left, "leave"}} {
		options.Options = append(options.Options, kit.Option{ID: string(one.state), Text: d.say("clerk.roll." + string(one.state)), Icon: one.icon})
	}
	form.sight = formSight{Title: deputy.Name, Save: d.say("clerk.save"), Fields: []field{
		options,
		{ID: "reason", Label: d.say("clerk.roll.reason"), Help: d.say("clerk.roll.reason.help"), Value: before.Reason},
	}}
	form.send = func(ctx context.Context, a map[string]string) error {
		line := council.Attendance{Person: person, State: council.AttendanceState(a["state"]), Reason: a["reason"]}
		return d.config.Acts.DoIn(ctx, stream, council.SetAttendance, 0, line)
	}
	form.done = func() { d.notify(kit.DoneStrip, "check", d.say("clerk.saved")) }
	d.openForm(form)
}

// markRest marks everyone present of whom the roll says nothing yet: the fast way from a list signed
// at the door.
func (d *desk) markRest() {
	state := d.state()
	var rest []string
	for _, deputy := range state.Roster() {
		if _, marked := state.Attendances[deputy.Person]; !marked {
			rest = append(rest, deputy.Person)
		}
	}
	if len(rest) == 0 {
		return
	}
	stream := people.CouncilStream(state.ID)
	d.ask(d.say("clerk.roll.rest"), d.say("clerk.roll.rest.ask", "count", len(rest)), d.say("clerk.roll.rest.confirm"), "person_check", func() {
		d.act("roll.rest", func(ctx context.Context) error {
			return each(ctx, len(rest), func(ctx context.Context, i int) error {
				line := council.Attendance{Person: rest[i], State: council.Present}
				return d.config.Acts.DoIn(ctx, stream, council.SetAttendance, 0, line)
			})
		}, func(err error) {
			d.settle(err, func() { d.notify(kit.DoneStrip, "check", d.say("clerk.roll.rest.done", "count", len(rest))) })
		})
	})
}
