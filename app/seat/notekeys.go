package seat

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// NoteKeys opens the notes of who holds the device: what the device keeps beside its other keys, and destroys
// with them.
type NoteKeys struct {
	Person string      `json:"person,omitempty"`
	Locks  notes.Locks `json:"locks,omitempty"`
	Pairs  [][]byte    `json:"pairs,omitempty"` // private halves that a card or a sheet opened
	// Writers sealed what was written here since the holder took the device: they read it without the card, also after
	// the device was switched off.
	Writers [][]byte `json:"writers,omitempty"`
}

// NoteKeeper keeps them until all that was kept under keys on the device goes.
type NoteKeeper interface{ KeepNoteKeys(NoteKeys) error }

// noteKeys is what the seat knows of them. Guarded by the seat's mu.
type noteKeys struct {
	person  string
	locks   notes.Locks
	pairs   []*notes.Pair
	writers []*notes.Writer // of this sign-in
	writer  *notes.Writer   // of these the one for the key in use; nil: there is no key to write for
}

// LoadNoteKeys brings in what the device has kept. Call it before Load.
func (s *Seat) LoadNoteKeys(kept NoteKeys) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var pairs []*notes.Pair
	for _, private := range kept.Pairs {
		pair, err := notes.KeptPair(private)
		if err != nil {
			return fmt.Errorf("seat: notes key: %w", err)
		}
		pairs = append(pairs, pair)
	}
	var writers []*notes.Writer
	for _, one := range kept.Writers {
		writer, err := notes.KeptWriter(kept.Person, one, rand.Reader)
		if err != nil {
			return fmt.Errorf("seat: notes key: %w", err)
		}
		writers = append(writers, writer)
	}
	if err := s.takeNoteKeys(noteKeys{person: kept.Person, locks: kept.Locks, pairs: pairs, writers: writers}); err != nil {
		return err
	}
	if len(s.noteKeys.writers) == len(writers) {
		return nil
	}
	return s.keepNoteKeys()
}

// takeNoteKeys takes keys in use, and opens with them what waited for them. s.mu is held.
func (s *Seat) takeNoteKeys(k noteKeys) error {
	if public := k.locks.Public(); public != nil {
		for _, writer := range k.writers {
			if writer.For(public) {
				k.writer = writer
			}
		}
		if k.writer == nil {
			writer, err := notes.NewWriter(k.person, public, rand.Reader)
			if err != nil {
				return fmt.Errorf("seat: notes key: %w", err)
			}
			k.writer, k.writers = writer, append(slices.Clone(k.writers), writer)
		}
	}
	s.noteKeys = k
	s.reopenNotes()
	return nil
}

// ForgetNotes is for when all that was kept under keys on this device is gone.
func (s *Seat) ForgetNotes() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noteKeys, s.noteOpener, s.notebooks = noteKeys{}, nil, map[string]*notebook{}
}

// WantsNoteKeys reports whether somebody holds this device whose locks are not here yet.
func (s *Seat) WantsNoteKeys() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	person := s.standing.Person
	return s.config.Mode == people.DelegateMode && person != "" && (s.noteKeys.person != person || s.noteCard != nil || s.noteAgain)
}

// WantNotes is for who has no key although the room was asked: they may have been issued a card meanwhile, and the
// room is asked once more.
func (s *Seat) WantNotes() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noteAgain = true
	s.tell()
}

// FetchNoteKeys asks the room for the locks of who holds this device, and opens them with the card that they
// signed in with. Who signed in by code writes, and reads what they write; what was written before waits for
// the card. Only while connected.
func (s *Seat) FetchNoteKeys(ctx context.Context) error {
	s.mu.Lock()
	person := s.standing.Person
	s.mu.Unlock()
	locks, err := s.askLocks(ctx)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noteAgain = false
	if person == "" || s.standing.Person != person {
		return nil // somebody gave the device back meanwhile
	}
	var pairs []*notes.Pair
	if s.noteKeys.person == person {
		pairs = s.noteKeys.pairs
	}
	if s.noteCard != nil {
		pairs = locks.Open(person, *s.noteCard)
	}
	s.noteCard = nil
	return s.useNoteKeys(person, locks, pairs)
}

