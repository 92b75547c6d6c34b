//go:build !linux

package pages

import "runtime"

// runtimeMemory is the memory that the runtime has taken from the system and not given back.
func runtimeMemory() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.Sys - stats.HeapReleased)
}
