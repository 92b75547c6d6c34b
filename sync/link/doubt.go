package link

import (
	"time"

	"congso.vn/congso/sync/wire"
)

// DoubtAfter is how long a ping may go unanswered before the device looks for the room elsewhere as well:
// the server may have another address now, and TCP says nothing of it for a long time. The connection in
// doubt is kept meanwhile: on a bad line the answer still comes, and to begin anew would cost more.
const DoubtAfter = 3 * time.Second

// doubt dials beside a connection on which a ping has not been answered for longer than is usual on it.
func (s *State) doubt(now time.Time) []any {
	if !s.pinged || now.Sub(s.lastPing) <= max(DoubtAfter, 3*s.round) {
		return nil
	}
	var out []any
	if !s.Doubting {
		s.Doubting, s.nextDial = true, now
		out = append(out, Told{})
	}
	if !now.Before(s.nextDial) {
		s.nextDial = now.Add(time.Hour) // until Dialed says more
		out = append(out, Dial{})
	}
	return out
}

// ping asks whether the room is there.
func (s *State) ping(now time.Time) []any {
	if !s.pinged {
		s.lastPing, s.pinged = now, true
	}
	s.nextPing = now.Add(PingEvery)
	return append([]any{Send{s.pingMessage()}}, s.flush()...)
}

// heard ends a doubt: any word will do.
func (s *State) heard(m wire.Message, now time.Time) []any {
	if m.Pong != nil && !s.lastPing.IsZero() {
		s.round = now.Sub(s.lastPing)
	}
	s.pinged = false
	if !s.Doubting {
		return nil
	}
	s.Doubting = false
	return []any{Told{}}
}
