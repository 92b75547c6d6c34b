package storage

import (
	"errors"
	"syscall"
)

// syncDir has no counterpart on Windows: NTFS journals a rename by itself.
func syncDir(string) error { return nil }

func noSpace(err error) bool {
	const diskFull, handleDiskFull = syscall.Errno(112), syscall.Errno(39)
	return errors.Is(err, diskFull) || errors.Is(err, handleDiskFull)
}
