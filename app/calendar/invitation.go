package calendar

import "slices"

// Reply is what somebody answered to an invitation (giấy mời). Written on disk: only ever add.
type Reply string

// The answers, as RFC 5545, 3.2.12 has them.
const (
	Unanswered Reply = ""
	Accepted   Reply = "accepted"  // sẽ dự họp
	Declined   Reply = "declined"  // không dự, có lý do
	Unsure     Reply = "tentative" // chưa chắc chắn
	Delegated  Reply = "delegated" // ủy quyền người khác dự thay
)

// Attendee (người được mời) is somebody invited, with what they answered.
type Attendee struct {
	Party
	Duty      Duty   `json:"duty"`
	Reply     Reply  `json:"reply,omitempty"`
	Reason    string `json:"reason,omitempty"`
	RepliedAt int64  `json:"replied_at,omitempty"`
	SentTo    string `json:"sent_to,omitempty"`  // address of who comes instead
	SentFor   string `json:"sent_for,omitempty"` // address of whom this one comes for
}

// Answer is one reply to an invitation.
type Answer struct {
	UID      string // of the entry
	From     Party
	Reply    Reply
	Reason   string // why not; also a word with any other answer
	Delegate Party  // who comes instead
	Sequence int    // of the invitation that is answered
	At       int64
}

// Take writes an answer into the entry. An answer to an older invitation does not count, nor one that is older than the
// answer there is. Who declines says why. Who comes for another cannot send a third, and nobody comes for two.
func (e Entry) Take(answer Answer) (Entry, error) {
	at := slices.IndexFunc(e.Attendees, func(attendee Attendee) bool { return attendee.same(answer.From) })
	switch {
	case e.Status == Cancelled:
		return e, refuse(IsCancelled)
	case at < 0 || answer.UID != e.UID:
		return e, refuse(NotInvited)
	case answer.Sequence != e.Sequence, answer.At < e.Attendees[at].RepliedAt:
		return e, refuse(Stale)
	case tooLong(answer.Reason, maxWords):
		return e, refuse(TooLong)
	}
	attendee := e.Attendees[at]
	switch answer.Reply {
	case Accepted, Unsure:
	case Declined:
		if answer.Reason == "" {
			return e, refuse(NoReason)
		}
	case Delegated:
		if code := e.mayDelegate(attendee, answer.Delegate); code != "" {
			return e, refuse(code)
		}
	default:
		return e, refuse(WrongReply)
	}
	e.Attendees = slices.Clone(e.Attendees)
	if attendee.SentTo != "" { // whoever was to come instead is no longer asked
		e.Attendees = slices.DeleteFunc(e.Attendees, func(other Attendee) bool { return other.SentFor == attendee.Address() })
	}
	at = slices.IndexFunc(e.Attendees, func(other Attendee) bool { return other.same(attendee.Party) })
	attendee.Reply, attendee.Reason, attendee.RepliedAt, attendee.SentTo = answer.Reply, answer.Reason, answer.At, ""
	if answer.Reply == Delegated {
		attendee.SentTo = answer.Delegate.Address()
		e.Attendees = append(e.Attendees, Attendee{Party: answer.Delegate, Duty: attendee.Duty, SentFor: attendee.Address()})
	}
	e.Attendees[at] = attendee
	return e, nil
}

// mayDelegate returns why this one cannot come instead; empty where they can.
func (e Entry) mayDelegate(from Attendee, to Party) string {
	switch {
	case to.Email == "" && to.Person == "":
		return DelegateUnknown
	case from.SentFor != "":
		return DelegateChain
	case len(e.Attendees) >= MaxAttendees:
		return TooMany
	}
	for _, other := range e.Attendees {
		if other.same(to) && other.SentFor != from.Address() {
			return DelegateInvited
		}
	}
	return ""
}

// Replies counts the answers there are: how many of each.
func (e Entry) Replies() map[Reply]int {
	counts := map[Reply]int{}
	for _, attendee := range e.Attendees {
		counts[attendee.Reply]++
	}
	return counts
}

// Revise returns the entry as it is to become, after it was sent as it is. Where time, place or repetition changed, or
// whether it takes place, it is a new revision (RFC 5546, 2.1.4); and where it takes place at another time, everybody is
// asked again, for nobody said yes to that.
func (e Entry) Revise(next Entry, now int64) (Entry, error) {
	if e.Status == Cancelled {
		return e, refuse(IsCancelled)
	}
	next.UID, next.Sequence, next.ChangedAt = e.UID, e.Sequence, now
	next.Attendees = slices.Clone(next.Attendees)
	moved := next.StartsAt != e.StartsAt || next.EndsAt != e.EndsAt || next.AllDay != e.AllDay || !sameRule(next.Rule, e.Rule) ||
		!slices.Equal(next.Without, e.Without)
	if moved || next.Place != e.Place || next.Room != e.Room || next.Status != e.Status {
		next.Sequence++
	}
	for i, attendee := range next.Attendees {
		if moved && attendee.Reply != Delegated {
			next.Attendees[i].Reply, next.Attendees[i].Reason, next.Attendees[i].RepliedAt = Unanswered, "", 0
		}
	}
	if code := next.Valid(); code != "" {
		return e, refuse(code)
	}
	return next, nil
}

// Cancel returns the entry as one that does not take place. It stays in calendars, crossed out.
func (e Entry) Cancel(now int64) (Entry, error) {
	if e.Status == Cancelled {
		return e, refuse(IsCancelled)
	}
	e.Status, e.Sequence, e.ChangedAt = Cancelled, e.Sequence+1, now
	return e, nil
}

func sameRule(a, b *Rule) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Every == b.Every && a.Interval == b.Interval && a.Count == b.Count && a.Until == b.Until && a.WeekStarts == b.WeekStarts &&
		slices.Equal(a.Months, b.Months) && slices.Equal(a.MonthDays, b.MonthDays) && slices.Equal(a.WeekDays, b.WeekDays) &&
		slices.Equal(a.Positions, b.Positions)
}
