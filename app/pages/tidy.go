package pages

import (
	"runtime/debug"
	"runtime/metrics"
)

// tidyAbove is how many bytes of objects, living and dead, a worker piles up before it collects.
const tidyAbove = 48 << 20

// tidy collects garbage between two requests, while nothing can be stuck.
func tidy() {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() == metrics.KindUint64 && sample[0].Value.Uint64() > tidyAbove {
		debug.FreeOSMemory()
	}
}
