package room

import (
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"congso.vn/congso/storage"
)

// damage knows which papers the server's disk changed. Each is logged once, set aside, and given to nobody,
// until it is handed in again. Safe for use from any goroutine.
type damage struct {
	blobs  *storage.Blobs
	logger *slog.Logger

	mu     sync.Mutex
	papers map[string]bool
}

// openDamage looks what was found before.
func openDamage(blobs *storage.Blobs, logger *slog.Logger) (*damage, error) {
	before, err := blobs.Damaged()
	if err != nil {
		return nil, err
	}
	d := &damage{blobs: blobs, logger: logger, papers: map[string]bool{}}
	for _, hash := range before {
		d.papers[hash] = true
	}
	return d, nil
}

// note says why a paper could not be read: that it is not here and that it is damaged are not the same.
func (d *damage) note(hash string, err error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case errors.Is(err, fs.ErrNotExist) && d.papers[hash]:
		return storage.ErrWrongHash
	case !errors.Is(err, storage.ErrWrongHash) || d.papers[hash]:
		return err
	}
	d.papers[hash] = true
	d.logger.Error("Paper damaged on the disk, set aside and not sent", "hash", hash)
	return errors.Join(err, d.blobs.SetAside(hash))
}

// mended forgets a paper that was handed in again.
func (d *damage) mended(hash string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.papers[hash] {
		return nil
	}
	delete(d.papers, hash)
	d.logger.Info("Damaged paper handed in again", "hash", hash)
	return d.blobs.Mended(hash)
}

// all returns the papers that are damaged.
func (d *damage) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Sorted(maps.Keys(d.papers))
}
