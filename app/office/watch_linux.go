package office

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// watchMemory calls heavy once when the processes of a group hold more memory than that together, until ended.
func watchMemory(group int, most int64, ended <-chan struct{}, heavy func()) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ended:
			return
		case <-ticker.C:
		}
		if groupMemory(group) > most {
			heavy()
			return
		}
	}
}

// groupMemory is what the processes of a group hold in memory, bytes.
func groupMemory(group int) (total int64) {
	found, _ := filepath.Glob("/proc/[0-9]*/stat") // a pattern that is sound
	for _, path := range found {
		data, err := os.ReadFile(path)
		if err != nil {
			continue // it ended meanwhile
		}
		// Behind the name, which may hold anything: state, parent, group … memory in pages as the 22nd.
		fields := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
		const groupAt, memoryAt = 2, 21
		if len(fields) <= memoryAt || string(fields[groupAt]) != strconv.Itoa(group) {
			continue
		}
		if pages, err := strconv.ParseInt(string(fields[memoryAt]), 10, 64); err == nil {
			total += pages * int64(os.Getpagesize())
		}
	}
	return total
}
