package chamber

import (
	"cmp"
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
)

// votesValue is the polls of the session that are over.
type votesValue struct {
	Rows  []pastVote
	Empty string
}

// pastVote is one of them.
type pastVote struct {
	Poll     string
	Question string
	When     string
	Choice   council.Choice // empty where none is known
	Own      string         // "Đại biểu đã chọn: Tán thành"
	Result   string         // empty until it is published
	Passed   bool
}

// votesOf lists the polls that are over, the latest first, with the person's own ballots as far as this device
// knows them.
func votesOf(m *frame.Moment, votes Votes) votesValue {
	var value votesValue
	polls := m.State.PollsOf("")
	slices.SortStableFunc(polls, func(a, b council.Poll) int { return cmp.Compare(b.ClosedAt, a.ClosedAt) })
	for _, poll := range polls {
		if poll.State != council.PollFinished && poll.State != council.PollPublished {
			continue
		}
		row := pastVote{Poll: poll.ID, Question: poll.Question, Own: m.Words.Say("notebook.votes.none")}
		if poll.ClosedAt > 0 {
			row.When = m.Words.Say("notebook.votes.closed", "time", m.Clock(poll.ClosedAt))
		}
		switch own := votes.Vote(poll.ID); own.State {
		case council.VoteReceived:
			row.Choice, row.Own = own.Choice, m.Words.Say("notebook.votes.own", "choice", m.Words.Say("chamber.choice."+string(own.Choice)))
		case council.VoteWaiting:
			row.Choice, row.Own = own.Choice, m.Words.Say("notebook.votes.waiting", "choice", m.Words.Say("chamber.choice."+string(own.Choice)))
		case council.VoteRefused:
			row.Own = m.Words.Say("notebook.votes.refused")
		}
		result := resultOf(m, poll)
		row.Result, row.Passed = result.Text, result.Passed
		if !result.Shown {
			row.Result = m.Words.Say("notebook.votes.unpublished")
		}
		value.Rows = append(value.Rows, row)
	}
	if len(value.Rows) == 0 {
		value.Empty = m.Words.Say("notebook.votes.empty")
	}
	return value
}
