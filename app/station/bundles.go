package station

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
)

// pageQuota is how much of a device's disk pages may take that the room made.
var pageQuota = storage.Quota{Most: 2 << 30, Free: 1 << 30, FreeShare: 0.1}

// UseBundles has the room draw the pages of papers from now on, for this device cannot: the papers themselves are
// brought no more, and their pages are. From any goroutine.
func (s *Station) UseBundles() {
	if s.bundled.Swap(true) {
		return
	}
	s.arrange()
	s.pokePages()
	s.tell()
}

// keepPages says of which papers pages may lie here, and under which keys. Where a delegate's paper has no key its
// pages are shown and not kept.
func (s *Station) keepPages(keys map[string][]byte) {
	allowed, held := map[string][]byte{}, map[string]bool{}
	for _, session := range s.seat.Sessions() {
		for _, document := range session.Documents {
			for _, hash := range shownOf(session, document) {
				held[hash] = true
				if keys[hash] != nil || s.mode != people.DelegateMode {
					allowed[hash] = keys[hash]
				}
			}
		}
	}
	s.mu.Lock()
	gone := false
	for hash := range s.held {
		gone = gone || !held[hash]
	}
	s.held = held
	s.mu.Unlock()
	if err := s.folder.pages.Allow(allowed); err != nil {
		s.logger.Error("Pages of papers not looked at", "error", err)
	}
	if gone {
		select {
		case s.swept <- struct{}{}:
		default:
		}
	}
	s.turnPages()
}

// shownOf returns the papers that a document is and was, as far as this device may show them.
func shownOf(session *council.State, document council.Document) []string {
	if document.Withdrawn {
		return nil
	}
	hashes := []string{document.Blob}
	for _, issue := range session.IssuesOf(document.ID) {
		hashes = append(hashes, issue.Blob)
	}
	return hashes
}

// wordsOnly leaves of what is to be brought what the room does not draw.
func (s *Station) wordsOnly(order []string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(order, func(hash string) bool { return s.held[hash] })
}

// Holds reports whether this device may show a paper now.
func (s *Station) Holds(blob string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held[blob]
}

// Widths returns in which widths a page's picture lies on this device, the smallest first.
func (s *Station) Widths(blob string, page int) []int {
	var here []int
	for _, width := range bundle.Widths {
		if s.folder.pages.Has(blob, bundle.PictureName(page, width).String()) {
			here = append(here, width)
		}
	}
	return here
}

// Part returns a part of a paper's bundle, from this device or from the room. bundle.ErrLate where it is not here and
// the room is away, bundle.ErrGone where this device may not show the paper, *bundle.Fault where nobody can.
func (s *Station) Part(ctx context.Context, blob string, name bundle.Name, urgency bundle.Urgency) ([]byte, error) {
	if !s.Holds(blob) {
		return nil, bundle.ErrGone
	}
	if urgency == bundle.Now {
		s.lookAt(blob)
	}
	if data, here := s.folder.pages.Get(blob, name.String()); here && bundle.Check(name, data) == nil {
		return data, nil
	}
	data, err := s.fetchPart(ctx, blob, name, urgency)
	if err != nil {
		return nil, err
	}
	if !s.Holds(blob) { // it went meanwhile
		return nil, bundle.ErrGone
	}
	if err := s.folder.pages.Put(blob, name.String(), data); err != nil {
		s.logger.Warn("Page of a paper not kept", "paper", blob, "part", name, "error", err)
	}
	if name.Kind == bundle.BookKind {
		s.noteBook(blob, nil)
	}
	return data, nil
}

// askAgain is how long a device waits that the room has no time for.
const askAgain = 300 * time.Millisecond

// fetchPart asks the room for a part.
func (s *Station) fetchPart(ctx context.Context, blob string, name bundle.Name, urgency bundle.Urgency) ([]byte, error) {
	for {
		if !s.connected() {
			return nil, bundle.ErrLate
		}
		data, err := link.Bundle(ctx, s.Do, blob, name.String(), link.Urgency(urgency), bundle.MostBytes)
		fault, refused := errors.AsType[*link.BundleFault](err)
		switch {
		case err == nil:
			return data, s.checked(blob, name, data)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case refused:
			if name.Kind == bundle.BookKind {
				s.noteBook(blob, &bundle.Fault{Code: fault.Code})
			}
			return nil, &bundle.Fault{Code: fault.Code}
		case errors.Is(err, link.ErrWithheld):
			return nil, bundle.ErrGone
		case !errors.Is(err, link.ErrBusy):
			s.logger.Info("Page of a paper not fetched", "paper", blob, "part", name, "error", err)
			return nil, errors.Join(bundle.ErrLate, err)
		}
		if err := pause(ctx, askAgain); err != nil {
			return nil, err
		}
	}
}

// checked refuses what the room sent and is no part of a bundle.
func (s *Station) checked(blob string, name bundle.Name, data []byte) error {
	err := bundle.Check(name, data)
	if err != nil {
		s.logger.Error("Page of a paper not understood", "paper", blob, "part", name, "error", err)
		return &bundle.Fault{Code: "unreadable"}
	}
	return nil
}

// noteBook remembers of which papers it is known that they cannot be shown: whoever opens one is told.
func (s *Station) noteBook(blob string, fault *bundle.Fault) {
	s.mu.Lock()
	before := s.unshown[blob]
	if s.unshown[blob] = fault != nil; fault == nil {
		delete(s.unshown, blob)
	}
	s.mu.Unlock()
	if before != (fault != nil) || fault == nil {
		s.tell()
	}
}

// Back waits until the room may be asked again: at once where it is there, but for a moment, for it did not answer.
func (s *Station) Back(ctx context.Context) error {
	news := make(chan struct{}, 1)
	defer s.Watch(func() {
		select {
		case news <- struct{}{}:
		default:
		}
	})()
	if err := pause(ctx, askAgain); err != nil {
		return err
	}
	for !s.connected() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-news:
		}
	}
	return nil
}

// pause waits.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// bundleState says how a paper stands whose pages the room draws: it can be opened once its book is here, or once it
// is known that it cannot be shown.
func (s *Station) bundleState(blob string) council.PaperState {
	s.mu.Lock()
	unshown := s.unshown[blob]
	s.mu.Unlock()
	return council.PaperState{Have: unshown || s.folder.pages.Has(blob, bundle.BookName().String())}
}

// lookAt notes which paper somebody looks at: its pages come first.
func (s *Station) lookAt(blob string) {
	s.mu.Lock()
	other := s.looked != blob
	s.looked = blob
	s.mu.Unlock()
	if other {
		s.turnPages()
	}
}

// bringWithin is how long is waited for a paper itself that is needed once, such as for a copy with notes.
const bringWithin = time.Minute

// BringPaper returns the bytes of a paper, brought here first where the room draws its pages. fs.ErrNotExist where the
// room is away.
func (s *Station) BringPaper(ctx context.Context, blob string) ([]byte, error) {
	if !s.bundled.Load() || s.folder.blobs.Has(blob) {
		return s.ReadPaper(ctx, blob)
	}
	ctx, cancel := context.WithTimeout(ctx, bringWithin)
	defer cancel()
	news := make(chan struct{}, 1)
	defer s.Watch(func() {
		select {
		case news <- struct{}{}:
		default:
		}
	})()
	s.fetcher.First(blob)
	for !s.fetcher.State(blob).Have {
		if !s.connected() || !s.Holds(blob) {
			return nil, fs.ErrNotExist
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-news:
		}
	}
	return s.ReadPaper(ctx, blob)
}
