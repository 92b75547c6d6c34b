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
	if code := layerRefusal(actor, piece.Place, func(person string) bool { _, on := s.Deputies[person]; return on }); code != "" {
		return change.Refuse(code)
	}
	drafts, answer := s.notes.Judge(actor, command, bench.Now)
	d.drafts = drafts
	return answer
}

// layerRefusal is why somebody may not write in a layer of their notes; empty where they may. known tells who stands
// on the roster.
func layerRefusal(actor change.Actor, place string, known func(person string) bool) string {
	other, shared := notes.WithWhom(place)
	switch {
	case !people.May(people.Mode(actor.Mode), people.WriteNotes) || !known(actor.Person):
		return "not-allowed"
	case shared && !known(other), !shared && place != notes.Own && place != notes.All:
		return "deputy.unknown"
	}
	return ""
}

// SharedLayer returns who else sees a layer of somebody's notes, by the rules for notes themselves; empty where
// nobody else does, or it is not theirs to write in. known tells who stands on the session's roster.
func SharedLayer(session string, actor change.Actor, place string, known func(person string) bool) change.Audience {
	if place == notes.Own || layerRefusal(actor, place, known) != "" {
		return ""
	}
	return noteRule(session).Audience(actor.Person, place)
}
