package hub

import (
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Inputs about other servers of the room.
type (
	// Announced: how the server stands with its standby, and where devices would find that one.
	Announced struct {
		Duty    wire.Duty
		Servers []string
	}
	// Begun: the server itself began a higher epoch.
	Begun struct{ Epoch change.Epoch }
)

// announced tells everyone where else to look one day, and those who manage the room how the standby
// stands.
func (s *State) announced(in Announced) []any {
	moved := !slices.Equal(s.Servers, in.Servers)
	s.Duty, s.Servers = in.Duty, in.Servers
	var out []any
	for _, conn := range s.order() {
		p := s.conns[conn]
		if !p.greeted || p.protocol < 2 {
			continue
		}
		if moved {
			out = append(out, Send{Conn: conn, Message: wire.Message{Servers: &wire.Servers{Addresses: in.Servers}}, Shared: 1})
		}
		out = append(out, s.dutyTo(conn, p)...)
	}
	return out
}

// dutyTo tells a device of the standby, where it manages the room.
func (s *State) dutyTo(conn Conn, p *peer) []any {
	if s.Duty.Standby == "" || !p.hears() {
		return nil
	}
	duty := s.Duty
	return []any{Send{Conn: conn, Message: wire.Message{Duty: &duty}, Shared: 2}}
}

// begun has every device meet the new epoch before it is answered anything in it: whoever was answered by
// this server must not believe one of a lower epoch afterwards.
func (s *State) begun(in Begun) []any {
	if !in.Epoch.Above(s.Epoch) || s.Overtaken != nil {
		return nil
	}
	s.Epoch = in.Epoch
	var out []any
	for _, conn := range s.order() {
		out = append(out, Close{Conn: conn, Code: "alone", Epoch: &in.Epoch})
	}
	return out
}

// Announce tells devices how the server stands with its standby, and where they would find that one. From
// any goroutine.
func (h *Hub) Announce(duty wire.Duty, servers []string) { h.input(Announced{duty, servers}) }

// Begin has the hub speak in a higher epoch that this server began, and that is durable. Whatever is
// answered after it returned is answered in that epoch, to devices that know it. From any goroutine.
func (h *Hub) Begin(epoch change.Epoch) {
	h.writer.epoch.Store(epoch.Number)
	h.input(Begun{epoch})
}
