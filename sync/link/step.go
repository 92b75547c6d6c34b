// Package link is a device's side of sync: it connects, catches up, sends what waits in the
// outbox until it is answered, and fetches papers.
//
// The core is Step, a pure function of what happened and when; Link around it owns the socket and
// the store.
package link

import (
	"bytes"
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
	PingEvery   = 3 * time.Second
	DeadAfter   = 25 * time.Second // without a word the connection is given up
	GreetWithin = 10 * time.Second
	FirstRetry  = time.Second     // random within it
	LastRetry   = 5 * time.Second // the longest between two tries
	RejectedTry = 5 * time.Second
)

// State is what a link knows. Only Step touches it.
type State struct {
	Phase     Phase
	Epoch     change.Epoch // the highest met
	Cursors   map[change.Audience]change.Cursor
	Person    string
	Audiences []change.Audience
	Room      string
	Device    string
	LastHeard time.Time
	Lag       time.Duration // this device's clock minus the server's
	Code      string        // why the room refuses, in phase Rejected or Waiting
	Servers   []string      // host:port where another server may speak for the room one day
	Duty      wire.Duty     // how the server stands with its standby, for clerks
	Doubting  bool          // a ping goes unanswered: the room is looked for elsewhere too
	Resets    int           // audiences thrown away because they did not match
	Keys      change.Keys   // under which what the device may see is kept, by place
	Safe      []byte        // the room's public key; empty where it is not known

	now      time.Time // of the input that is taken
	pending  []change.Command
	waits    map[string]waiting // of pending, by id
	sent     map[string]bool    // of pending, on this connection
	asking   map[string]string  // commands that are not kept in the outbox, with their kind
	said     string             // who holds the device by the room's last word
	greeting *wire.Rights       // of a welcome, until a higher epoch is kept
	unkept   bool               // the disk has not taken what it shall remember
	attempt  int
	nextDial time.Time
	lastPing time.Time // of the ping that is not answered, or was answered last
	nextPing time.Time
	pinged   bool          // a ping is not answered yet
	round    time.Duration // from the last ping to its answer
	since    time.Time
	plain    bool // the last snapshot could not be had
	protocol int  // that the server speaks
	holds    holding
	passed   int  // bytes of what may be lost, sent since the room last answered a ping
	read     bool // an answer came since the last ping
}

// NewState returns a link that will dial at once. Pending is what the outbox holds.
func NewState(epoch change.Epoch, cursors map[change.Audience]change.Cursor, pending []change.Command) *State {
	return &State{Epoch: epoch, Cursors: copied(cursors), pending: slices.Clone(pending), waits: map[string]waiting{}, sent: map[string]bool{}, asking: map[string]string{}}
}

func copied(cursors map[change.Audience]change.Cursor) map[change.Audience]change.Cursor {
	if cursors == nil {
		return map[change.Audience]change.Cursor{}
	}
	return maps.Clone(cursors)
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
	// Snapped: the facts of a snapshot came and are those that were announced, or could not be had.
	Snapped struct {
		Snapshot wire.Snapshot
		Facts    []change.Change
		OK       bool
	}
	// Cleared: nothing of an audience is on the disk any more.
	Cleared struct{ Audience change.Audience }
	// Overtaken: a higher epoch was proved; a server of a lower one is believed no more.
	Overtaken struct{ Epoch change.Epoch }
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
	Take struct{ Batch }
	// FetchSnapshot has a snapshot fetched and checked; the answer is Snapped.
	FetchSnapshot struct{ Snapshot wire.Snapshot }
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
	// Prove a higher epoch that a server told of as it went silent; if it is true the answer is Overtaken.
	Prove struct{ Epoch change.Epoch }
	// Present: which devices are connected, for clerks.
	Present struct{ wire.Presence }
	// Hang up.
	HangUp struct{}
	// Told: the standing changed, watchers want to know.
	Told struct{}
)

