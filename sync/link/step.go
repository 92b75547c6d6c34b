// Package link is a device's side of sync: it connects, catches up, sends what waits in the
// outbox until it is answered, and fetches papers.
//
// The core is Step, a pure function of what happened and when; Link around it owns the socket and
// the store.
package link

import (
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Phase is where the connection stands.
type Phase int

// The phases. They are never written anywhere.
const (
	Idle     Phase = iota // waiting to dial
	Dialing               // a dial is under way
	Greeting              // connected, hello sent
	Online                // welcomed
	Rejected              // the room refuses this device; tried again, rarely
	Waiting               // the room knows this device but has not approved it yet
)

// How long things may take.
const (
	PingEvery   = 10 * time.Second
	DeadAfter   = 25 * time.Second // without a word the connection is given up
	GreetWithin = 10 * time.Second
	FirstRetry  = time.Second     // random within it
	LastRetry   = 5 * time.Second // the longest between two tries
	RejectedTry = 5 * time.Second
)

// State is what a link knows. Only Step touches it.
type State struct {
	Phase     Phase
	Epoch     uint32
	Cursors   map[change.Audience]change.Cursor
	Person    string
	Audiences []change.Audience
	Room      string
	Device    string
	LastHeard time.Time
	Lag       time.Duration // this device's clock minus the server's
	Code      string        // why the room refuses, in phase Rejected or Waiting
	Resets    int           // audiences thrown away because they did not match

	pending  []change.Command
	sent     map[string]bool // of pending, on this connection
	asking   map[string]bool // commands that are not kept in the outbox
	attempt  int
	nextDial time.Time
	lastPing time.Time
	since    time.Time
}

// NewState returns a link that will dial at once. Pending is what the outbox holds.
func NewState(epoch uint32, cursors map[change.Audience]change.Cursor, pending []change.Command) *State {
	return &State{Epoch: epoch, Cursors: maps.Clone(cursors), pending: slices.Clone(pending), sent: map[string]bool{}, asking: map[string]bool{}}
}

// Inputs.
type (
	// Tick: time passed.
	Tick struct{}
	// Dialed: a connection stands, or none could be made.
	Dialed struct{ OK bool }
	// Received: a message came in.
	Received struct{ Message wire.Message }
	// Lost: the connection ended.
	Lost struct{}
	// Queued: a command is durable in the outbox.
	Queued struct{ Command change.Command }
	// Ask: send a command that makes sense only now; it is not kept.
	Ask struct{ Command change.Command }
	// Unstored: the device's disk refused changes of an audience, or the settling of a command.
	Unstored struct {
		Audience change.Audience
		Command  *change.Command
	}
	// Retry: the person wants another try at once; or the network changed.
	Retry struct{}
)

// Outputs.
type (
	// Dial the room.
	Dial struct{}
	// Send a message.
	Send struct{ Message wire.Message }
	// Take changes into the store with the cursor they lead to.
	Take struct {
		Audience change.Audience
		Changes  []change.Change
		To       change.Cursor
	}
	// Wipe everything of an audience.
	Wipe struct{ Audience change.Audience }
	// Settle a command of the outbox with its answer.
	Settle struct {
		Answer  change.Answer
		Command change.Command
	}
	// Replied: the answer to an Ask; Lost is set where the connection ended before it came.
	Replied struct {
		ID     string
		Answer change.Answer
		Lost   bool
	}
	// Keep remembers the highest epoch met and who holds the device.
	Keep struct {
		Epoch  uint32
		Person string
	}
	// Present: which devices are connected, for clerks.
	Present struct{ Devices []string }
	// Hang up.
	HangUp struct{}
	// Told: the standing changed, watchers want to know.
	Told struct{}
)

// Step takes one input and returns what is to be done, in order. It does no I/O and reads no
// clock; random is a number in [0, 1) for the jitter of retries.
func (s *State) Step(input any, now time.Time, random float64) []any {
	switch in := input.(type) {
	case Tick:
		return s.tick(now)
	case Dialed:
		return s.dialed(in, now, random)
	case Received:
		return s.received(in.Message, now, random)
	case Lost:
		return s.lost(now, random)
	case Queued:
		s.pending = append(s.pending, in.Command)
		return append(s.flush(), Told{})
	case Ask:
		if s.Phase != Online {
			return []any{Replied{ID: in.Command.ID, Lost: true}}
		}
		s.asking[in.Command.ID] = true
		return []any{Send{wire.Message{Command: &in.Command}}}
	case Unstored:
		return s.unstored(in)
	case Retry:
		if s.Phase == Idle || s.Phase == Rejected || s.Phase == Waiting {
			s.nextDial = now
			return s.tick(now)
		}
	}
	return nil
}

func (s *State) tick(now time.Time) []any {
	switch s.Phase {
	case Idle, Rejected, Waiting:
		if !now.Before(s.nextDial) {
			if s.Phase == Idle {
				s.Phase = Dialing
			}
			s.nextDial = now.Add(time.Hour) // until Dialed says more
			return []any{Dial{}}
		}
	case Greeting:
		if now.Sub(s.since) > GreetWithin {
			return []any{HangUp{}}
		}
	case Online:
		if now.Sub(s.since) > DeadAfter {
			return []any{HangUp{}}
		}
		if now.Sub(s.lastPing) >= PingEvery {
			s.lastPing = now
			return append([]any{Send{wire.Message{Ping: &wire.Ping{}}}}, s.flush()...)
		}
	}
	return nil
}

func (s *State) dialed(in Dialed, now time.Time, random float64) []any {
	if !in.OK {
		if s.Phase == Dialing {
			s.Phase = Idle
		}
		s.nextDial = s.retryAt(now, random)
		return []any{Told{}}
	}
	s.Phase, s.since, s.lastPing = Greeting, now, now
	s.sent = map[string]bool{}
	return []any{Send{wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol, Epoch: s.Epoch, Cursors: maps.Clone(s.Cursors)}}}}
}

