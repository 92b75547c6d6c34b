//go:build !linux

package storage

import "os"

// push asks the disk to begin writing what a file has; here there is no way to ask without waiting.
func push(*os.File) {}
