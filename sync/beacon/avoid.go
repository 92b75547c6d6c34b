package beacon

import "time"

// avoidFor is how long an address is avoided: as long as it takes to look everywhere else, and short enough
// that a room which moves back there is found.
const avoidFor = 30 * time.Second

// Avoid leaves an address (host:port) out of Candidates for a while, as long as there are others: a server
// answers there that speaks for the room no more.
func (f *Finder) Avoid(address string) {
	f.mu.Lock()
	if f.avoided == nil {
		f.avoided = map[string]time.Time{}
	}
	f.avoided[address] = time.Now().Add(avoidFor)
	f.mu.Unlock()
	poke(f.hurry)
}

// spared is without those to avoid, where anything is left then. f.mu is held.
func (f *Finder) spared(all []Candidate, now time.Time) []Candidate {
	var left []Candidate
	for _, c := range all {
		if until, avoided := f.avoided[c.Address]; avoided && now.Before(until) {
			continue
		}
		delete(f.avoided, c.Address)
		left = append(left, c)
	}
	if len(left) == 0 {
		return all
	}
	return left
}