// useNoteKeys takes them in use and keeps them. s.mu is held.
func (s *Seat) useNoteKeys(person string, locks notes.Locks, pairs []*notes.Pair) error {
	defer s.tell()
	keys := noteKeys{person: person, locks: locks, pairs: pairs}
	if s.noteKeys.person == person {
		keys.writers = s.noteKeys.writers
	}
	if err := s.takeNoteKeys(keys); err != nil {
		return err
	}
	return s.keepNoteKeys()
}

// keepNoteKeys has the device keep the keys in use. s.mu is held.
func (s *Seat) keepNoteKeys() error {
	if s.config.Notes == nil {
		return nil
	}
	kept := NoteKeys{Person: s.noteKeys.person, Locks: s.noteKeys.locks}
	for _, pair := range s.noteKeys.pairs {
		kept.Pairs = append(kept.Pairs, pair.Kept())
	}
	for _, writer := range s.noteKeys.writers {
		kept.Writers = append(kept.Writers, writer.Kept())
	}
	return s.config.Notes.KeepNoteKeys(kept)
}

func (s *Seat) askLocks(ctx context.Context) (notes.Locks, error) {
	once, err := s.Ask(ctx, people.LocksKind, struct{}{})
	if err != nil {
		return nil, err
	}
	var locks notes.Locks
	if err := json.Unmarshal(once, &locks); err != nil {
		return nil, fmt.Errorf("seat: locks of notes: %w", err)
	}
	return locks, nil
}

// OpenNotes opens what waits for the holder's card: they signed in by code. A card of another person, or a new one
// that does not open what was written under the old one, is *people.Refusal.
func (s *Seat) OpenNotes(card string) error {
	secret, is := notes.CardSecret(card)
	s.mu.Lock()
	defer s.mu.Unlock()
	pairs := s.noteKeys.locks.Open(s.noteKeys.person, secret)
	if !is || len(pairs) == 0 {
		return &people.Refusal{Code: "notes.card"}
	}
	return s.useNoteKeys(s.noteKeys.person, s.noteKeys.locks, s.withPairs(pairs))
}

// RecoverNotes gives a new card what a recovery sheet opens: notes that were written under an old one. The room
// keeps it for the holder's other tablets. A sheet that was mistyped is *notes.Mistyped. Only while connected.
func (s *Seat) RecoverNotes(ctx context.Context, sheet, card string) error {
	opens, err := notes.ReadSheet(sheet)
	if err != nil {
		return err
	}
	secret, is := notes.CardSecret(card)
	if !is {
		return &people.Refusal{Code: "notes.card"}
	}
	s.mu.Lock()
	person := s.noteKeys.person
	s.mu.Unlock()
	locks, err := s.askLocks(ctx)
	if err != nil {
		return err
	}
	if len(locks.Open(person, secret)) == 0 {
		return &people.Refusal{Code: "notes.card"}
	}
	more, found, err := locks.Recover(person, opens, secret, rand.Reader)
	if err != nil {
		return err
	}
	if !found {
		return &people.Refusal{Code: "notes.sheet"}
	}
	if _, err := s.Ask(ctx, people.AddLocksKind, more); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.standing.Person != person {
		return people.ErrOffline // given back meanwhile; the room has it
	}
	return s.useNoteKeys(person, more, s.withPairs(more.Open(person, secret)))
}

// shown is what a card shows the room in place of its secret, and what it opens here. Text that is no card's is
// shown as it is.
func shown(card string) (string, *notes.Secret) {
	secret, is := notes.CardSecret(card)
	if !is {
		return card, nil
	}
	return hex.EncodeToString(secret.SignIn()), &secret
}
