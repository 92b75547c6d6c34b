package seat

import (
	"maps"

	"congso.vn/congso/app/change"
)

// Subjects notes keys of subjects, and which are gone; with all they are all there are. What is sealed under
// them shows in the facts from now on, or does not any more.
func (s *Seat) Subjects(all bool, keys change.Keys, forgotten []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := change.Keys{}
	if !all {
		maps.Copy(kept, s.subjects)
	}
	maps.Copy(kept, keys)
	for _, subject := range forgotten {
		delete(kept, subject)
	}
	if kept.Equal(s.subjects) {
		return nil
	}
	s.subjects = kept
	defer s.tell()
	return s.refold()
}

// opened returns a change with its personal fields where this device has the key, and as it is where not:
// the key comes later, or never. s.mu is held.
func (s *Seat) opened(c change.Change) change.Change {
	if len(s.subjects) == 0 {
		return c
	}
	if box := change.BoxOf(c); box != nil && s.subjects[box.Subject] != nil {
		if plain, err := change.Open(c, s.subjects[box.Subject]); err == nil {
			return plain
		}
	}
	return c
}
