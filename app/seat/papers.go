package seat

import (
	"maps"

	"congso.vn/congso/app/people"
)

// Held notes what devices said of their papers: of some, or, with all, of every one.
func (s *Seat) Held(devices map[string]people.PaperCount, all bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := map[string]people.PaperCount{}
	if !all {
		maps.Copy(held, s.held)
	}
	maps.Copy(held, devices)
	s.held = held
	s.tell()
}

// Papers returns how many of their papers devices have, by device, also of those that are gone; for clerks.
// Nobody changes what is returned.
func (s *Seat) Papers() map[string]people.PaperCount {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}
