package chamber

import (
	"context"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
)

// The times of a vote on the tablet.
const (
	undoTime   = 5 * time.Second  // a choice can be taken back before it is sent
	urgentTime = 10 * time.Second // from here on the clock is red
	shownTime  = 8 * time.Second  // the sheet stays after the closing
	resultTime = 10 * time.Minute // an older result is no news
)

// voteModel is one's own vote: choosing, taking back, sending, the receipt. A choice is sent when its
// time to be taken back is over; from then on it is never taken back.
type voteModel struct {
	setting *frame.Setting
	votes   Votes
	attend  *attendModel
	errands *frame.Errands
	changed func()

	turn     int // grows with every other poll or person
	session  string
	poll     string // on the sheet
	up       bool
	chosen   council.Choice
	chosenAt time.Time
	casting  bool
	trouble  string
	again    bool      // another choice is to be made in place of the one received or refused
	warned   bool      // the sheet came back for the closing
	closed   time.Time // when the closing was seen here
	result   string    // the poll whose result the band tells
	read     string    // the closed poll whose end was read
}

// choose takes a tap on an answer. While a choice can be taken back, another answer takes it back and
// nothing is sent until a new tap.
func (v *voteModel) choose(choice council.Choice) {
	switch {
	case v.casting:
	case v.chosen == "":
		v.chosen, v.chosenAt, v.trouble = choice, v.setting.Now(), ""
	case v.chosen != choice:
		v.chosen = ""
	}
	v.changed()
}

// undo takes a choice back (hoàn tác).
func (v *voteModel) undo() {
	if !v.casting {
		v.chosen = ""
	}
	v.changed()
}

// putAside lets the person look at the paper; the band brings the sheet back.
func (v *voteModel) putAside() {
	v.up = false
	if !v.closed.IsZero() {
		v.read = v.poll
	}
	v.changed()
}

// bringBack is the tap on the band.
func (v *voteModel) bringBack() { v.up = true; v.changed() }

// chooseAgain lets another answer be given where the poll allows it.
func (v *voteModel) chooseAgain() { v.again, v.chosen, v.trouble = true, "", ""; v.changed() }

// forget drops everything of the person who held the tablet. A choice that was not sent is not sent.
func (v *voteModel) forget() {
	*v = voteModel{setting: v.setting, votes: v.votes, attend: v.attend, errands: v.errands, changed: v.changed, turn: v.turn + 1}
}

// drop takes back a choice that was not sent yet.
func (v *voteModel) drop() { v.chosen, v.casting = "", false }

func (v *voteModel) cast() {
	poll, choice := v.poll, v.chosen
	v.casting = true
	turn := v.turn
	v.errands.Run(func(ctx context.Context) error {
		return v.votes.Cast(context.WithoutCancel(ctx), poll, choice) // what was begun is done whole
	}, func(err error) {
		if v.turn != turn {
			return
		}
		v.casting, v.chosen, v.again = false, "", false
		if err != nil {
			v.trouble = v.setting.Sentence(err)
		}
		v.changed()
	})
}

// follow brings the model up to the moment: which poll is on the sheet, and whether it is up.
func (v *voteModel) follow(m *frame.Moment) (council.Poll, bool) {
	if v.session != m.State.ID {
		v.forget()
		v.session = m.State.ID
	}
	running, runs := m.State.RunningPoll()
	if runs && running.ID != v.poll {
		v.take(running.ID)
		v.up = m.State.Deputies[m.Person.Person].Voting
	}
	if published, ok := m.State.LatestPublished(); ok && !runs && v.result != published.ID {
		if m.Server.Sub(time.UnixMilli(published.PublishedAt)) < resultTime {
			if v.poll != published.ID {
				v.take(published.ID)
			}
			v.result, v.read = published.ID, ""
		}
	}
	poll, there := m.State.Polls[v.poll]
	if v.poll != "" && (!there || poll.State == council.PollCreated) {
		v.take("")
	}
	return poll, there && poll.State != council.PollCreated
}

func (v *voteModel) take(poll string) {
	v.turn++
	v.poll, v.up, v.chosen, v.casting, v.trouble = poll, false, "", false, ""
	v.again, v.warned, v.closed = false, false, time.Time{}
}

// undoUntil is when a choice is sent, on this device's clock: at once when the closing is announced.
func (v *voteModel) undoUntil(m *frame.Moment, poll council.Poll) time.Time {
	until := v.chosenAt.Add(undoTime)
	if poll.ClosesAt != 0 {
		if announced := m.Here(poll.ClosesAt).Add(-council.ClosingNotice); announced.Before(until) {
			return announced
		}
	}
	return until
}

// stage says where the person's ballot stands. It sends a choice whose time is over.
func (v *voteModel) stage(m *frame.Moment, poll council.Poll, vote council.Vote) voteStage {
	takes := poll.TakesBallots(m.Server)
	if v.chosen != "" && !v.casting {
		until := v.undoUntil(m, poll)
		if m.Now.Before(until) && takes {
			m.By(m.Now.Add((until.Sub(m.Now)-1)%time.Second + 1))
			return voteUndoing
		}
		v.cast()
	}
	if v.casting {
		return voteSending
	}
	switch {
	case vote.State == council.VoteWaiting:
		if m.Loud(vote.Since) {
			return voteUnsent
		}
		return voteSending
	case vote.State == council.VoteReceived && !(v.again && takes && poll.Replace):
		return voteReceived
	case vote.State == council.VoteRefused && !(v.again && takes):
		return voteRefused
	case !takes:
		return voteMissed
	case m.State.MayVote(poll, m.Person.Person, m.Server) != "":
		return voteBarred
	}
	return voteAsking
}

// settle decides whether the sheet is up at this stage.
func (v *voteModel) settle(m *frame.Moment, poll council.Poll, stage voteStage) {
	if poll.ClosesAt != 0 && stage == voteAsking && !v.warned {
		if notice := m.Here(poll.ClosesAt).Add(-council.ClosingNotice); !m.Now.Before(notice) {
			v.warned, v.up = true, true // it is now or never
		} else {
			m.By(notice)
		}
	}
	if poll.TakesBallots(m.Server) {
		if poll.ClosesAt != 0 {
			m.By(m.Here(poll.ClosesAt))
		}
		return
	}
	if v.closed.IsZero() {
		v.closed = m.Now
	}
	quiet := stage == voteReceived || stage == voteMissed || stage == voteBarred
	if leave := v.closed.Add(shownTime); quiet && v.up && v.result != v.poll {
		if m.Now.Before(leave) {
			m.By(leave)
		} else {
			v.up = false
		}
	}
}
