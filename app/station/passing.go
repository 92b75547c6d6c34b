package station

import (
	"encoding/json"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/seat"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

var (
	_ link.EphemeralWatcher = (*Station)(nil)
	_ seat.Passer           = courier{}
)

// Passing is part of link.EphemeralWatcher.
func (s *Station) Passing(e wire.Ephemeral) { s.seat.Passing(e.Stream, e.Author, e.Body) }

// Pass is part of seat.Passer.
func (c courier) Pass(stream change.Stream, place, id string, body json.RawMessage) {
	c.link.Pass(wire.Ephemeral{Stream: stream, Place: place, ID: id, Body: body})
}
