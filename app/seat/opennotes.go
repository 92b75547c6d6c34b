package seat

import (
	"bytes"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// NoteAccess says how the notes of who holds this device stand in a session. It answers at once.
func (s *Seat) NoteAccess(session string) notes.Access {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.noteKeys
	access := notes.Access{Known: s.standing.Person != "" && k.person == s.standing.Person}
	if public := k.locks.Public(); access.Known && public != nil {
		access.Issued, access.Open = true, holds(k.pairs, public)
	}
	if n := s.notebooks[session]; n != nil {
		access.Locked = len(n.sealed)
	}
	return access
}

// OpenNotesBySheet opens on this device what a recovery sheet opens, without any card, also while the room is away.
// A sheet that was mistyped is *notes.Mistyped; one that opens nothing of the holder's is *people.Refusal.
func (s *Seat) OpenNotesBySheet(sheet string) error {
	secret, err := notes.ReadSheet(sheet)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	pairs := s.noteKeys.locks.Open(s.noteKeys.person, secret)
	if len(pairs) == 0 {
		return &people.Refusal{Code: "notes.sheet"}
	}
	return s.useNoteKeys(s.noteKeys.person, s.noteKeys.locks, s.withPairs(pairs))
}

// withPairs are the pairs that are open already and others, each once. s.mu is held.
func (s *Seat) withPairs(more []*notes.Pair) []*notes.Pair {
	all := append([]*notes.Pair(nil), s.noteKeys.pairs...)
	for _, pair := range more {
		if !holds(all, pair.Public()) {
			all = append(all, pair)
		}
	}
	return all
}

func holds(pairs []*notes.Pair, public []byte) bool {
	for _, pair := range pairs {
		if bytes.Equal(pair.Public(), public) {
			return true
		}
	}
	return false
}
