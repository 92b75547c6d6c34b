package hub

import (
	"slices"
	"time"

	"golang.org/x/time/rate"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Ephemerals says who may see what passes. May be called from any goroutine; it must not wait for the disk.
type Ephemerals interface {
	// Passes returns who holds a device, and who sees what that person puts in a layer of a stream; an empty
	// audience where it is not theirs to write in, or nobody else sees it.
	Passes(device string, stream change.Stream, place string) (author string, to change.Audience)
}

// Passed: something passing came in, and who may see it was looked up.
type Passed struct {
	Conn      Conn
	Author    string          // who holds the device
	To        change.Audience // empty: nobody
	Ephemeral wire.Ephemeral
}

// Limits of what passes. Of a stroke under way a device sends thirty states a second.
const (
	ephemeralPace  = 40 // of one connection a second; what is beyond is lost
	ephemeralBurst = 40
	slotStates     = 16 // that wait for one device; beyond them the oldest is lost
	// slotCredit is how many bytes go to a device between two signs that it has read what came before: so many,
	// twice, are the most that what must arrive may wait behind on the line.
	slotCredit = 128 << 10
)

// takePassing looks up who may see something passing, on the goroutine of the connection it came over. Where the
// hub is behind it is lost.
func (h *Hub) takePassing(conn Conn, device string, pace *rate.Limiter, e wire.Ephemeral) {
	if !pace.Allow() {
		h.config.Refusals.Count(TooFast)
		return
	}
	passed := Passed{Conn: conn, Ephemeral: e}
	if h.config.Ephemerals != nil {
		passed.Author, passed.To = h.config.Ephemerals.Passes(device, e.Stream, e.Place)
	}
	select {
	case h.inputs <- passed:
	case <-h.stopped:
	default:
	}
}

// passed sends something passing to every other device that may see it and knows such messages. The author is who
// holds the device, whatever the message says.
func (s *State) passed(in Passed, now time.Time) []any {
	p, known := s.conns[in.Conn]
	switch {
	case !known || s.Overtaken != nil:
		return nil
	case !p.greeted || p.protocol < wire.EphemeralSince:
		return []any{Close{Conn: in.Conn, Code: "protocol"}}
	case in.To == "" || in.Author == "" || p.grant.Code != "":
		return []any{Refused{p.device, StrangeLayer}}
	case in.Author != p.grant.Person:
		return nil // the device changed hands this moment
	}
	p.lastHeard = now
	s.presence.hear(p.device, now)
	e := in.Ephemeral
	e.Author = in.Author
	var out []any
	for _, conn := range s.order() {
		if conn != in.Conn && s.conns[conn].sees(in.To) {
			out = append(out, Send{Conn: conn, Message: wire.Message{Ephemeral: &e}, Shared: 1, Passing: e.Author + "/" + e.ID})
		}
	}
	return out
}

// sees reports whether a device is sent what passes in an audience.
func (p *peer) sees(audience change.Audience) bool {
	return p.greeted && p.protocol >= wire.EphemeralSince && p.grant.Code == "" && slices.Contains(p.grant.Audiences, audience)
}

// slot is what waits for one device and may be lost: of each thing that passes the latest state. The socket's lock
// guards it.
type slot struct {
	states map[string][]byte
	order  []string // of their names
	credit int      // bytes that may still go until the device is known to have read what came before
}

func newSlot() slot { return slot{states: map[string][]byte{}, credit: slotCredit} }

// put replaces the state of the same name.
func (s *slot) put(name string, state []byte) {
	if _, waits := s.states[name]; !waits {
		if len(s.order) == slotStates {
			delete(s.states, s.order[0])
			s.order = s.order[1:]
		}
		s.order = append(s.order, name)
	}
	s.states[name] = state
}

// next takes the state that waits longest; nil where none may go.
func (s *slot) next() []byte {
	if len(s.order) == 0 || len(s.states[s.order[0]]) > s.credit {
		return nil
	}
	state := s.states[s.order[0]]
	delete(s.states, s.order[0])
	s.order, s.credit = s.order[1:], s.credit-len(state)
	return state
}

// pass hands a connection something that may be lost, and never waits.
func (h *Hub) pass(conn Conn, name string, data []byte) {
	s := h.socketOf(conn)
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slot.put(name, data)
	s.poke()
}

// emptySlot is for when a device may see something else: what waits of what it saw does not go any more.
func (h *Hub) emptySlot(conn Conn) {
	s := h.socketOf(conn)
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.slot.states)
	s.slot.order = nil
}

// refill is for when the device has read what it was sent.
func (s *socket) refill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slot.credit = slotCredit
	s.poke()
}
