package link

import (
	"congso.vn/congso/sync/wire"
)

// passCredit is how many bytes of what may be lost a device sends until the room answers a ping: so many are the
// most that a command may wait behind on the line.
const passCredit = 64 << 10

// Pass: something that is worth seeing now is to be sent, if that is possible now.
type Pass struct{ Ephemeral wire.Ephemeral }

// Passing: the room tells of something that passes, of somebody else or of another device.
type Passing struct{ wire.Ephemeral }

// EphemeralWatcher is what a watcher is beside, where it wants to see what passes. From the link's goroutine; it must
// not wait.
type EphemeralWatcher interface{ Passing(wire.Ephemeral) }

// Pass sends something that is worth seeing now; where the line is behind, cut, or of a room that knows no such
// thing, it is lost. Its author is whoever holds the device. It never waits. From any goroutine.
func (l *Link) Pass(e wire.Ephemeral) {
	select {
	case l.passes <- Pass{e}:
	default:
	}
}

// pass sends it only where the room knows such messages, is not in doubt, and reads what it is sent.
func (s *State) pass(in Pass) []any {
	size := len(in.Ephemeral.Body)
	if s.Phase != Online || s.protocol < wire.EphemeralSince || s.Doubting || s.passed+size > passCredit {
		return nil
	}
	s.passed += size
	return []any{Send{wire.Message{Ephemeral: &in.Ephemeral}}}
}

// answered notes that the room has read what was sent before a ping, and this device what was sent before the
// answer.
func (s *State) answered() { s.passed, s.read = 0, true }

// pingMessage says once that an answer was read.
func (s *State) pingMessage() wire.Message {
	ping := &wire.Ping{Read: s.read}
	s.read = false
	return wire.Message{Ping: ping}
}
