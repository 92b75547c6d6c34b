package station

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"congso.vn/congso/app/chunk"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
)

// arrange says which papers belong on this device, in the order in which they are needed: those of
// the item under way, then what follows it, then what is over.
func (s *Station) arrange() {
	var order []string
	for _, session := range s.seat.Sessions() {
		order = append(order, papersOf(session)...)
	}
	for _, session := range s.seat.Sessions() {
		order = append(order, s.earlierHere(session)...)
	}
	s.mu.Lock()
	order = slices.DeleteFunc(order, func(hash string) bool { return s.removed[hash] })
	s.mu.Unlock()
	s.sealPapers()
	if s.bundled.Load() {
		order = s.wordsOnly(order)
	}
	s.fetcher.Want(order)
}

// sealPapers has the papers of each session lie under its key. One that several sessions have lies under the
// key of the first.
func (s *Station) sealPapers() {
	sessions := s.seat.Sessions()
	slices.SortFunc(sessions, func(a, b *council.State) int { return strings.Compare(a.ID, b.ID) })
	keys := map[string][]byte{}
	for _, session := range sessions {
		key := s.folder.keyring.Key(string(people.CouncilStream(session.ID)))
		for _, document := range session.Documents {
			for _, hash := range slices.Concat(bytesOf(session, document), earlierOf(session, document)) {
				if key != nil && keys[hash] == nil {
					keys[hash] = key
				}
			}
		}
	}
	if err := s.folder.blobs.Seal(keys); err != nil {
		s.logger.Error("Papers not sealed", "error", err)
	}
	s.keepPages(keys)
	s.mu.Lock()
	before := s.paperKeys
	s.paperKeys = keys
	s.mu.Unlock()
	// What was here under another key is not here any more.
	s.fetcher.Forget(func(hash string) bool { return !bytes.Equal(before[hash], keys[hash]) })
}

// ReadPaper returns the bytes of a paper that is here. What was changed on the disk, or is gone from it, is
// fetched anew and never shown.
func (s *Station) ReadPaper(ctx context.Context, blob string) ([]byte, error) {
	data, err := s.folder.blobs.ReadPaper(ctx, blob)
	return data, s.mend(blob, err)
}

// mend has a paper fetched anew that could not be read because it was changed or removed, and returns why.
func (s *Station) mend(blob string, err error) error {
	changed := errors.Is(err, storage.ErrWrongHash)
	if changed {
		err = errors.Join(err, s.folder.blobs.Remove(blob))
	}
	if changed || errors.Is(err, fs.ErrNotExist) && s.fetcher.State(blob).Have {
		s.fetcher.Forget(func(hash string) bool { return hash == blob })
		s.arrange()
	}
	return err
}

// papersOf returns the bytes that belong on this device, in the order in which they are needed: each paper
// with what was read of it behind it.
func papersOf(session *council.State) []string {
	var hashes []string
	for _, document := range session.InOrder() {
		hashes = append(hashes, bytesOf(session, document)...)
	}
	return hashes
}

// bytesOf returns the bytes of a document that belong on this device: those of a withdrawn one do not.
func bytesOf(session *council.State, document council.Document) []string {
	if document.Withdrawn {
		return nil
	}
	hashes := []string{document.Blob}
	if reading, read := session.ReadingOf(document); read && reading.Text != "" {
		hashes = append(hashes, reading.Text)
	}
	return hashes
}

// earlierOf returns the bytes of what a document was before: this device may hold them.
func earlierOf(session *council.State, document council.Document) []string {
	if document.Withdrawn {
		return nil
	}
	var hashes []string
	for _, issue := range session.IssuesOf(document.ID) {
		hashes = append(hashes, issue.Blob)
		if issue.Text != "" {
			hashes = append(hashes, issue.Text)
		}
	}
	return hashes
}

// earlierHere returns what is brought of earlier issues by itself: their words, by which notes are found again.
// Their pages stay where they are here; else they come when somebody looks at them.
func (s *Station) earlierHere(session *council.State) []string {
	var hashes []string
	for _, document := range session.InOrder() {
		for _, issue := range session.IssuesOf(document.ID) {
			if issue.Text != "" {
				hashes = append(hashes, issue.Text)
			}
			if s.folder.blobs.Has(issue.Blob) {
				hashes = append(hashes, issue.Blob)
			}
		}
	}
	return hashes
}

// sweep removes the bytes of papers that this device may no longer see.
func (s *Station) sweep() {
	wanted := map[string]bool{}
	for _, session := range s.seat.Sessions() {
		for _, document := range session.Documents {
			for _, hash := range slices.Concat(bytesOf(session, document), earlierOf(session, document)) {
				wanted[hash] = true
			}
		}
	}
	removed, err := s.folder.blobs.Keep(func(hash string) bool { return wanted[hash] })
	if err != nil {
		s.logger.Error("Papers not removed", "error", err)
	}
	pages, err := s.folder.pages.Sweep()
	if err != nil {
		s.logger.Error("Pages of papers not removed", "error", err)
	}
	if pages > 0 {
		s.logger.Info("Pages of papers removed", "count", pages)
	}
	if removed > 0 {
		s.logger.Info("Papers removed", "count", removed)
		s.fetcher.Forget(func(hash string) bool { return !wanted[hash] })
	}
}

// State says how much of a paper is here.
func (s *Station) State(blob string) council.PaperState {
	if s.bundled.Load() {
		return s.bundleState(blob)
	}
	fetched := s.fetcher.State(blob)
	state := council.PaperState{Have: fetched.Have, Received: fetched.Received, Waiting: fetched.Waiting, Removed: s.wasRemoved(blob)}
	switch {
	case fetched.Err == nil:
	case isFull(fetched.Err):
		state.Err = "full"
	case errors.Is(fetched.Err, link.ErrWithheld):
		state.Err = "withheld"
	default:
		state.Err = "interrupted"
	}
	return state
}

// Pieces gives papers on a disk the form that the link declares.
type Pieces struct{ *storage.Blobs }

var _ link.Pieces = Pieces{}

// Assemble is part of link.Pieces.
func (p Pieces) Assemble(ctx context.Context, hash string, m chunk.Manifest) (link.Assembly, error) {
	assembly, err := p.Blobs.Assemble(ctx, hash, m)
	if err != nil || assembly == nil {
		return nil, err // and not an interface of nil
	}
	return assembly, nil
}

// Want brings a paper's bytes here before all others.
func (s *Station) Want(blob string) {
	if s.bundled.Load() {
		s.lookAt(blob)
		return
	}
	s.bringBack(blob)
	s.fetcher.First(blob)
}

// WantRange brings a part of a paper here before all others: that of the page on the screen.
func (s *Station) WantRange(blob string, offset, length int64) {
	if s.bundled.Load() {
		s.lookAt(blob)
		return
	}
	s.bringBack(blob)
	s.fetcher.FirstRange(blob, offset, length)
}

// Watch tells of every change of the seat and of the papers.
func (s *Station) Watch(told func()) (stop func()) {
	stopSeat := s.seat.Watch(told)
	s.mu.Lock()
	id := s.next
	s.next++
	s.watchers[id] = told
	s.mu.Unlock()
	return func() {
		stopSeat()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, id)
	}
}

// tell says that papers came in.
func (s *Station) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, told := range s.watchers {
		told()
	}
}
