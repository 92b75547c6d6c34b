package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrInUse says that another process has a folder.
var ErrInUse = errors.New("storage: another process uses this folder")

// FolderLock keeps a second process out of the folder; it ends with the process, however it ends.
type FolderLock struct{ file *os.File }

// LockFolder takes the folder for this process; ErrInUse where another has it.
func LockFolder(folder string) (*FolderLock, error) {
	file, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	taken, err := exclude(file)
	switch {
	case taken:
		return nil, errors.Join(ErrInUse, file.Close())
	case err != nil:
		return nil, errors.Join(fmt.Errorf("storage: lock: %w", err), file.Close())
	}
	return &FolderLock{file}, nil
}

// Release lets others in.
func (l *FolderLock) Release() error {
	if l == nil {
		return nil
	}
	return l.file.Close()
}

// ErrBusy says that another process writes the same bytes.
var ErrBusy = errors.New("storage: another process writes the same bytes")

// pathLock keeps other processes from one file; it ends with the process, however it ends.
type pathLock struct{ file *os.File }

// lockPath takes a name for this process; ErrBusy where another has it.
func lockPath(name string) (*pathLock, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	taken, err := exclude(file)
	if taken {
		return nil, errors.Join(ErrBusy, file.Close())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("storage: lock: %w", err), file.Close())
	}
	// Who had it before may have removed it after it was opened here: then it is no lock any more.
	here, err := file.Stat()
	if err == nil {
		var named os.FileInfo
		if named, err = os.Stat(name); err == nil && os.SameFile(here, named) {
			return &pathLock{file}, nil
		}
	}
	return nil, errors.Join(ErrBusy, file.Close())
}

// release lets others in.
func (l *pathLock) release() {
	if l == nil {
		return
	}
	os.Remove(l.file.Name()) // on Windows it stays, and does no harm
	l.file.Close()
}