// retryAt spreads the tries of many devices that lost the server in the same moment.
func (s *State) retryAt(now time.Time, random float64) time.Time {
	s.attempt++
	if s.Phase == Rejected || s.Phase == Waiting {
		return now.Add(RejectedTry)
	}
	wait := time.Duration(s.attempt) * FirstRetry
	return now.Add(time.Duration(random * float64(min(wait, LastRetry))))
}

func (s *State) lost(now time.Time, random float64) []any {
	if s.Phase == Idle {
		return nil
	}
	if s.Phase == Dialing || s.Phase == Greeting || s.Phase == Online {
		s.Phase = Idle
	}
	s.nextDial = s.retryAt(now, random)
	out := []any{Told{}}
	for id := range s.asking {
		out = append(out, Replied{ID: id, Lost: true})
	}
	clear(s.asking)
	return out
}

func (s *State) received(m wire.Message, now time.Time, random float64) []any {
	s.since, s.LastHeard = now, now
	switch {
	case m.Welcome != nil && s.Phase == Greeting:
		return s.welcome(*m.Welcome, now)
	case m.Rights != nil && s.Phase == Online:
		return s.rights(*m.Rights)
	case m.Changes != nil && s.Phase == Online:
		return s.changes(*m.Changes)
	case m.Answer != nil && s.Phase == Online:
		return s.answer(*m.Answer)
	case m.Pong != nil:
		s.Lag = now.Sub(time.UnixMilli(m.Pong.Now))
		return nil
	case m.Presence != nil:
		return []any{Present{m.Presence.Devices}}
	case m.Bye != nil:
		switch m.Bye.Code {
		case "device.revoked":
			s.Phase, s.Code = Rejected, m.Bye.Code
			out := []any{}
			for _, audience := range slices.Sorted(maps.Keys(s.Cursors)) {
				delete(s.Cursors, audience)
				out = append(out, Wipe{audience})
			}
			s.Audiences, s.Person = nil, ""
			s.nextDial = s.retryAt(now, random)
			return append(out, Keep{s.Epoch, ""}, HangUp{}, Told{})
		case "device.pending":
			s.Phase, s.Code = Waiting, m.Bye.Code
			s.nextDial = s.retryAt(now, random)
			return []any{HangUp{}, Told{}}
		}
		return []any{HangUp{}}
	}
	return nil // a message of a later version, or out of its place: it changes nothing
}