// Step takes one input and returns what is to be done, in order. It does no I/O and reads no
// clock; random is a number in [0, 1) for the jitter of retries.
func (s *State) Step(input any, now time.Time, random float64) []any {
	s.now = now
	switch in := input.(type) {
	case Tick:
		return append(s.letGo(), s.tick(now)...)
	case Dialed:
		return s.dialed(in, now, random)
	case Received:
		return append(s.heard(in.Message, now), s.received(in.Message, now, random)...)
	case Lost:
		return s.lost(now, random)
	case Queued:
		s.pending = append(s.pending, in.Command)
		s.queued(in.Command)
		var out []any
		if s.givenBack(s.Person) { // at once, whether the room hears of it or not
			out, _ = s.entitle(wire.Rights{})
		}
		return append(append(out, s.flush()...), Told{})
	case Ask:
		if s.Phase != Online {
			return []any{Replied{ID: in.Command.ID, Lost: true}}
		}
		s.asking[in.Command.ID] = in.Command.Kind
		return []any{Send{wire.Message{Command: &in.Command}}}
	case Unstored:
		return s.unstored(in)
	case Snapped:
		return s.snapped(in)
	case Cleared:
		return s.cleared(in)
	case Overtaken:
		if in.Epoch.Above(s.Epoch) {
			s.Epoch = in.Epoch
			return []any{s.keep()}
		}
	case Offered:
		return s.offered(in)
	case Unkept:
		return s.refused()
	case Expire:
		return s.expire()
	case Holding:
		return s.noteHolding(in)
	case Pass:
		return s.pass(in)
	case Retry:
		if s.Phase == Idle || s.Phase == Rejected || s.Phase == Waiting {
			s.nextDial = now
			return s.tick(now)
		}
		if s.Phase == Online && !s.pinged {
			return s.ping(now) // the network changed, perhaps
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
		out := s.doubt(now)
		if !now.Before(s.nextPing) {
			return append(out, s.ping(now)...)
		}
		return append(out, s.sayHolding(now)...)
	}
	return nil
}

func (s *State) dialed(in Dialed, now time.Time, random float64) []any {
	if !in.OK {
		if s.Phase == Dialing {
			s.Phase = Idle
		}
		if s.Phase == Online { // looked for elsewhere, in doubt
			s.nextDial = now.Add(time.Duration((1 + random) * float64(FirstRetry)))
			return nil
		}
		s.nextDial = s.retryAt(now, random)
		return []any{Told{}}
	}
	out := s.unanswered() // of a connection that this one replaces
	s.Phase, s.since, s.nextPing, s.pinged, s.Doubting = Greeting, now, now.Add(PingEvery), false, false
	s.sent = map[string]bool{}
	s.answered() // nothing is on this line yet
	return append(out, Send{wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol, Epoch: s.Epoch.Number, Proof: s.proof(), Cursors: maps.Clone(s.Cursors), Plain: s.plain}}})
}

// proof is what the device can show a server of a lower epoch; nil where it met none that had one.
func (s *State) proof() *change.Epoch {
	if s.Epoch.Server == "" {
		return nil
	}
	return &s.Epoch
}

// unanswered gives up on everything that was asked on a connection.
func (s *State) unanswered() []any {
	var out []any
	for _, id := range slices.Sorted(maps.Keys(s.asking)) {
		out = append(out, Replied{ID: id, Lost: true})
	}
	clear(s.asking)
	return out
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
	s.Doubting, s.pinged = false, false
	if s.Phase == Idle {
		return nil
	}
	if s.Phase == Dialing || s.Phase == Greeting || s.Phase == Online {
		s.Phase = Idle
	}
	s.nextDial = s.retryAt(now, random)
	return append([]any{Told{}}, s.unanswered()...)
}

func (s *State) received(m wire.Message, now time.Time, random float64) []any {
	s.since, s.LastHeard = now, now
	switch {
	case m.Welcome != nil && s.Phase == Greeting:
		return s.welcome(*m.Welcome, now)
	case m.Rights != nil && s.Phase == Online:
		out, _ := s.rights(*m.Rights) // what is kept under another key now the room sends from the start
		return out
	case m.Changes != nil && s.Phase == Online:
		return s.changes(*m.Changes)
	case m.Snapshot != nil && s.Phase == Online:
		return s.snapshot(*m.Snapshot)
	case m.Answer != nil && s.Phase == Online:
		return s.answer(*m.Answer)
	case m.Pong != nil:
		s.Lag = now.Sub(time.UnixMilli(m.Pong.Now))
		s.answered()
		return nil
	case m.Presence != nil:
		return []any{Present{*m.Presence}}
	case m.Holdings != nil:
		return []any{Held{*m.Holdings}}
	case m.Ephemeral != nil && s.Phase == Online:
		return []any{Passing{*m.Ephemeral}}
	case m.Subjects != nil && s.Phase == Online:
		return []any{Keyed{*m.Subjects}}
	case m.Bye != nil:
		switch m.Bye.Code {
		case "device.revoked":
			s.Phase, s.Code = Rejected, m.Bye.Code
			s.unkept = true // whatever is known here: nothing is left on the disk
			out, _ := s.entitle(wire.Rights{})
			s.nextDial = s.retryAt(now, random)
			return append(out, HangUp{}, Told{})
		case "device.pending":
			s.Phase, s.Code = Waiting, m.Bye.Code
			s.nextDial = s.retryAt(now, random)
			return []any{HangUp{}, Told{}}
		}
		return s.bye(*m.Bye)
	case m.Servers != nil && s.Phase == Online:
		s.Servers = m.Servers.Addresses
		return []any{Told{}}
	case m.Duty != nil && s.Phase == Online:
		s.Duty = *m.Duty
		return []any{Told{}}
	}
	return nil // a message of a later version, or out of its place: it changes nothing
}

