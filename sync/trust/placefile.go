package trust

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// placeFile puts a file that does not exist yet in its place, whole and on the disk, or not at
// all: a crash at any moment leaves either nothing under that name or all of it. When the name
// is taken the error is fs.ErrExist and the file there is untouched.
func placeFile(path string, content []byte) (err error) {
	directory := filepath.Dir(path)
	unfinished, err := os.CreateTemp(directory, filepath.Base(path)+".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeIfThere(unfinished.Name())) }()
	_, err = unfinished.Write(content)
	if err == nil {
		err = unfinished.Sync()
	}
	if err = errors.Join(err, unfinished.Close()); err != nil {
		return err
	}
	// A link, not a rename: a rename would overwrite what another process placed meanwhile.
	if err = os.Link(unfinished.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		err = renameIfFree(unfinished.Name(), path)
	}
	if err != nil {
		return err
	}
	return syncDirectory(directory)
}

// renameIfFree stands in for a link on file systems that have none.
func renameIfFree(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncDirectory makes the new name durable; Windows does so by itself and cannot be asked.
func syncDirectory(directory string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	opened, err := os.Open(directory)
	if err != nil {
		return err
	}
	return errors.Join(opened.Sync(), opened.Close())
}
