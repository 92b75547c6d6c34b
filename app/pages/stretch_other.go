//go:build !linux && !darwin && !windows

package pages

// stretch is memory that grows by being copied, where address space cannot be reserved.
type stretch struct{ space []byte }

// reserve takes nothing yet.
func reserve(uint64) (*stretch, error) { return &stretch{}, nil }

// first are the first bytes of it.
func (s *stretch) first(size uint64) []byte {
	if more := int(size) - len(s.space); more > 0 {
		s.space = append(s.space, make([]byte, more)...)
	}
	return s.space[:size:size]
}

// free gives it back.
func (s *stretch) free() { s.space = nil }
