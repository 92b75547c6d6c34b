package storage

import (
	"errors"
	"testing"
)

// A folder is one process's, and free again when it lets go.
func TestFolderIsTakenOnce(t *testing.T) {
	folder := t.TempDir()
	first, err := LockFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockFolder(folder); !errors.Is(err, ErrInUse) {
		t.Errorf("taken twice: %v", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	again, err := LockFolder(folder)
	if err != nil {
		t.Fatalf("not free again: %v", err)
	}
	if err := again.Release(); err != nil {
		t.Fatal(err)
	}
}
