//go:build unix

package storage

import (
	"errors"
	"os"
	"syscall"
)

// syncDir makes a rename in the folder survive a power cut.
func syncDir(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

func noSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
