package chamber

import (
	"fmt"
	"time"

	"congso.vn/congso/app/council"
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
func hallOf(m *moment) hallValue {
	session := m.state.Session
	value := hallValue{Time: hourMinute(m.server, m.now), Office: joined(session.Office, session.Title)}
	if !m.state.Exists() {
		value.Title, value.Office = m.words.Say("hall.nothing"), m.standing.Room
		value.Big, value.BigNote = value.Time, dayWords(m.words, m.server, m.now)
	} else {
		value.presence(m)
		value.stage(m)
	}
	if m.link.State == offline || m.link.State == rejected {
		value.Offline = m.link.Text
	}
	return value
}

func (v *hallValue) presence(m *moment) {
	present, total := m.state.Present(), m.state.Total()
	needed, met := m.state.Quorum(m.rules)
	v.Short = !met
	v.Presence = m.words.Say("hall.present.enough", "present", present, "total", total)
	switch {
	case m.old():
		v.Presence = m.words.Say("hall.present.old", "present", present, "total", total, "time", hourMinute(m.standing.LastContact, m.now))
	case !met:
		v.Presence = m.words.Say("hall.present.short", "present", present, "total", total, "needed", needed)
	case needed == 0:
		v.Presence = m.words.Say("hall.present.bare", "present", present, "total", total)
	}
}

func (v *hallValue) stage(m *moment) {
	session := m.state.Session
	running, runs := m.state.RunningPoll()
	item, under := m.state.Items[session.Current]
	switch {
	case runs:
		v.voting(m, running)
	case session.State == council.SessionClosed:
		v.Stage, v.Title, v.Big = hallAfter, session.Title, m.words.Say("hall.closed")
		v.Office = session.Office
		if session.ClosedAt != 0 {
			v.BigNote = m.words.Say("hall.closed.at", "time", m.clock(session.ClosedAt))
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
		v.Kind = joined(m.itemNumber(item.ID), m.words.Say("hall.item"))
		if item.Presenter != "" {
			v.Note = m.words.Say("hall.presenter", "name", item.Presenter)
		}
		v.next(m)
	}
}

// closedPoll is the poll whose end the hall should see: closed and not published yet, or published
// just now, of the item under way.
func closedPoll(m *moment) (council.Poll, bool) {
	var last council.Poll
	for _, poll := range m.state.PollsOf(m.state.Session.Current) {
		switch poll.State {
		case council.PollFinished:
			if poll.ClosedAt >= max(last.ClosedAt, last.PublishedAt) {
				last = poll
			}
		case council.PollPublished:
			until := m.here(poll.PublishedAt).Add(resultShown)
			if m.now.Before(until) && poll.PublishedAt >= max(last.ClosedAt, last.PublishedAt) {
				last = poll
				m.by(until)
			}
		}
	}
	return last, last.ID != "" && m.state.Session.Current != ""
}

func (v *hallValue) before(m *moment) {
	session := m.state.Session
	v.Stage, v.Title, v.Office = hallBefore, session.Title, session.Office
	v.Note = joined(session.Term, session.Place)
	if session.StartsAt != 0 {
		at := time.UnixMilli(session.StartsAt)
		v.Kind = m.words.Say("hall.starts", "time", hourMinute(at, m.now), "day", dayWords(m.words, at, m.now))
	}
	needed, _ := m.state.Quorum(m.rules)
	v.Big = m.words.Say("hall.present.bare", "present", m.state.Present(), "total", m.state.Total())
	if needed > 0 {
		v.BigNote = m.words.Say("hall.quorum", "needed", needed)
	}
}

func (v *hallValue) between(m *moment) {
	v.Stage, v.Title = hallBetween, m.state.Session.Title
	v.Office = m.state.Session.Office
	v.Big = m.words.Say("hall.recess")
	v.next(m)
	if len(v.Next) == 0 {
		v.Big = m.words.Say("hall.all-done")
	}
}

// next lists the items to come, three at most.
func (v *hallValue) next(m *moment) {
	passed := m.state.Session.Current == ""
	for i, item := range m.state.Agenda() {
		if item.ID == m.state.Session.Current {
			passed = true
			continue
		}
		if !passed || item.State != council.ItemComing || len(v.Next) == 3 {
			continue
		}
		next := hallNext{Number: fmt.Sprint(i + 1), Title: kit.KeepNumbers(item.Title)}
		if item.StartsAt != 0 {
			next.Time = m.clock(item.StartsAt)
		}
		v.Next = append(v.Next, next)
	}
}
