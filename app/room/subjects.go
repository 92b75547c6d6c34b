package room

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/wire"
)

// subjectsFile is where the keys of subjects are, apart from the logs: who has a copy of the logs alone, of
// whatever age, reads nothing personal.
const subjectsFile = "subjects.db"

// subjects seals what is personal before it is written, and destroys the key of who is erased. Safe from any
// goroutine.
type subjects struct {
	store  *storage.Subjects
	random io.Reader

	mu     sync.Mutex
	keys   change.Keys
	erased map[string]bool // their keys are destroyed, or shall be
}

// errErased says that something personal of an erased person was to be written.
var errErased = errors.New("room: the person was erased")

// openSubjects opens the keys in a folder. Those of who was erased by the log are destroyed again: a backup
// from before may have brought them back.
func openSubjects(ctx context.Context, folder string, erasures map[string]people.Erasure) (*subjects, error) {
	store, err := storage.OpenSubjects(ctx, filepath.Join(folder, subjectsFile))
	if err != nil {
		return nil, err
	}
	s := &subjects{store: store, random: rand.Reader, erased: map[string]bool{}}
	if s.keys, err = store.Keys(ctx); err == nil {
		err = s.erase(ctx, slices.Sorted(maps.Keys(erasures)))
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return s, nil
}

// Keys returns a copy of all keys.
func (s *subjects) Keys() change.Keys {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := change.Keys{}
	for subject, key := range s.keys {
		keys[subject] = bytes.Clone(key) // a destroyed one is overwritten here
	}
	return keys
}

// erase destroys keys, also those that a former attempt left. When it returns nil they are gone for good.
func (s *subjects) erase(ctx context.Context, who []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, subject := range who {
		s.erased[subject] = true
	}
	var left []string
	for subject := range s.erased {
		if s.keys[subject] != nil {
			left = append(left, subject)
		}
	}
	if err := s.store.Destroy(ctx, left); err != nil {
		return fmt.Errorf("room: key not destroyed: %w", err)
	}
	for _, subject := range left {
		clear(s.keys[subject])
		delete(s.keys, subject)
	}
	return nil
}

// seal returns drafts as they may be written. The key of a subject is durable before anything is sealed
// under it.
func (s *subjects) seal(ctx context.Context, drafts []change.Draft) ([]change.Draft, error) {
	for i, draft := range drafts {
		if draft.Personal == nil {
			continue
		}
		key, err := s.key(ctx, draft.Personal.Subject)
		if err == nil {
			drafts[i], err = draft.Seal(key, s.random)
		}
		if err != nil {
			return nil, err
		}
	}
	return drafts, nil
}

func (s *subjects) key(ctx context.Context, subject string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.erased[subject] {
		return nil, errErased
	}
	if key := s.keys[subject]; key != nil {
		return key, nil
	}
	key := make([]byte, change.SubjectKeySize)
	if _, err := io.ReadFull(s.random, key); err != nil {
		return nil, fmt.Errorf("room: subject key: %w", err)
	}
	if err := s.store.Keep(ctx, map[string][]byte{subject: key}); err != nil {
		return nil, err
	}
	s.keys[subject] = key
	return key, nil
}

// Close closes the file.
func (s *subjects) Close() error { return s.store.Close() }

// noteSubjects destroys the keys of who was erased, before anybody is told that they were, and gives the keys
// of what was written to the devices that see it. From the writer's goroutine.
func (r *Room) noteSubjects(entries []change.Entry) {
	told := wire.Subjects{Keys: change.Keys{}}
	for _, e := range entries {
		if e.Kind == people.ErasureFact && e.Stream == people.Stream && !e.TakenBack() {
			told.Forgotten = append(told.Forgotten, e.Key)
		}
		if box := change.BoxOf(e.Change); box != nil {
			told.Keys[box.Subject] = nil
		}
	}
	if len(told.Forgotten) > 0 {
		if err := r.subjects.erase(context.Background(), told.Forgotten); err != nil {
			// It is tried again with the next one, and when the room is opened; the log says what is to be done.
			r.config.Logger.Error("Key of an erased person not destroyed yet", "error", err)
		}
	}
	if len(told.Keys) == 0 && len(told.Forgotten) == 0 {
		return
	}
	keys := r.subjects.Keys()
	for subject := range told.Keys {
		if told.Keys[subject] = keys[subject]; keys[subject] == nil {
			delete(told.Keys, subject)
		}
	}
	r.hub.Tell(told)
}

// copySubjects copies the keys of subjects after the logs, so that everything sealed in the copy opens. A
// person that is erased later is erased from this copy too when it is restored and the log, or a clerk's
// device that had it done, says so.
func (m *BackupManifest) copySubjects(ctx context.Context, folder, state string) error {
	source, to := filepath.Join(folder, subjectsFile), filepath.Join(state, subjectsFile)
	if _, err := os.Stat(source); errors.Is(err, fs.ErrNotExist) {
		return nil // a room that was not opened since there are such keys
	}
	if err := storage.BackupSubjects(ctx, source, to); err != nil {
		return err
	}
	copied, err := sumOf(to, subjectsFile)
	if err != nil {
		return err
	}
	m.Files, m.Bytes = append(m.Files, copied), m.Bytes+copied.Size
	return nil
}
