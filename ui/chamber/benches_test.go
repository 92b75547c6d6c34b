package chamber

import (
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

func received() council.Vote {
	return council.Vote{State: council.VoteReceived, Choice: council.Yes, Receipt: &change.Receipt{
		Epoch: 1, Stream: people.CouncilStream(sessionID), Command: "c1", Seq: 214, At: at(9, 41, 23).UnixMilli(),
	}}
}

func voteBench(t *testing.T) *bench {
	return newBench(t, sitting(t).voting(at(9, 42, 0)).state, at(9, 41, 18))
}

func offlineBench(t *testing.T) *bench {
	b := newBench(t, sitting(t).voting(at(9, 14, 30)).state, at(9, 16, 5))
	b.standing.Link, b.standing.Since, b.standing.LastContact = people.Offline, at(9, 14, 10), at(9, 14, 10)
	b.standing.Unsent = []people.Unsent{{Command: "c1", Kind: council.CastBallot, About: "v1", Detail: "yes", Since: at(9, 14, 13)}}
	b.vote = council.Vote{State: council.VoteWaiting, Choice: council.Yes, Since: at(9, 14, 13)}
	b.load["blobd3"] = council.PaperState{}
	b.load["blobd7"] = council.PaperState{}
	return b
}

func resultBench(t *testing.T) *bench {
	s := sitting(t).voting(at(9, 42, 0)).poll("v1", func(v *council.Poll) {
		v.State, v.ClosedAt, v.PublishedAt = council.PollPublished, at(9, 42, 0).UnixMilli(), at(9, 42, 30).UnixMilli()
	})
	count := council.Count{Total: 30, Present: 28, Received: 28, Yes: 24, No: 3, Abstain: 1}
	s.write(council.ResultKind, "v1", council.Result{Poll: "v1", Count: count, Verdict: majority.Decide(count, false), ClosedAt: at(9, 42, 0).UnixMilli()})
	b := newBench(t, s.state, at(9, 43, 0))
	b.vote = received()
	return b
}
