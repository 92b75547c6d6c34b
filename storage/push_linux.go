package storage

import (
	"os"

	"golang.org/x/sys/unix"
)

// push asks the disk to begin writing what a file has; it does not wait and promises nothing.
func push(file *os.File) {
	_ = unix.SyncFileRange(int(file.Fd()), 0, 0, unix.SYNC_FILE_RANGE_WRITE) // only a hint
}
