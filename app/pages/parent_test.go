//go:build !linux

package pages

import (
	"os"
	"syscall"
)

// parent is only used where a child can be tied to its parent by the system.
func parent() { panic("not here") }

// ended is true for a process that is gone.
func ended(pid int) bool {
	process, err := os.FindProcess(pid)
	return err != nil || process.Signal(syscall.Signal(0)) != nil
}
