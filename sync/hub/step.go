// Package hub is the room server's side of sync: it orders commands, has them judged, writes them
// down in groups, and fans the changes out to whoever may see them.
//
// The core is Step, a pure function of what happened and when; Hub around it owns the sockets, the
// writer and the log.
package hub

import (
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
}

// State is what the hub knows of its connections. Only Step touches it.
type State struct {
	Epoch uint32
	Room  string
	Heads map[change.Audience]change.Cursor
	conns map[Conn]*peer
}

// peer is one connection.
type peer struct {
	device    string
	grant     Grant
	greeted   bool
	lastHeard time.Time
	sent      map[change.Audience]*progress
}

// progress is how far one connection has been sent one audience.
type progress struct {
	place    uint64
	catching bool // a batch is being read or has not been acknowledged; live changes wait
	head     change.Cursor
}

// Batch is how many changes a catching-up device is sent before it must acknowledge.
const Batch = 500

// silence is how long a connection may say nothing before it is given up. Devices ping every 10 s.
const silence = 35 * time.Second

// NewState returns a hub without connections.
func NewState(room string, epoch uint32, heads map[change.Audience]change.Cursor) *State {
	return &State{Epoch: epoch, Room: room, Heads: heads, conns: map[Conn]*peer{}}
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
	// Tick: time passed.
	Tick struct{}
)

// Outputs.
type (
	// Send a message. Messages of one Step with the same Shared are encoded once.
	Send struct {
		Conn    Conn
		Message wire.Message
		Shared  int // 0: not shared
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
	// Close a connection, after a word on why.
	Close struct {
		Conn Conn
		Code string
	}
)

// Step takes one input and returns what is to be done. It does no I/O and reads no clock.
func (s *State) Step(input any, now time.Time) []any {
	switch in := input.(type) {
	case Opened:
		s.conns[in.Conn] = &peer{device: in.Device, grant: in.Grant, lastHeard: now, sent: map[change.Audience]*progress{}}
		return nil
	case Closed:
		if _, known := s.conns[in.Conn]; !known {
			return nil
		}
		delete(s.conns, in.Conn)
		return s.presence()
	case Received:
		p, known := s.conns[in.Conn]
		if !known {
			return nil
		}
		p.lastHeard = now
		return s.received(in.Conn, p, in.Message, now)
	case Fetched:
		return s.fetched(in)
	case Committed:
		return s.committed(in.Entries)
	case Answered:
		if _, known := s.conns[in.Conn]; !known {
			return nil // the device asks again when it is back
		}
		return []any{Send{Conn: in.Conn, Message: wire.Message{Answer: &in.Answer}}}
	case Granted:
		return s.granted(in)
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
		return []any{Close{conn, "protocol"}}
	case m.Command != nil:
		actor := change.Actor{Device: p.device, Mode: p.grant.Mode, Person: p.grant.Person}
		return []any{Judge{Conn: conn, Actor: actor, Command: *m.Command}}
	case m.Ack != nil:
		return s.acked(conn, p, *m.Ack)
	}
	return []any{Close{conn, "protocol"}}
}

func (s *State) hello(conn Conn, p *peer, hello wire.Hello, now time.Time) []any {
	switch {
	case p.greeted, hello.Protocol < 1:
		return []any{Close{conn, "protocol"}}
	case p.grant.Code != "":
		return []any{Close{conn, p.grant.Code}}
	case hello.Epoch > s.Epoch:
		// Another server has taken over since; this one must not speak for the room.
		return []any{Close{conn, "epoch"}}
	}
	p.greeted = true
	out := []any{Send{Conn: conn, Message: wire.Message{Welcome: &wire.Welcome{
		Protocol: min(hello.Protocol, wire.Protocol), Epoch: s.Epoch, Room: s.Room, Device: p.grant.Name, Now: now.UnixMilli(),
		Rights: wire.Rights{Person: p.grant.Person, Audiences: p.grant.Audiences},
	}}}}
	for _, audience := range p.grant.Audiences {
		out = append(out, s.follow(conn, p, audience, hello.Cursors[audience])...)
	}
	return append(out, s.presence()...)
}

// follow starts sending an audience from where the device says it is. A device that claims a place
// beyond the head holds another history (a restored server): it gets everything from the start,
// and the running hash makes it notice.
func (s *State) follow(conn Conn, p *peer, audience change.Audience, from change.Cursor) []any {
	head := s.Heads[audience]
	if from.Place > head.Place || (from.Place == head.Place && from.Running != head.Running) {
		from = change.Cursor{}
	}
	p.sent[audience] = &progress{place: from.Place}
	return s.next(conn, p, audience)
}

// next asks for the next batch, where there is one to catch up with.
func (s *State) next(conn Conn, p *peer, audience change.Audience) []any {
	at := p.sent[audience]
	at.catching = at.place < s.Heads[audience].Place
	if !at.catching {
		return nil
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
	message := changesMessage(in.Audience, in.Entries)
	at.place = message.Changes.To.Place
	return []any{Send{Conn: in.Conn, Message: message}}
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
			at, follows := s.conns[conn].sent[audience]
			if !follows || at.catching || at.place != message.Changes.After {
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
		return []any{Close{in.Conn, in.Grant.Code}}
	}
	if !p.greeted || (before.Person == in.Grant.Person && slices.Equal(before.Audiences, in.Grant.Audiences)) {
		return nil
	}
	for audience := range p.sent {
		if !slices.Contains(in.Grant.Audiences, audience) {
			delete(p.sent, audience)
		}
	}
	out := []any{Send{Conn: in.Conn, Message: wire.Message{Rights: &wire.Rights{Person: in.Grant.Person, Audiences: in.Grant.Audiences}}}}
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
			out = append(out, Close{conn, "silent"})
		}
	}
	return out
}

// presence tells the devices that manage the room who is there.
func (s *State) presence() []any {
	devices := map[string]bool{}
	for _, p := range s.conns {
		if p.greeted {
			devices[p.device] = true
		}
	}
	names := make([]string, 0, len(devices))
	for device := range devices {
		names = append(names, device)
	}
	slices.Sort(names)
	message := wire.Message{Presence: &wire.Presence{Devices: names}}
	var out []any
	for _, conn := range s.order() {
		if p := s.conns[conn]; p.greeted && slices.Contains(p.grant.Audiences, presenceFor) {
			out = append(out, Send{Conn: conn, Message: message, Shared: 1})
		}
	}
	return out
}

// presenceFor is the audience whose holders see which devices are connected.
const presenceFor change.Audience = "people/clerk"

func (s *State) order() []Conn {
	conns := make([]Conn, 0, len(s.conns))
	for conn := range s.conns {
		conns = append(conns, conn)
	}
	slices.Sort(conns)
	return conns
}
