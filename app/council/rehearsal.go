package council

import (
	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// removeSession takes a rehearsal (diễn tập) back with everything in it, at whatever point it stands. A
// session of the office is never removed.
func removeSession(d *deed, _ change.Actor, _ change.Command, _ Pointing, _ Bench) change.Answer {
	if !people.Rehearsed(d.state.ID) {
		return change.Refuse("not-allowed")
	}
	for _, f := range d.state.facts() {
		if f.kind != SessionKind {
			d.takeBack(f.kind, d.state.seen[f].audience, f.key)
		}
	}
	d.takeBack(SessionKind, d.hall(), "")
	return change.Accept()
}
