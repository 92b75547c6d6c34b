package pages

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// stretch is reserved address space.
type stretch struct {
	address uintptr
	space   []byte
}

// reserve takes that many bytes of address space.
func reserve(most uint64) (*stretch, error) {
	address, err := windows.VirtualAlloc(0, uintptr(most), windows.MEM_RESERVE, windows.PAGE_READWRITE)
	if err != nil {
		return nil, err
	}
	// The system's memory, not the garbage collector's: nothing moves or frees it behind our back.
	start := *(**byte)(unsafe.Pointer(&address))
	return &stretch{address, unsafe.Slice(start, most)}, nil
}

// first are the first bytes of it, backed by memory from here on; nil if the system has none left.
func (s *stretch) first(size uint64) []byte {
	if _, err := windows.VirtualAlloc(s.address, uintptr(size), windows.MEM_COMMIT, windows.PAGE_READWRITE); err != nil {
		return nil
	}
	return s.space[:size:size]
}

// free gives it back.
func (s *stretch) free() {
	_ = windows.VirtualFree(s.address, 0, windows.MEM_RELEASE) // only ever called with what VirtualAlloc gave
	s.space = nil
}
