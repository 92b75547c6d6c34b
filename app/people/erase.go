package people

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/change"
)

// ErasePersonKind erases a person: the key of what is sealed, the card and code, and who they hold. Body
// Erasing. On the wire: only ever add.
const ErasePersonKind = "person.erase"

// ErasureFact is the kind of fact that says a person was erased. On disk: only ever add.
const ErasureFact = "erasure"

// reasonLength is the longest reason, in bytes.
const reasonLength = 600

// Erasing is the body of ErasePersonKind.
type Erasing struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Erasure (xoá dữ liệu cá nhân) says that what was sealed of a person is gone for good. It is never taken
// back: by it the key is destroyed once more where a backup brought it back.
type Erasure struct {
	Person string `json:"person"`
	At     int64  `json:"at"` // milliseconds since 1970
	Reason string `json:"reason"`
	By     string `json:"by,omitempty"`     // the person who had it done
	Device string `json:"device,omitempty"` // on which device; empty: on the server itself
}

// erasePerson writes that a person is erased; the server destroys the key once that is durable, before it
// answers.
//
// The name stays. It stands in rolls, in minutes and in the results of named votes, which are records of a
// public body and must be kept; the register of persons names no more than they do. Nor could it be taken
// out of what was written before without breaking the chain that proves those records.
func (s *State) erasePerson(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	var asked Erasing
	if err := json.Unmarshal(command.Body, &asked); err != nil || asked.ID == "" {
		return nil, change.Refuse("command.unreadable")
	}
	reason := Clean(asked.Reason)
	person, known := s.Persons[asked.ID]
	_, erased := s.Erasures[asked.ID]
	switch {
	case !known:
		return nil, change.Refuse("person.unknown")
	case erased:
		return nil, change.Answer{Outcome: change.Duplicate}
	case reason == "":
		return nil, change.Refuse("erase.no-reason")
	case len(reason) > reasonLength:
		return nil, change.Refuse("too-long")
	}
	seen := seenBy(Rehearsed(person.ID))
	person.Sealed, person.Erased = nil, now.UnixMilli()
	drafts := []change.Draft{
		draft(ErasureFact, person.ID, seen, Erasure{Person: person.ID, At: now.UnixMilli(), Reason: reason, By: actor.Person, Device: actor.Device}),
		draft(PersonFact, person.ID, seen, person),
	}
	if _, carded := s.Credentials[person.ID]; carded {
		drafts = append(drafts, change.Draft{Stream: Stream, Kind: CredentialFact, Audience: ServerOnly, Key: person.ID})
	}
	for _, device := range slices.Sorted(maps.Keys(s.Holdings)) {
		if s.Holdings[device].Person == person.ID {
			drafts = append(drafts, draft(HoldingFact, device, seenBy(s.Devices[device].Rehearsal != ""), Holding{Device: device, Since: now.UnixMilli()}))
		}
	}
	return drafts, change.Accept()
}