func (s *State) welcome(w wire.Welcome, now time.Time) []any {
	epoch := change.Epoch{Number: w.Epoch}
	if w.Proof != nil && w.Proof.Number == w.Epoch {
		epoch = *w.Proof
	}
	if s.Epoch.Above(epoch) {
		return []any{Avoid{}, HangUp{}} // a server from before a takeover; it must not be believed
	}
	s.Phase, s.attempt, s.Code, s.protocol = Online, 0, "", w.Protocol
	s.holds.said = false
	s.Room, s.Device, s.Lag = w.Room, w.Device, now.Sub(time.UnixMilli(w.Now))
	s.Servers, s.Duty = w.Servers, wire.Duty{}
	rises := s.Epoch.Number > 0 && epoch.Number > s.Epoch.Number
	if epoch.Above(s.Epoch) || s.Epoch.Server == "" && epoch.Server != "" || !bytes.Equal(w.Safe, s.Safe) {
		s.Epoch, s.Safe, s.unkept = epoch, w.Safe, true
	}
	if rises {
		// What is offered again says also whether the device was given back since.
		s.greeting, s.unkept = &w.Rights, false
		return []any{s.keep()}
	}
	return s.admitted(w.Rights)
}

// changes stores a batch if it continues what the device holds and comes to the running hash that
// the server says. One that starts from the beginning replaces what is held; one that does not
// match is thrown away with everything of the audience, and fetched anew: what does not match the
// server is never shown.
func (s *State) changes(c wire.Changes) []any {
	if !slices.Contains(s.Audiences, c.Audience) || len(c.Changes) == 0 {
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
	out = append(out, Take{Batch{Audience: c.Audience, Changes: c.Changes, To: to}})
	if c.Ack || s.protocol < 2 {
		out = append(out, Send{wire.Message{Ack: &wire.Ack{Audience: c.Audience, Place: to.Place}}})
	}
	return out
}

func (s *State) answer(a change.Answer) []any {
	if kind, asked := s.asking[a.ID]; asked {
		delete(s.asking, a.ID)
		var out []any
		if kind == signIn && a.Outcome == change.Accepted {
			out = s.taken()
		}
		return s.resume(append(out, Replied{ID: a.ID, Answer: a}))
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
	if command.Receipt != nil && command.Kind != signOut && slices.Contains(tooEarly, a.Code) {
		// It was accepted before. It stays until what it is about is there again, and goes with the next ping.
		delete(s.sent, a.ID)
		return []any{Told{}}
	}
	s.pending = slices.Delete(s.pending, i, i+1)
	delete(s.sent, a.ID)
	delete(s.waits, a.ID)
	return s.resume(append([]any{Settle{a, command}}, append(s.flush(), Told{})...))
}

// tooEarly are the refusals with which a room that was restored answers what it had accepted before, as long
// as others have not offered again what came before that: it was asked too early.
var tooEarly = []string{"session.unknown", "poll.unknown", "poll.not-started", "person.changed", "device.pending"}

// unstored forgets what the disk does not have. The audience stays known, at its very beginning: one
// that may be seen is fetched anew and replaces what is held, and one whose wiping failed is wiped
// again with the next word on rights. The command is sent again and gets the same answer.
func (s *State) unstored(in Unstored) []any {
	if in.Command != nil {
		s.pending = append([]change.Command{*in.Command}, s.pending...)
	} else {
		s.Cursors[in.Audience] = change.Cursor{}
	}
	return []any{HangUp{}}
}

// flush sends every command that was not sent on this connection yet, in order. Who gives the device back
// has everything answered before: what comes after is no longer theirs.
func (s *State) flush() []any {
	if s.Phase != Online {
		return nil
	}
	out := s.letGo()
	for i, command := range s.pending {
		waits := command.Kind == signOut && slices.ContainsFunc(s.pending[:i], func(c change.Command) bool { return c.Person == command.Person })
		if !s.sent[command.ID] && !waits {
			s.sent[command.ID] = true
			command = s.trying(command)
			out = append(out, Send{wire.Message{Command: &command}})
		}
	}
	return out
}
