package power

import (
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// heard fails where somebody was told of a change that the disk does not have, or has another of.
func (p *plant) heard(when string, log *storage.Room) {
	p.t.Helper()
	held := map[change.Stream]map[uint64]change.Hash{}
	for _, m := range p.members {
		m.mu.Lock()
		for of, changes := range m.heard {
			if held[of] == nil {
				held[of] = hashes(p.t, log, of)
			}
			for seq, hash := range changes {
				if held[of][seq] != hash {
					p.t.Errorf("%s: %s was told of number %d of %s, which is not on the disk", when, m.person, seq, of)
				}
			}
		}
		m.mu.Unlock()
	}
}

func hashes(t *testing.T, log *storage.Room, of change.Stream) map[uint64]change.Hash {
	t.Helper()
	all := map[uint64]change.Hash{}
	if err := log.Stream(t.Context(), of, func(c change.Change) error {
		all[c.Seq] = c.Hash()
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}
