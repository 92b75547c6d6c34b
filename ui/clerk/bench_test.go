package clerk

import (
	"fmt"
	"testing"

	"congso.vn/congso/app/council"
)

// BenchmarkAVoteOfAHundred is one ballot arriving in a council of a hundred: what is read, compared and
// drawn for it.
func BenchmarkAVoteOfAHundred(b *testing.B) {
	room := running(b, 100)
	poll := room.Session().Polls["v1"]
	draft := drafted(poll)
	draft.Replace = true
	room.must(b, stream, council.EditPoll, poll.Seq, draft)
	room.must(b, stream, council.OpenPoll, 0, council.Pointing{ID: "v1"})
	s := light(b, room)
	choices := []council.Choice{council.Yes, council.No}
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		room.vote(b, sessionID, "v1", fmt.Sprint("p", i%80+1), choices[i/80%2])
		b.StartTimer()
		s.loop.Drain()
	}
}

// BenchmarkATick is one second of the clock in which nothing else happens.
func BenchmarkATick(b *testing.B) {
	s := light(b, voting(b, 100))
	b.ResetTimer()
	for range b.N {
		s.clerk.desk.refresh()
	}
}
