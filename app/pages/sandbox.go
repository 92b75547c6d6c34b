package pages

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
)

// sandboxMemory is the memory of the sandbox: one stretch of address space that is there from the
// start and costs nothing until touched. Grown piece by piece it would be copied each time: a large
// scan then takes three times the memory and several seconds of copying.
//
// It ends at the ceiling. A document that is refused memory there may bring the renderer down, or
// leave a picture out of its page without a word; so every refusal is remembered. One goroutine.
type sandboxMemory struct {
	ceiling uint64
	refused bool
	stretch *stretch
}

// in gives a context in which a sandbox gets this memory.
func (m *sandboxMemory) in(ctx context.Context) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(
		func(_, _ uint64) experimental.LinearMemory {
			var err error
			if m.stretch, err = reserve(m.ceiling); err != nil {
				// The interface has no way to refuse; the worker ends and is reported.
				panic(fmt.Sprintf("pages: no address space for the renderer: %v", err))
			}
			return m
		}))
}

// Reallocate gives the first bytes of the stretch, or nil above the ceiling.
func (m *sandboxMemory) Reallocate(size uint64) []byte {
	if size <= m.ceiling {
		if space := m.stretch.first(size); space != nil {
			return space
		}
	}
	m.refused = true
	return nil
}

// Free gives the address space back.
func (m *sandboxMemory) Free() { m.stretch.free() }
