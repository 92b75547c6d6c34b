package chamber

import (
	"cmp"
	"slices"

	"congso.vn/congso/app/council"
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
func votesOf(m *moment, votes Votes) votesValue {
	var value votesValue
	polls := m.state.PollsOf("")
	slices.SortStableFunc(polls, func(a, b council.Poll) int { return cmp.Compare(b.ClosedAt, a.ClosedAt) })
	for _, poll := range polls {
		if poll.State != council.PollFinished && poll.State != council.PollPublished {
			continue
		}
		row := pastVote{Poll: poll.ID, Question: poll.Question, Own: m.words.Say("notebook.votes.none")}
		if poll.ClosedAt > 0 {
			row.When = m.words.Say("notebook.votes.closed", "time", m.clock(poll.ClosedAt))
		}
		switch own := votes.Vote(poll.ID); own.State {
		case council.VoteReceived:
			row.Choice, row.Own = own.Choice, m.words.Say("notebook.votes.own", "choice", m.words.Say("chamber.choice."+string(own.Choice)))
		case council.VoteWaiting:
			row.Choice, row.Own = own.Choice, m.words.Say("notebook.votes.waiting", "choice", m.words.Say("chamber.choice."+string(own.Choice)))
		case council.VoteRefused:
			row.Own = m.words.Say("notebook.votes.refused")
		}
		result := resultOf(m, poll)
		row.Result, row.Passed = result.Text, result.Passed
		if !result.Shown {
			row.Result = m.words.Say("notebook.votes.unpublished")
		}
		value.Rows = append(value.Rows, row)
	}
	if len(value.Rows) == 0 {
		value.Empty = m.words.Say("notebook.votes.empty")
	}
	return value
}
