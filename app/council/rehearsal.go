package council

import (
	"maps"
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// removeSession takes a rehearsal (diễn tập) back with everything in it, at whatever point it stands. A
// session of the office is never removed.
func removeSession(d *deed, _ change.Actor, _ change.Command, _ Pointing, _ Bench) change.Answer {
	if !people.Rehearsed(d.state.ID) {
		return change.Refuse("not-allowed")
	}
	s := d.state
	for _, poll := range slices.Sorted(maps.Keys(s.Ballots)) {
		for _, voter := range slices.Sorted(maps.Keys(s.Ballots[poll])) {
			d.takeBack(BallotKind, people.PersonOf(s.ID, voter), ballotKey(poll, voter))
		}
	}
	for _, poll := range slices.Sorted(maps.Keys(s.Casts)) {
		for _, voter := range slices.Sorted(maps.Keys(s.Casts[poll])) {
			d.takeBack(CastKind, d.clerks(), ballotKey(poll, voter))
		}
	}
	takeAllBack(d, RollKind, s.Rolls)
	takeAllBack(d, ResultKind, s.Results)
	takeAllBack(d, TallyKind, s.Tallies)
	takeAllBack(d, PollKind, s.Polls)
	takeAllBack(d, AttendanceKind, s.Attendances)
	for _, id := range slices.Sorted(maps.Keys(s.Documents)) {
		if _, read := s.Readings[id]; read {
			d.takeBack(ReadingKind, s.Documents[id].Audience, id)
		}
		if _, kept := s.Originals[id]; kept {
			d.takeBack(OriginalKind, d.clerks(), id)
		}
		d.forgetCheck(id)
		for _, issue := range s.IssuesOf(id) {
			d.takeBack(IssueKind, s.Documents[id].Audience, issue.key())
		}
		d.takeBack(DocumentKind, s.Documents[id].Audience, id)
	}
	takeAllBack(d, ItemKind, s.Items)
	takeAllBack(d, DeputyKind, s.Deputies)
	d.takeBack(SessionKind, d.hall(), "")
	return change.Accept()
}

// takeAllBack takes every fact of a kind back that the hall may see.
func takeAllBack[T any](d *deed, kind string, facts map[string]T) {
	for _, key := range slices.Sorted(maps.Keys(facts)) {
		d.takeBack(kind, d.hall(), key)
	}
}
