package storage_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

func TestRoom(t *testing.T) {
	storagetest.Room(t, func(folder string) (*storage.Room, error) {
		return storage.OpenRoom(context.Background(), filepath.Join(folder, "room.db"))
	})
}

func TestDevice(t *testing.T) {
	storagetest.Device(t, func(folder string) (*storage.Device, error) {
		return storage.OpenDevice(context.Background(), filepath.Join(folder, "device.db"))
	})
}

func TestBlobs(t *testing.T) { storagetest.Blobs(t, storage.OpenBlobs) }

// A folder may be called anything, and may be named from where the program stands.
func TestAnyFolder(t *testing.T) {
	names := map[string]string{"letters that a URI gives a meaning": "Hội trường 50% #1 ?mode=memory&x"}
	for what, name := range names {
		t.Run(what, func(t *testing.T) {
			opens(t, filepath.Join(t.TempDir(), name, "room.db"))
		})
	}
	t.Run("relative", func(t *testing.T) {
		t.Chdir(t.TempDir())
		opens(t, filepath.Join("data", "room.db"))
		opens(t, "room.db")
	})
}

func opens(t *testing.T, file string) {
	t.Helper()
	for range 2 {
		r, err := storage.OpenRoom(context.Background(), file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Book(context.Background()); err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	if matches, _ := filepath.Glob(strings.ReplaceAll(file, "?", "[?]") + "*"); len(matches) != 1 {
		t.Errorf("beside %s: %q", file, matches)
	}
}