func (s *State) welcome(w wire.Welcome, now time.Time) []any {
	if w.Epoch < s.Epoch {
		return []any{HangUp{}} // a server from before a takeover; it must not be believed
	}
	s.Phase, s.attempt, s.Code = Online, 0, ""
	s.Room, s.Device, s.Lag = w.Room, w.Device, now.Sub(time.UnixMilli(w.Now))
	var out []any
	if w.Epoch > s.Epoch {
		s.Epoch = w.Epoch
		out = append(out, Keep{s.Epoch, w.Person})
	}
	out = append(out, s.rights(w.Rights)...)
	return append(out, s.flush()...)
}

// rights wipes what may no longer be seen.
func (s *State) rights(r wire.Rights) []any {
	var out []any
	if r.Person != s.Person {
		out = append(out, Keep{s.Epoch, r.Person})
	}
	s.Person, s.Audiences = r.Person, r.Audiences
	for _, audience := range slices.Sorted(maps.Keys(s.Cursors)) {
		if !slices.Contains(r.Audiences, audience) {
			delete(s.Cursors, audience)
			out = append(out, Wipe{audience})
		}
	}
	return append(out, Told{})
}

// changes stores a batch if it continues what the device holds and comes to the running hash that
// the server says. One that starts from the beginning replaces what is held; one that does not
// match is thrown away with everything of the audience, and fetched anew: what does not match the
// server is never shown.
func (s *State) changes(c wire.Changes) []any {
	if !slices.Contains(s.Audiences, c.Audience) {
		return nil
	}
	held := s.Cursors[c.Audience]
	var out []any
	if c.After == 0 && held.Place != 0 {
		out = append(out, Wipe{c.Audience})
		held = change.Cursor{}
	}
	matches := c.After == held.Place
	to := held
	for _, one := range c.Changes {
		matches = matches && one.Audience == c.Audience
		to = to.Next(one)
	}
	if !matches || to != c.To {
		s.Resets++
		delete(s.Cursors, c.Audience)
		return append(out, Wipe{c.Audience}, HangUp{})
	}
	s.Cursors[c.Audience] = to
	return append(out, Take{Audience: c.Audience, Changes: c.Changes, To: to},
		Send{wire.Message{Ack: &wire.Ack{Audience: c.Audience, Place: to.Place}}})
}

func (s *State) answer(a change.Answer) []any {
	if s.asking[a.ID] {
		delete(s.asking, a.ID)
		return []any{Replied{ID: a.ID, Answer: a}}
	}
	i := slices.IndexFunc(s.pending, func(c change.Command) bool { return c.ID == a.ID })
	if i < 0 {
		return nil
	}
	if a.Outcome == change.Failed {
		// The server could not write. The command stays and goes again with the next ping or
		// connection; nothing is lost and nothing counted.
		delete(s.sent, a.ID)
		return []any{Told{}}
	}
	command := s.pending[i]
	s.pending = slices.Delete(s.pending, i, i+1)
	delete(s.sent, a.ID)
	return []any{Settle{a, command}, Told{}}
}

// unstored forgets what the disk does not have. The audience is fetched anew from its beginning,
// which lands on the same rows; the command is sent again and gets the same answer.
func (s *State) unstored(in Unstored) []any {
	if in.Command != nil {
		s.pending = append([]change.Command{*in.Command}, s.pending...)
	} else {
		delete(s.Cursors, in.Audience)
	}
	return []any{HangUp{}}
}

// flush sends every command that was not sent on this connection yet, in order.
func (s *State) flush() []any {
	if s.Phase != Online {
		return nil
	}
	var out []any
	for _, command := range s.pending {
		if !s.sent[command.ID] {
			s.sent[command.ID] = true
			out = append(out, Send{wire.Message{Command: &command}})
		}
	}
	return out
}
