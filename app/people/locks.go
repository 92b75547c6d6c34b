package people

import (
	"encoding/json"
	"reflect"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/notes"
)

// Kinds of commands about what locks a person's notes. On the wire: only ever add.
const (
	LocksKind    = "people.locks"     // no body; the answer's Once is the holder's notes.Locks
	AddLocksKind = "people.locks.add" // body notes.Locks: those that the holder has, with others before them
)

// mostLocks bounds what one person may have: two for each card.
const mostLocks = 64

// locks tells the locks of whoever holds the device. They open to a card or a recovery sheet alone.
func (s *State) locks(actor change.Actor) change.Answer {
	if !May(Mode(actor.Mode), WriteNotes) || actor.Person == "" {
		return change.Refuse("not-allowed")
	}
	answer := change.Accept()
	answer.Once, _ = json.Marshal(s.Credentials[actor.Person].Locks) // plain structs
	return answer
}

// addLocks keeps locks that a recovery sheet gave to the holder's new card. None goes, and the pair to write for
// stays: a device that has fewer does not know of a card that was made meanwhile, and asks again.
func (s *State) addLocks(actor change.Actor, command change.Command) ([]change.Draft, change.Answer) {
	var asked notes.Locks
	credential, known := s.Credentials[actor.Person]
	switch err := json.Unmarshal(command.Body, &asked); {
	case err != nil || len(asked) > mostLocks:
		return nil, change.Refuse("command.unreadable")
	case !May(Mode(actor.Mode), WriteNotes) || actor.Person == "" || !known:
		return nil, change.Refuse("not-allowed")
	case len(asked) < len(credential.Locks) || !reflect.DeepEqual(asked[len(asked)-len(credential.Locks):], credential.Locks):
		return nil, change.Refuse("notes.locks-changed")
	}
	credential.Locks = asked
	return []change.Draft{draft(CredentialFact, credential.Person, ServerOnly, credential)}, change.Accept()
}
