//go:build unix

package storage

import (
	"errors"
	"os"
	"syscall"
)

// exclude locks a file against other processes; taken says that one of them has it.
func exclude(file *os.File) (taken bool, err error) {
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	return errors.Is(err, syscall.EWOULDBLOCK), err
}
