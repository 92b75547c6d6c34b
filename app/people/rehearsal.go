package people

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"congso.vn/congso/app/change"
)

// EndRehearsalKind takes everything back that one rehearsal (diễn tập) brought among persons and devices.
// Body Pointing: the rehearsal. On the wire: only ever add.
const EndRehearsalKind = "rehearsal.end"

// rehearsals is how the ids of all that only rehearses begin: of its session, which is the rehearsal's own
// id, and of its persons. On disk.
const rehearsals = "rehearsal-"

// RehearsalID returns the id of a rehearsal, and of its session.
func RehearsalID(run string) string { return rehearsals + run }

// Rehearsed reports whether a session or person is there for a rehearsal alone. What is so and what is not
// never meet: no device of the office sees a rehearsal, and no rehearsing device sees anything else.
func Rehearsed(id string) bool { return strings.HasPrefix(id, rehearsals) }

// rehearses reports whether a person belongs to a rehearsal.
func rehearses(rehearsal, person string) bool { return strings.HasPrefix(person, rehearsal+"-") }

// seenBy is who learns of a person or device: for a rehearsal's nobody, so that no clerk's list is filled.
func seenBy(rehearsed bool) change.Audience {
	if rehearsed {
		return ServerOnly
	}
	return ClerksOnly
}

// endRehearsal takes the persons, cards and devices of a rehearsal back. A device that is not listed has
// no rights, and its certificate opens nothing.
func (s *State) endRehearsal(command change.Command) ([]change.Draft, change.Answer) {
	var asked Pointing
	if err := json.Unmarshal(command.Body, &asked); err != nil || !Rehearsed(asked.ID) {
		return nil, change.Refuse("command.unreadable")
	}
	var drafts []change.Draft
	back := func(kind, key string, known bool) {
		if known {
			drafts = append(drafts, change.Draft{Stream: Stream, Kind: kind, Audience: ServerOnly, Key: key})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Devices)) {
		if s.Devices[id].Rehearsal == asked.ID {
			_, held := s.Holdings[id]
			back(HoldingFact, id, held)
			back(DeviceFact, id, true)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Persons)) {
		if rehearses(asked.ID, id) {
			_, carded := s.Credentials[id]
			back(CredentialFact, id, carded)
			back(PersonFact, id, true)
		}
	}
	if len(drafts) == 0 {
		return nil, change.Answer{Outcome: change.Duplicate}
	}
	return drafts, change.Accept()
}
