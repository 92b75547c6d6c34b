//go:build linux || darwin

package pages

import "golang.org/x/sys/unix"

// stretch is reserved address space.
type stretch struct{ space []byte }

// reserve takes that many bytes of address space.
func reserve(most uint64) (*stretch, error) {
	space, err := unix.Mmap(-1, 0, int(most), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil {
		return nil, err
	}
	return &stretch{space}, nil
}

// first are the first bytes of it, which it has.
func (s *stretch) first(size uint64) []byte { return s.space[:size:size] }

// free gives it back.
func (s *stretch) free() {
	_ = unix.Munmap(s.space) // only ever called with what Mmap gave
	s.space = nil
}
