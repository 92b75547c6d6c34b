package station

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"congso.vn/congso/app/seat"
)

// notesFile is where the keys of the holder's notes lie: beside the keyring, for they do not come from the room
// and go only with all of it.
func (k *keyring) notesFile() string { return k.file + ".notes" }

var _ seat.NoteKeeper = (*keyring)(nil)

// KeepNoteKeys is part of seat.NoteKeeper.
func (k *keyring) KeepNoteKeys(keys seat.NoteKeys) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	data, err := json.Marshal(keys)
	if err != nil {
		return fmt.Errorf("station: keys of notes: %w", err)
	}
	return k.put(k.notesFile(), data)
}

func (k *keyring) shredNotes() error {
	return errors.Join(shred(k.notesFile()), shred(k.notesFile()+".new"))
}

// noteKeys reads them. What cannot be read is gone: a card opens the notes again.
func (k *keyring) noteKeys() (seat.NoteKeys, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var keys seat.NoteKeys
	data, err := os.ReadFile(k.notesFile())
	if errors.Is(err, fs.ErrNotExist) {
		return keys, nil
	}
	if err != nil {
		return keys, fmt.Errorf("station: keys of notes: %w", err)
	}
	if json.Unmarshal(data, &keys) != nil {
		return seat.NoteKeys{}, k.shredNotes()
	}
	return keys, nil
}

// noteKeysAgain is how long the device waits before it asks for the locks of notes once more.
const noteKeysAgain = 5 * time.Second

// fetchNoteKeys asks for the locks of who holds the device, where they are not here and the room is.
func (s *Station) fetchNoteKeys(ctx context.Context) {
	if !s.connected() || !s.seat.WantsNoteKeys() || time.Since(s.noteKeysAsked) < noteKeysAgain {
		return
	}
	s.noteKeysAsked = time.Now()
	go func() {
		if err := s.seat.FetchNoteKeys(ctx); err != nil && ctx.Err() == nil {
			s.logger.Info("Locks of notes not here yet", "error", err)
		}
	}()
}
