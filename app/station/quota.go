package station

import (
	"context"
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/storage"
)

// trim makes room on the device's disk: papers of sessions that are over go, the oldest first, and come
// again when somebody opens them. What is on the screen stays, and so do sessions to come; what was
// written here is no paper and is never touched. From follow's goroutine.
func (s *Station) trim(ctx context.Context, quota storage.Quota) {
	removed, err := s.folder.blobs.Trim(quota, s.spare())
	if err != nil {
		s.logger.Error("Papers not removed", "error", err)
	}
	if len(removed) == 0 {
		return
	}
	s.logger.Info("Papers of old sessions removed to keep the disk free", "count", len(removed))
	s.mu.Lock()
	for _, hash := range removed {
		s.removed[hash] = true
	}
	s.mu.Unlock()
	s.keepRemoved(ctx)
	s.fetcher.Forget(func(hash string) bool { return slices.Contains(removed, hash) })
	s.arrange()
	s.tell()
}

// spare returns the papers that may go, those of the oldest session first.
func (s *Station) spare() []string {
	sessions := s.seat.Sessions()
	needed := map[string]bool{s.fetcher.Seen(): true}
	for _, document := range s.seat.Session().Documents {
		needed[document.Blob] = true
	}
	var over []*council.State
	for _, session := range sessions {
		if session.Session.State == council.SessionClosed {
			over = append(over, session)
			continue
		}
		for _, document := range session.Documents {
			needed[document.Blob] = true
		}
	}
	var spare []string
	for _, session := range sessions { // what papers were before comes first: it comes again when it is looked at
		for _, issue := range session.Issues {
			if !needed[issue.Blob] {
				spare = append(spare, issue.Blob)
			}
		}
	}
	for _, session := range slices.Backward(over) { // the seat has the latest first
		for _, document := range session.InOrder() { // its words stay: they are small, and found without it
			if !needed[document.Blob] {
				spare = append(spare, document.Blob)
			}
		}
	}
	return spare
}

// bringBack has a paper that was removed fetched again: somebody opens it.
func (s *Station) bringBack(hash string) {
	s.mu.Lock()
	was := s.removed[hash]
	delete(s.removed, hash)
	s.mu.Unlock()
	if was {
		s.keepRemoved(context.Background())
		s.arrange()
	}
}

func (s *Station) wasRemoved(hash string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.removed[hash]
}

// keepRemoved notes which papers were removed, so that they are not fetched again by themselves after a
// start.
func (s *Station) keepRemoved(ctx context.Context) {
	s.mu.Lock()
	hashes := make([]string, 0, len(s.removed))
	for hash := range s.removed {
		hashes = append(hashes, hash)
	}
	s.mu.Unlock()
	slices.Sort(hashes)
	if err := s.folder.put(ctx, keyRemoved, hashes); err != nil {
		s.logger.Warn("Removed papers not noted", "error", err)
	}
}

// recallRemoved reads which papers were removed.
func (s *Station) recallRemoved(ctx context.Context) error {
	hashes, err := get[[]string](ctx, s.folder, keyRemoved)
	s.removed = map[string]bool{}
	for _, hash := range hashes {
		s.removed[hash] = true
	}
	return err
}
