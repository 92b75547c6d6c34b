// Package hub is the room server's side of sync: it orders commands, has them judged, writes them
// down in groups, and fans the changes out to whoever may see them.
//
// The core is Step, a pure function of what happened and when; Hub around it owns the sockets, the
// writer and the log.
package hub

import (
	"bytes"
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Conn names one connection; numbers are not used again.
type Conn uint64

// Grant is what a device may see, who holds it, and how it is called.
type Grant struct {
	Name      string // for display
	Mode      string
	Person    string
	Code      string // why the device is refused, "" when it is not
	Audiences []change.Audience
	Keys      change.Keys // under which the device keeps what it may see, by place
}

// State is what the hub knows of its connections. Only Step touches it.
type State struct {
	Epoch change.Epoch
	Room  string
	Heads map[change.Audience]change.Cursor
	// Far is how many changes a device must be behind to be told of a snapshot instead.
	Far uint64
	// Overtaken is the higher epoch that ended this server's word; nil while it speaks for the room.
	Overtaken *change.Epoch
	// Duty is how the server stands with its standby, and Servers where devices would find that one.
	Duty    wire.Duty
	Servers []string
	// Safe is the room's public key, for what only the room shall read.
	Safe     []byte
	Subjects change.Keys // of subjects, for those who read what is sealed under them
	conns    map[Conn]*peer
	ordered  []Conn // the keys of conns in order; nil where it has to be made anew
	presence presence
	holdings holdings
}

// peer is one connection.
type peer struct {
	device    string
	grant     Grant
	greeted   bool
	protocol  int
	whole     bool // takes snapshots
	lastHeard time.Time
	sent      map[change.Audience]*progress
}

// progress is how far one connection has been sent one audience.
type progress struct {
	place    uint64
	catching bool // a batch is being read or has not been acknowledged; live changes wait
}

// Batch is how many changes a catching-up device is sent before it must acknowledge.
const Batch = 500

// silence is how long a connection may say nothing before it is given up. Devices ping every 10 s.
const silence = 35 * time.Second

// maxCommandID is the longest command id; a device makes UUIDs. Without an id a command could not be
// known again.
const maxCommandID = 100

// NewState returns a hub without connections.
func NewState(room string, epoch change.Epoch, heads map[change.Audience]change.Cursor) *State {
	if heads == nil {
		heads = map[change.Audience]change.Cursor{}
	}
	return &State{Epoch: epoch, Room: room, Heads: heads, Far: Batch, conns: map[Conn]*peer{}, presence: presence{heard: map[string]time.Time{}}}
}

// Inputs.
type (
	// Opened: a device with a valid certificate connected.
	Opened struct {
		Conn   Conn
		Device string
		Grant  Grant
	}
	// Received: a message came in.
	Received struct {
		Conn    Conn
		Message wire.Message
	}
	// Closed: a connection ended.
	Closed struct{ Conn Conn }
	// Fetched: entries of an audience were read for a connection, in answer to Fetch.
	Fetched struct {
		Conn     Conn
		Audience change.Audience
		After    uint64
		Entries  []change.Entry
		Data     []byte // the message that brings them, where it is encoded already
	}
	// Committed: entries are durable.
	Committed struct{ Entries []change.Entry }
	// Answered: a command is decided and what it changed is durable.
	Answered struct {
		Conn   Conn
		Answer change.Answer
	}
	// Granted: what a device may see was computed anew.
	Granted struct {
		Conn  Conn
		Grant Grant
	}
	// Owing: of how many audiences devices hold something that they may not see any more.
	Owing struct{ Devices map[string]int }
	// BeingRead: a paper is being read, or none any more.
	BeingRead struct{ Paper *wire.PaperReading }
	// Tick: time passed.
	Tick struct{}
)

// Outputs.
type (
	// Send a message. Messages of one Step with the same Shared are encoded once.
	Send struct {
		Conn    Conn
		Message wire.Message
		Shared  int    // 0: not shared
		Data    []byte // the message, where it is encoded already
		// Passing names what the message is a state of, if it may be lost: it goes when nothing else waits,
		// and one of the same name takes its place. Empty for all that must arrive.
		Passing string
	}
	// Judge a command.
	Judge struct {
		Conn    Conn
		Actor   change.Actor
		Command change.Command
	}
	// Fetch at most Batch entries of an audience after a place.
	Fetch struct {
		Conn     Conn
		Audience change.Audience
		After    uint64
	}
	// Holds: what a device holds something of, as it says itself when it comes.
	Holds struct {
		Device    string
		Audiences []change.Audience
	}
	// Sends: a device is sent an audience from here on.
	Sends struct {
		Device   string
		Audience change.Audience
	}
	// Cleared: a device says that nothing of an audience is left on it.
	Cleared struct {
		Device   string
		Audience change.Audience
	}
	// Close a connection, after a word on why.
	Close struct {
		Conn  Conn
		Code  string
		Epoch *change.Epoch // with code "epoch"
	}
)

// Step takes one input and returns what is to be done. It does no I/O and reads no clock.
func (s *State) Step(input any, now time.Time) []any {
	switch in := input.(type) {
	case Opened:
		s.ordered = nil
		s.conns[in.Conn] = &peer{device: in.Device, grant: in.Grant, lastHeard: now, sent: map[change.Audience]*progress{}}
		return nil
	case Closed:
		s.ordered = nil
		delete(s.conns, in.Conn) // its lease goes on
		return nil
	case Received:
		p, known := s.conns[in.Conn]
		if !known {
			return nil
		}
		p.lastHeard = now
		if p.greeted {
			s.presence.hear(p.device, now)
		}
		return s.received(in.Conn, p, in.Message, now)
	case Passed:
		return s.passed(in, now)
	case Fetched:
		return s.fetched(in)
	case Snapped:
		return s.snapped(in)
	case Committed:
		return s.committed(in.Entries)
	case Answered:
		if _, known := s.conns[in.Conn]; !known {
			return nil // the device asks again when it is back
		}
		return []any{Send{Conn: in.Conn, Message: wire.Message{Answer: &in.Answer}}}
	case Granted:
		return s.granted(in)
	case Overtaken:
		return s.overtaken(in)
	case Announced:
		return s.announced(in)
	case Begun:
		return s.begun(in)
	case Keyed:
		return s.keyed(in)
	case Owing:
		s.presence.owing, s.presence.changed = in.Devices, true
	case BeingRead:
		s.presence.reading, s.presence.changed = in.Paper, true
	case Tick:
		return s.tick(now)
	}
	return nil
}

func (s *State) received(conn Conn, p *peer, m wire.Message, now time.Time) []any {
	switch {
	case m.Hello != nil:
		return s.hello(conn, p, *m.Hello, now)
	case m.Ping != nil:
		return []any{Send{Conn: conn, Message: wire.Message{Pong: &wire.Pong{Now: now.UnixMilli()}}}}
	case !p.greeted:
		return []any{Close{Conn: conn, Code: "protocol"}}
	case m.Command != nil:
		if m.Command.ID == "" || len(m.Command.ID) > maxCommandID {
			return []any{Close{Conn: conn, Code: "protocol"}}
		}
		actor := change.Actor{Device: p.device, Mode: p.grant.Mode, Person: p.grant.Person}
		return []any{Judge{Conn: conn, Actor: actor, Command: *m.Command}}
	case m.Ack != nil:
		if _, follows := p.sent[m.Ack.Audience]; !follows {
			return []any{Refused{p.device, StrangeCursor}}
		}
		return s.acked(conn, p, *m.Ack)
	case m.Holding != nil:
		return s.holding(p, *m.Holding, now)
	case m.Wiped != nil:
		// Where it is sent the audience again by now, that it had wiped it says nothing.
		if _, follows := p.sent[m.Wiped.Audience]; follows || s.saidLater(conn, p.device) {
			return nil
		}
		return []any{Cleared{p.device, m.Wiped.Audience}}
	case m.Bye != nil:
		s.presence.leave(p.device)
		return nil
	}
	return []any{Close{Conn: conn, Code: "protocol"}}
}

func (s *State) hello(conn Conn, p *peer, hello wire.Hello, now time.Time) []any {
	switch {
	case p.greeted, hello.Protocol < 1:
		return []any{Close{Conn: conn, Code: "protocol"}}
	case s.Overtaken != nil:
		return []any{Close{Conn: conn, Code: "epoch", Epoch: s.Overtaken}}
	case hello.Proof != nil && hello.Proof.Above(s.Epoch):
		// Another server has taken over since. The device gets no word of this one either way, and
		// if the proof is good nobody does: whoever brings it, for the device may have been let in by the other.
		return []any{Prove{*hello.Proof}, Close{Conn: conn, Code: "epoch"}}
	case p.grant.Code != "":
		// What it says it holds is also how a revoked one acknowledges that it holds nothing.
		return []any{Close{Conn: conn, Code: p.grant.Code}, holds(p, hello)}
	case hello.Epoch > s.Epoch.Number:
		return []any{Close{Conn: conn, Code: "epoch"}}
	}
	s.presence.hear(p.device, now)
	p.greeted, p.protocol, p.whole = true, hello.Protocol, hello.Protocol >= 2 && !hello.Plain
	out := []any{Send{Conn: conn, Message: wire.Message{Welcome: &wire.Welcome{
		Protocol: min(hello.Protocol, wire.Protocol), Epoch: s.Epoch.Number, Proof: &s.Epoch, Room: s.Room, Device: p.grant.Name, Now: now.UnixMilli(), Servers: s.Servers,
		Rights: p.rights(), Safe: p.safe(s),
	}}}}
	if !s.saidLater(conn, p.device) {
		out = append(out, holds(p, hello))
	}
	for range s.strange(p, hello) {
		out = append(out, Refused{p.device, StrangeCursor})
	}
	for _, audience := range p.grant.Audiences {
		out = append(out, s.follow(conn, p, audience, hello.Cursors[audience])...)
	}
	out = append(append(out, s.subjectsTo(conn, p)...), s.dutyTo(conn, p)...)
	return append(append(out, s.presentTo(conn, p)...), s.heldTo(conn, p)...)
}

// saidLater reports whether the device speaks over a later connection by now: what it said of itself over
// this one came late and is true no more.
func (s *State) saidLater(conn Conn, device string) bool {
	for other, p := range s.conns {
		if other > conn && p.greeted && p.device == device {
			return true
		}
	}
	return false
}

// rights are what the device is told of its grant; one of version 1 would not know what to do with keys.
func (p *peer) rights() wire.Rights {
	rights := wire.Rights{Person: p.grant.Person, Audiences: p.grant.Audiences}
	if p.protocol >= 2 {
		rights.Keys = p.grant.Keys
	}
	return rights
}

func (p *peer) safe(s *State) []byte {
	if p.protocol < 2 {
		return nil
	}
	return s.Safe
}

func holds(p *peer, hello wire.Hello) Holds {
	return Holds{p.device, slices.Sorted(maps.Keys(hello.Cursors))}
}

// follow starts sending an audience from where the device says it is. A device that claims a place
// beyond the head holds another history (a restored server): it gets everything from the start,
// and the running hash makes it notice.
func (s *State) follow(conn Conn, p *peer, audience change.Audience, from change.Cursor) []any {
	if s.elsewhere(audience, from) {
		from = change.Cursor{}
	}
	p.sent[audience] = &progress{place: from.Place}
	return append([]any{Sends{p.device, audience}}, s.next(conn, p, audience)...)
}

// elsewhere reports whether a place is in another history than this server's, as far as can be said at once.
func (s *State) elsewhere(audience change.Audience, at change.Cursor) bool {
	head := s.Heads[audience]
	return at.Place > head.Place || (at.Place == head.Place && at.Running != head.Running)
}

// strange counts the places that a device says it is at and may not be: of what it may not see, or of
// another history.
func (s *State) strange(p *peer, hello wire.Hello) (count int) {
	for audience, at := range hello.Cursors {
		if !slices.Contains(p.grant.Audiences, audience) || s.elsewhere(audience, at) {
			count++
		}
	}
	return count
}

// next asks for the next batch, where there is one to catch up with.
func (s *State) next(conn Conn, p *peer, audience change.Audience) []any {
	at := p.sent[audience]
	at.catching = at.place < s.Heads[audience].Place
	if !at.catching {
		return nil
	}
	if head := s.Heads[audience].Place; p.whole && head-at.place > s.Far {
		return []any{Snap{Conn: conn, Audience: audience, After: at.place, Head: head}}
	}
	return []any{Fetch{Conn: conn, Audience: audience, After: at.place}}
}

func (s *State) fetched(in Fetched) []any {
	p, known := s.conns[in.Conn]
	if !known {
		return nil
	}
	at, follows := p.sent[in.Audience]
	if !follows || !at.catching || at.place != in.After || len(in.Entries) == 0 {
		return nil
	}
	message := caughtUp(in.Audience, in.Entries)
	at.place = message.Changes.To.Place
	return []any{Send{Conn: in.Conn, Message: message, Data: in.Data}}
}

func (s *State) acked(conn Conn, p *peer, ack wire.Ack) []any {
	at, follows := p.sent[ack.Audience]
	if !follows || !at.catching || ack.Place != at.place {
		return nil
	}
	return s.next(conn, p, ack.Audience)
}

// committed moves the heads and sends what is new to everyone who is up to date.
func (s *State) committed(entries []change.Entry) []any {
	fresh := map[change.Audience][]change.Entry{}
	var order []change.Audience
	for _, e := range entries {
		if _, seen := fresh[e.Audience]; !seen {
			order = append(order, e.Audience)
		}
		fresh[e.Audience] = append(fresh[e.Audience], e)
		s.Heads[e.Audience] = change.Cursor{Place: e.Place, Running: e.Running}
	}
	var out []any
	for i, audience := range order {
		message := changesMessage(audience, fresh[audience])
		for _, conn := range s.order() {
			p := s.conns[conn]
			at, follows := p.sent[audience]
			if !follows || at.catching || at.place >= message.Changes.To.Place {
				continue
			}
			if at.place != message.Changes.After {
				// It was sent a part of these when a batch that was read ended among them.
				out = append(out, s.next(conn, p, audience)...)
				continue
			}
			at.place = message.Changes.To.Place
			out = append(out, Send{Conn: conn, Message: message, Shared: i + 1})
		}
	}
	return out
}

func changesMessage(audience change.Audience, entries []change.Entry) wire.Message {
	last := entries[len(entries)-1]
	m := wire.Changes{Audience: audience, After: entries[0].Place - 1, To: change.Cursor{Place: last.Place, Running: last.Running}}
	for _, e := range entries {
		m.Changes = append(m.Changes, e.Change)
	}
	return wire.Message{Changes: &m}
}

// caughtUp is a batch for one that catches up: it says when it has stored it, and gets the next.
func caughtUp(audience change.Audience, entries []change.Entry) wire.Message {
	message := changesMessage(audience, entries)
	message.Changes.Ack = true
	return message
}

// granted changes what a connection may see: lost audiences stop at once, new ones are followed
// from the start. A device that is refused now is sent away.
func (s *State) granted(in Granted) []any {
	p, known := s.conns[in.Conn]
	if !known {
		return nil
	}
	before := p.grant
	p.grant = in.Grant
	if in.Grant.Code != "" {
		if before.Code == in.Grant.Code && p.greeted {
			return nil
		}
		s.presence.leave(p.device)
		s.holdings.letGo(p.device)
		return []any{Close{Conn: in.Conn, Code: in.Grant.Code}}
	}
	if !p.greeted || (before.Person == in.Grant.Person && slices.Equal(before.Audiences, in.Grant.Audiences) && before.Keys.Equal(in.Grant.Keys)) {
		return nil
	}
	for audience := range p.sent {
		// What it keeps under another key from now on it has to be sent from the start.
		if !slices.Contains(in.Grant.Audiences, audience) || p.protocol >= 2 && !bytes.Equal(before.Keys[audience.Place()], in.Grant.Keys[audience.Place()]) {
			delete(p.sent, audience)
		}
	}
	out := []any{Send{Conn: in.Conn, Message: wire.Message{Rights: new(p.rights())}}}
	for _, audience := range in.Grant.Audiences {
		if _, follows := p.sent[audience]; !follows {
			out = append(out, s.follow(in.Conn, p, audience, change.Cursor{})...)
		}
	}
	return out
}

func (s *State) tick(now time.Time) []any {
	var out []any
	for _, conn := range s.order() {
		if now.Sub(s.conns[conn].lastHeard) > silence {
			out = append(out, Close{Conn: conn, Code: "silent"})
		}
	}
	return append(append(out, s.present(now)...), s.held()...)
}

func (s *State) order() []Conn {
	if s.ordered == nil {
		s.ordered = make([]Conn, 0, len(s.conns))
		for conn := range s.conns {
			s.ordered = append(s.ordered, conn)
		}
		slices.Sort(s.ordered)
	}
	return s.ordered
}
