package hub

import (
	"maps"
	"time"

	"congso.vn/congso/sync/wire"
)

// holdings is how much of their papers devices have, as each said last. It outlives their connections and
// is never logged.
type holdings struct {
	latest map[string]wire.Held
	fresh  map[string]bool // not told yet
}

// holding notes what a device says. What makes no sense is left out: the rest of its word still counts.
func (s *State) holding(p *peer, said wire.Holding, now time.Time) []any {
	if said.Have < 0 || said.Want < said.Have || said.Bytes < 0 || said.Total < said.Bytes || len(said.Session) > maxCommandID {
		return nil
	}
	if s.holdings.latest == nil {
		s.holdings = holdings{latest: map[string]wire.Held{}, fresh: map[string]bool{}}
	}
	s.holdings.latest[p.device], s.holdings.fresh[p.device] = wire.Held{Holding: said, At: now.UnixMilli()}, true
	return nil
}

// letGo forgets a device that belongs to the room no more.
func (h *holdings) letGo(device string) {
	delete(h.latest, device)
	delete(h.fresh, device)
}

// held tells the devices that manage the room what is new; called once a second.
func (s *State) held() []any {
	if len(s.holdings.fresh) == 0 {
		return nil
	}
	news := wire.Holdings{Devices: map[string]wire.Held{}}
	for device := range s.holdings.fresh {
		news.Devices[device] = s.holdings.latest[device]
	}
	clear(s.holdings.fresh)
	var out []any
	for _, conn := range s.order() {
		if s.conns[conn].hears() {
			out = append(out, Send{Conn: conn, Message: wire.Message{Holdings: &news}, Shared: 2})
		}
	}
	return out
}

// heldTo tells one connection all that is known.
func (s *State) heldTo(conn Conn, p *peer) []any {
	if len(s.holdings.latest) == 0 || !p.hears() {
		return nil
	}
	return []any{Send{Conn: conn, Message: wire.Message{Holdings: &wire.Holdings{All: true, Devices: maps.Clone(s.holdings.latest)}}}}
}
