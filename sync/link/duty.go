package link

import "congso.vn/congso/sync/wire"

// Avoid the server at the other end: another speaks for the room, and is looked for elsewhere first.
type Avoid struct{}

// bye goes by what a server says of epochs as it lets the device go. One that is silent is avoided; one
// that began a higher epoch itself comes to be believed in it before it answers anything more.
func (s *State) bye(m wire.Bye) []any {
	var out []any
	if m.Code == "epoch" {
		out = append(out, Avoid{})
	}
	if e := m.Epoch; (m.Code == "epoch" || m.Code == "alone") && e != nil && e.Above(s.Epoch) {
		out = append(out, Prove{*e})
	}
	return append(out, HangUp{})
}
