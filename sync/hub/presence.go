package hub

import (
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// managers is the audience whose holders manage the room: they see which devices are here and what papers
// those have, hear of the standby, and read the personal fields of people.
const managers change.Audience = "people/clerk"

// manages reports whether a device manages the room.
func (p *peer) manages() bool { return p.greeted && slices.Contains(p.grant.Audiences, managers) }

// hears is manages for messages that a link of version 1 does not know.
func (p *peer) hears() bool { return p.protocol >= 2 && p.manages() }

// lease is how long a device counts as here after it was last heard. A tablet that changes its access
// point is back within it, and the clerk's list does not flicker. Devices ping every 10 s.
const lease = 45 * time.Second

// presence is which devices are here: leases, renewed by every word of a device, ended by its good-bye,
// by the room's, or by time. It is never logged.
type presence struct {
	heard   map[string]time.Time
	told    []string
	owing   map[string]int
	reading *wire.PaperReading
	changed bool // owing or reading did
}

func (p *presence) hear(device string, now time.Time) { p.heard[device] = now }

func (p *presence) leave(device string) { delete(p.heard, device) }

// names returns who is here.
func (p *presence) names(now time.Time) []string {
	maps.DeleteFunc(p.heard, func(_ string, at time.Time) bool { return now.Sub(at) > lease })
	return slices.AppendSeq(make([]string, 0, len(p.heard)), maps.Keys(p.heard))
}

// present tells the devices that manage the room who is here, where that changed since it was last told.
func (s *State) present(now time.Time) []any {
	names := s.presence.names(now)
	slices.Sort(names)
	if slices.Equal(names, s.presence.told) && !s.presence.changed {
		return nil
	}
	s.presence.told, s.presence.changed = names, false
	var out []any
	for _, conn := range s.order() {
		out = append(out, s.presentTo(conn, s.conns[conn])...)
	}
	return out
}

// SetOwing tells those who manage the room which devices still hold what they may not see any more: of how
// many audiences each. From any goroutine.
func (h *Hub) SetOwing(devices map[string]int) { h.input(Owing{devices}) }

// SetReading tells those who manage the room which paper is being read, and how far; nil for none. From any goroutine.
func (h *Hub) SetReading(reading *wire.PaperReading) { h.input(BeingRead{reading}) }

// presentTo tells one connection what was last told to all.
func (s *State) presentTo(conn Conn, p *peer) []any {
	if !p.manages() {
		return nil
	}
	return []any{Send{Conn: conn, Message: wire.Message{Presence: &wire.Presence{Devices: s.presence.told, Owing: s.presence.owing, Reading: s.presence.reading}}, Shared: 1}}
}
