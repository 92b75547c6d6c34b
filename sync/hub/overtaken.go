package hub

import "congso.vn/congso/app/change"

// What the core hears and asks about a higher epoch.
type (
	// Overtaken: a higher epoch was proved; this server speaks for the room no more.
	Overtaken struct{ Epoch change.Epoch }
	// Prove a higher epoch that a device has met; if it is true the answer is Overtaken.
	Prove struct{ Epoch change.Epoch }
)

// overtaken sends everyone away with the word on who speaks now.
func (s *State) overtaken(in Overtaken) []any {
	if !in.Epoch.Above(s.Epoch) || s.Overtaken != nil && !in.Epoch.Above(*s.Overtaken) {
		return nil
	}
	s.Overtaken = &in.Epoch
	var out []any
	for _, conn := range s.order() {
		out = append(out, Close{Conn: conn, Code: "epoch", Epoch: s.Overtaken})
	}
	return out
}

// Prove silences this server when a higher epoch is genuine, as when a device shows it. From any goroutine.
func (h *Hub) Prove(epoch change.Epoch) {
	if h.config.Verify == nil {
		return
	}
	if err := h.config.Verify(epoch); err != nil {
		h.config.Refusals.Count(FalseEpoch)
		h.config.Logger.Warn("False claim of a higher epoch", "epoch", epoch.Number, "error", err)
		return
	}
	h.Overtake(epoch)
}

// Overtake ends this server's word: a higher epoch was begun elsewhere. Commands are answered as failed
// from here on, so that devices keep them. May be called from any goroutine.
func (h *Hub) Overtake(epoch change.Epoch) {
	h.writer.overtaken.Store(true)
	if h.config.Overtaken != nil {
		h.config.Overtaken(epoch)
	}
	go h.input(Overtaken{epoch})
}
