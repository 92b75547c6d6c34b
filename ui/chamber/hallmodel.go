package chamber

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// hallStage is what the big screen is about.
type hallStage uint8

const (
	hallNothing hallStage = iota // no session
	hallBefore                   // not opened yet
	hallBetween                  // in session, no item under way
	hallItem
	hallVoting
	hallCounting // the poll is closed and not published
	hallResult
	hallAfter // closed
)

// resultShown is how long a result stays on the big screen while its item goes on.
const resultShown = 2 * time.Minute

// hallValue is the room's big screen at one time.
type hallValue struct {
	Stage hallStage
	Kind  string // "Nội dung 4 · Biểu quyết công khai"
	Title string
	Note  string // under the title: who presents, when it starts
	Next  []hallNext
	Clock clockValue

	Headline string
	Good     bool // the headline is good news
	Bad      bool
	Missing  bool // the headline says what is missing
	After    string
	Rule     string
	Tally    kit.Tally
	Counts   []hallCount

	Presence string
	Short    bool // too few are there
	Received string
	Office   string
	Time     string
	Offline  string
	Big      string // large in the middle: "Có mặt 12/30", the time
	BigNote  string
}

// hallNext is an item to come.
type hallNext struct{ Number, Title, Time string }

// hallCount is one number under the bar.
type hallCount struct {
	Answer kit.Answer
	None   bool // those who gave no ballot
	Label  string
	Number string
}

// hallOf says what the big screen shows.
func hallOf(m *frame.Moment) hallValue {
	session := m.State.Session
	value := hallValue{Time: frame.HourMinute(m.Server, m.Now), Office: frame.Joined(session.Office, session.Title)}
	if !m.State.Exists() {
		value.Title, value.Office = m.Words.Say("hall.nothing"), m.Standing.Room
		value.Big, value.BigNote = value.Time, frame.DayWords(m.Words, m.Server, m.Now)
	} else {
		value.presence(m)
		value.stage(m)
	}
	if m.Link.State == frame.Offline || m.Link.State == frame.Rejected {
		value.Offline = m.Link.Text
	}
	return value
}

func (v *hallValue) presence(m *frame.Moment) {
	present, total := m.State.Present(), m.State.Total()
	needed, met := m.State.Quorum(m.Rules)
	v.Short = !met
	v.Presence = m.Words.Say("hall.present.enough", "present", present, "total", total)
	switch {
	case m.Old():
		v.Presence = m.Words.Say("hall.present.old", "present", present, "total", total, "time", frame.HourMinute(m.Standing.LastContact, m.Now))
	case !met:
		v.Presence = m.Words.Say("hall.present.short", "present", present, "total", total, "needed", needed)
	case needed == 0:
		v.Presence = m.Words.Say("hall.present.bare", "present", present, "total", total)
	}
}

func (v *hallValue) stage(m *frame.Moment) {
	session := m.State.Session
	running, runs := m.State.RunningPoll()
	item, under := m.State.Items[session.Current]
	switch {
	case runs:
		v.voting(m, running)
	case session.State == council.SessionClosed:
		v.Stage, v.Title, v.Big = hallAfter, session.Title, m.Words.Say("hall.closed")
		v.Office = session.Office
		if session.ClosedAt != 0 {
			v.BigNote = m.Words.Say("hall.closed.at", "time", m.Clock(session.ClosedAt))
		}
	case session.State == council.SessionPrepared:
		v.before(m)
	default:
		if poll, ok := closedPoll(m); ok {
			v.ended(m, poll)
			return
		}
		if !under {
			v.between(m)
			return
		}
		v.Stage, v.Title = hallItem, kit.KeepNumbers(item.Title)
		v.Kind = frame.Joined(m.ItemNumber(item.ID), m.Words.Say("hall.item"))
		if item.Presenter != "" {
			v.Note = m.Words.Say("hall.presenter", "name", item.Presenter)
		}
		v.next(m)
	}
}

// closedPoll is the poll whose end the hall should see: closed and not published yet, or published
// just now, of the item under way.
func closedPoll(m *frame.Moment) (council.Poll, bool) {
	var last council.Poll
	for _, poll := range m.State.PollsOf(m.State.Session.Current) {
		switch poll.State {
		case council.PollFinished:
			if poll.ClosedAt >= max(last.ClosedAt, last.PublishedAt) {
				last = poll
			}
		case council.PollPublished:
			until := m.Here(poll.PublishedAt).Add(resultShown)
			if m.Now.Before(until) && poll.PublishedAt >= max(last.ClosedAt, last.PublishedAt) {
				last = poll
				m.By(until)
			}
		}
	}
	return last, last.ID != "" && m.State.Session.Current != ""
}

func (v *hallValue) before(m *frame.Moment) {
	session := m.State.Session
	v.Stage, v.Title, v.Office = hallBefore, session.Title, session.Office
	v.Note = frame.Joined(session.Term, session.Place)
	if session.StartsAt != 0 {
		at := time.UnixMilli(session.StartsAt)
		v.Kind = m.Words.Say("hall.starts", "time", frame.HourMinute(at, m.Now), "day", frame.DayWords(m.Words, at, m.Now))
	}
	needed, _ := m.State.Quorum(m.Rules)
	v.Big = m.Words.Say("hall.present.bare", "present", m.State.Present(), "total", m.State.Total())
	if needed > 0 {
		v.BigNote = m.Words.Say("hall.quorum", "needed", needed)
	}
}

func (v *hallValue) between(m *frame.Moment) {
	v.Stage, v.Title = hallBetween, m.State.Session.Title
	v.Office = m.State.Session.Office
	v.Big = m.Words.Say("hall.recess")
	v.next(m)
	if len(v.Next) == 0 {
		v.Big = m.Words.Say("hall.all-done")
	}
}

// next lists the items to come, three at most.
func (v *hallValue) next(m *frame.Moment) {
	passed := m.State.Session.Current == ""
	numbers := m.State.Numbers()
	for _, item := range m.State.Agenda() {
		if item.ID == m.State.Session.Current {
			passed = true
			continue
		}
		if !passed || item.State != council.ItemComing || len(v.Next) == 3 {
			continue
		}
		next := hallNext{Number: numbers[item.ID], Title: kit.KeepNumbers(item.Title)}
		if item.StartsAt != 0 {
			next.Time = m.Clock(item.StartsAt)
		}
		v.Next = append(v.Next, next)
	}
}
