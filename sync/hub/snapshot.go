package hub

import (
	"context"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// What the core hears and asks about snapshots.
type (
	// Snap has a snapshot of an audience made ready, for one that is at a place far behind.
	Snap struct {
		Conn     Conn
		Audience change.Audience
		After    uint64
		Head     uint64 // place of the audience's last change
	}
	// Snapped: where a snapshot for a connection lies, in answer to Snap; not OK: none can be had.
	Snapped struct {
		Conn     Conn
		After    uint64
		Snapshot wire.Snapshot
		OK       bool
	}
)

// Snapshots has the facts of audiences ready as files. May be called from any goroutine.
type Snapshots interface {
	// Snapshot returns where the facts of an audience lie, up to a place beyond after where there is one; head
	// is where the audience ends.
	Snapshot(ctx context.Context, audience change.Audience, after, head uint64) (wire.Snapshot, error)
}

// snapped tells a device where the facts lie that spare it the changes; where they spare it nothing it
// gets the changes.
func (s *State) snapped(in Snapped) []any {
	p, known := s.conns[in.Conn]
	if !known {
		return nil
	}
	at, follows := p.sent[in.Snapshot.Audience]
	if !follows || !at.catching || at.place != in.After {
		return nil
	}
	if !in.OK || in.Snapshot.To.Place <= at.place {
		return []any{Fetch{Conn: in.Conn, Audience: in.Snapshot.Audience, After: at.place}}
	}
	at.place = in.Snapshot.To.Place
	return []any{Send{Conn: in.Conn, Message: wire.Message{Snapshot: &in.Snapshot}}}
}

func (h *Hub) snapshot(ctx context.Context, out Snap) {
	ready := Snapped{Conn: out.Conn, After: out.After, Snapshot: wire.Snapshot{Audience: out.Audience}}
	if h.config.Snapshots != nil {
		made, err := h.config.Snapshots.Snapshot(ctx, out.Audience, out.After, out.Head)
		if ready.OK = err == nil; ready.OK {
			ready.Snapshot = made
		} else if ctx.Err() == nil {
			h.writer.health.cannotRead(h.config.Logger, out.Audience, h.config.Now(), err)
		}
	}
	h.input(ready)
}
