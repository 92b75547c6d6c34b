package council

import (
	"encoding/json"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// noteRule says of the notes of a session who may see which. The state keeps digests alone: it reads no note.
func noteRule(session string) kind.SetRule {
	own := func(person string) change.Audience { return people.PersonOf(session, person) }
	rule := notes.Rule(people.CouncilStream(session), own, people.Members(session))
	rule.Digests = true
	return rule
}

// writeNote takes what somebody on the roster wrote on papers, also after the session: whoever reads on at home
// loses nothing. What it says is sealed, unless it is for others too.
func (s *State) writeNote(d *deed, actor change.Actor, command change.Command, bench Bench) change.Answer {
	var piece kind.Piece
	if err := json.Unmarshal(command.Body, &piece); err != nil {
		return change.Refuse("command.unreadable")
	}
	other, shared := notes.WithWhom(piece.Place)
	known := func(person string) bool { _, on := s.Deputies[person]; return on }
	switch {
	case !people.May(people.Mode(actor.Mode), people.WriteNotes) || !known(actor.Person):
		return change.Refuse("not-allowed")
	case shared && !known(other), !shared && piece.Place != notes.Own && piece.Place != notes.All:
		return change.Refuse("deputy.unknown")
	}
	drafts, answer := s.notes.Judge(actor, command, bench.Now)
	d.drafts = drafts
	return answer
}
