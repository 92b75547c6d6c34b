package people

import "congso.vn/congso/app/change"

// Enroll writes down the persons whom the office does not know yet. Whoever it knows stays as is.
func (s *State) Enroll(persons []Person) []change.Draft {
	var drafts []change.Draft
	for _, person := range persons {
		if _, known := s.Persons[person.ID]; !known {
			person.Sealed, person.Erased = nil, 0
			drafts = append(drafts, draft(PersonFact, person.ID, seenBy(Rehearsed(person.ID)), person))
		}
	}
	return drafts
}
