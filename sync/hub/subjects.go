package hub

import (
	"maps"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Keyed: subjects have keys now, or none any more.
type Keyed struct{ wire.Subjects }

// keyed tells the devices that may read what is sealed under them.
func (s *State) keyed(in Keyed) []any {
	kept := change.Keys{}
	if !in.All {
		maps.Copy(kept, s.Subjects)
	}
	maps.Copy(kept, in.Keys)
	for _, subject := range in.Forgotten {
		delete(kept, subject)
	}
	s.Subjects = kept
	var out []any
	for _, conn := range s.order() {
		if s.conns[conn].hears() {
			out = append(out, Send{Conn: conn, Message: wire.Message{Subjects: &in.Subjects}, Shared: 1})
		}
	}
	return out
}

// subjectsTo gives one connection every key there is: what was forgotten while it was away goes by that.
func (s *State) subjectsTo(conn Conn, p *peer) []any {
	if s.Subjects == nil || !p.hears() {
		return nil
	}
	return []any{Send{Conn: conn, Message: wire.Message{Subjects: &wire.Subjects{All: true, Keys: maps.Clone(s.Subjects)}}}}
}

// Tell gives devices keys of subjects, or has them forget some. From any goroutine.
func (h *Hub) Tell(subjects wire.Subjects) { h.input(Keyed{subjects}) }
