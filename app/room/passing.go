package room

import (
	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/hub"
)

var _ hub.Ephemerals = (*bench)(nil)

// Passes says who sees what the holder of a device is drawing: whoever will see it when it is finished. What is
// in nobody else's sight goes nowhere.
func (b *bench) Passes(device string, stream change.Stream, place string) (author string, to change.Audience) {
	session, isCouncil := people.SessionOf(stream)
	b.mu.RLock()
	defer b.mu.RUnlock()
	held, known := b.people.Devices[device]
	author = b.people.Holder(device)
	roster := b.rosters[session]
	if !isCouncil || roster == nil || !known || held.State != people.Approved || author == "" || people.Rehearsed(session) != (held.Rehearsal != "") {
		return author, ""
	}
	actor := change.Actor{Device: device, Mode: string(held.Mode), Person: author}
	return author, council.SharedLayer(session, actor, place, func(person string) bool { _, on := roster.Deputies[person]; return on })
}
